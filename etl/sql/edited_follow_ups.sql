-- grain: one follow-up that an edit may be about: of an incident by id or title, or with the same text
SELECT f.follow_up_id, f.incident_id, f.text
FROM follow_ups AS f
INNER JOIN incidents AS i ON f.incident_id = i.incident_id
WHERE f.incident_id IN $incident_ids OR i.title IN $titles OR f.text IN $texts
