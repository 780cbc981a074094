-- grain: one of the five times of one incident for which the document gives two values more than a quarter of an hour apart
SELECT
    seen.incident_id, seen.title, seen.occurred_on, chosen.field,
    any_value(chosen."at") AS chosen_at, any_value(chosen.rule) AS chosen_rule,
    arg_max(other."at", abs(date_diff('minute', chosen."at", other."at"))) AS other_at,
    arg_max(other.rule, abs(date_diff('minute', chosen."at", other."at"))) AS other_rule,
    max(abs(date_diff('minute', chosen."at", other."at"))) AS minutes_apart
FROM incidents_seen AS seen
INNER JOIN time_witnesses AS chosen ON seen.incident_id = chosen.incident_id AND chosen.is_chosen
INNER JOIN time_witnesses AS other
    ON chosen.incident_id = other.incident_id AND chosen.field = other.field AND NOT other.is_chosen
WHERE
    chosen.precision = 'minute' AND other.precision = 'minute'
    AND abs(date_diff('minute', chosen."at", other."at")) > 15
GROUP BY ALL
ORDER BY seen.occurred_on DESC, seen.incident_id, chosen.field
LIMIT $n_rows
