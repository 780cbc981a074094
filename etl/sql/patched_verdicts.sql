-- grain: one candidate, with what people have said of it since the build
SELECT
    c.* REPLACE (
        coalesce(v.is_confirmed, c.is_confirmed) AS is_confirmed,
        coalesce(v.is_confirmed, c.is_likely) AS is_likely
    )
FROM base.recurrence_candidates AS c
LEFT JOIN memory.main.verdicts AS v
    ON c.incident_id = v.incident_id AND c.earlier_incident_id = v.earlier_incident_id
