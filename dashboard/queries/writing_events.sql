-- grain: one timed line of a timeline: what told users something where an update is promised, or what may name an actor
SELECT t.incident_id, seen.title, seen.occurred_on, t."at" AS "at", t.kind, t.text
FROM timeline_events AS t
INNER JOIN incidents_seen AS seen ON t.incident_id = seen.incident_id
WHERE
    t."at" IS NOT NULL AND t.precision <> 'day'
    AND CASE $what
        WHEN 'changes' THEN regexp_matches(
            t.text, '(?i)^[- ]*(@[\w-]+|.{0,40}(engineer|responder|operator|administrator|commander|lead|manager|developer|on-call)) '
        )
        ELSE t.kind IN ('communicated', 'mitigated', 'resolved') AND t.incident_id IN (
            SELECT incident_id FROM timeline_events WHERE regexp_matches(text, '(?i)updated?s? .*(in|within|by|every|at) ')
        )
    END
ORDER BY seen.occurred_on DESC NULLS LAST, t.incident_id, t."at", t.seq
LIMIT $n_rows
