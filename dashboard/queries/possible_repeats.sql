-- grain: one candidate for a repeat that nobody has judged and that is not shown as one; the best first, at most three
-- for each later incident
SELECT
    c.incident_id, c.earlier_incident_id, c.score, c.days_since, later.title, later.occurred_on, later.severity_level,
    earlier.title AS earlier_title, earlier.occurred_on AS earlier_occurred_on,
    list_intersect(later.services, earlier.services) AS services
FROM recurrence_candidates AS c
SEMI JOIN incidents_seen AS seen ON c.incident_id = seen.incident_id
ANTI JOIN recurrences AS r ON c.incident_id = r.incident_id AND c.earlier_incident_id = r.earlier_incident_id
INNER JOIN mart.incident_facts AS later ON c.incident_id = later.incident_id
INNER JOIN mart.incident_facts AS earlier ON c.earlier_incident_id = earlier.incident_id
WHERE c.is_confirmed IS NULL AND c.cause > 0
QUALIFY row_number() OVER (PARTITION BY c.incident_id ORDER BY c.score DESC, c.earlier_incident_id) <= 3
ORDER BY c.score DESC, c.incident_id, c.earlier_incident_id
LIMIT $n_rows
