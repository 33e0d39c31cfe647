-- A person is not an account: this is who can sign in. Tokens are kept as SHA-256 only.
CREATE TABLE account (
    id            TEXT COLLATE "C" NOT NULL CONSTRAINT account_pk PRIMARY KEY,
    person        TEXT COLLATE "C" NOT NULL CONSTRAINT account_person_unique UNIQUE
                  CONSTRAINT account_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    -- Lower case; compared as it is.
    email         TEXT COLLATE "C" NOT NULL CONSTRAINT account_email_unique UNIQUE,
    password_hash TEXT COLLATE "C" NOT NULL,
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT
);

CREATE TABLE session (
    token_hash BYTEA NOT NULL CONSTRAINT session_pk PRIMARY KEY
               CONSTRAINT session_token_is_sha256 CHECK (length(token_hash) = 32),
    account    TEXT COLLATE "C" NOT NULL CONSTRAINT session_account REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    user_agent TEXT COLLATE "C" NOT NULL,
    address    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE invitation (
    token_hash BYTEA NOT NULL CONSTRAINT invitation_pk PRIMARY KEY
               CONSTRAINT invitation_token_is_sha256 CHECK (length(token_hash) = 32),
    -- The person of the directory the account will belong to; null: a new one.
    person     TEXT COLLATE "C" CONSTRAINT invitation_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    email      TEXT COLLATE "C",
    -- Roles across the organisation it grants, as JSON.
    roles      TEXT COLLATE "C" NOT NULL CONSTRAINT invitation_roles_is_json CHECK (json_valid(roles)),
    created_by TEXT COLLATE "C" CONSTRAINT invitation_created_by REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

CREATE TABLE reset_link (
    token_hash BYTEA NOT NULL CONSTRAINT reset_link_pk PRIMARY KEY
               CONSTRAINT reset_link_token_is_sha256 CHECK (length(token_hash) = 32),
    account    TEXT COLLATE "C" NOT NULL CONSTRAINT reset_link_account REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- The one-time link that an empty database's server prints.
CREATE TABLE setup_link (
    token_hash BYTEA NOT NULL CONSTRAINT setup_link_pk PRIMARY KEY
               CONSTRAINT setup_link_token_is_sha256 CHECK (length(token_hash) = 32),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- Failed sign-ins, per account and per address.
CREATE TABLE login_throttle (
    -- 'account:<email>' or 'address:<ip>'.
    subject       TEXT COLLATE "C" NOT NULL CONSTRAINT login_throttle_pk PRIMARY KEY,
    failures      BIGINT NOT NULL CONSTRAINT login_throttle_failures CHECK (failures >= 0),
    window_start  BIGINT NOT NULL,
    blocked_until BIGINT
);
