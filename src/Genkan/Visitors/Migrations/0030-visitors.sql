CREATE TABLE visitors_visitors (
    organisation {uuid} NOT NULL,
    id {uuid} NOT NULL,
    site {uuid} NOT NULL,
    language text,
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    -- The loader's visitor whose page views belong to this one's trail.
    trail {uuid},
    PRIMARY KEY (organisation, id)
);

CREATE TABLE visitors_visits (
    organisation {uuid} NOT NULL,
    id {uuid} NOT NULL,
    visitor {uuid} NOT NULL,
    site {uuid} NOT NULL,
    started_at bigint NOT NULL,
    last_at bigint NOT NULL,
    referrer text,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX visitors_visits_of_visitor ON visitors_visits (organisation, visitor, last_at);

CREATE TABLE visitors_pageviews (
    organisation {uuid} NOT NULL,
    visit {uuid} NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    url text NOT NULL,
    title text,
    PRIMARY KEY (organisation, visit, number)
);
