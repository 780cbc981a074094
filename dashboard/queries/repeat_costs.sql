-- grain: one theme (NULL: none), state of the earlier fix and whether there was one: its repeats, and what those that
-- state both ends lasted
SELECT
    theme_id,
    coalesce(theme, 'No theme') AS name,
    fix_state,
    follow_up_id IS NOT NULL AS has_fix,
    count(*) AS n_recurrences,
    count(time_to_resolve_minutes) AS n_with_minutes,
    coalesce(sum(time_to_resolve_minutes), 0) AS minutes
FROM recurrences_seen
GROUP BY ALL
ORDER BY ALL
