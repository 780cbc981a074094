-- grain: one of the five times of one incident for which the document gives two values, both to the minute, more than a
-- quarter of an hour apart: the one that the figures use, and the one that lies farthest from it
WITH told AS (
    SELECT
        w.incident_id, w.field,
        any_value(w."at") FILTER (w.is_chosen) AS chosen_at,
        any_value(w.rule) FILTER (w.is_chosen) AS chosen_rule,
        any_value(w.line) FILTER (w.is_chosen) AS chosen_line,
        min(w."at") FILTER (NOT w.is_chosen) AS first_at,
        max(w."at") FILTER (NOT w.is_chosen) AS last_at
    FROM time_witnesses AS w
    SEMI JOIN incidents_seen AS seen ON w.incident_id = seen.incident_id
    WHERE w.precision = 'minute'
    GROUP BY w.incident_id, w.field
    HAVING greatest(epoch(last_at) - epoch(chosen_at), epoch(chosen_at) - epoch(first_at)) > 15 * 60
),
farthest AS (
    SELECT
        *,
        if(epoch(last_at) - epoch(chosen_at) >= epoch(chosen_at) - epoch(first_at), last_at, first_at)
            AS other_at
    FROM told
)
SELECT
    f.incident_id, i.title, i.occurred_on, f.field, f.chosen_at, f.chosen_rule, f.chosen_line, f.other_at,
    any_value(w.rule) AS other_rule,
    any_value(w.line) AS other_line,
    abs(epoch(f.other_at) - epoch(f.chosen_at)) / 60 AS minutes_apart,
    EXISTS (FROM values_as_written AS v WHERE v.record_id = f.incident_id AND v.field = f.field) AS is_corrected
FROM farthest AS f
INNER JOIN mart.incident_facts AS i ON f.incident_id = i.incident_id
INNER JOIN time_witnesses AS w
    ON f.incident_id = w.incident_id AND f.field = w.field AND f.other_at = w."at" AND NOT w.is_chosen AND w.precision = 'minute'
GROUP BY ALL
ORDER BY minutes_apart DESC, f.incident_id, f.field
LIMIT $n_rows
