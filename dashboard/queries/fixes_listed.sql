-- grain: one incident that lists follow-ups, whatever the filters: how many, and how many of them would change something
SELECT
    incident_id,
    any_value(source_name) AS source_name,
    count(*) AS n_follow_ups,
    count(*) FILTER (coalesce(kind, 'prevent') NOT IN ('investigate', 'document')) AS n_changing
FROM mart.follow_up_facts
GROUP BY incident_id
