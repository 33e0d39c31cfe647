-- Who handles the requests for a confidential service; none: the leads of the department that is asked.
CREATE TABLE service_handlers (
    service TEXT COLLATE "C" NOT NULL CONSTRAINT service_handlers_pk PRIMARY KEY
            CONSTRAINT service_handlers_service REFERENCES service (id) DEFERRABLE INITIALLY DEFERRED,
    -- Ids of persons.
    people  TEXT COLLATE "C" NOT NULL CONSTRAINT service_handlers_people_is_json CHECK (json_valid(people))
);
