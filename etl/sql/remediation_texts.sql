-- grain: one follow-up, with the service names to mask before its words are weighed; it belongs to the record that is counted
SELECT
    f.follow_up_id AS record_id,
    i.incident_id,
    f.follow_up_id,
    f.text,
    coalesce(s.masks, []::VARCHAR[]) AS masks
FROM follow_ups AS f
LEFT JOIN told_elsewhere AS t ON f.incident_id = t.incident_id
INNER JOIN incidents AS i ON coalesce(t.told_in, f.incident_id) = i.incident_id
LEFT JOIN (
    SELECT incident_id, list(service ORDER BY service) AS masks
    FROM incident_services
    GROUP BY incident_id
) AS s ON f.incident_id = s.incident_id
WHERE i.is_incident
ORDER BY f.follow_up_id
