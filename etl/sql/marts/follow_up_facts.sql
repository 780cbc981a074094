-- grain: one follow-up of one incident, with the dates that survival analysis needs. Those of a record that is told
-- elsewhere belong to the record that is counted, unless that lists the same words.
-- opened_on falls back to the postmortem's publication, the resolution, then the day of the incident
-- (opened_is_implied says so). A done or declined item without a date has closed_on NULL: its state is known, its time is not.
SELECT
    f.follow_up_id,
    i.incident_id,
    f.text,
    f.kind,
    f.status,
    f.owner,
    f.owner IS NOT NULL AS has_owner,
    coalesce(f.opened_on, i.published_at::DATE, i.resolved_at::DATE, i.occurred_on) AS opened_on,
    f.opened_on IS NULL AS opened_is_implied,
    f.due_on,
    f.done_on,
    f.declined_on,
    coalesce(f.done_on, f.declined_on) AS closed_on,
    f.declined_reason,
    f.evidence_url,
    f.note,
    f.url,
    f.line,
    i.title AS incident_title,
    i.source_name,
    i.severity,
    i.severity_level,
    i.team,
    i.occurred_on,
    i.services,
    i.scope,
    i.theme_id,
    i.theme,
    m.theme_id AS remediation_theme_id,
    m.label AS remediation_theme
FROM follow_ups AS f
LEFT JOIN told_elsewhere AS e ON f.incident_id = e.incident_id
INNER JOIN mart.incident_facts AS i ON coalesce(e.told_in, f.incident_id) = i.incident_id
LEFT JOIN (
    SELECT members.follow_up_id, members.theme_id, themes.label
    FROM theme_members AS members
    INNER JOIN themes ON members.theme_id = themes.theme_id
    WHERE members.kind = 'remediation' AND members.is_primary
) AS m ON f.follow_up_id = m.follow_up_id
WHERE
    f.follow_up_id NOT IN (
        SELECT other.follow_up_id
        FROM follow_ups AS other
        INNER JOIN told_elsewhere AS told ON other.incident_id = told.incident_id
        INNER JOIN follow_ups AS own ON told.told_in = own.incident_id
        WHERE lower(trim(other.text)) = lower(trim(own.text))
    )
