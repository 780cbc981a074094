-- grain: one follow-up of an incident that the filters let through, in its state on $as_of.
-- The conditions are those of incidents_seen, on the incident's facts that each follow-up carries: no join is needed.
SELECT *
FROM follow_ups_known
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
