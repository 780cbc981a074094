-- grain: one incident of the chosen triggers or kinds of cause, with the words that its kind was read from
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level,
    CASE $what WHEN 'trigger' THEN seen."trigger" ELSE seen.cause_category END AS kind,
    (
        SELECT min_by(e.quote, e.line_start)
        FROM evidence AS e
        WHERE e.record_id = seen.incident_id AND e.field = $what
    ) AS said
FROM incidents_seen AS seen
WHERE list_contains($kinds::VARCHAR[], CASE $what WHEN 'trigger' THEN seen."trigger" ELSE seen.cause_category END)
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
