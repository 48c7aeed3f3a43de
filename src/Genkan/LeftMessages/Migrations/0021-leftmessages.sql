CREATE TABLE leftmessages_messages (
  organisation {uuid} NOT NULL,
  id {uuid} NOT NULL,
  site {uuid} NOT NULL,
  visitor {uuid} NOT NULL,
  name text NOT NULL,
  email text,
  phone text,
  wording text NOT NULL,
  language text,
  at bigint NOT NULL,
  done_by {uuid},
  done_at bigint,
  PRIMARY KEY (organisation, id)
);
CREATE INDEX leftmessages_messages_newest ON leftmessages_messages (organisation, at, id);
CREATE INDEX leftmessages_messages_open ON leftmessages_messages (organisation, done_at);
CREATE INDEX leftmessages_messages_of_visitor ON leftmessages_messages (organisation, visitor, at);
