-- grain: one record that could be in a theme of $kind
SELECT incident_id AS record_id, incident_id
FROM incidents
WHERE $kind = 'cause' AND is_incident AND incident_id NOT IN (SELECT incident_id FROM told_elsewhere)
UNION ALL
SELECT f.follow_up_id, coalesce(t.told_in, f.incident_id) AS incident_id
FROM follow_ups AS f
LEFT JOIN told_elsewhere AS t ON f.incident_id = t.incident_id
SEMI JOIN incidents AS i ON f.incident_id = i.incident_id AND i.is_incident
WHERE $kind = 'remediation'
