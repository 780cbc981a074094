-- grain: one incident behind a chart or one of its marks. A parameter that is NULL chooses nothing: $period of $grain,
-- $value of $dimension, $theme, those with a time to diagnose ($is_timed) of $at_least so many minutes, those that lack
-- the time $missing (or know only its day: $is_day) or the part of a document $lacking, those
-- that say how they were detected ($is_detection_known), that state both ends of one part of their life ($stage), and the
-- one that a mark stands for ($one).
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.theme, seen.time_to_diagnose_minutes
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE
    ($period::DATE IS NULL OR date_trunc(coalesce($grain, 'month'), seen.occurred_on)::DATE = $period::DATE)
    AND ($theme::VARCHAR IS NULL OR coalesce(seen.theme, 'No theme') = $theme)
    AND ($is_timed::BOOLEAN IS NULL OR (seen.time_to_diagnose_minutes IS NOT NULL) = $is_timed)
    AND ($is_detection_known::BOOLEAN IS NULL OR coalesce(seen.detection_source <> 'unknown', false))
    AND ($one::VARCHAR IS NULL OR seen.incident_id = $one)
    AND CASE $stage::VARCHAR
        WHEN 'detect' THEN
            i.detected_at >= i.started_at AND i.detected_at::DATE <= $as_of
            AND i.started_precision <> 'day' AND i.detected_precision <> 'day'
        WHEN 'diagnose' THEN
            i.diagnosed_at >= i.detected_at AND i.diagnosed_at::DATE <= $as_of
            AND i.detected_precision <> 'day' AND i.diagnosed_precision <> 'day'
        WHEN 'mitigate' THEN
            i.mitigated_at >= i.diagnosed_at AND i.mitigated_at::DATE <= $as_of
            AND i.diagnosed_precision <> 'day' AND i.mitigated_precision <> 'day'
        WHEN 'resolve' THEN
            i.resolved_at >= i.mitigated_at AND i.resolved_at::DATE <= $as_of
            AND i.mitigated_precision <> 'day' AND i.resolved_precision <> 'day'
        ELSE true
    END
    AND ($at_least::DOUBLE IS NULL OR round(seen.time_to_diagnose_minutes) >= $at_least)
    AND ($missing::VARCHAR IS NULL OR EXISTS (
        FROM (
            SELECT
                unnest(['started_at', 'detected_at', 'diagnosed_at', 'mitigated_at', 'resolved_at']) AS field,
                unnest([i.started_at, i.detected_at, i.diagnosed_at, i.mitigated_at, i.resolved_at]) AS stated_at,
                unnest([
                    i.started_precision, i.detected_precision, i.diagnosed_precision, i.mitigated_precision,
                    i.resolved_precision
                ]) AS stated_precision
        )
        WHERE field = $missing AND CASE
            WHEN $is_day THEN stated_at IS NOT NULL AND stated_precision = 'day'
            ELSE stated_at IS NULL
        END
    ))
    AND CASE $lacking::VARCHAR
        WHEN 'cause_text' THEN i.cause_text IS NULL
        WHEN 'impact_text' THEN i.impact_text IS NULL
        WHEN 'diagnosis_text' THEN i.diagnosis_text IS NULL
        WHEN 'short_term_text' THEN i.short_term_text IS NULL
        WHEN 'long_term_text' THEN i.long_term_text IS NULL
        WHEN 'went_well_text' THEN i.went_well_text IS NULL
        ELSE true
    END
    AND ($value::VARCHAR IS NULL OR CASE $dimension::VARCHAR
        WHEN 'theme' THEN coalesce(seen.theme, 'No theme') = $value
        WHEN 'service' THEN list_contains(seen.services, $value)
        WHEN 'severity' THEN coalesce(seen.severity_level, 0)::VARCHAR = $value
        WHEN 'source' THEN seen.source_name = $value
        WHEN 'year' THEN strftime(seen.occurred_on, '%Y') = $value
        WHEN 'month' THEN strftime(seen.occurred_on, '%Y-%m') = $value
        WHEN 'detection' THEN coalesce(seen.detection_source, 'unknown') = $value
        WHEN 'cause_category' THEN seen.cause_category = $value
        WHEN 'trigger' THEN seen."trigger" = $value
        WHEN 'mitigation' THEN EXISTS (
            FROM incident_mitigations AS m WHERE m.incident_id = seen.incident_id AND m.mitigation = $value
        )
        WHEN 'method' THEN EXISTS (
            FROM incident_diagnosis_methods AS m WHERE m.incident_id = seen.incident_id AND m.method = $value
        )
    END)
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
