-- For people with `sqlite3` and for BI tools: names instead of ids, dates instead of milliseconds.

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
JOIN json_each(s.providers) one
JOIN department d ON d.id = one.value;

CREATE VIEW dependency_view AS
SELECT d.id, c.name AS customer, p.name AS provider, d.state, d.mode, d.tier, d.grade, d.origin,
       json_array_length(d.needs) AS needs, d.observed_count,
       strftime('%Y-%m-%dT%H:%M:%SZ', d.changed_at / 1000, 'unixepoch') AS changed_at
FROM dependency d
JOIN department c ON c.id = d.customer
JOIN department p ON p.id = d.provider;

CREATE VIEW need_view AS
SELECT json_extract(one.value, '$.id') AS id, d.id AS dependency, c.name AS customer, p.name AS provider,
       json_extract(one.value, '$.text') AS text, lower(json_extract(one.value, '$.severity')) AS severity,
       a.name AS author,
       strftime('%Y-%m-%dT%H:%M:%SZ', json_extract(one.value, '$.at') / 1000, 'unixepoch') AS at
FROM dependency d
JOIN json_each(d.needs) one
JOIN department c ON c.id = d.customer
JOIN department p ON p.id = d.provider
LEFT JOIN person a ON a.id = json_extract(one.value, '$.author');

CREATE VIEW board_column_view AS
SELECT json_extract(one.value, '$.id') AS id, d.name AS department, one.key AS ordinal,
       json_extract(one.value, '$.name.default') AS name, json_extract(one.value, '$.category') AS category,
       json_extract(one.value, '$.limit') AS work_in_progress_limit
FROM board b
JOIN json_each(b.columns) one
JOIN department d ON d.id = b.department;

CREATE VIEW request_view AS
SELECT r.id, r.number_key || '-' || r.number AS number, r.title, r.kind, r.impact, r.urgency,
       c.name AS customer, p.name AS provider, q.name AS requester, a.name AS assignee, s.name AS service,
       r.sight, r.state, r.comments,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.filed_at / 1000, 'unixepoch') AS filed_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.moved_at / 1000, 'unixepoch') AS moved_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.resolved_at / 1000, 'unixepoch') AS resolved_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', r.ended_at / 1000, 'unixepoch') AS ended_at
FROM request r
LEFT JOIN department c ON c.id = r.customer
LEFT JOIN department p ON p.id = r.provider
LEFT JOIN person q ON q.id = r.requester
LEFT JOIN person a ON a.id = r.assignee
LEFT JOIN service s ON s.id = r.service;

CREATE VIEW rating_view AS
SELECT t.id, r.number_key || '-' || r.number AS request, t.side, c.name AS customer, p.name AS provider,
       t.quality, t.attitude, t.efficiency, t.result,
       strftime('%Y-%m-%dT%H:%M:%SZ', t.at / 1000, 'unixepoch') AS at
FROM rating t
JOIN request r ON r.id = t.request
JOIN department c ON c.id = t.customer
JOIN department p ON p.id = t.provider;

CREATE VIEW traffic_view AS
SELECT date(t.day * 86400, 'unixepoch') AS day, c.name AS customer, p.name AS provider,
       t.filed, t.resolved, t.dropped, t.resolve_minutes
FROM traffic t
JOIN department c ON c.id = t.customer
JOIN department p ON p.id = t.provider;

CREATE VIEW journal_view AS
SELECT j.seq, j.ordinal, strftime('%Y-%m-%dT%H:%M:%SZ', j.occurred_at / 1000, 'unixepoch') AS occurred_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', j.committed_at / 1000, 'unixepoch') AS committed_at,
       a.name AS actor, j.command, j.subject_kind, j.subject_id, j.what, j.is_imported
FROM journal j
LEFT JOIN person a ON a.id = j.actor;
