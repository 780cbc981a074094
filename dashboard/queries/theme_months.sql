-- grain: one theme and month
SELECT m.theme_id, seen.month, count(*) AS n_members
FROM theme_members AS m
INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
WHERE m.is_primary AND m.kind = $kind AND seen.month IS NOT NULL
GROUP BY ALL
ORDER BY ALL
