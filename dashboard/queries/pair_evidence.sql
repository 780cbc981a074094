-- grain: one candidate pair asked for (a later incident and an earlier one), with what the two have in common
SELECT
    c.incident_id, c.earlier_incident_id, c.score, c.is_likely, c.is_confirmed, c.days_since, c.fix, c.named, c.claimed,
    c.denied, c.reference, own.text AS fix_text, earlier.text AS earlier_fix_text
FROM recurrence_candidates AS c
LEFT JOIN follow_ups AS own ON c.follow_up_id = own.follow_up_id
LEFT JOIN follow_ups AS earlier ON c.earlier_follow_up_id = earlier.follow_up_id
WHERE list_contains($incident_ids::VARCHAR[], c.incident_id)
