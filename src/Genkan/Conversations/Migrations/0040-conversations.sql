CREATE TABLE conversations_conversations (
    organisation {uuid} NOT NULL,
    id {uuid} NOT NULL,
    site {uuid} NOT NULL,
    visitor {uuid} NOT NULL,
    number text NOT NULL,
    nickname text,
    language text,
    state text NOT NULL,
    agent {uuid},
    start_type text NOT NULL,
    end_type text,
    valid bigint NOT NULL,
    last_seq bigint NOT NULL,
    visitor_delivered bigint NOT NULL,
    visitor_read bigint NOT NULL,
    agent_delivered bigint NOT NULL,
    agent_read bigint NOT NULL,
    last_text text,
    last_from text,
    unanswered_since bigint,
    started_at bigint NOT NULL,
    accepted_at bigint,
    ended_at bigint,
    closed_at bigint,
    page_url text,
    page_title text,
    consent_at bigint,
    consent_version text,
    consent_text text,
    -- When the notice of G-03 was given in this wait.
    notice_at bigint,
    PRIMARY KEY (organisation, id)
);

-- A visitor has one running conversation, and a room label is unique among the open ones: the database says so too.
CREATE UNIQUE INDEX conversations_one_running ON conversations_conversations (organisation, visitor) WHERE state IN ('waiting', 'inChat');
CREATE UNIQUE INDEX conversations_open_number ON conversations_conversations (organisation, number) WHERE state <> 'closed';
CREATE INDEX conversations_open ON conversations_conversations (organisation, state, started_at) WHERE state <> 'closed';
CREATE INDEX conversations_of_agent ON conversations_conversations (organisation, agent, started_at);
CREATE INDEX conversations_by_start ON conversations_conversations (organisation, started_at, id);
CREATE INDEX conversations_of_visitor ON conversations_conversations (organisation, visitor, started_at);

CREATE TABLE conversations_messages (
    organisation {uuid} NOT NULL,
    conversation {uuid} NOT NULL,
    seq bigint NOT NULL,
    id {uuid} NOT NULL,
    at bigint NOT NULL,
    sender text NOT NULL,
    kind text NOT NULL,
    content text NOT NULL,
    body text,
    agent {uuid},
    edited_at bigint,
    retracted_at bigint,
    PRIMARY KEY (organisation, conversation, seq)
);

CREATE UNIQUE INDEX conversations_message_ids ON conversations_messages (organisation, id);

-- What a message said before each change, for staff only; the first row is what was sent.
CREATE TABLE conversations_edits (
    organisation {uuid} NOT NULL,
    message {uuid} NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (organisation, message, number)
);

-- Each change of state leaves a record: started, accepted, endedByVisitor, closed; who and when.
CREATE TABLE conversations_steps (
    organisation {uuid} NOT NULL,
    conversation {uuid} NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    step text NOT NULL,
    actor_type text NOT NULL,
    actor_id {uuid},
    PRIMARY KEY (organisation, conversation, number)
);

CREATE TABLE conversations_settings (
    organisation {uuid} PRIMARY KEY,
    typing_preview bigint NOT NULL
);
