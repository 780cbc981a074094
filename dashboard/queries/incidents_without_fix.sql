-- grain: one incident without a follow-up that would change anything: none at all, or only to investigate or document.
-- Sources that list no follow-up for any incident cannot tell and are left out.
SELECT
    i.incident_id, i.title, i.occurred_on, i.severity_level, i.theme, f.n_follow_ups,
    coalesce(r.n_repeats, 0) AS n_repeats
FROM incidents_seen AS i
INNER JOIN fixes_listed AS f ON i.incident_id = f.incident_id
LEFT JOIN (
    SELECT earlier_incident_id AS incident_id, count(*) AS n_repeats
    FROM recurrences_seen
    GROUP BY earlier_incident_id
) AS r ON i.incident_id = r.incident_id
WHERE f.n_changing = 0
ORDER BY n_repeats DESC, i.occurred_on DESC, i.incident_id
LIMIT $n_rows
