-- grain: one of the 25 most central incidents of each cause theme, whatever the filters, with its cause
SELECT m.theme_id, i.cause_text AS text, f.services
FROM theme_members AS m
INNER JOIN incidents AS i ON m.incident_id = i.incident_id
INNER JOIN mart.incident_facts AS f ON m.incident_id = f.incident_id
WHERE m.kind = 'cause' AND m.is_primary AND i.cause_text IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY m.theme_id ORDER BY m.distance, m.incident_id) <= 25
ORDER BY m.theme_id, m.distance, m.incident_id
