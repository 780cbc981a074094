-- grain: one row: what the filters let through of the chosen theme
SELECT count(*) AS n_members
FROM theme_members AS m
INNER JOIN incidents_seen AS seen ON m.incident_id = seen.incident_id
WHERE m.theme_id = $chosen_theme AND m.is_primary
