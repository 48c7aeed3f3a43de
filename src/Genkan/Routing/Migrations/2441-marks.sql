-- Each turn leaves a random mark: whoever finds the mark of the turn it remembers knows that nothing was decided since.
ALTER TABLE routing_turns ADD COLUMN mark bigint NOT NULL DEFAULT 0;
ALTER TABLE routing_turns ADD COLUMN previous bigint NOT NULL DEFAULT 0;
