CREATE TABLE request (
    id          TEXT NOT NULL CONSTRAINT request_pk PRIMARY KEY
                CONSTRAINT request_id_is_uuid CHECK (length(id) = 36),
    -- The public number KEY-123.
    number_key  TEXT,
    number      INTEGER,
    title       TEXT NOT NULL,
    kind        TEXT NOT NULL
                CONSTRAINT request_kind CHECK (kind IN ('service', 'question', 'problem', 'complaint', 'suggestion')),
    kind_name   TEXT,
    impact      TEXT NOT NULL CONSTRAINT request_impact CHECK (impact IN ('high', 'medium', 'low')),
    urgency     TEXT NOT NULL CONSTRAINT request_urgency CHECK (urgency IN ('high', 'medium', 'low')),
    customer    TEXT CONSTRAINT request_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider    TEXT CONSTRAINT request_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    requester   TEXT CONSTRAINT request_requester REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    service     TEXT CONSTRAINT request_service REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
    sight       TEXT NOT NULL CONSTRAINT request_sight CHECK (sight IN ('departments', 'private', 'confidential')),
    -- Ids of the persons who handle a confidential request.
    handlers    TEXT CONSTRAINT request_handlers_is_json CHECK (json_valid(handlers)),
    state       TEXT NOT NULL CONSTRAINT request_state CHECK (state IN ('new', 'accepted', 'in_progress', 'waiting',
                'resolved', 'closed', 'declined', 'cancelled')),
    board_column TEXT,
    -- Compared bytewise.
    rank        TEXT NOT NULL,
    assignee    TEXT CONSTRAINT request_assignee REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    -- Ids of labels, of persons, of departments.
    labels      TEXT NOT NULL CONSTRAINT request_labels_is_json CHECK (json_valid(labels)),
    watchers    TEXT NOT NULL CONSTRAINT request_watchers_is_json CHECK (json_valid(watchers)),
    held_by     TEXT NOT NULL CONSTRAINT request_held_by_is_json CHECK (json_valid(held_by)),
    comments    INTEGER NOT NULL,
    filed_at    INTEGER NOT NULL,
    moved_at    INTEGER NOT NULL,
    resolved_at INTEGER,
    ended_at    INTEGER,
    rev         INTEGER NOT NULL,
    CONSTRAINT request_number_whole CHECK ((number_key IS NULL) = (number IS NULL)),
    CONSTRAINT request_number_unique UNIQUE (number_key, number),
    CONSTRAINT request_confidential_has_handlers CHECK ((sight = 'confidential') = (handlers IS NOT NULL))
) STRICT;
CREATE INDEX request_by_provider ON request (provider, state);
CREATE INDEX request_by_customer ON request (customer, state);
CREATE INDEX request_by_requester ON request (requester);

-- Apart from the request, because it is long and read one at a time.
CREATE TABLE request_text (
    request TEXT NOT NULL CONSTRAINT request_text_pk PRIMARY KEY
            CONSTRAINT request_text_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    body    TEXT NOT NULL
) STRICT;

