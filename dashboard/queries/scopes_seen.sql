-- grain: one scope that the filters let through
SELECT scope
FROM scopes
WHERE
    (len($sources) = 0 OR list_contains($sources::VARCHAR[], source_name))
    AND (len($services) = 0 OR list_has_any($services::VARCHAR[], services))
    AND (len($teams) = 0 OR list_contains($teams::VARCHAR[], team))
    AND (len($severities) = 0 OR list_contains($severities::INTEGER[], coalesce(severity_level, 0)))
