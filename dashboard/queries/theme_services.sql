-- grain: one service of one theme
SELECT service, count(*) AS n_members
FROM (
    SELECT unnest(seen.services) AS service
    FROM theme_members AS m
    INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
    WHERE m.theme_id = $chosen_theme AND m.is_primary
)
GROUP BY ALL
ORDER BY n_members DESC, service
