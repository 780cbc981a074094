-- grain: one follow-up; without a stated opening it counts from the postmortem's publication, else the resolution,
-- else the day of the incident; it belongs to the record that is counted
SELECT
    f.follow_up_id,
    i.incident_id,
    f.kind,
    f.status,
    coalesce(f.opened_on, i.published_at::DATE, i.resolved_at::DATE, i.occurred_on) AS opened_on,
    f.due_on,
    f.done_on,
    f.declined_on,
    f.text
FROM follow_ups AS f
LEFT JOIN told_elsewhere AS t ON f.incident_id = t.incident_id
INNER JOIN incidents AS i ON coalesce(t.told_in, f.incident_id) = i.incident_id
WHERE i.is_incident
ORDER BY f.follow_up_id
