-- What an agent has open, and how many each holds, from the index alone: asked whenever anything is given out.
CREATE INDEX conversations_open_of_agent ON conversations_conversations (organisation, agent, state, started_at) WHERE state <> 'closed';
