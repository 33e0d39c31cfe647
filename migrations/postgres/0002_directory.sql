CREATE TABLE organisation (
    id        TEXT COLLATE "C" NOT NULL CONSTRAINT organisation_pk PRIMARY KEY
              CONSTRAINT organisation_one_row CHECK (id = '00000000-0000-0000-0000-000000000000'),
    name      TEXT COLLATE "C" NOT NULL,
    locale    TEXT COLLATE "C" NOT NULL CONSTRAINT organisation_locale CHECK (locale IN ('en', 'zh-Hans', 'zh-Hant')),
    time_zone TEXT COLLATE "C" NOT NULL,
    rev       BIGINT NOT NULL
);

CREATE TABLE department (
    id             TEXT COLLATE "C" NOT NULL CONSTRAINT department_pk PRIMARY KEY
                   CONSTRAINT department_id_is_uuid CHECK (length(id) = 36),
    name           TEXT COLLATE "C" NOT NULL,
    -- Names of single languages: {"ZhHans": "…"}.
    name_by_locale TEXT COLLATE "C" NOT NULL CONSTRAINT department_name_is_json CHECK (json_valid(name_by_locale)),
    purpose        TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL CONSTRAINT department_kind CHECK (kind IN ('division', 'department', 'team',
                   'committee', 'working_group', 'subsidiary', 'affiliate', 'partner', 'supplier', 'other')),
    kind_name      TEXT COLLATE "C",
    parent         TEXT COLLATE "C" CONSTRAINT department_parent REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED
                   CONSTRAINT department_not_above_itself CHECK (parent <> id),
    key            TEXT COLLATE "C" NOT NULL CONSTRAINT department_key_unique UNIQUE,
    former_keys    TEXT COLLATE "C" NOT NULL CONSTRAINT department_former_keys_is_json CHECK (json_valid(former_keys)),
    channel        TEXT COLLATE "C" NOT NULL,
    state          TEXT COLLATE "C" NOT NULL CONSTRAINT department_state CHECK (state IN ('active', 'retired', 'merged')),
    merged_into    TEXT COLLATE "C" CONSTRAINT department_merged_into REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    rev            BIGINT NOT NULL,
    CONSTRAINT department_merged_has_target CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX department_by_parent ON department (parent);

CREATE TABLE person (
    id            TEXT COLLATE "C" NOT NULL CONSTRAINT person_pk PRIMARY KEY
                  CONSTRAINT person_id_is_uuid CHECK (length(id) = 36),
    name          TEXT COLLATE "C" NOT NULL,
    locale        TEXT COLLATE "C" CONSTRAINT person_locale CHECK (locale IN ('en', 'zh-Hans', 'zh-Hant')),
    is_admin      BIGINT NOT NULL CONSTRAINT person_is_admin CHECK (is_admin IN (0, 1)),
    is_steward    BIGINT NOT NULL CONSTRAINT person_is_steward CHECK (is_steward IN (0, 1)),
    is_leadership BIGINT NOT NULL CONSTRAINT person_is_leadership CHECK (is_leadership IN (0, 1)),
    is_auditor    BIGINT NOT NULL CONSTRAINT person_is_auditor CHECK (is_auditor IN (0, 1)),
    is_retired    BIGINT NOT NULL CONSTRAINT person_is_retired CHECK (is_retired IN (0, 1)),
    rev           BIGINT NOT NULL
);

-- Apart from the person, because fewer may see it.
CREATE TABLE contact (
    person TEXT COLLATE "C" NOT NULL CONSTRAINT contact_pk PRIMARY KEY
           CONSTRAINT contact_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    email  TEXT COLLATE "C" NOT NULL
);
CREATE INDEX contact_by_email ON contact (email);

CREATE TABLE membership (
    id         TEXT COLLATE "C" NOT NULL CONSTRAINT membership_pk PRIMARY KEY
               CONSTRAINT membership_id_is_uuid CHECK (length(id) = 36),
    person     TEXT COLLATE "C" NOT NULL CONSTRAINT membership_person REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    department TEXT COLLATE "C" NOT NULL
               CONSTRAINT membership_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    role       TEXT COLLATE "C" NOT NULL CONSTRAINT membership_role CHECK (role IN ('member', 'agent', 'lead')),
    title      TEXT COLLATE "C" NOT NULL,
    CONSTRAINT membership_once UNIQUE (person, department)
);
CREATE INDEX membership_by_department ON membership (department);

CREATE TABLE service (
    id              TEXT COLLATE "C" NOT NULL CONSTRAINT service_pk PRIMARY KEY
                    CONSTRAINT service_id_is_uuid CHECK (length(id) = 36),
    name            TEXT COLLATE "C" NOT NULL,
    name_by_locale  TEXT COLLATE "C" NOT NULL CONSTRAINT service_name_is_json CHECK (json_valid(name_by_locale)),
    description     TEXT COLLATE "C" NOT NULL,
    -- Ids of departments.
    providers       TEXT COLLATE "C" NOT NULL CONSTRAINT service_providers_is_json CHECK (json_valid(providers)),
    state           TEXT COLLATE "C" NOT NULL CONSTRAINT service_state CHECK (state IN ('draft', 'active', 'retired')),
    is_confidential BIGINT NOT NULL CONSTRAINT service_is_confidential CHECK (is_confidential IN (0, 1)),
    rev             BIGINT NOT NULL
);

CREATE TABLE dependency (
    id             TEXT COLLATE "C" NOT NULL CONSTRAINT dependency_pk PRIMARY KEY
                   CONSTRAINT dependency_id_is_uuid CHECK (length(id) = 36),
    customer       TEXT COLLATE "C" NOT NULL
                   CONSTRAINT dependency_customer REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    provider       TEXT COLLATE "C" NOT NULL
                   CONSTRAINT dependency_provider REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    state          TEXT COLLATE "C" NOT NULL
                   CONSTRAINT dependency_state CHECK (state IN ('proposed', 'agreed', 'disputed', 'retired')),
    mode           TEXT COLLATE "C" NOT NULL
                   CONSTRAINT dependency_mode CHECK (mode IN ('collaboration', 'as_a_service', 'facilitating')),
    tier           BIGINT CONSTRAINT dependency_tier CHECK (tier BETWEEN 1 AND 3),
    grade          TEXT COLLATE "C" CONSTRAINT dependency_grade CHECK (grade IN ('A', 'B', 'C')),
    -- Lines {id, text, severity, author, at}; see need_view.
    needs          TEXT COLLATE "C" NOT NULL CONSTRAINT dependency_needs_is_json CHECK (json_valid(needs)),
    -- Ids of services.
    services       TEXT COLLATE "C" NOT NULL CONSTRAINT dependency_services_is_json CHECK (json_valid(services)),
    channel        TEXT COLLATE "C" NOT NULL,
    origin         TEXT COLLATE "C" NOT NULL CONSTRAINT dependency_origin CHECK (origin IN ('declared', 'imported')),
    proposed_by    TEXT COLLATE "C" CONSTRAINT dependency_proposed_by REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    agreed_by      TEXT COLLATE "C" CONSTRAINT dependency_agreed_by REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    agreed_at      BIGINT,
    disputed_by    TEXT COLLATE "C" CONSTRAINT dependency_disputed_by REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    disputed_at    BIGINT,
    dispute_reason TEXT COLLATE "C",
    observed_count BIGINT,
    observed_first BIGINT,
    observed_last  BIGINT,
    changed_at     BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    CONSTRAINT dependency_once UNIQUE (customer, provider),
    CONSTRAINT dependency_not_on_itself CHECK (customer <> provider),
    CONSTRAINT dependency_agreed_whole CHECK ((agreed_by IS NULL) = (agreed_at IS NULL)),
    CONSTRAINT dependency_dispute_whole
        CHECK ((disputed_by IS NULL) = (disputed_at IS NULL) AND (disputed_by IS NULL) = (dispute_reason IS NULL))
);
CREATE INDEX dependency_by_provider ON dependency (provider);

CREATE TABLE board (
    department TEXT COLLATE "C" NOT NULL CONSTRAINT board_pk PRIMARY KEY
               CONSTRAINT board_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    -- From left to right {id, name, category, limit}; see board_column_view.
    columns    TEXT COLLATE "C" NOT NULL CONSTRAINT board_columns_is_json CHECK (json_valid(columns)),
    rev        BIGINT NOT NULL
);

CREATE TABLE label (
    id         TEXT COLLATE "C" NOT NULL CONSTRAINT label_pk PRIMARY KEY
               CONSTRAINT label_id_is_uuid CHECK (length(id) = 36),
    department TEXT COLLATE "C" NOT NULL
               CONSTRAINT label_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    name       TEXT COLLATE "C" NOT NULL,
    is_retired BIGINT NOT NULL CONSTRAINT label_is_retired CHECK (is_retired IN (0, 1))
);
CREATE INDEX label_by_department ON label (department);

CREATE TABLE map_place (
    department TEXT COLLATE "C" NOT NULL CONSTRAINT map_place_pk PRIMARY KEY
               CONSTRAINT map_place_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    x          BIGINT NOT NULL,
    y          BIGINT NOT NULL
);

-- The last request number each department gave out.
CREATE TABLE numbering (
    department TEXT COLLATE "C" NOT NULL CONSTRAINT numbering_pk PRIMARY KEY
               CONSTRAINT numbering_department REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
    last       BIGINT NOT NULL CONSTRAINT numbering_counts_up CHECK (last >= 0)
);
