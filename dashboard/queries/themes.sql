-- grain: one theme with what the filters let through of it
SELECT
    t.theme_id, t.kind, t.label, t.terms, t.stability, t.central_ids,
    count(*) AS n_members,
    count(DISTINCT m.incident_id) AS n_incidents,
    min(seen.occurred_on) AS first_day,
    max(seen.occurred_on) AS last_day,
    count(DISTINCT r.incident_id) AS n_recurrences
FROM themes AS t
INNER JOIN theme_members AS m ON t.theme_id = m.theme_id AND m.is_primary
INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
LEFT JOIN recurrences_seen AS r ON m.incident_id = r.incident_id AND r.theme_id = t.theme_id
WHERE t.kind = $kind
GROUP BY ALL
ORDER BY n_members DESC, t.label
