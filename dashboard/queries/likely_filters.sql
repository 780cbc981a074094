-- grain: one value of one filter (named as in the URL), those that let most incidents through first
WITH counted AS (
    SELECT 'severity' AS kind, coalesce(severity_level, 0)::VARCHAR AS value, count(*) AS n_incidents
    FROM mart.incident_facts
    GROUP BY ALL
    UNION ALL
    SELECT 'source', source_name, count(*)
    FROM mart.incident_facts
    GROUP BY ALL
    UNION ALL
    SELECT 'team', team, count(*)
    FROM mart.incident_facts
    WHERE team IS NOT NULL
    GROUP BY ALL
    UNION ALL
    SELECT 'theme', t.label, count(*)
    FROM theme_members AS m
    INNER JOIN themes AS t ON m.theme_id = t.theme_id
    WHERE m.is_primary AND m.kind = 'cause'
    GROUP BY ALL
    UNION ALL
    SELECT 'service', named.service, count(*)
    FROM mart.incident_facts AS facts, unnest(facts.services) AS named (service)
    GROUP BY ALL
)
SELECT kind, value, n_incidents
FROM counted
QUALIFY row_number() OVER (PARTITION BY kind ORDER BY n_incidents DESC, value) <= if(kind = 'theme', 5, 25)
ORDER BY kind = 'service', kind, n_incidents DESC, value
