-- Codes that were answered, rightly or not, until they would have run out by themselves: each can be answered once.
CREATE TABLE picturecodes_answered (
  id {uuid} NOT NULL PRIMARY KEY,
  expires_at bigint NOT NULL
);
CREATE INDEX picturecodes_answered_expires ON picturecodes_answered (expires_at);
