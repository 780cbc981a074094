-- grain: one tracker project that follow-ups without a recorded state link to, and those that link to none (place NULL)
SELECT
    nullif(regexp_extract(url, '^https?://([^?#]*?)(/-)?/(issues|issue|browse|pull|pulls|merge_requests)/', 1), '')
        AS place,
    count(*) AS n_follow_ups,
    count(DISTINCT incident_id) AS n_incidents
FROM follow_ups_seen
WHERE state = 'not_recorded'
GROUP BY ALL
ORDER BY n_follow_ups DESC
