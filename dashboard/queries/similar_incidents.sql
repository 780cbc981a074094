-- grain: one of the incidents asked for: what it was, how it was found, what ended it, what is open on $as_of
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.services, i.cause_text, i.short_term_text,
    found.methods, ended.mitigations, items.open_items,
    coalesce(items.n_follow_ups, 0) AS n_follow_ups, coalesce(items.n_not_recorded, 0) AS n_not_recorded
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN (
    SELECT incident_id, list(method ORDER BY method) AS methods
    FROM incident_diagnosis_methods
    WHERE list_contains($incident_ids::VARCHAR[], incident_id)
    GROUP BY incident_id
) AS found ON seen.incident_id = found.incident_id
LEFT JOIN (
    SELECT incident_id, list(mitigation ORDER BY mitigation) AS mitigations
    FROM incident_mitigations
    WHERE list_contains($incident_ids::VARCHAR[], incident_id)
    GROUP BY incident_id
) AS ended ON seen.incident_id = ended.incident_id
LEFT JOIN (
    SELECT
        incident_id, count(*) AS n_follow_ups, count(*) FILTER (state = 'not_recorded') AS n_not_recorded,
        list(text || CASE WHEN is_overdue THEN ' (overdue)' ELSE '' END ORDER BY line, follow_up_id)
            FILTER (state = 'open') AS open_items
    FROM follow_ups_seen
    WHERE list_contains($incident_ids::VARCHAR[], incident_id)
    GROUP BY incident_id
) AS items ON seen.incident_id = items.incident_id
WHERE list_contains($incident_ids::VARCHAR[], seen.incident_id)
