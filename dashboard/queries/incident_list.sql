-- grain: one incident that the filters and the search let through
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.team, seen.services, seen.theme,
    seen.time_to_diagnose_minutes, seen.time_to_resolve_minutes, seen.is_recurrence, seen.source_name
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE
    $search = ''
    OR contains(lower(concat_ws(' ', i.title, i.cause_text, i.impact_text)), lower($search))
ORDER BY seen.occurred_on DESC, seen.incident_id
LIMIT $n_rows OFFSET $n_skipped
