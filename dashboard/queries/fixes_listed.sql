-- grain: one incident of a source that lists follow-ups, whatever the filters: how many, and how many of them would change
-- something
SELECT
    facts.incident_id,
    coalesce(listed.n_follow_ups, 0) AS n_follow_ups,
    coalesce(listed.n_changing, 0) AS n_changing
FROM mart.incident_facts AS facts
LEFT JOIN (
    SELECT
        incident_id,
        count(*) AS n_follow_ups,
        count(*) FILTER (coalesce(kind, 'prevent') NOT IN ('investigate', 'document')) AS n_changing
    FROM mart.follow_up_facts
    GROUP BY incident_id
) AS listed ON facts.incident_id = listed.incident_id
WHERE facts.source_name IN (SELECT source_name FROM mart.follow_up_facts)
