-- grain: one pair of a touched incident and an earlier one that it is, or may be, a repeat of, as the build judged it;
-- records that are told elsewhere repeat nothing
SELECT pairs.*
FROM (
    SELECT c.incident_id, c.earlier_incident_id, c.is_likely, c.days_since, c.score
    FROM base.recurrence_candidates AS c
    SEMI JOIN touched USING (incident_id)
    UNION ALL
    SELECT r.incident_id, r.earlier_incident_id, true AS is_likely, r.days_since, r.confidence AS score
    FROM base.recurrences AS r
    SEMI JOIN touched USING (incident_id)
    ANTI JOIN base.recurrence_candidates AS c
        ON r.incident_id = c.incident_id AND r.earlier_incident_id = c.earlier_incident_id
) AS pairs
WHERE
    pairs.incident_id NOT IN (SELECT incident_id FROM memory.main.told_elsewhere)
    AND pairs.earlier_incident_id NOT IN (SELECT incident_id FROM memory.main.told_elsewhere)
