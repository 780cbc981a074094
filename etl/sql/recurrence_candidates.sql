-- grain: one incident in a cause theme, with its services
SELECT
    i.incident_id,
    m.theme_id,
    m.distance AS theme_distance,
    coalesce(i.started_at, i.detected_at, i.occurred_on::TIMESTAMPTZ) AS started_at,
    i.resolved_at,
    s.services
FROM incidents AS i
INNER JOIN theme_members AS m ON i.incident_id = m.incident_id AND m.kind = 'cause' AND m.is_primary
INNER JOIN (
    SELECT incident_id, list(service ORDER BY service) AS services
    FROM incident_services
    GROUP BY incident_id
) AS s ON i.incident_id = s.incident_id
WHERE i.is_incident
ORDER BY i.incident_id
