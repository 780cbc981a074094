-- grain: one set of headings under which documents of one format hold the parts of a postmortem, and one part: how many
-- documents hold it (see writing_templates)
WITH told AS (
    SELECT
        of.headings,
        of.format,
        unnest([
            'cause_text', 'impact_text', 'diagnosis_text', 'short_term_text', 'long_term_text', 'went_well_text'
        ]) AS part,
        unnest([
            i.cause_text, i.impact_text, i.diagnosis_text, i.short_term_text, i.long_term_text, i.went_well_text
        ]) IS NOT NULL AS is_there
    FROM writing_templates AS of
    INNER JOIN incidents AS i ON of.incident_id = i.incident_id
)
SELECT headings, format, part, count(*) FILTER (is_there) AS n, count(*) AS total
FROM told
GROUP BY ALL
ORDER BY total DESC, format, headings, part
