-- grain: one owner of follow-ups that the filters let through
SELECT DISTINCT owner
FROM follow_ups_seen
WHERE owner IS NOT NULL
ORDER BY lower(owner), owner
