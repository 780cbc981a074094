-- grain: one follow-up; without a stated opening it counts from the postmortem's publication, else the resolution,
-- else the day of the incident
SELECT
    f.follow_up_id,
    f.incident_id,
    f.kind,
    f.status,
    coalesce(f.opened_on, i.published_at::DATE, i.resolved_at::DATE, i.occurred_on) AS opened_on,
    f.due_on,
    f.done_on,
    f.declined_on,
    f.text
FROM follow_ups AS f
INNER JOIN incidents AS i ON f.incident_id = i.incident_id
WHERE i.is_incident
ORDER BY f.follow_up_id
