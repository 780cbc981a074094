-- grain: one follow-up of an incident that the filters let through, in its state on $as_of.
-- A state without a date is known only as of the build; on an earlier day it is not recorded.
SELECT
    stated.*,
    stated.state = 'open' AND stated.due_on < $as_of::DATE AS is_overdue,
    date_diff('day', stated.opened_on, $as_of::DATE) AS age_days,
    CASE
        WHEN stated.state IN ('done', 'declined') THEN date_diff('day', stated.opened_on, stated.closed_on)
        WHEN stated.state = 'open' THEN date_diff('day', stated.opened_on, $as_of::DATE)
    END AS watched_days
FROM (
    SELECT
        facts.*,
        CASE
            WHEN facts.done_on <= $as_of::DATE THEN 'done'
            WHEN facts.declined_on <= $as_of::DATE THEN 'declined'
            WHEN facts.closed_on IS NOT NULL OR facts.status IN ('open', 'in_progress') THEN 'open'
            WHEN facts.status IN ('done', 'declined') AND $as_of::DATE >= builds.as_of THEN facts.status
            ELSE 'not_recorded'
        END AS state
    FROM mart.follow_up_facts AS facts, builds
    WHERE coalesce(facts.opened_on <= $as_of::DATE, true)
) AS stated
SEMI JOIN incidents_seen USING (incident_id)
