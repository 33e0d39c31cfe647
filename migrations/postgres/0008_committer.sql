-- The last commit of each server that can lose its connection in the middle of one (PostgreSQL): here it
-- finds whether it was saved. Empty on SQLite.
CREATE TABLE committer (
    server TEXT COLLATE "C" NOT NULL CONSTRAINT committer_pk PRIMARY KEY,
    turn   BIGINT NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX committer_by_time ON committer (at);
