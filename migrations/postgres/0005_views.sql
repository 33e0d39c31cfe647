-- For people with `psql` and for BI tools: names instead of ids, dates instead of milliseconds.

-- Milliseconds as an ISO date and time.
CREATE FUNCTION instant_text(milliseconds BIGINT) RETURNS TEXT STABLE STRICT PARALLEL SAFE
    LANGUAGE SQL AS
    'SELECT to_char(to_timestamp(milliseconds / 1000) AT TIME ZONE ''UTC'', ''YYYY-MM-DD"T"HH24:MI:SS"Z"'')';

CREATE VIEW department_view AS
SELECT d.id, d.name, d.kind, d.kind_name, p.name AS parent, d.key, d.state, m.name AS merged_into, d.purpose
FROM department d
LEFT JOIN department p ON p.id = d.parent
LEFT JOIN department m ON m.id = d.merged_into;

CREATE VIEW membership_view AS
SELECT m.id, p.name AS person, d.name AS department, m.role, m.title, p.is_retired
FROM membership m
JOIN person p ON p.id = m.person
JOIN department d ON d.id = m.department;

CREATE VIEW service_view AS
SELECT s.id, s.name, d.name AS provider, s.state, s.is_confidential, s.description
FROM service s
CROSS JOIN json_array_elements_text(s.providers::json) AS one (value)
JOIN department d ON d.id = one.value;

CREATE VIEW dependency_view AS
SELECT d.id, c.name AS customer, p.name AS provider, d.state, d.mode, d.tier, d.grade, d.origin,
       json_array_length(d.needs::json)::BIGINT AS needs, d.observed_count,
       instant_text(d.changed_at) AS changed_at
FROM dependency d
JOIN department c ON c.id = d.customer
JOIN department p ON p.id = d.provider;

CREATE VIEW need_view AS
SELECT one.value ->> 'id' AS id, d.id AS dependency, c.name AS customer, p.name AS provider,
       one.value ->> 'text' AS text, lower(one.value ->> 'severity') AS severity,
       a.name AS author,
       instant_text((one.value ->> 'at')::BIGINT) AS at
FROM dependency d
CROSS JOIN json_array_elements(d.needs::json) AS one (value)
JOIN department c ON c.id = d.customer
JOIN department p ON p.id = d.provider
LEFT JOIN person a ON a.id = one.value ->> 'author';

CREATE VIEW board_column_view AS
SELECT one.value ->> 'id' AS id, d.name AS department, one.place - 1 AS ordinal,
       one.value #>> '{name,default}' AS name, one.value ->> 'category' AS category,
       (one.value ->> 'limit')::BIGINT AS work_in_progress_limit
FROM board b
CROSS JOIN json_array_elements(b.columns::json) WITH ORDINALITY AS one (value, place)
JOIN department d ON d.id = b.department;

CREATE VIEW request_view AS
SELECT r.id, r.number_key || '-' || r.number AS number, r.title, r.kind, r.impact, r.urgency,
       c.name AS customer, p.name AS provider, q.name AS requester, a.name AS assignee, s.name AS service,
       r.sight, r.state, r.comments,
       instant_text(r.filed_at) AS filed_at,
       instant_text(r.moved_at) AS moved_at,
       instant_text(r.resolved_at) AS resolved_at,
       instant_text(r.ended_at) AS ended_at
FROM request r
LEFT JOIN department c ON c.id = r.customer
LEFT JOIN department p ON p.id = r.provider
LEFT JOIN person q ON q.id = r.requester
LEFT JOIN person a ON a.id = r.assignee
LEFT JOIN service s ON s.id = r.service;

CREATE VIEW rating_view AS
SELECT t.id, r.number_key || '-' || r.number AS request, t.side, c.name AS customer, p.name AS provider,
       t.quality, t.attitude, t.efficiency, t.result,
       instant_text(t.at) AS at
FROM rating t
JOIN request r ON r.id = t.request
JOIN department c ON c.id = t.customer
JOIN department p ON p.id = t.provider;

CREATE VIEW traffic_view AS
SELECT to_char(DATE '1970-01-01' + t.day::INTEGER, 'YYYY-MM-DD') AS day, c.name AS customer, p.name AS provider,
       t.filed, t.resolved, t.dropped, t.resolve_minutes
FROM traffic t
JOIN department c ON c.id = t.customer
JOIN department p ON p.id = t.provider;

CREATE VIEW journal_view AS
SELECT j.seq, j.ordinal, instant_text(j.occurred_at) AS occurred_at,
       instant_text(j.committed_at) AS committed_at,
       a.name AS actor, j.command, j.subject_kind, j.subject_id, j.what, j.is_imported
FROM journal j
LEFT JOIN person a ON a.id = j.actor;
