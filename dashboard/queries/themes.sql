-- grain: one theme with what the filters let through of it
WITH counts AS (
    SELECT
        m.theme_id,
        count(*) AS n_members,
        min(m.occurred_on) AS first_day,
        max(m.occurred_on) AS last_day,
        count(r.incident_id) AS n_recurrences
    FROM members_seen AS m
    LEFT JOIN recurrences_seen AS r ON m.incident_id = r.incident_id AND m.theme_id = r.theme_id
    GROUP BY m.theme_id
)
SELECT t.theme_id, t.label, t.terms, t.stability, c.n_members, c.first_day, c.last_day, c.n_recurrences
FROM counts AS c
INNER JOIN themes AS t ON c.theme_id = t.theme_id
ORDER BY c.n_members DESC, t.label
