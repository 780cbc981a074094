-- grain: the candidate pair asked for (a later incident and an earlier one), with what the two have in common
WITH fixes AS (
    SELECT follow_up_id, text
    FROM follow_ups
    WHERE incident_id = $incident_id OR incident_id = $earlier_id
)
SELECT
    c.fix, c.named, c.denied, c.reference, own.text AS fix_text, earlier.text AS earlier_fix_text
FROM recurrence_candidates AS c
LEFT JOIN fixes AS own ON c.follow_up_id = own.follow_up_id
LEFT JOIN fixes AS earlier ON c.earlier_follow_up_id = earlier.follow_up_id
WHERE c.incident_id = $incident_id AND c.earlier_incident_id = $earlier_id
