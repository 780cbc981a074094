-- grain: one group of incidents (by theme, service, severity or year) that say how they were detected
SELECT grouped.name, count(*) FILTER (seen.detection_source = 'monitoring') AS n, count(*) AS total
FROM incidents_seen AS seen,
    LATERAL (
        SELECT coalesce(seen.theme, 'No theme') AS name WHERE $by = 'theme'
        UNION ALL
        SELECT unnest(seen.services) WHERE $by = 'service'
        UNION ALL
        SELECT coalesce(seen.severity_level, 0)::VARCHAR WHERE $by = 'severity'
        UNION ALL
        SELECT strftime(seen.occurred_on, '%Y') WHERE $by = 'year' AND seen.occurred_on IS NOT NULL
    ) AS grouped
WHERE seen.detection_source <> 'unknown'
GROUP BY ALL
ORDER BY total DESC, grouped.name
