"""Planted durations: long-tailed, and shorter where the planted effects say so."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

# Median minutes from the start to the detection, by who noticed.
TIME_TO_DETECT_MEDIAN_MINUTES = {
    "monitoring": 5.0,
    "user_report": 27.0,
    "staff_noticed": 21.0,
    "third_party": 42.0,
}
# Median minutes from the diagnosis to the end of the impact, by what was done.
TIME_TO_APPLY_MEDIAN_MINUTES = {
    "rollback": 10.0,
    "restart": 9.0,
    "drain_or_remove": 15.0,
    "add_capacity": 20.0,
    "redeploy_or_replace": 45.0,
    "config_change": 13.0,
    "code_fix": 65.0,
    "failover": 17.0,
    "credential_renewal": 21.0,
    "data_repair": 55.0,
    "wait_on_provider": 75.0,
    "self_recovered": 35.0,
    "workaround": 24.0,
}
# How often the impact is ended before the cause is known.
MITIGATED_FIRST_SHARE = {"rollback": 0.6, "add_capacity": 0.35, "self_recovered": 0.6, "drain_or_remove": 0.2}

MONITORING_FACTOR = 0.7
OTHER_DETECTION_FACTOR = 1.2
RECENT_CHANGES_FIRST_FACTOR = 0.55
OTHER_FIRST_STEP_FACTOR = 1.15
YEARLY_IMPROVEMENT = 0.12

SHARE_DETECTED_NOT_STATED = 0.10
SHARE_DIAGNOSED_NOT_STATED = 0.18
SHARE_MITIGATED_NOT_STATED = 0.12


@dataclass(frozen=True, slots=True)
class Times:
    """The five times of an incident; None where the document will not state one."""

    started_at: datetime
    detected_at: datetime | None
    diagnosed_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime
    is_mitigated_first: bool


def lognormal_minutes(median: float, sigma: float, rng: Random) -> int:
    """A whole number of minutes, at least 1, from a lognormal cut at 2.6 standard deviations."""
    z = max(-2.6, min(2.6, rng.normalvariate(0.0, 1.0)))
    return max(1, round(median * math.exp(sigma * z)))


def time_to_diagnose_median(
    theme_median: float, detection_source: str, first_method: str, years_since_start: float
) -> float:
    """Median minutes from detection to diagnosis, with every planted effect applied."""
    monitoring = MONITORING_FACTOR if detection_source == "monitoring" else OTHER_DETECTION_FACTOR
    first = RECENT_CHANGES_FIRST_FACTOR if first_method == "recent_changes" else OTHER_FIRST_STEP_FACTOR
    return theme_median * monitoring * first * math.exp(-YEARLY_IMPROVEMENT * years_since_start)


def plan_times(
    started_at: datetime,
    theme_median: float,
    detection_source: str,
    first_method: str,
    mitigation: str,
    years_since_start: float,
    has_cause: bool,
    rng: Random,
) -> Times:
    """Draw the times of one incident, then leave out those that its document will not state."""
    detect = lognormal_minutes(TIME_TO_DETECT_MEDIAN_MINUTES[detection_source], 0.85, rng)
    median = time_to_diagnose_median(theme_median, detection_source, first_method, years_since_start)
    diagnose = lognormal_minutes(median, 0.75, rng)
    is_first = rng.random() < MITIGATED_FIRST_SHARE.get(mitigation, 0.0) and diagnose >= 6
    if is_first:
        mitigate = max(2, round(diagnose * (0.2 + 0.5 * rng.random())))
    else:
        mitigate = diagnose + lognormal_minutes(TIME_TO_APPLY_MEDIAN_MINUTES[mitigation], 0.7, rng)
    close = lognormal_minutes(38.0, 0.95, rng)
    detected_at = started_at + timedelta(minutes=detect)
    diagnosed_at = detected_at + timedelta(minutes=diagnose)
    mitigated_at = detected_at + timedelta(minutes=mitigate)
    states = [rng.random() for _ in range(3)]
    is_diagnosed = has_cause and states[1] >= SHARE_DIAGNOSED_NOT_STATED
    return Times(
        started_at=started_at,
        detected_at=detected_at if states[0] >= SHARE_DETECTED_NOT_STATED else None,
        diagnosed_at=diagnosed_at if is_diagnosed else None,
        mitigated_at=mitigated_at if states[2] >= SHARE_MITIGATED_NOT_STATED else None,
        resolved_at=max(diagnosed_at, mitigated_at) + timedelta(minutes=close),
        is_mitigated_first=is_first,
    )
