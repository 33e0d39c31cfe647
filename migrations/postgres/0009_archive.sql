-- Requests that ended long ago are not kept in memory: they are looked for here, by when they ended and
-- by who they name.
CREATE INDEX request_by_end ON request (ended_at);
CREATE INDEX request_by_assignee ON request (assignee);
CREATE INDEX request_watched ON request (watchers, id) WHERE watchers <> '[]';
CREATE INDEX request_handled ON request (handlers, id) WHERE handlers IS NOT NULL;
