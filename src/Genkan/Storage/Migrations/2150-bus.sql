-- Nodes that share this database; each keeps its row fresh. Empty on SQLite.
CREATE TABLE storage_nodes (
    id {uuid} NOT NULL PRIMARY KEY,
    since bigint NOT NULL,
    until bigint NOT NULL
);

-- What each node holds for a while (visitors and agents in touch), so that the others know. Empty while there is one node.
CREATE TABLE storage_leases (
    organisation {uuid} NOT NULL,
    kind text NOT NULL,
    subject {uuid} NOT NULL,
    node {uuid} NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (node, kind, organisation, subject)
);
