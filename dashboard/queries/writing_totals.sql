-- grain: one row: how many documents hold each part of a postmortem, all of them, and name the two roles
SELECT
    count(*) AS n_incidents,
    count(i.cause_text) AS cause_text,
    count(i.impact_text) AS impact_text,
    count(i.diagnosis_text) AS diagnosis_text,
    count(i.short_term_text) AS short_term_text,
    count(i.long_term_text) AS long_term_text,
    count(i.went_well_text) AS went_well_text,
    count(*) FILTER (
        i.cause_text IS NOT NULL AND i.impact_text IS NOT NULL AND i.diagnosis_text IS NOT NULL
        AND i.short_term_text IS NOT NULL AND i.long_term_text IS NOT NULL AND i.went_well_text IS NOT NULL
    ) AS n_complete,
    count(*) FILTER (roles.has_commander) AS n_commander,
    count(*) FILTER (roles.has_communications) AS n_communications
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN (
    SELECT
        incident_id,
        bool_or(regexp_matches(role, $commander, 'i')) AS has_commander,
        bool_or(regexp_matches(role, $communications, 'i')) AS has_communications
    FROM incident_roles
    GROUP BY incident_id
) AS roles ON seen.incident_id = roles.incident_id
