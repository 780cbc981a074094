-- grain: one row: incidents whose document gives two values for one of the five times, both to the minute, and those of
-- them of which two lie more than a quarter of an hour apart
SELECT
    count(DISTINCT incident_id) AS n_several,
    count(DISTINCT incident_id) FILTER (
        greatest(epoch(last_at) - epoch(chosen_at), epoch(chosen_at) - epoch(first_at)) > 15 * 60
    ) AS n_conflicting
FROM (
    SELECT
        w.incident_id,
        any_value(w."at") FILTER (w.is_chosen) AS chosen_at,
        min(w."at") FILTER (NOT w.is_chosen) AS first_at,
        max(w."at") FILTER (NOT w.is_chosen) AS last_at
    FROM time_witnesses AS w
    SEMI JOIN incidents_seen AS seen ON w.incident_id = seen.incident_id
    WHERE w.precision = 'minute'
    GROUP BY w.incident_id, w.field
) AS told
WHERE chosen_at IS NOT NULL AND first_at IS NOT NULL
