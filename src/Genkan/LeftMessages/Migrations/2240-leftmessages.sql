-- What became of each message: its state to filter by, the answer and how it travelled, and the folded words it is found by.
ALTER TABLE leftmessages_messages ADD COLUMN state text NOT NULL DEFAULT 'open';
ALTER TABLE leftmessages_messages ADD COLUMN reply_id {uuid};
ALTER TABLE leftmessages_messages ADD COLUMN reply_wording text;
ALTER TABLE leftmessages_messages ADD COLUMN replied_by {uuid};
ALTER TABLE leftmessages_messages ADD COLUMN replied_at bigint;
ALTER TABLE leftmessages_messages ADD COLUMN letter {uuid};
ALTER TABLE leftmessages_messages ADD COLUMN letter_state text;
ALTER TABLE leftmessages_messages ADD COLUMN letter_why text;
ALTER TABLE leftmessages_messages ADD COLUMN seen_at bigint;
ALTER TABLE leftmessages_messages ADD COLUMN search text;
ALTER TABLE leftmessages_messages ADD COLUMN email_key text;
ALTER TABLE leftmessages_messages ADD COLUMN phone_key text;

UPDATE leftmessages_messages SET state = 'done' WHERE done_at IS NOT NULL;

DROP INDEX leftmessages_messages_open;
CREATE INDEX leftmessages_messages_in_state ON leftmessages_messages (organisation, state, at, id);
-- Per site and day, for the list and for the report.
CREATE INDEX leftmessages_messages_of_site ON leftmessages_messages (organisation, site, at, id);
CREATE INDEX leftmessages_messages_replied ON leftmessages_messages (organisation, replied_at) WHERE replied_at IS NOT NULL;
CREATE INDEX leftmessages_messages_letter ON leftmessages_messages (organisation, letter) WHERE letter IS NOT NULL;
CREATE INDEX leftmessages_messages_unfolded ON leftmessages_messages (organisation, id) WHERE search IS NULL;

-- Every change of state with who and when; nothing in it is personal.
CREATE TABLE leftmessages_steps (
  organisation {uuid} NOT NULL,
  message {uuid} NOT NULL,
  number bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  agent {uuid},
  PRIMARY KEY (organisation, message, number)
);
INSERT INTO leftmessages_steps (organisation, message, number, at, kind) SELECT organisation, id, 1, at, 'left' FROM leftmessages_messages;
INSERT INTO leftmessages_steps (organisation, message, number, at, kind, agent) SELECT organisation, id, 2, done_at, 'done', done_by FROM leftmessages_messages WHERE done_at IS NOT NULL;

CREATE TABLE leftmessages_settings (
  organisation {uuid} PRIMARY KEY,
  answered_by text NOT NULL
);
