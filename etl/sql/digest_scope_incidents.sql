-- grain: one incident in a theme, known by $last: what a fix may be judged by. A service is one of its source.
SELECT
    incident_id, theme_id, started_at, resolved_at,
    list_transform(services, LAMBDA service: source_name || chr(31) || service) AS services
FROM mart.incident_facts
WHERE theme_id IS NOT NULL AND started_at IS NOT NULL AND occurred_on <= $last
ORDER BY incident_id
