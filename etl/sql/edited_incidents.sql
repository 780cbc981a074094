-- grain: one incident that an edit may be about: by id, by title, or by the text of one of its follow-ups
SELECT incident_id, title, occurred_on
FROM incidents
WHERE
    incident_id IN $incident_ids
    OR title IN $titles
    OR incident_id IN (SELECT f.incident_id FROM follow_ups AS f WHERE f.text IN $texts)
