-- What a key may: names of permissions, separated by blanks. NULL are keys made before keys had permissions of their
-- own: they go on with all of their maker's.
ALTER TABLE administration_keys ADD COLUMN permissions text;
-- 1: may also what the installation's owner may, where its maker is that person.
ALTER TABLE administration_keys ADD COLUMN installation bigint NOT NULL DEFAULT 0;
ALTER TABLE administration_keys ADD COLUMN expires_at bigint;
UPDATE administration_keys SET installation = 1;
