-- grain: one row: how many incidents say how they were detected, by whom, and what else is told about what worked
SELECT
    count(*) AS n_incidents,
    count(*) FILTER (seen.detection_source <> 'unknown') AS n_known,
    count(*) FILTER (seen.detection_source = 'monitoring') AS n_monitoring,
    count(i.went_well_text) AS n_went_well,
    count(*) FILTER (EXISTS (FROM incident_mitigations AS m WHERE m.incident_id = seen.incident_id)) AS n_mitigation,
    count(*) FILTER (EXISTS (FROM incident_diagnosis_methods AS m WHERE m.incident_id = seen.incident_id)) AS n_method
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
