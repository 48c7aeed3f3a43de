-- Counts the changes of hands and state, so that of two reports of one conversation the later is known.
ALTER TABLE conversations_conversations ADD COLUMN turn bigint NOT NULL DEFAULT 1;
-- When it entered the queue last: at its start, or when it came back.
ALTER TABLE conversations_conversations ADD COLUMN queued_at bigint;
-- How often it came back to the queue.
ALTER TABLE conversations_conversations ADD COLUMN returned bigint NOT NULL DEFAULT 0;
-- When its owner opened it first; a conversation given to an agent lies unopened until then.
ALTER TABLE conversations_conversations ADD COLUMN opened_at bigint;
-- When an agent answered first: without it the request was never handled (Q-40).
ALTER TABLE conversations_conversations ADD COLUMN answered_at bigint;
-- Since when the last word is the agent's (G-09, G-10); null while it is the visitor's, or nobody's.
ALTER TABLE conversations_conversations ADD COLUMN silent_since bigint;

UPDATE conversations_conversations SET queued_at = started_at;
UPDATE conversations_conversations SET opened_at = accepted_at WHERE accepted_at IS NOT NULL;
UPDATE conversations_conversations SET answered_at =
    (SELECT MIN(m.at) FROM conversations_messages m
     WHERE m.organisation = conversations_conversations.organisation AND m.conversation = conversations_conversations.id AND m.sender = 'agent');
UPDATE conversations_conversations SET silent_since =
    (SELECT MAX(m.at) FROM conversations_messages m
     WHERE m.organisation = conversations_conversations.organisation AND m.conversation = conversations_conversations.id AND m.sender = 'agent')
WHERE state = 'inChat' AND last_from = 'agent';
