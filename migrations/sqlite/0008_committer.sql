-- The last commit of each server that can lose its connection in the middle of one (PostgreSQL): here it
-- finds whether it was saved. Empty on SQLite.
CREATE TABLE committer (
    server TEXT NOT NULL CONSTRAINT committer_pk PRIMARY KEY,
    turn   INTEGER NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX committer_by_time ON committer (at);
