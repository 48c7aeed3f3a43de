CREATE TABLE audit_heads (
    organisation {uuid} PRIMARY KEY,
    seq bigint NOT NULL,
    mac text NOT NULL
);

CREATE TABLE audit_entries (
    organisation {uuid} NOT NULL,
    seq bigint NOT NULL,
    id {uuid} NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    actor_type text NOT NULL,
    actor_id {uuid},
    api_key {uuid},
    subject {uuid},
    said text NOT NULL,
    personal text,
    personal_hash text NOT NULL,
    mac text NOT NULL,
    PRIMARY KEY (organisation, seq)
);

CREATE INDEX audit_entries_of_actor ON audit_entries (organisation, actor_id, seq);
CREATE INDEX audit_entries_of_subject ON audit_entries (organisation, subject, seq);

-- Append-only in the database too: nothing is deleted, and the one change is that what is personal goes (erasure).
{sqlite}
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
WHEN NEW.personal IS NOT NULL OR NEW.organisation <> OLD.organisation OR NEW.seq <> OLD.seq OR NEW.id <> OLD.id OR NEW.at <> OLD.at
    OR NEW.kind <> OLD.kind OR NEW.actor_type <> OLD.actor_type OR NEW.actor_id IS NOT OLD.actor_id OR NEW.api_key IS NOT OLD.api_key
    OR NEW.subject IS NOT OLD.subject OR NEW.said <> OLD.said OR NEW.personal_hash <> OLD.personal_hash OR NEW.mac <> OLD.mac
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
{/sqlite}
{postgres}
CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;

CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse();

CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries FOR EACH ROW
WHEN (NEW.personal IS NOT NULL OR NEW.organisation <> OLD.organisation OR NEW.seq <> OLD.seq OR NEW.id <> OLD.id OR NEW.at <> OLD.at
    OR NEW.kind <> OLD.kind OR NEW.actor_type <> OLD.actor_type OR NEW.actor_id IS DISTINCT FROM OLD.actor_id OR NEW.api_key IS DISTINCT FROM OLD.api_key
    OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.said <> OLD.said OR NEW.personal_hash <> OLD.personal_hash OR NEW.mac <> OLD.mac)
EXECUTE FUNCTION audit_entries_refuse();
{/postgres}
