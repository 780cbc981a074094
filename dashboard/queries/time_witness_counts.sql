-- grain: one row: incidents whose document gives two values for one of the five times, both to the minute, and those of
-- them of which two lie more than a quarter of an hour apart
SELECT
    count(DISTINCT seen.incident_id) AS n_several,
    count(DISTINCT seen.incident_id) FILTER (abs(date_diff('minute', chosen."at", other."at")) > 15) AS n_conflicting
FROM incidents_seen AS seen
INNER JOIN time_witnesses AS chosen ON seen.incident_id = chosen.incident_id AND chosen.is_chosen
INNER JOIN time_witnesses AS other
    ON chosen.incident_id = other.incident_id AND chosen.field = other.field AND NOT other.is_chosen
WHERE chosen.precision = 'minute' AND other.precision = 'minute'
