-- One row an organisation: taken by every unit a decision may follow, so that these run one after another.
CREATE TABLE routing_turns (
    organisation {uuid} PRIMARY KEY,
    turn bigint NOT NULL
);

-- How an organisation distributes: RoutingPolicy as JSON. Absent where nobody changed anything.
CREATE TABLE routing_policies (
    organisation {uuid} PRIMARY KEY,
    body text NOT NULL
);

-- Who serves a site: SiteRouting as JSON.
CREATE TABLE routing_sites (
    organisation {uuid} NOT NULL,
    site {uuid} NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (organisation, site)
);

-- A department's queue: DepartmentRouting as JSON.
CREATE TABLE routing_departments (
    organisation {uuid} NOT NULL,
    department {uuid} NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (organisation, department)
);

-- Who waits, with what a decision needs to know of them. Regions are a list, one a line; misses too, parted by a space.
CREATE TABLE routing_requests (
    organisation {uuid} NOT NULL,
    conversation {uuid} NOT NULL,
    site {uuid} NOT NULL,
    visitor {uuid} NOT NULL,
    arrived_at bigint NOT NULL,
    front bigint NOT NULL,
    regions text NOT NULL,
    language text,
    wants_agent {uuid},
    wants_department {uuid},
    last_agent {uuid},
    -- The department a colleague sent it to: before everything else that gives a scope.
    sent_to {uuid},
    -- The department whose queue took it in because its own was full.
    overflow_to {uuid},
    missed_by text NOT NULL,
    -- What waited is kept while an agent has it: it may come back.
    waiting bigint NOT NULL,
    PRIMARY KEY (organisation, conversation)
);

CREATE INDEX routing_requests_waiting ON routing_requests (organisation) WHERE waiting = 1;

-- Every change of hands with its reasons.
CREATE TABLE routing_assignments (
    organisation {uuid} NOT NULL,
    conversation {uuid} NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    -- given, taken, transferred, returned.
    kind text NOT NULL,
    agent {uuid},
    by_agent {uuid},
    -- Reasons as JSON where the distribution decided; the reason's code where it was returned or transferred.
    reasons text,
    PRIMARY KEY (organisation, conversation, number)
);

-- What each agent was given last, and how many offers in a row were let lie.
CREATE TABLE routing_agents (
    organisation {uuid} NOT NULL,
    agent {uuid} NOT NULL,
    last_given_at bigint NOT NULL,
    misses bigint NOT NULL,
    PRIMARY KEY (organisation, agent)
);