CREATE TABLE comment (
    id        TEXT NOT NULL CONSTRAINT comment_pk PRIMARY KEY
              CONSTRAINT comment_id_is_uuid CHECK (length(id) = 36),
    request   TEXT NOT NULL CONSTRAINT comment_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    author    TEXT CONSTRAINT comment_author REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    at        INTEGER NOT NULL,
    text      TEXT NOT NULL,
    edited_at INTEGER,
    rev       INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_by_request ON comment (request, at);

CREATE TABLE rating (
    id         TEXT NOT NULL CONSTRAINT rating_pk PRIMARY KEY
               CONSTRAINT rating_id_is_uuid CHECK (length(id) = 36),
    request    TEXT NOT NULL CONSTRAINT rating_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    side       TEXT NOT NULL CONSTRAINT rating_side CHECK (side IN ('customer', 'provider')),
    rater      TEXT NOT NULL CONSTRAINT rating_rater REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    customer   TEXT NOT NULL CONSTRAINT rating_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider   TEXT NOT NULL CONSTRAINT rating_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    quality    INTEGER NOT NULL CONSTRAINT rating_quality CHECK (quality BETWEEN 1 AND 5),
    attitude   INTEGER NOT NULL CONSTRAINT rating_attitude CHECK (attitude BETWEEN 1 AND 5),
    efficiency INTEGER NOT NULL CONSTRAINT rating_efficiency CHECK (efficiency BETWEEN 1 AND 5),
    result     INTEGER NOT NULL CONSTRAINT rating_result CHECK (result BETWEEN 1 AND 5),
    at         INTEGER NOT NULL,
    CONSTRAINT rating_once_a_side UNIQUE (request, side)
) STRICT;
CREATE INDEX rating_by_time ON rating (at);

-- Apart from the scores, because fewer may see it.
CREATE TABLE rating_comment (
    rating   TEXT NOT NULL CONSTRAINT rating_comment_pk PRIMARY KEY
             CONSTRAINT rating_comment_rating REFERENCES rating (id) DEFERRABLE INITIALLY DEFERRED,
    customer TEXT NOT NULL
             CONSTRAINT rating_comment_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider TEXT NOT NULL
             CONSTRAINT rating_comment_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    text     TEXT NOT NULL
) STRICT;

CREATE TABLE kudos (
    id              TEXT NOT NULL CONSTRAINT kudos_pk PRIMARY KEY
                    CONSTRAINT kudos_id_is_uuid CHECK (length(id) = 36),
    from_person     TEXT NOT NULL
                    CONSTRAINT kudos_from_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    from_department TEXT
                    CONSTRAINT kudos_from_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    to_department   TEXT
                    CONSTRAINT kudos_to_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    to_person       TEXT CONSTRAINT kudos_to_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    request         TEXT CONSTRAINT kudos_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    category        TEXT NOT NULL
                    CONSTRAINT kudos_category CHECK (category IN ('help', 'teamwork', 'innovation', 'craft')),
    text            TEXT NOT NULL,
    at              INTEGER NOT NULL,
    CONSTRAINT kudos_to_one CHECK ((to_department IS NULL) <> (to_person IS NULL))
) STRICT;
CREATE INDEX kudos_by_time ON kudos (at);

-- Requests between two departments on one day (days since 1970-01-01, UTC).
CREATE TABLE traffic (
    id              TEXT NOT NULL CONSTRAINT traffic_pk PRIMARY KEY,
    customer        TEXT NOT NULL
                    CONSTRAINT traffic_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider        TEXT NOT NULL
                    CONSTRAINT traffic_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    day             INTEGER NOT NULL,
    filed           INTEGER NOT NULL,
    resolved        INTEGER NOT NULL,
    dropped         INTEGER NOT NULL,
    resolve_minutes INTEGER NOT NULL,
    CONSTRAINT traffic_once_a_day UNIQUE (day, customer, provider)
) STRICT, WITHOUT ROWID;

-- Customers' scores between two departments on one day.
CREATE TABLE scores (
    id             TEXT NOT NULL CONSTRAINT scores_pk PRIMARY KEY,
    customer       TEXT NOT NULL
                   CONSTRAINT scores_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider       TEXT NOT NULL
                   CONSTRAINT scores_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    day            INTEGER NOT NULL,
    ratings        INTEGER NOT NULL,
    quality_sum    INTEGER NOT NULL,
    attitude_sum   INTEGER NOT NULL,
    efficiency_sum INTEGER NOT NULL,
    result_sum     INTEGER NOT NULL,
    CONSTRAINT scores_once_a_day UNIQUE (day, customer, provider)
) STRICT, WITHOUT ROWID;

-- Under which id a source's row is known here, so that a second import changes instead of doubling.
CREATE TABLE source_ref (
    source      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    external_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    -- A mark of what the source said last; empty: it says so no more.
    mark        TEXT NOT NULL,
    CONSTRAINT source_ref_pk PRIMARY KEY (source, kind, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_ref_by_id ON source_ref (id);
