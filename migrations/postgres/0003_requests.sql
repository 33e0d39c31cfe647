CREATE TABLE request (
    id          TEXT COLLATE "C" NOT NULL CONSTRAINT request_pk PRIMARY KEY
                CONSTRAINT request_id_is_uuid CHECK (length(id) = 36),
    -- The public number KEY-123.
    number_key  TEXT COLLATE "C",
    number      BIGINT,
    title       TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL
                CONSTRAINT request_kind CHECK (kind IN ('service', 'question', 'problem', 'complaint', 'suggestion')),
    kind_name   TEXT COLLATE "C",
    impact      TEXT COLLATE "C" NOT NULL CONSTRAINT request_impact CHECK (impact IN ('high', 'medium', 'low')),
    urgency     TEXT COLLATE "C" NOT NULL CONSTRAINT request_urgency CHECK (urgency IN ('high', 'medium', 'low')),
    customer    TEXT COLLATE "C" CONSTRAINT request_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider    TEXT COLLATE "C" CONSTRAINT request_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    requester   TEXT COLLATE "C" CONSTRAINT request_requester REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    service     TEXT COLLATE "C" CONSTRAINT request_service REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
    sight       TEXT COLLATE "C" NOT NULL CONSTRAINT request_sight CHECK (sight IN ('departments', 'private', 'confidential')),
    -- Ids of the persons who handle a confidential request.
    handlers    TEXT COLLATE "C" CONSTRAINT request_handlers_is_json CHECK (json_valid(handlers)),
    state       TEXT COLLATE "C" NOT NULL CONSTRAINT request_state CHECK (state IN ('new', 'accepted', 'in_progress', 'waiting',
                'resolved', 'closed', 'declined', 'cancelled')),
    board_column TEXT COLLATE "C",
    -- Compared bytewise.
    rank        TEXT COLLATE "C" NOT NULL,
    assignee    TEXT COLLATE "C" CONSTRAINT request_assignee REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    -- Ids of labels, of persons, of departments.
    labels      TEXT COLLATE "C" NOT NULL CONSTRAINT request_labels_is_json CHECK (json_valid(labels)),
    watchers    TEXT COLLATE "C" NOT NULL CONSTRAINT request_watchers_is_json CHECK (json_valid(watchers)),
    held_by     TEXT COLLATE "C" NOT NULL CONSTRAINT request_held_by_is_json CHECK (json_valid(held_by)),
    comments    BIGINT NOT NULL,
    filed_at    BIGINT NOT NULL,
    moved_at    BIGINT NOT NULL,
    resolved_at BIGINT,
    ended_at    BIGINT,
    rev         BIGINT NOT NULL,
    CONSTRAINT request_number_whole CHECK ((number_key IS NULL) = (number IS NULL)),
    CONSTRAINT request_number_unique UNIQUE (number_key, number),
    CONSTRAINT request_confidential_has_handlers CHECK ((sight = 'confidential') = (handlers IS NOT NULL))
);
CREATE INDEX request_by_provider ON request (provider, state);
CREATE INDEX request_by_customer ON request (customer, state);
CREATE INDEX request_by_requester ON request (requester);

-- Apart from the request, because it is long and read one at a time.
CREATE TABLE request_text (
    request TEXT COLLATE "C" NOT NULL CONSTRAINT request_text_pk PRIMARY KEY
            CONSTRAINT request_text_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    body    TEXT COLLATE "C" NOT NULL
);

CREATE TABLE comment (
    id        TEXT COLLATE "C" NOT NULL CONSTRAINT comment_pk PRIMARY KEY
              CONSTRAINT comment_id_is_uuid CHECK (length(id) = 36),
    request   TEXT COLLATE "C" NOT NULL CONSTRAINT comment_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    author    TEXT COLLATE "C" CONSTRAINT comment_author REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    at        BIGINT NOT NULL,
    text      TEXT COLLATE "C" NOT NULL,
    edited_at BIGINT,
    rev       BIGINT NOT NULL
);
CREATE INDEX comment_by_request ON comment (request, at);

