-- grain: one theme and one thing that worked in it: a mitigation, or a way by which the cause was found
SELECT coalesce(seen.theme, 'No theme') AS name, used.practice, count(*) AS n
FROM incidents_seen AS seen
INNER JOIN (
    SELECT incident_id, mitigation AS practice FROM incident_mitigations WHERE $what = 'mitigation'
    UNION ALL
    SELECT incident_id, method FROM incident_diagnosis_methods WHERE $what = 'method'
) AS used ON seen.incident_id = used.incident_id
GROUP BY ALL
ORDER BY n DESC, name, used.practice
