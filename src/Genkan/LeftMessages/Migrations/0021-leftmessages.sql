create table leftmessages_messages (
  organisation {uuid} not null,
  id {uuid} not null,
  site {uuid} not null,
  visitor {uuid} not null,
  name text not null,
  email text,
  phone text,
  wording text not null,
  language text,
  at bigint not null,
  done_by {uuid},
  done_at bigint,
  primary key (organisation, id)
);
create index leftmessages_messages_newest on leftmessages_messages (organisation, at, id);
create index leftmessages_messages_open on leftmessages_messages (organisation, done_at);
create index leftmessages_messages_of_visitor on leftmessages_messages (organisation, visitor, at);
