-- grain: one incident in a cause theme, with its services. A service is one of its source: two organisations'
-- "Prometheus" are not the same service.
SELECT
    i.incident_id,
    m.theme_id,
    m.distance AS theme_distance,
    coalesce(i.started_at, i.detected_at, i.occurred_on::TIMESTAMPTZ) AS started_at,
    i.resolved_at,
    s.services,
    i.source_name IN (
        SELECT listing.source_name
        FROM incidents AS listing
        INNER JOIN follow_ups USING (incident_id)
        WHERE listing.is_incident
    ) AS lists_follow_ups
FROM incidents AS i
INNER JOIN theme_members AS m ON i.incident_id = m.incident_id AND m.kind = 'cause' AND m.is_primary
INNER JOIN (
    SELECT incident_id, list(source_name || chr(31) || service ORDER BY service) AS services
    FROM incident_services
    INNER JOIN incidents USING (incident_id)
    GROUP BY incident_id
) AS s ON i.incident_id = s.incident_id
WHERE i.is_incident
ORDER BY i.incident_id
