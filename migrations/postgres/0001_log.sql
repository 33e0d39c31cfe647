-- As SQLite has it, for the checks of what is kept as JSON. What is no JSON at all fails with an error
-- of its own.
CREATE FUNCTION json_valid(document TEXT) RETURNS BOOLEAN IMMUTABLE STRICT PARALLEL SAFE
    LANGUAGE SQL AS 'SELECT document::json IS NOT NULL';

-- Where the sequence stands. One row: every commit swaps `seq` and fails if somebody else was faster.
CREATE TABLE head (
    one    BIGINT NOT NULL CONSTRAINT head_pk PRIMARY KEY CONSTRAINT head_one_row CHECK (one = 1),
    -- The last number of the gap-free sequence of committed commands.
    seq    BIGINT NOT NULL CONSTRAINT head_seq_counts_up CHECK (seq >= 0),
    -- The feed holds everything after this number; older cursors start anew.
    floor  BIGINT NOT NULL CONSTRAINT head_floor_behind_seq CHECK (floor >= 0 AND floor <= seq),
    -- This database's life: a restore draws another.
    epoch  BIGINT NOT NULL,
    -- How many migrations have been applied; a server commits only to the one it knows.
    schema BIGINT NOT NULL
);

-- Whole rows as they changed, for catching up. Kept 90 days. The blobs are postcard.
CREATE TABLE feed (
    seq          BIGINT NOT NULL,
    ordinal      BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    change       BYTEA NOT NULL,
    -- Who could see the row before, and who can see it after.
    before       BYTEA NOT NULL,
    after        BYTEA NOT NULL,
    CONSTRAINT feed_pk PRIMARY KEY (seq, ordinal)
);
-- Erasing a person redacts their rows here too.
CREATE INDEX feed_by_row ON feed (kind, id);

-- What happened, for ever: ids and closed words, no free text.
CREATE TABLE journal (
    seq          BIGINT NOT NULL,
    ordinal      BIGINT NOT NULL,
    committed_at BIGINT NOT NULL,
    -- When it happened: for an import the source's time, else when it was committed.
    occurred_at  BIGINT NOT NULL,
    -- The person; null: the system.
    actor        TEXT COLLATE "C",
    command_id   TEXT COLLATE "C" NOT NULL,
    command      TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id   TEXT COLLATE "C" NOT NULL,
    what         TEXT COLLATE "C" NOT NULL CONSTRAINT journal_what_is_json CHECK (json_valid(what)),
    is_imported  BIGINT NOT NULL CONSTRAINT journal_is_imported CHECK (is_imported IN (0, 1)),
    CONSTRAINT journal_pk PRIMARY KEY (seq, ordinal)
);
CREATE INDEX journal_by_subject ON journal (subject_id, subject_kind, occurred_at);
CREATE INDEX journal_by_time ON journal (occurred_at);

-- How far each browser profile's commands are answered; written with the effects.
CREATE TABLE client (
    client_id    TEXT COLLATE "C" NOT NULL CONSTRAINT client_pk PRIMARY KEY,
    person       TEXT COLLATE "C" NOT NULL,
    last_number  BIGINT NOT NULL CONSTRAINT client_numbers_count_up CHECK (last_number >= 0),
    last_command TEXT COLLATE "C",
    -- Fingerprints of the last commands, to tell a number that comes again with another one.
    recent       TEXT COLLATE "C" NOT NULL CONSTRAINT client_recent_is_json CHECK (json_valid(recent)),
    -- The refused ones among the last, with the reason.
    refused      TEXT COLLATE "C" NOT NULL CONSTRAINT client_refused_is_json CHECK (json_valid(refused)),
    last_seen    BIGINT NOT NULL
);

-- The server's own settings.
CREATE TABLE setting (
    key   TEXT COLLATE "C" NOT NULL CONSTRAINT setting_pk PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);
