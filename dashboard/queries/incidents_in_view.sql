-- grain: one row: how many incidents the filters let through
SELECT count(*) AS n_incidents
FROM incidents_seen
