-- grain: one incident that the filters let through, with what was known on $as_of
SELECT
    facts.* REPLACE (
        CASE WHEN diagnosed_at < $as_of::DATE + 1 THEN time_to_diagnose_minutes END AS time_to_diagnose_minutes,
        CASE WHEN mitigated_at < $as_of::DATE + 1 THEN time_to_mitigate_minutes END AS time_to_mitigate_minutes,
        CASE WHEN resolved_at < $as_of::DATE + 1 THEN time_to_resolve_minutes END AS time_to_resolve_minutes
    )
FROM mart.incident_facts AS facts
WHERE
    coalesce(occurred_on <= least($end::DATE, $as_of::DATE), $start::DATE IS NULL)
    AND ($start::DATE IS NULL OR occurred_on >= $start::DATE)
    AND (len($sources) = 0 OR list_contains($sources::VARCHAR[], source_name))
    AND (
        len($services) = 0
        OR list_contains(services, ($services::VARCHAR[])[1])
        OR (len($services) > 1 AND list_has_any($services::VARCHAR[], services))
    )
    AND (len($teams) = 0 OR list_contains($teams::VARCHAR[], team))
    AND (len($severities) = 0 OR list_contains($severities::INTEGER[], coalesce(severity_level, 0)))
    AND ($theme_id::VARCHAR IS NULL OR theme_id = $theme_id)
