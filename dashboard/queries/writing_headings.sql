-- grain: one set of headings under which documents of one format hold the parts of a postmortem, and one part: how many
-- documents hold it. The headings are those that a section was read from (evidence), in lower case.
WITH headed AS (
    SELECT e.record_id, list_sort(list(DISTINCT lower(substr(e.rule, 10)))) AS headings
    FROM evidence AS e
    SEMI JOIN incidents_seen AS seen ON e.record_id = seen.incident_id
    WHERE e.rule LIKE 'section: %'
    GROUP BY e.record_id
),
told AS (
    SELECT
        coalesce(headed.headings, []) AS headings,
        coalesce(d.format, 'unknown') AS format,
        unnest([
            'cause_text', 'impact_text', 'diagnosis_text', 'short_term_text', 'long_term_text', 'went_well_text'
        ]) AS part,
        unnest([
            i.cause_text, i.impact_text, i.diagnosis_text, i.short_term_text, i.long_term_text, i.went_well_text
        ]) IS NOT NULL AS is_there
    FROM incidents_seen AS seen
    INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
    LEFT JOIN documents AS d ON i.document_id = d.document_id
    LEFT JOIN headed ON seen.incident_id = headed.record_id
)
SELECT headings, format, part, count(*) FILTER (is_there) AS n, count(*) AS total
FROM told
GROUP BY ALL
ORDER BY total DESC, format, headings, part
