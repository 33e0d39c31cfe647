-- Where the sequence stands. One row: every commit swaps `seq` and fails if somebody else was faster.
CREATE TABLE head (
    one    INTEGER NOT NULL CONSTRAINT head_pk PRIMARY KEY CONSTRAINT head_one_row CHECK (one = 1),
    -- The last number of the gap-free sequence of committed commands.
    seq    INTEGER NOT NULL CONSTRAINT head_seq_counts_up CHECK (seq >= 0),
    -- The feed holds everything after this number; older cursors start anew.
    floor  INTEGER NOT NULL CONSTRAINT head_floor_behind_seq CHECK (floor >= 0 AND floor <= seq),
    -- This database's life: a restore draws another.
    epoch  INTEGER NOT NULL,
    -- How many migrations have been applied; a server commits only to the one it knows.
    schema INTEGER NOT NULL
) STRICT;

-- Whole rows as they changed, for catching up. Kept 90 days. The blobs are postcard.
CREATE TABLE feed (
    seq          INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    committed_at INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    change       BLOB NOT NULL,
    -- Who could see the row before, and who can see it after.
    before       BLOB NOT NULL,
    after        BLOB NOT NULL,
    CONSTRAINT feed_pk PRIMARY KEY (seq, ordinal)
) STRICT;
-- Erasing a person redacts their rows here too.
CREATE INDEX feed_by_row ON feed (kind, id);

-- What happened, for ever: ids and closed words, no free text.
CREATE TABLE journal (
    seq          INTEGER NOT NULL,
    ordinal      INTEGER NOT NULL,
    committed_at INTEGER NOT NULL,
    -- When it happened: for an import the source's time, else when it was committed.
    occurred_at  INTEGER NOT NULL,
    -- The person; null: the system.
    actor        TEXT,
    command_id   TEXT NOT NULL,
    command      TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    what         TEXT NOT NULL CONSTRAINT journal_what_is_json CHECK (json_valid(what)),
    is_imported  INTEGER NOT NULL CONSTRAINT journal_is_imported CHECK (is_imported IN (0, 1)),
    CONSTRAINT journal_pk PRIMARY KEY (seq, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_by_subject ON journal (subject_id, subject_kind, occurred_at);
CREATE INDEX journal_by_time ON journal (occurred_at);

-- How far each browser profile's commands are answered; written with the effects.
CREATE TABLE client (
    client_id    TEXT NOT NULL CONSTRAINT client_pk PRIMARY KEY,
    person       TEXT NOT NULL,
    last_number  INTEGER NOT NULL CONSTRAINT client_numbers_count_up CHECK (last_number >= 0),
    last_command TEXT,
    -- Fingerprints of the last commands, to tell a number that comes again with another one.
    recent       TEXT NOT NULL CONSTRAINT client_recent_is_json CHECK (json_valid(recent)),
    -- The refused ones among the last, with the reason.
    refused      TEXT NOT NULL CONSTRAINT client_refused_is_json CHECK (json_valid(refused)),
    last_seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The server's own settings.
CREATE TABLE setting (
    key   TEXT NOT NULL CONSTRAINT setting_pk PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
