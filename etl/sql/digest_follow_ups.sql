-- grain: one version of one follow-up that may be news in the window: what was known of it from known_from on (NULL:
-- from the beginning). first_seen_on is set where the postmortem was first read later than the rest, and is about an
-- incident of the 90 days before: what it tells was not known until then. An older one is history, not news.
WITH versions AS (
    SELECT
        f.follow_up_id, f.incident_id, f.text, f.opened_on, f.url, f.incident_title, f.severity_level,
        v.known_from,
        if(v.follow_up_id IS NULL, f.status, v.status) AS status,
        if(v.follow_up_id IS NULL, f.owner, v.owner) AS owner,
        if(v.follow_up_id IS NULL, f.kind, v.kind) AS kind,
        if(v.follow_up_id IS NULL, f.due_on, v.due_on) AS due_on,
        if(v.follow_up_id IS NULL, f.done_on, v.done_on) AS done_on,
        if(v.follow_up_id IS NULL, f.declined_on, v.declined_on) AS declined_on,
        if(v.follow_up_id IS NULL, f.declined_reason, v.declined_reason) AS declined_reason,
        if(v.follow_up_id IS NULL, f.evidence_url, v.evidence_url) AS evidence_url,
        CASE WHEN d.first_seen_on - i.occurred_on <= 90 THEN d.first_seen_on END AS first_seen_on
    FROM mart.follow_up_facts AS f
    INNER JOIN incidents AS i ON f.incident_id = i.incident_id
    INNER JOIN documents AS d ON i.document_id = d.document_id
    LEFT JOIN follow_up_versions AS v ON f.follow_up_id = v.follow_up_id
),
timed AS (
    SELECT v.*, v.opened_on + p.days AS policy_due_on
    FROM versions AS v
    LEFT JOIN mart.policy_days AS p
        ON v.severity_level IS NOT DISTINCT FROM p.severity_level AND v.kind IS NOT DISTINCT FROM p.kind
)
SELECT *
FROM timed
WHERE
    follow_up_id IN (
        SELECT t.follow_up_id
        FROM timed AS t
        WHERE
            t.known_from BETWEEN $first AND $last
            OR t.first_seen_on BETWEEN $first AND $last
            OR t.done_on BETWEEN $first AND $last
            OR t.declined_on BETWEEN $first AND $last
            OR coalesce(t.due_on, t.policy_due_on) + 1 BETWEEN $first AND $last
        UNION
        SELECT e.follow_up_id
        FROM follow_up_events AS e
        WHERE e.origin = 'reload' AND e.observed_on BETWEEN $first AND $last
    )
ORDER BY follow_up_id, known_from NULLS FIRST
