-- grain: one group (a source, a month, a year) and one part of a postmortem: how many documents hold it
WITH told AS (
    SELECT
        CASE $by
            WHEN 'source' THEN seen.source_name
            WHEN 'month' THEN strftime(seen.month, '%Y-%m')
            ELSE strftime(seen.occurred_on, '%Y')
        END AS name,
        unnest([
            'cause_text', 'impact_text', 'diagnosis_text', 'short_term_text', 'long_term_text', 'went_well_text'
        ]) AS part,
        unnest([
            i.cause_text, i.impact_text, i.diagnosis_text, i.short_term_text, i.long_term_text, i.went_well_text
        ]) IS NOT NULL AS is_there
    FROM incidents_seen AS seen
    INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
)
SELECT name, part, count(*) FILTER (is_there) AS n, count(*) AS total
FROM told
WHERE name IS NOT NULL
GROUP BY ALL
ORDER BY name, part
