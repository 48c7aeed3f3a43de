-- Public halves of WebAuthn credentials; the private ones never leave their owners' devices.
CREATE TABLE administration_passkeys (
  id {uuid} NOT NULL PRIMARY KEY,
  account {uuid} NOT NULL,
  credential text NOT NULL,
  public_key text NOT NULL,
  name text NOT NULL,
  sign_count bigint NOT NULL,
  transports text NOT NULL,
  backup_eligible bigint NOT NULL,
  backed_up bigint NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint
);
CREATE UNIQUE INDEX administration_passkeys_credential ON administration_passkeys (credential);
CREATE INDEX administration_passkeys_account ON administration_passkeys (account);
