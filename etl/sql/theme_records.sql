-- grain: one record that could be in a theme of $kind
SELECT incident_id AS record_id, incident_id
FROM incidents
WHERE $kind = 'cause' AND is_incident
UNION ALL
SELECT f.follow_up_id, f.incident_id
FROM follow_ups AS f
SEMI JOIN incidents AS i ON f.incident_id = i.incident_id AND i.is_incident
WHERE $kind = 'remediation'
