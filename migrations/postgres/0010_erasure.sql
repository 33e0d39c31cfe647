-- People who were erased: what is said of them is taken out again after a restore of an older backup. Kept
-- for ever. A restored database need not know the person.
CREATE TABLE erasure (
    person    TEXT COLLATE "C" NOT NULL CONSTRAINT erasure_pk PRIMARY KEY
              CONSTRAINT erasure_person_is_uuid CHECK (length(person) = 36),
    erased_at BIGINT NOT NULL
);
