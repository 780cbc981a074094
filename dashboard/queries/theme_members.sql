-- grain: one incident (of a cause theme) or follow-up (of a remediation theme) in one theme, as its own or as its second
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.services, seen.is_recurrence,
    m.follow_up_id, m.distance, m.is_primary, coalesce(f.text, i.cause_text) AS text, f.state,
    list_contains(chosen.central_ids, coalesce(m.follow_up_id, m.incident_id)) AS is_central,
    other.label AS other_theme
FROM theme_members AS m
INNER JOIN themes AS chosen ON m.theme_id = chosen.theme_id
INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
INNER JOIN incidents AS i ON m.incident_id = i.incident_id
LEFT JOIN (SELECT * FROM follow_ups_seen WHERE $kind = 'remediation') AS f ON m.follow_up_id = f.follow_up_id
LEFT JOIN theme_members AS also
    ON
        m.kind = also.kind
        AND m.incident_id = also.incident_id
        AND m.follow_up_id IS NOT DISTINCT FROM also.follow_up_id
        AND m.theme_id <> also.theme_id
LEFT JOIN themes AS other ON also.theme_id = other.theme_id
WHERE m.theme_id = $chosen_theme
ORDER BY m.is_primary DESC, m.distance, seen.incident_id
LIMIT $n_rows
