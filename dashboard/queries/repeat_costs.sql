-- grain: one theme (NULL: none), state of the earlier fix and whether there was one: its repeats, and what those that
-- state both ends lasted
SELECT
    r.theme_id,
    coalesce(r.theme, 'No theme') AS name,
    r.fix_state,
    r.follow_up_id IS NOT NULL AS has_fix,
    count(*) AS n_recurrences,
    count(seen.time_to_resolve_minutes) AS n_with_minutes,
    coalesce(sum(seen.time_to_resolve_minutes), 0) AS minutes
FROM mart.recurrence_facts AS r
INNER JOIN incidents_seen AS seen ON r.incident_id = seen.incident_id
GROUP BY ALL
ORDER BY ALL
