-- One membership of one account in one organisation. Removed members keep their row, so that history keeps names.
CREATE TABLE agents_agents (
  id {uuid} NOT NULL PRIMARY KEY,
  organisation {uuid} NOT NULL,
  account {uuid},
  name text NOT NULL,
  user_name text NOT NULL,
  user_name_key text NOT NULL,
  nickname text,
  email text,
  role text NOT NULL,
  permissions text NOT NULL,
  status text NOT NULL,
  status_at bigint NOT NULL,
  avatar text,
  language text,
  sound bigint NOT NULL DEFAULT 1,
  search text NOT NULL,
  fingerprint text NOT NULL,
  created_at bigint NOT NULL,
  joined_at bigint,
  disabled_at bigint,
  removed_at bigint
);
CREATE UNIQUE INDEX agents_agents_user_name ON agents_agents (organisation, user_name_key) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX agents_agents_account ON agents_agents (account, organisation) WHERE removed_at IS NULL;

CREATE TABLE agents_avatars (
  agent {uuid} NOT NULL PRIMARY KEY,
  organisation {uuid} NOT NULL,
  version text NOT NULL,
  type text NOT NULL,
  bytes {blob} NOT NULL
);

-- Sign-ins, sign-outs and changes of status, for the reports of online time.
CREATE TABLE agents_history (
  organisation {uuid} NOT NULL,
  agent {uuid} NOT NULL,
  number bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  PRIMARY KEY (organisation, agent, number)
);
CREATE INDEX agents_history_agent ON agents_history (organisation, agent, at);

-- One row for each organisation. Whoever changes its members locks it first.
CREATE TABLE agents_settings (
  organisation {uuid} NOT NULL PRIMARY KEY,
  initial_status text NOT NULL
);
