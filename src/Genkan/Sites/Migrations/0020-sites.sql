create table sites_sites (
  organisation {uuid} not null,
  id {uuid} not null,
  public_key text not null,
  name text not null,
  origins text not null,
  corner text not null,
  color text not null,
  language text,
  nickname_form bigint not null,
  consent_enabled bigint not null,
  consent_text text not null,
  greeting_when text not null,
  greeting_text text not null,
  notice_enabled bigint not null,
  notice_text text not null,
  nobody_text text not null,
  store_only_after_opening bigint not null,
  made_from text not null,
  created_at bigint not null,
  removed_at bigint,
  primary key (organisation, id)
);
create unique index sites_sites_public_key on sites_sites (public_key);

create table sites_consents (
  organisation {uuid} not null,
  version text not null,
  site {uuid} not null,
  language text not null,
  wording text not null,
  first_agreed_at bigint not null,
  primary key (organisation, version)
);

create table sites_entries (
  organisation {uuid} not null,
  id {uuid} not null,
  day text not null,
  visitor {uuid},
  primary key (organisation, id)
);
create index sites_entries_of_day on sites_entries (organisation, day, visitor);

create table sites_entry_days (
  organisation {uuid} not null,
  site {uuid} not null,
  day text not null,
  opened bigint not null,
  chatted bigint not null,
  primary key (organisation, site, day)
);
