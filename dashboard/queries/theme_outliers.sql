-- grain: one incident ($kind cause) or follow-up (remediation) that is in no theme
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, f.follow_up_id, coalesce(f.text, i.cause_text) AS text
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN follow_ups_seen AS f ON $kind = 'remediation' AND seen.incident_id = f.incident_id
WHERE
    CASE WHEN $kind = 'cause' THEN seen.theme_id IS NULL ELSE f.follow_up_id IS NOT NULL END
    AND NOT EXISTS (
        SELECT 1
        FROM theme_members AS m
        WHERE m.kind = $kind AND m.is_primary AND coalesce(m.follow_up_id, m.incident_id) = coalesce(f.follow_up_id, seen.incident_id)
    )
ORDER BY text IS NULL, seen.occurred_on DESC, seen.incident_id
LIMIT $n_rows
