-- Commits so far. Every commit counts it, also one that only answers clients and leaves `seq` as it
-- is, so that a server that kept anything in mind sees that another one wrote.
ALTER TABLE head ADD COLUMN turn BIGINT NOT NULL DEFAULT 0
    CONSTRAINT head_turn_counts_up CHECK (turn >= 0);
