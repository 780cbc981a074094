-- grain: one of the repeats asked for
SELECT
    incident_id, title, occurred_on, theme, service, fix_state, follow_up_id, days_since, earlier_incident_id,
    earlier_title, earlier_occurred_on
FROM recurrences_seen
WHERE incident_id IN (SELECT unnest($incident_ids::VARCHAR[]))
ORDER BY occurred_on, incident_id