CREATE TABLE rating (
    id         TEXT COLLATE "C" NOT NULL CONSTRAINT rating_pk PRIMARY KEY
               CONSTRAINT rating_id_is_uuid CHECK (length(id) = 36),
    request    TEXT COLLATE "C" NOT NULL CONSTRAINT rating_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    side       TEXT COLLATE "C" NOT NULL CONSTRAINT rating_side CHECK (side IN ('customer', 'provider')),
    rater      TEXT COLLATE "C" NOT NULL CONSTRAINT rating_rater REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    customer   TEXT COLLATE "C" NOT NULL CONSTRAINT rating_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider   TEXT COLLATE "C" NOT NULL CONSTRAINT rating_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    quality    BIGINT NOT NULL CONSTRAINT rating_quality CHECK (quality BETWEEN 1 AND 5),
    attitude   BIGINT NOT NULL CONSTRAINT rating_attitude CHECK (attitude BETWEEN 1 AND 5),
    efficiency BIGINT NOT NULL CONSTRAINT rating_efficiency CHECK (efficiency BETWEEN 1 AND 5),
    result     BIGINT NOT NULL CONSTRAINT rating_result CHECK (result BETWEEN 1 AND 5),
    at         BIGINT NOT NULL,
    CONSTRAINT rating_once_a_side UNIQUE (request, side)
);
CREATE INDEX rating_by_time ON rating (at);

-- Apart from the scores, because fewer may see it.
CREATE TABLE rating_comment (
    rating   TEXT COLLATE "C" NOT NULL CONSTRAINT rating_comment_pk PRIMARY KEY
             CONSTRAINT rating_comment_rating REFERENCES rating (id) DEFERRABLE INITIALLY DEFERRED,
    customer TEXT COLLATE "C" NOT NULL
             CONSTRAINT rating_comment_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider TEXT COLLATE "C" NOT NULL
             CONSTRAINT rating_comment_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    text     TEXT COLLATE "C" NOT NULL
);

CREATE TABLE kudos (
    id              TEXT COLLATE "C" NOT NULL CONSTRAINT kudos_pk PRIMARY KEY
                    CONSTRAINT kudos_id_is_uuid CHECK (length(id) = 36),
    from_person     TEXT COLLATE "C" NOT NULL
                    CONSTRAINT kudos_from_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    from_department TEXT COLLATE "C"
                    CONSTRAINT kudos_from_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    to_department   TEXT COLLATE "C"
                    CONSTRAINT kudos_to_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    to_person       TEXT COLLATE "C" CONSTRAINT kudos_to_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    request         TEXT COLLATE "C" CONSTRAINT kudos_request REFERENCES request (id) DEFERRABLE INITIALLY DEFERRED,
    category        TEXT COLLATE "C" NOT NULL
                    CONSTRAINT kudos_category CHECK (category IN ('help', 'teamwork', 'innovation', 'craft')),
    text            TEXT COLLATE "C" NOT NULL,
    at              BIGINT NOT NULL,
    CONSTRAINT kudos_to_one CHECK ((to_department IS NULL) <> (to_person IS NULL))
);
CREATE INDEX kudos_by_time ON kudos (at);

-- Requests between two departments on one day (days since 1970-01-01, UTC).
CREATE TABLE traffic (
    id              TEXT COLLATE "C" NOT NULL CONSTRAINT traffic_pk PRIMARY KEY,
    customer        TEXT COLLATE "C" NOT NULL
                    CONSTRAINT traffic_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider        TEXT COLLATE "C" NOT NULL
                    CONSTRAINT traffic_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    day             BIGINT NOT NULL,
    filed           BIGINT NOT NULL,
    resolved        BIGINT NOT NULL,
    dropped         BIGINT NOT NULL,
    resolve_minutes BIGINT NOT NULL,
    CONSTRAINT traffic_once_a_day UNIQUE (day, customer, provider)
);

-- Customers' scores between two departments on one day.
CREATE TABLE scores (
    id             TEXT COLLATE "C" NOT NULL CONSTRAINT scores_pk PRIMARY KEY,
    customer       TEXT COLLATE "C" NOT NULL
                   CONSTRAINT scores_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider       TEXT COLLATE "C" NOT NULL
                   CONSTRAINT scores_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    day            BIGINT NOT NULL,
    ratings        BIGINT NOT NULL,
    quality_sum    BIGINT NOT NULL,
    attitude_sum   BIGINT NOT NULL,
    efficiency_sum BIGINT NOT NULL,
    result_sum     BIGINT NOT NULL,
    CONSTRAINT scores_once_a_day UNIQUE (day, customer, provider)
);

-- Under which id a source's row is known here, so that a second import changes instead of doubling.
CREATE TABLE source_ref (
    source      TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    -- A mark of what the source said last; empty: it says so no more.
    mark        TEXT COLLATE "C" NOT NULL,
    CONSTRAINT source_ref_pk PRIMARY KEY (source, kind, external_id)
);
CREATE INDEX source_ref_by_id ON source_ref (id);
