-- How a sign-in came about, and roughly from where: for the person's own list. proved_at is the last time its holder showed
-- the password or a passkey again, for what a borrowed screen must not do.
ALTER TABLE administration_sessions ADD COLUMN browser text;
ALTER TABLE administration_sessions ADD COLUMN system text;
ALTER TABLE administration_sessions ADD COLUMN address text;
ALTER TABLE administration_sessions ADD COLUMN how text;
ALTER TABLE administration_sessions ADD COLUMN device {uuid};
ALTER TABLE administration_sessions ADD COLUMN proved_at bigint;

-- The one-time codes of an authenticator app. The secret is sealed with a key kept outside the database; last_step is the
-- time step of the last code taken, so that no code counts twice. Not confirmed: being set up, asks for nothing yet.
CREATE TABLE administration_factors (
  account {uuid} NOT NULL PRIMARY KEY,
  secret text NOT NULL,
  confirmed_at bigint,
  last_step bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL
);

CREATE TABLE administration_recovery (
  account {uuid} NOT NULL,
  code text NOT NULL,
  PRIMARY KEY (account, code)
);

-- Browsers that may sign in again without the password. Of the token the hash is kept, and that of the one before, which a
-- second tab may still hold for a moment.
CREATE TABLE administration_devices (
  id {uuid} NOT NULL PRIMARY KEY,
  token text NOT NULL,
  previous text,
  rotated_at bigint NOT NULL,
  account {uuid} NOT NULL,
  organisation {uuid} NOT NULL,
  agent {uuid} NOT NULL,
  second bigint NOT NULL,
  automatic bigint NOT NULL,
  paused bigint NOT NULL DEFAULT 0,
  status text,
  browser text,
  system text,
  address text,
  created_at bigint NOT NULL,
  used_at bigint NOT NULL
);
CREATE INDEX administration_devices_account ON administration_devices (account);
CREATE INDEX administration_devices_agent ON administration_devices (organisation, agent);
CREATE INDEX administration_devices_used ON administration_devices (used_at);

-- Addresses an account has signed in from, as keyed hashes: strangers' guesses do not slow these.
CREATE TABLE administration_places (
  account {uuid} NOT NULL,
  place text NOT NULL,
  seen_at bigint NOT NULL,
  PRIMARY KEY (account, place)
);
CREATE INDEX administration_places_seen ON administration_places (seen_at);

-- Challenges that were answered: none is taken twice.
CREATE TABLE administration_spent (
  ticket text NOT NULL PRIMARY KEY,
  expires_at bigint NOT NULL
);

CREATE TABLE administration_security (
  organisation {uuid} NOT NULL PRIMARY KEY,
  second_factor_required bigint NOT NULL
);
