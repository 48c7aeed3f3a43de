CREATE TABLE storage_heads (
    organisation {uuid} PRIMARY KEY,
    seq bigint NOT NULL,
    -- Oldest seq the journal still keeps; a cursor below it is answered with reset.
    oldest bigint NOT NULL
);

CREATE TABLE storage_events (
    organisation {uuid} NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    conversation {uuid},
    actor_type text NOT NULL,
    actor_id {uuid},
    audience bigint NOT NULL,
    target {uuid},
    data text NOT NULL,
    visitor_data text,
    brief_data text,
    PRIMARY KEY (organisation, seq)
);

CREATE INDEX storage_events_of_target ON storage_events (organisation, target, seq);

CREATE TABLE storage_jobs (
    organisation {uuid} NOT NULL,
    id {uuid} NOT NULL,
    kind text NOT NULL,
    data text NOT NULL,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    attempts bigint NOT NULL,
    -- A runner that died leaves its lease behind; it runs out by itself.
    leased_until bigint NOT NULL,
    failed_at bigint,
    last_error text,
    PRIMARY KEY (organisation, id)
);

CREATE INDEX storage_jobs_due ON storage_jobs (due_at) WHERE failed_at IS NULL;
