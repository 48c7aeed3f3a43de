-- Removed departments keep their row, so that history keeps their names.
CREATE TABLE agents_departments (
  id {uuid} NOT NULL PRIMARY KEY,
  organisation {uuid} NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  position bigint NOT NULL,
  made_from text NOT NULL,
  created_at bigint NOT NULL,
  removed_at bigint
);
CREATE UNIQUE INDEX agents_departments_name ON agents_departments (organisation, name_key) WHERE removed_at IS NULL;

-- What each status lets through. The key is a word for the built-in ones, an id for an organisation's own; these keep their
-- row when they are removed, so that the history of presence keeps their names.
CREATE TABLE agents_statuses (
  organisation {uuid} NOT NULL,
  key text NOT NULL,
  number bigint NOT NULL,
  name text,
  name_key text,
  automatic bigint NOT NULL,
  pick bigint NOT NULL,
  accept bigint NOT NULL,
  transfer bigint NOT NULL,
  made_from text,
  created_at bigint NOT NULL,
  removed_at bigint,
  PRIMARY KEY (organisation, key)
);
CREATE UNIQUE INDEX agents_statuses_name ON agents_statuses (organisation, name_key) WHERE removed_at IS NULL;
INSERT INTO agents_statuses (organisation, key, number, automatic, pick, accept, transfer, created_at)
  SELECT organisation, 'online', 1, 1, 1, 1, 1, 0 FROM agents_settings;
INSERT INTO agents_statuses (organisation, key, number, automatic, pick, accept, transfer, created_at)
  SELECT organisation, 'busy', 2, 0, 1, 1, 1, 0 FROM agents_settings;
INSERT INTO agents_statuses (organisation, key, number, automatic, pick, accept, transfer, created_at)
  SELECT organisation, 'break', 3, 0, 0, 0, 0, 0 FROM agents_settings;
INSERT INTO agents_statuses (organisation, key, number, automatic, pick, accept, transfer, created_at)
  SELECT organisation, 'away', 4, 0, 0, 0, 0, 0 FROM agents_settings;
INSERT INTO agents_statuses (organisation, key, number, automatic, pick, accept, transfer, created_at)
  SELECT organisation, 'offline', 5, 0, 0, 0, 0, 0 FROM agents_settings;

-- Lists in the member's own row, like permissions: who is read is read whole, in one statement, on every path that names an agent.
-- Ids are separated by spaces and sorted; sites: null means every site; skills: a JSON list, since they are several words.
ALTER TABLE agents_agents ADD COLUMN chat_limit bigint;
ALTER TABLE agents_agents ADD COLUMN departments text NOT NULL DEFAULT '';
ALTER TABLE agents_agents ADD COLUMN sites text;
ALTER TABLE agents_agents ADD COLUMN languages text NOT NULL DEFAULT '';
ALTER TABLE agents_agents ADD COLUMN skills text NOT NULL DEFAULT '[]';
