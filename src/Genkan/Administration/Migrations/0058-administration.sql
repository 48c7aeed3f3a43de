-- How members of an organisation sign in: both, email or userName.
ALTER TABLE administration_organisations ADD COLUMN sign_in_by text NOT NULL DEFAULT 'both';

-- 1: whoever comes may found an organisation.
ALTER TABLE administration_installation ADD COLUMN registration bigint NOT NULL DEFAULT 0;

-- Links to choose a new password. What is stored of a link is the hash of its token.
CREATE TABLE administration_resets (
  token text NOT NULL PRIMARY KEY,
  account {uuid} NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX administration_resets_account ON administration_resets (account);

-- Organisations whose founder's mail address is not proved yet. What was given is sealed until then.
CREATE TABLE administration_registrations (
  id {uuid} NOT NULL PRIMARY KEY,
  token text NOT NULL,
  content text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE UNIQUE INDEX administration_registrations_token ON administration_registrations (token);
