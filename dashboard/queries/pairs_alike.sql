-- grain: one candidate that nobody has judged and that falls short of a repeat only by how much the two are alike; at most
-- the three best of each later incident, whatever the filters
SELECT
    c.incident_id, c.earlier_incident_id, c.score, c.days_since, list_intersect(later.services, earlier.services) AS services
FROM recurrence_candidates AS c
INNER JOIN mart.incident_facts AS later ON c.incident_id = later.incident_id
INNER JOIN mart.incident_facts AS earlier ON c.earlier_incident_id = earlier.incident_id
WHERE
    c.is_confirmed IS NULL AND NOT c.is_likely AND c.days_since > 0
    AND c.cause >= 0.05 AND (c.named > 0 OR list_has_any(later.services, earlier.services))
QUALIFY row_number() OVER (PARTITION BY c.incident_id ORDER BY c.score DESC, c.earlier_incident_id) <= 3
