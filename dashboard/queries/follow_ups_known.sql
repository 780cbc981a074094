-- grain: one follow-up, whatever the filters, in its state on $as_of.
-- What was edited or is tracked has versions: the one known on that day. Otherwise a state without a date is known only
-- as of the build; on an earlier day it is not recorded. due_on is what is stated; where nothing is, the policy implies
-- a date, so many days (policy_days) after the opening. What calls for someone's attention is told by is_open and so on.
SELECT
    stated.*,
    allowed.days AS policy_days,
    stated.opened_on + allowed.days AS policy_due_on,
    CASE WHEN stated.due_on IS NULL THEN stated.opened_on + allowed.days END AS implied_due_on,
    implied_due_on IS NOT NULL AS is_due_implied,
    stated.state = 'open' AND coalesce(stated.due_on, implied_due_on) < $as_of::DATE AS is_overdue,
    coalesce(stated.state = 'open' AND implied_due_on < $as_of::DATE, false) AS is_overdue_by_policy,
    date_diff('day', stated.opened_on, $as_of::DATE) AS age_days,
    CASE
        WHEN stated.state IN ('done', 'declined') THEN date_diff('day', stated.opened_on, stated.closed_on)
        WHEN stated.state = 'open' THEN date_diff('day', stated.opened_on, $as_of::DATE)
    END AS watched_days,
    stated.state = 'open' AS is_open,
    stated.state = 'done' AS is_done,
    stated.state = 'declined' AS is_declined,
    stated.state = 'not_recorded' AS is_not_recorded,
    is_open AND coalesce(changes.changed_on, stated.opened_on) <= $as_of::DATE - 7 AS is_stale_7,
    is_open AND coalesce(changes.changed_on, stated.opened_on) <= $as_of::DATE - 30 AS is_stale_30,
    is_open AND stated.owner IS NULL AS is_without_owner,
    is_open AND stated.due_on IS NULL AS is_without_due,
    is_done AND stated.evidence_url IS NULL AND stated.url IS NULL AS is_without_evidence,
    is_open AND coalesce(changes.n_reopened, 0) > 0 AS is_reopened,
    is_open AND coalesce(changes.n_slipped, 0) > 0 AS is_slipped,
    is_open AND coalesce(stated.kind IN ('investigate', 'document'), false) AS is_weak
FROM (
    SELECT
        known.*,
        CASE
            WHEN known.done_on <= $as_of::DATE THEN 'done'
            WHEN known.declined_on <= $as_of::DATE THEN 'declined'
            WHEN known.closed_on IS NOT NULL OR known.status IN ('open', 'in_progress') THEN 'open'
            WHEN
                known.status IN ('done', 'declined')
                AND ($as_of::DATE >= builds.as_of OR known.known_from IS NOT NULL) THEN known.status
            ELSE 'not_recorded'
        END AS state
    FROM (
        SELECT
            facts.* EXCLUDE (
                status, owner, has_owner, due_on, kind, done_on, declined_on, closed_on, declined_reason,
                evidence_url, note
            ),
            versions.known_from,
            versions.follow_up_id IS NOT NULL AS has_versions,
            if(has_versions, versions.status, facts.status) AS status,
            if(has_versions, versions.owner, facts.owner) AS owner,
            if(has_versions, versions.owner, facts.owner) IS NOT NULL AS has_owner,
            if(has_versions, versions.due_on, facts.due_on) AS due_on,
            if(has_versions, versions.kind, facts.kind) AS kind,
            if(has_versions, versions.done_on, facts.done_on) AS done_on,
            if(has_versions, versions.declined_on, facts.declined_on) AS declined_on,
            if(
                has_versions, coalesce(versions.done_on, versions.declined_on),
                coalesce(facts.done_on, facts.declined_on)
            ) AS closed_on,
            if(has_versions, versions.declined_reason, facts.declined_reason) AS declined_reason,
            if(has_versions, versions.evidence_url, facts.evidence_url) AS evidence_url,
            if(has_versions, versions.note, facts.note) AS note
        FROM mart.follow_up_facts AS facts
        LEFT JOIN follow_up_versions AS versions
            ON
                facts.follow_up_id = versions.follow_up_id
                AND coalesce(versions.known_from <= $as_of::DATE, true)
                AND coalesce(versions.known_until > $as_of::DATE, true)
    ) AS known, builds
    WHERE coalesce(known.opened_on <= $as_of::DATE, true)
) AS stated
LEFT JOIN mart.policy_days AS allowed
    ON
        stated.severity_level IS NOT DISTINCT FROM allowed.severity_level
        AND stated.kind IS NOT DISTINCT FROM allowed.kind
LEFT JOIN (
    SELECT
        follow_up_id,
        max(observed_on) AS changed_on,
        count(*) FILTER (
            field = 'status' AND old_value IN ('done', 'declined') AND new_value IN ('open', 'in_progress')
        ) AS n_reopened,
        count(*) FILTER (field = 'due_on' AND new_value > old_value) AS n_slipped
    FROM follow_up_events
    WHERE observed_on <= $as_of::DATE
    GROUP BY follow_up_id
) AS changes ON stated.follow_up_id = changes.follow_up_id
ORDER BY stated.services, stated.scope  -- what a filter lets through lies together: the rest is skipped
