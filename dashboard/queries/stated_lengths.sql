-- grain: one length that one document states by name, with the same length measured from the times that the figures use
SELECT
    seen.incident_id, seen.title, seen.occurred_on, e.field, e.line_start AS line, e.quote,
    CASE e.field
        WHEN 'time_to_detect' THEN seen.time_to_detect_minutes
        WHEN 'time_to_resolve' THEN seen.time_to_resolve_minutes
        ELSE seen.time_to_mitigate_minutes
    END AS minutes
FROM incidents_seen AS seen
INNER JOIN evidence AS e ON seen.incident_id = e.record_id
WHERE e.field IN ('time_to_detect', 'time_to_repair', 'time_to_resolve', 'duration') AND minutes IS NOT NULL
ORDER BY seen.occurred_on DESC, seen.incident_id, e.field
LIMIT $n_rows
