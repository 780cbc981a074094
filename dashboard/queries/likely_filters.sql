-- grain: one value of one filter (named as the filters name it), those that let most incidents through first
WITH counted AS (
    SELECT 'severities' AS kind, coalesce(severity_level, 0)::VARCHAR AS value, count(*) AS n_incidents
    FROM mart.incident_facts
    GROUP BY ALL
    UNION ALL
    SELECT 'sources', source_name, count(*)
    FROM mart.incident_facts
    GROUP BY ALL
    UNION ALL
    SELECT 'teams', team, count(*)
    FROM mart.incident_facts
    WHERE team IS NOT NULL
    GROUP BY ALL
    UNION ALL
    SELECT 'services', named.service, count(*)
    FROM mart.incident_facts AS facts, unnest(facts.services) AS named (service)
    GROUP BY ALL
)
SELECT kind, value, n_incidents
FROM counted
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY n_incidents DESC, value) <= 15
ORDER BY kind = 'services', kind, n_incidents DESC, value
