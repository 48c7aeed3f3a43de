CREATE TABLE sites_sites (
  organisation {uuid} NOT NULL,
  id {uuid} NOT NULL,
  public_key text NOT NULL,
  name text NOT NULL,
  origins text NOT NULL,
  corner text NOT NULL,
  color text NOT NULL,
  language text,
  nickname_form bigint NOT NULL,
  consent_enabled bigint NOT NULL,
  consent_text text NOT NULL,
  greeting_when text NOT NULL,
  greeting_text text NOT NULL,
  notice_enabled bigint NOT NULL,
  notice_text text NOT NULL,
  nobody_text text NOT NULL,
  store_only_after_opening bigint NOT NULL,
  made_from text NOT NULL,
  created_at bigint NOT NULL,
  removed_at bigint,
  PRIMARY KEY (organisation, id)
);
CREATE UNIQUE INDEX sites_sites_public_key ON sites_sites (public_key);

CREATE TABLE sites_entries (
  organisation {uuid} NOT NULL,
  id {uuid} NOT NULL,
  day text NOT NULL,
  visitor {uuid},
  PRIMARY KEY (organisation, id)
);
CREATE INDEX sites_entries_of_day ON sites_entries (organisation, day, visitor);

CREATE TABLE sites_entry_days (
  organisation {uuid} NOT NULL,
  site {uuid} NOT NULL,
  day text NOT NULL,
  opened bigint NOT NULL,
  chatted bigint NOT NULL,
  PRIMARY KEY (organisation, site, day)
);
