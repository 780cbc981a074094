-- grain: one of the five times of one incident for which the document gives two values, both to the minute, more than a
-- quarter of an hour apart: the one that the figures use, and the one that lies farthest from it
SELECT
    seen.incident_id, seen.title, seen.occurred_on, chosen.field,
    any_value(chosen."at") AS chosen_at,
    any_value(chosen.rule) AS chosen_rule,
    any_value(chosen.line) AS chosen_line,
    arg_max(other."at", abs(date_diff('minute', chosen."at", other."at"))) AS other_at,
    arg_max(other.rule, abs(date_diff('minute', chosen."at", other."at"))) AS other_rule,
    arg_max(other.line, abs(date_diff('minute', chosen."at", other."at"))) AS other_line,
    max(abs(date_diff('minute', chosen."at", other."at"))) AS minutes_apart,
    EXISTS (
        FROM values_as_written AS w
        WHERE w.record_id = seen.incident_id AND w.field = chosen.field
    ) AS is_corrected
FROM incidents_seen AS seen
INNER JOIN time_witnesses AS chosen ON seen.incident_id = chosen.incident_id AND chosen.is_chosen
INNER JOIN time_witnesses AS other
    ON chosen.incident_id = other.incident_id AND chosen.field = other.field AND NOT other.is_chosen
WHERE
    chosen.precision = 'minute' AND other.precision = 'minute'
    AND abs(date_diff('minute', chosen."at", other."at")) > 15
GROUP BY ALL
ORDER BY minutes_apart DESC, seen.incident_id, chosen.field
LIMIT $n_rows
