-- grain: one incident that states a cause, with the service names to mask before its words are weighed
SELECT
    i.incident_id AS record_id,
    i.incident_id,
    NULL::VARCHAR AS follow_up_id,
    i.cause_text AS text,
    coalesce(list(s.service ORDER BY s.service) FILTER (s.service IS NOT NULL), []::VARCHAR[]) AS masks
FROM incidents AS i
LEFT JOIN incident_services AS s ON i.incident_id = s.incident_id
WHERE
    i.is_incident
    AND i.cause_text IS NOT NULL
    AND i.incident_id NOT IN (SELECT incident_id FROM told_elsewhere)
GROUP BY i.incident_id, i.cause_text
ORDER BY i.incident_id
