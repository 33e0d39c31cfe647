-- What a dependency hands over: the provider's output that becomes the customer's input; none: not said.
CREATE TABLE dependency_deliverable (
    dependency TEXT NOT NULL CONSTRAINT dependency_deliverable_pk PRIMARY KEY
               CONSTRAINT dependency_deliverable_dependency REFERENCES dependency (id) DEFERRABLE INITIALLY DEFERRED,
    -- Empty: it was said once, and taken back.
    text       TEXT NOT NULL,
    rev        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
