-- Closed after the visitor's silence (G-09), in minutes; 0 for never.
ALTER TABLE conversations_settings ADD COLUMN silence_minutes bigint NOT NULL DEFAULT 6;
