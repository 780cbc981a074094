-- grain: one incident without a follow-up that would change anything: none at all, or only to investigate or document.
-- Sources that list no follow-up for any incident cannot tell and are left out.
SELECT
    i.incident_id,
    i.title,
    i.occurred_on,
    i.severity_level,
    i.theme,
    count(f.follow_up_id) AS n_follow_ups,
    (
        SELECT count(*)
        FROM recurrences_seen AS r
        WHERE r.earlier_incident_id = i.incident_id
    ) AS n_repeats
FROM incidents_seen AS i
LEFT JOIN mart.follow_up_facts AS f ON i.incident_id = f.incident_id
WHERE i.source_name IN (SELECT source_name FROM mart.follow_up_facts)
GROUP BY ALL
HAVING count(f.follow_up_id) FILTER (coalesce(f.kind, 'prevent') NOT IN ('investigate', 'document')) = 0
ORDER BY n_repeats DESC, i.occurred_on DESC
LIMIT $n_rows
