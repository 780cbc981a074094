-- grain: one candidate pair asked for (a later incident and an earlier one), with what the two have in common
WITH chosen AS (
    SELECT * FROM recurrence_candidates WHERE incident_id IN (SELECT unnest($incident_ids::VARCHAR[]))
),
fixes AS (
    SELECT follow_up_id, text
    FROM follow_ups
    WHERE incident_id IN (SELECT incident_id FROM chosen UNION ALL SELECT earlier_incident_id FROM chosen)
)
SELECT
    c.incident_id, c.earlier_incident_id, c.score, c.is_likely, c.is_confirmed, c.days_since, c.fix, c.named, c.claimed,
    c.denied, c.reference, own.text AS fix_text, earlier.text AS earlier_fix_text
FROM chosen AS c
LEFT JOIN fixes AS own ON c.follow_up_id = own.follow_up_id
LEFT JOIN fixes AS earlier ON c.earlier_follow_up_id = earlier.follow_up_id
