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
    AND (
        len($sources) + len($services) + len($teams) + len($severities) = 0
        OR scope IN (SELECT scope FROM scopes_seen)
    )
    AND ($theme_id::VARCHAR IS NULL OR theme_id = $theme_id)
