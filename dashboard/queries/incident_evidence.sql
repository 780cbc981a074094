-- grain: one place that one fact of the incident asked for, or of its follow-ups, was read from
SELECT e.record_id, e.field, e.line_start, e.line_end, e.quote, e.rule
FROM evidence AS e
WHERE
    e.record_id = $incident_id
    OR e.record_id IN (SELECT follow_up_id FROM follow_ups WHERE incident_id = $incident_id)
ORDER BY e.line_start NULLS LAST, e.field
