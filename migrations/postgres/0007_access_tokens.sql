-- What a program signs in with in a person's stead. Tokens are kept as SHA-256 only.
CREATE TABLE access_token (
    token_hash BYTEA NOT NULL CONSTRAINT access_token_pk PRIMARY KEY
               CONSTRAINT access_token_token_is_sha256 CHECK (length(token_hash) = 32),
    account    TEXT COLLATE "C" NOT NULL CONSTRAINT access_token_account REFERENCES account (id) ON DELETE CASCADE,
    -- What its holder calls it.
    name       TEXT COLLATE "C" NOT NULL,
    scope      TEXT COLLATE "C" NOT NULL CONSTRAINT access_token_scope CHECK (scope IN ('read', 'write')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Null: it was never used.
    last_used  BIGINT
);
CREATE INDEX access_token_by_account ON access_token (account);
