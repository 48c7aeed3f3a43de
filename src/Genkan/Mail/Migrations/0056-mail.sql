-- Letters on their way out and those that did not get there. Who they go to, what they say and what the other side
-- answered are sealed; the words go as soon as the letter is delivered, because they may hold a link that opens an account.
CREATE TABLE mail_letters (
  organisation {uuid} NOT NULL,
  id {uuid} NOT NULL,
  kind text NOT NULL,
  recipient text NOT NULL,
  content text,
  state text NOT NULL,
  created_at bigint NOT NULL,
  attempts bigint NOT NULL DEFAULT 0,
  tried_at bigint,
  why text,
  reply text,
  PRIMARY KEY (organisation, id)
);
CREATE INDEX mail_letters_recent ON mail_letters (created_at);
