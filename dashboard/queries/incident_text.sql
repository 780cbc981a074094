-- grain: the stretch of text that the incident asked for was read from
SELECT line_start, text
FROM incident_texts
WHERE incident_id = $incident_id
