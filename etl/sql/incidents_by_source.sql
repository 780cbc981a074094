-- grain: one source, with its incidents and the records that are none
SELECT
    source_name,
    count(*) FILTER (is_incident AND incident_id NOT IN (SELECT incident_id FROM told_elsewhere)) AS n_incidents,
    count(*) FILTER (NOT is_incident) AS n_not_incidents
FROM incidents
GROUP BY source_name
ORDER BY source_name
