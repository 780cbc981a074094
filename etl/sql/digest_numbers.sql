-- grain: one row: the day of the build, and how many follow-ups of how many have no recorded state
SELECT
    max(b.as_of) AS as_of,
    count(f.follow_up_id) AS n_follow_ups,
    count(*) FILTER (f.status = 'not_recorded') AS n_not_recorded
FROM builds AS b
LEFT JOIN mart.follow_up_facts AS f ON true
