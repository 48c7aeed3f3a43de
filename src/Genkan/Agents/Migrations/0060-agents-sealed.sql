-- Agents are searched in memory: the column held their mail addresses, which are sealed now.
ALTER TABLE agents_agents DROP COLUMN search;

-- Who runs an organisation may read its audit trail.
UPDATE agents_agents SET permissions = REPLACE(permissions, 'agents.manage', 'agents.manage audit.read') WHERE role = 'admin';
