-- A move of a request writes every index of it anew. Those by department are asked by nobody: what is open is
-- in memory, and what is archived is looked through by when it ended or by who it names.
DROP INDEX request_by_provider;
DROP INDEX request_by_customer;
-- Of the others, only rows that can be found by them.
DROP INDEX request_by_end;
CREATE INDEX request_by_end ON request (ended_at) WHERE ended_at IS NOT NULL;
DROP INDEX request_by_requester;
CREATE INDEX request_by_requester ON request (requester) WHERE requester IS NOT NULL;
DROP INDEX request_by_assignee;
CREATE INDEX request_by_assignee ON request (assignee) WHERE assignee IS NOT NULL;
