-- grain: one follow-up of an incident that the filters let through, in its state on $as_of.
-- The conditions are those of incidents_seen, on the incident's facts that each follow-up carries: no join is needed.
SELECT *
FROM follow_ups_known
WHERE
    coalesce(occurred_on <= least($end::DATE, $as_of::DATE), $start::DATE IS NULL)
    AND ($start::DATE IS NULL OR occurred_on >= $start::DATE)
    AND (
        len($sources) + len($services) + len($teams) + len($severities) = 0
        OR scope IN (SELECT scope FROM scopes_seen)
    )
    AND ($theme_id::VARCHAR IS NULL OR theme_id = $theme_id)
