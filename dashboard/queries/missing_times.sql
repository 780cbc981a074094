-- grain: one of the five times: how many incidents do not state it, or only to the day
SELECT
    unnest(['started_at', 'detected_at', 'diagnosed_at', 'mitigated_at', 'resolved_at']) AS field,
    count(*) AS n_incidents,
    unnest([
        count(*) FILTER (i.started_at IS NULL), count(*) FILTER (i.detected_at IS NULL), count(*) FILTER (i.diagnosed_at IS NULL),
        count(*) FILTER (i.mitigated_at IS NULL), count(*) FILTER (i.resolved_at IS NULL)
    ]) AS n_missing,
    unnest([
        count(*) FILTER (i.started_at IS NOT NULL AND i.started_precision = 'day'),
        count(*) FILTER (i.detected_at IS NOT NULL AND i.detected_precision = 'day'),
        count(*) FILTER (i.diagnosed_at IS NOT NULL AND i.diagnosed_precision = 'day'),
        count(*) FILTER (i.mitigated_at IS NOT NULL AND i.mitigated_precision = 'day'),
        count(*) FILTER (i.resolved_at IS NOT NULL AND i.resolved_precision = 'day')
    ]) AS n_day_only
FROM incidents AS i
SEMI JOIN incidents_seen AS seen ON i.incident_id = seen.incident_id
