-- grain: one of the incidents asked for: what it was, how it was found, what ended it, what is open on $as_of
SELECT
    i.incident_id, i.title, i.occurred_on, seen.services, i.cause_text, i.short_term_text,
    (SELECT list(method ORDER BY method) FROM incident_diagnosis_methods WHERE incident_id = i.incident_id) AS methods,
    (SELECT list(mitigation ORDER BY mitigation) FROM incident_mitigations WHERE incident_id = i.incident_id)
        AS mitigations,
    items.open_items, coalesce(items.n_follow_ups, 0) AS n_follow_ups, coalesce(items.n_not_recorded, 0) AS n_not_recorded
FROM incidents AS i
INNER JOIN incidents_seen AS seen ON i.incident_id = seen.incident_id
LEFT JOIN (
    SELECT
        incident_id, count(*) AS n_follow_ups, count(*) FILTER (state = 'not_recorded') AS n_not_recorded,
        list(text || CASE WHEN is_overdue THEN ' (overdue)' ELSE '' END ORDER BY line, follow_up_id)
            FILTER (state = 'open') AS open_items
    FROM follow_ups_seen
    GROUP BY incident_id
) AS items ON i.incident_id = items.incident_id
WHERE list_contains($incident_ids::VARCHAR[], i.incident_id)
