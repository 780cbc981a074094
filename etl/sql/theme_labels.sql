-- grain: one theme of $kind
SELECT theme_id, label
FROM themes
WHERE kind = $kind
ORDER BY theme_id
