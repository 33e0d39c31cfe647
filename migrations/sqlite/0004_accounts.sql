-- A person is not an account: this is who can sign in. Tokens are kept as SHA-256 only.
CREATE TABLE account (
    id            TEXT NOT NULL CONSTRAINT account_pk PRIMARY KEY,
    person        TEXT NOT NULL CONSTRAINT account_person_unique UNIQUE
                  CONSTRAINT account_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    -- Lower case; compared as it is.
    email         TEXT NOT NULL CONSTRAINT account_email_unique UNIQUE,
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    disabled_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB NOT NULL CONSTRAINT session_pk PRIMARY KEY
               CONSTRAINT session_token_is_sha256 CHECK (length(token_hash) = 32),
    account    TEXT NOT NULL CONSTRAINT session_account REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    address    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE invitation (
    token_hash BLOB NOT NULL CONSTRAINT invitation_pk PRIMARY KEY
               CONSTRAINT invitation_token_is_sha256 CHECK (length(token_hash) = 32),
    -- The person of the directory the account will belong to; null: a new one.
    person     TEXT CONSTRAINT invitation_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    email      TEXT,
    -- Roles across the organisation it grants, as JSON.
    roles      TEXT NOT NULL CONSTRAINT invitation_roles_is_json CHECK (json_valid(roles)),
    created_by TEXT CONSTRAINT invitation_created_by REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE reset_link (
    token_hash BLOB NOT NULL CONSTRAINT reset_link_pk PRIMARY KEY
               CONSTRAINT reset_link_token_is_sha256 CHECK (length(token_hash) = 32),
    account    TEXT NOT NULL CONSTRAINT reset_link_account REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- The one-time link that an empty database's server prints.
CREATE TABLE setup_link (
    token_hash BLOB NOT NULL CONSTRAINT setup_link_pk PRIMARY KEY
               CONSTRAINT setup_link_token_is_sha256 CHECK (length(token_hash) = 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- Failed sign-ins, per account and per address.
CREATE TABLE login_throttle (
    -- 'account:<email>' or 'address:<ip>'.
    subject       TEXT NOT NULL CONSTRAINT login_throttle_pk PRIMARY KEY,
    failures      INTEGER NOT NULL CONSTRAINT login_throttle_failures CHECK (failures >= 0),
    window_start  INTEGER NOT NULL,
    blocked_until INTEGER
) STRICT, WITHOUT ROWID;
