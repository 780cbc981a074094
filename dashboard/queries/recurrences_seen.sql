-- grain: one incident that the filters let through and that repeats an earlier one, with what was known on $as_of.
-- The conditions are those of incidents_seen, on the incident's facts that each repeat carries: no join is needed.
SELECT
    facts.* REPLACE (
        CASE WHEN resolved_at < $as_of::DATE + 1 THEN time_to_resolve_minutes END AS time_to_resolve_minutes
    )
FROM mart.recurrence_facts AS facts
WHERE
    coalesce(occurred_on <= least($end::DATE, $as_of::DATE), $start::DATE IS NULL)
    AND ($start::DATE IS NULL OR occurred_on >= $start::DATE)
    AND (
        len($sources) + len($services) + len($teams) + len($severities) = 0
        OR scope IN (SELECT scope FROM scopes_seen)
    )
    AND ($theme_id::VARCHAR IS NULL OR incident_theme_id = $theme_id)
