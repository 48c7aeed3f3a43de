-- What a decision depends on, as it changed: who asked, whose hands it went through, who was there in which status, the settings.
-- Written in the unit of the change, replayed by genkan simulate. Ids, regions, languages; no names, no addresses.
CREATE TABLE routing_log (
    organisation {uuid} NOT NULL,
    -- In the order of the units, which take the organisation's turn.
    n bigint NOT NULL,
    -- The unit's turn: rows of one unit share it.
    turn bigint NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    -- The conversation; for a fact the agent, site or department it is of, or the organisation.
    subject {uuid} NOT NULL,
    agent {uuid},
    body text,
    -- 1: a fact that holds to this day.
    holds bigint NOT NULL,
    PRIMARY KEY (organisation, n)
);

CREATE INDEX routing_log_holds ON routing_log (organisation, kind, subject) WHERE holds = 1;

-- The fingerprint of the people as the log knows them: whether anything about them is to be written is one comparison.
ALTER TABLE routing_turns ADD COLUMN known text;
