-- grain: one of the named incidents or follow-ups, with the incident it belongs to
SELECT incident_id AS record_id, incident_id FROM incidents WHERE incident_id IN $record_ids
UNION ALL
SELECT follow_up_id AS record_id, incident_id FROM follow_ups WHERE follow_up_id IN $record_ids
