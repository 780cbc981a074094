-- grain: one trigger or one kind of cause (unknown where the document tells none)
SELECT
    coalesce(CASE $what WHEN 'trigger' THEN "trigger" ELSE cause_category END, 'unknown') AS kind,
    count(*) AS n
FROM incidents_seen
GROUP BY ALL
ORDER BY n DESC, kind
