-- grain: one figure and one reason why incidents, repeats or follow-ups are not in it (durations: exclusion_reasons.sql)
WITH told AS (
    SELECT
        count(*) AS n,
        count(*) FILTER (seen.occurred_on IS NULL) AS n_without_day,
        count(*) FILTER (i.cause_text IS NULL) AS n_without_cause,
        count(*) FILTER (i.cause_text IS NOT NULL AND seen.theme_id IS NULL) AS n_without_theme,
        count(*) FILTER (seen.severity_level IS NULL) AS n_without_severity,
        count(*) FILTER (len(seen.services) = 0) AS n_without_service,
        count(*) FILTER (seen.team IS NULL) AS n_without_team,
        count(*) FILTER (coalesce(seen.detection_source, 'unknown') = 'unknown') AS n_without_detection
    FROM incidents_seen AS seen
    INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
),
repeated AS (
    SELECT count(*) AS n, count(*) FILTER (fix_state = 'not_recorded') AS n_not_recorded
    FROM recurrences_seen
),
followed AS (
    SELECT
        count(*) AS n,
        count(*) FILTER (state = 'open') AS n_open,
        count(*) FILTER (state = 'not_recorded') AS n_not_recorded,
        count(*) FILTER (state <> 'not_recorded' AND opened_on IS NULL) AS n_without_opening,
        count(*) FILTER (state IN ('done', 'declined') AND opened_on IS NOT NULL AND watched_days IS NULL) AS n_undated,
        count(*) FILTER (watched_days < 0) AS n_impossible,
        count(*) FILTER (state = 'open' AND due_on IS NULL AND implied_due_on IS NULL) AS n_without_due
    FROM follow_ups_seen
),
also AS (
    SELECT count(*) AS n
    FROM told_elsewhere AS t
    SEMI JOIN incidents_seen AS seen ON t.told_in = seen.incident_id
)
SELECT reasons.figure, reasons.reason, reasons.n_left_out, reasons.n_all, reasons.noun
FROM told, repeated, followed, also,
    LATERAL (
        VALUES
            (0, 'Every figure', 'told in another document, and counted there', also.n, told.n + also.n, 'record'),
            (1, 'By month, and one period against another', 'no day is stated', told.n_without_day, told.n, 'incident'),
            (2, 'Repeats and themes', 'no root cause is told', told.n_without_cause, told.n, 'incident'),
            (3, 'By theme', 'like no other', told.n_without_theme, told.n, 'incident'),
            (4, 'By severity', 'no severity that is known', told.n_without_severity, told.n, 'incident'),
            (5, 'By service', 'no service is named', told.n_without_service, told.n, 'incident'),
            (6, 'By team', 'no team is named', told.n_without_team, told.n, 'incident'),
            (7, 'Detected by', 'not stated how it was noticed', told.n_without_detection, told.n, 'incident'),
            (8, 'State of the earlier fix', 'not recorded', repeated.n_not_recorded, repeated.n, 'repeat'),
            (9, 'How follow-ups get done', 'no state is recorded', followed.n_not_recorded, followed.n, 'follow-up'),
            (10, 'How follow-ups get done', 'no day of opening', followed.n_without_opening, followed.n, 'follow-up'),
            (11, 'How follow-ups get done', 'closed on an unknown day', followed.n_undated, followed.n, 'follow-up'),
            (12, 'How follow-ups get done', 'closed before it was opened', followed.n_impossible, followed.n, 'follow-up'),
            (13, 'Overdue', 'open, without a due date', followed.n_without_due, followed.n_open, 'open follow-up')
    ) AS reasons (place, figure, reason, n_left_out, n_all, noun)
WHERE reasons.n_left_out > 0
ORDER BY reasons.place
