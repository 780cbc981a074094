-- grain: one incident (of a cause theme) or follow-up (of a remediation theme) in one theme
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.services, seen.is_recurrence,
    m.follow_up_id, m.distance, coalesce(f.text, i.cause_text) AS text, f.state, list_contains(
        (SELECT central_ids FROM themes WHERE theme_id = $chosen_theme),
        coalesce(m.follow_up_id, m.incident_id)
    ) AS is_central
FROM theme_members AS m
INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
INNER JOIN incidents AS i ON m.incident_id = i.incident_id
LEFT JOIN follow_ups_seen AS f ON m.follow_up_id = f.follow_up_id
WHERE m.theme_id = $chosen_theme AND m.is_primary
ORDER BY m.distance, seen.incident_id
LIMIT $n_rows
