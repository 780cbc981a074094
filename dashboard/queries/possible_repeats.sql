-- grain: one candidate pair that is alike, though not enough to be counted as a repeat; the best first
SELECT
    best.incident_id, best.earlier_incident_id, best.score, best.days_since, later.title, later.occurred_on,
    later.severity_level, earlier.title AS earlier_title, earlier.occurred_on AS earlier_occurred_on, best.services
FROM (
    SELECT *
    FROM pairs_alike
    SEMI JOIN incidents_seen USING (incident_id)
    ORDER BY score DESC, incident_id, earlier_incident_id
    LIMIT $n_rows
) AS best
INNER JOIN mart.incident_facts AS later ON best.incident_id = later.incident_id
INNER JOIN mart.incident_facts AS earlier ON best.earlier_incident_id = earlier.incident_id
ORDER BY best.score DESC, best.incident_id, best.earlier_incident_id
