-- grain: one name of one record (table link_names) that stands in the text of another, with the words around it
WITH told AS (
    SELECT t.incident_id, t.text
    FROM incident_texts AS t
    SEMI JOIN incidents AS i ON t.incident_id = i.incident_id AND i.is_incident
),
addresses AS (
    SELECT incident_id, unnest(regexp_extract_all(text, 'https?://[^\s<>()\[\]"''|\\]+|\]\(([^)\s]+)\)')) AS address
    FROM told
),
written AS (
    SELECT
        incident_id,
        regexp_replace(
            regexp_replace(lower(ltrim(rtrim(address, ')'), '](')), '^https?://(?:www\.)?|#.*$', '', 'g'),
            '[/.,;:]+$', ''
        ) AS address
    FROM addresses
),
words AS (
    SELECT incident_id, address AS name FROM written
    UNION ALL
    SELECT incident_id, regexp_extract(address, '[^/=]*$') FROM written
    UNION ALL
    SELECT incident_id, regexp_replace(url_decode(regexp_extract(address, '[^/]*$')), '(?:\.[a-z][a-z0-9]{0,7})+$', '')
    FROM written
    UNION ALL
    SELECT
        incident_id,
        replace(lower(unnest(regexp_extract_all(text, '\b[A-Za-z]{2,10}[-_]?\d[\d-]*\b'))), '_', '-')
    FROM told
),
named AS (
    SELECT DISTINCT w.incident_id, n.incident_id AS other_id, w.name
    FROM words AS w
    INNER JOIN link_names AS n ON w.name = n.name AND w.incident_id <> n.incident_id
)
SELECT
    named.*,
    trim(regexp_extract(
        told.text, '(?i).{0,120}' || replace(regexp_escape(named.name), '\-', '[-_]') || '.{0,80}'
    )) AS quote
FROM named
INNER JOIN told ON named.incident_id = told.incident_id
ORDER BY named.incident_id, named.other_id, named.name
