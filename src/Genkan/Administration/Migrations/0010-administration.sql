-- One row for the installation. Its primary key decides which of two simultaneous set-ups wins, and whoever
-- changes what is unique on the whole installation (mail addresses, short names) locks it first.
CREATE TABLE administration_installation (
  one bigint NOT NULL PRIMARY KEY,
  owner {uuid} NOT NULL,
  set_up_at bigint NOT NULL
);

CREATE TABLE administration_organisations (
  id {uuid} NOT NULL PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL,
  created_at bigint NOT NULL
);
CREATE UNIQUE INDEX administration_organisations_slug ON administration_organisations (slug);

-- A person who can sign in. The mail address may be absent, then the person signs in with a user name.
CREATE TABLE administration_accounts (
  id {uuid} NOT NULL PRIMARY KEY,
  email text,
  email_key text,
  password text,
  failed bigint NOT NULL DEFAULT 0,
  locked_until bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL
);
CREATE UNIQUE INDEX administration_accounts_email ON administration_accounts (email_key);

-- The cookie's token is kept only as its hash.
CREATE TABLE administration_sessions (
  id {uuid} NOT NULL PRIMARY KEY,
  token text NOT NULL,
  account {uuid} NOT NULL,
  organisation {uuid} NOT NULL,
  agent {uuid} NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint NOT NULL
);
CREATE UNIQUE INDEX administration_sessions_token ON administration_sessions (token);
CREATE INDEX administration_sessions_agent ON administration_sessions (organisation, agent);
CREATE INDEX administration_sessions_account ON administration_sessions (account);
CREATE INDEX administration_sessions_used ON administration_sessions (used_at);

CREATE TABLE administration_keys (
  id {uuid} NOT NULL PRIMARY KEY,
  token text NOT NULL,
  account {uuid} NOT NULL,
  organisation {uuid} NOT NULL,
  agent {uuid} NOT NULL,
  name text NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint
);
CREATE UNIQUE INDEX administration_keys_token ON administration_keys (token);
CREATE INDEX administration_keys_agent ON administration_keys (organisation, agent);

CREATE TABLE administration_invitations (
  token text NOT NULL PRIMARY KEY,
  organisation {uuid} NOT NULL,
  agent {uuid} NOT NULL,
  created_by {uuid},
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX administration_invitations_agent ON administration_invitations (organisation, agent);
