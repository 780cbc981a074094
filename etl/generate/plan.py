"""Plan the incidents of the example company: a pure function of their number and a seed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from etl.generate.company import AS_OF, PERIOD_START
from etl.generate.draw import Draw, Drawer
from etl.generate.durations import Times, lognormal_minutes, plan_times
from etl.generate.follow_up_plan import plan_follow_ups
from etl.generate.planned import PlannedFollowUp, PlannedIncident
from etl.generate.recurrence_plan import with_recurrences
from etl.generate.templates import pick

_LAST_START = AS_OF - timedelta(days=6)
_WEEKDAY_WEIGHT = (1.0, 1.0, 1.05, 1.0, 1.1, 0.75, 0.6)
_SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4")
_SEVERITY_WEIGHTS = {1: (0.14, 0.40, 0.36, 0.10), 2: (0.05, 0.30, 0.47, 0.18), 3: (0.02, 0.16, 0.50, 0.32)}
_ONE_OFF_SEVERITY_WEIGHTS = (0.03, 0.22, 0.48, 0.27)
_WORKING_HOURS = (7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 14, 15, 15, 16, 17)
_HOURS_BY_TRIGGER = {
    "deploy": _WORKING_HOURS,
    "config_change": _WORKING_HOURS,
    "manual_action": _WORKING_HOURS,
    "maintenance": (5, 6, 6, 7, 8, 9, 10, 13, 14, 20, 21, 22),
    "traffic": (7, 8, 11, 12, 16, 17, 17, 18, 18, 18, 19, 19, 20, 20, 21),
    "scheduled_job": (0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 10, 12, 18),
}
_ANY_HOUR = (*range(24), *range(6, 22))


def plan_incidents(n: int, seed: int) -> list[PlannedIncident]:
    """`n` incidents in order of their start, with themes, times, follow-ups and recurrences planted.

    The same `n` and `seed` always give the same incidents. From 10,000 incidents on, the services are
    copied by region. Raises ValueError when `n` is negative.
    """
    if n < 0:
        raise ValueError(f"n must not be negative, got {n}: ask for 0 or more incidents")
    rng = Random(seed)  # noqa: S311 - reproducible example data, not secrets
    drawer = Drawer(n, rng)
    planned = [_plan_one(day, drawer, rng) for day in _days(n, rng)]
    planned.sort(key=lambda incident: incident.started_at)
    numbered = [replace(item, index=index, seed=seed * 1_000_003 + index) for index, item in enumerate(planned)]
    return with_recurrences(numbered)


def _days(n: int, rng: Random) -> list[date]:
    """The days on which incidents start, in order."""
    all_days = [PERIOD_START + timedelta(days=d) for d in range((_LAST_START - PERIOD_START).days + 1)]
    weights = [_WEEKDAY_WEIGHT[day.weekday()] * (1.2 if day.month == 12 else 1.0) for day in all_days]
    return sorted(rng.choices(all_days, weights, k=n))


def _plan_one(day: date, drawer: Drawer, rng: Random) -> PlannedIncident:
    draw = drawer.draw(day)
    cause, service = draw.cause, draw.services[0]
    times = plan_times(
        _start(day, draw.trigger, rng),
        cause.time_to_diagnose_median_minutes,
        draw.detection_source,
        draw.diagnosis_methods[0],
        draw.mitigations[-1],
        (day - PERIOD_START).days / 365.25,
        cause.category != "unknown",
        rng,
    )
    is_fix = drawer.plants_fix(draw, day)
    resolved_on = times.resolved_at.date()
    follow_ups = plan_follow_ups(cause, service.team, service.name, resolved_on, is_fix, rng)
    if is_fix and follow_ups[0].done_on is not None:
        drawer.remember_fix(draw, follow_ups[0].done_on)
    return _incident(draw, times, follow_ups, rng)


def _incident(draw: Draw, times: Times, follow_ups: tuple[PlannedFollowUp, ...], rng: Random) -> PlannedIncident:
    service = draw.services[0]
    weights = _SEVERITY_WEIGHTS[service.tier] if draw.theme else _ONE_OFF_SEVERITY_WEIGHTS
    return PlannedIncident(
        index=0,
        seed=0,
        cause=draw.cause,
        theme=draw.theme,
        team=service.team,
        services=tuple(affected.name for affected in draw.services),
        severity=rng.choices(_SEVERITIES, weights)[0],
        lead_up_no=draw.lead_up_no,
        trigger=draw.trigger,
        detection_source=draw.detection_source,
        diagnosis_nos=draw.diagnosis_nos,
        diagnosis_methods=draw.diagnosis_methods,
        mitigation_nos=draw.mitigation_nos,
        mitigations=draw.mitigations,
        started_at=times.started_at,
        detected_at=times.detected_at,
        diagnosed_at=times.diagnosed_at,
        mitigated_at=times.mitigated_at,
        resolved_at=times.resolved_at,
        published_on=_published_on(times.resolved_at.date(), rng),
        is_mitigated_first=times.is_mitigated_first,
        follow_ups=follow_ups,
    )


def _start(day: date, trigger: str, rng: Random) -> datetime:
    hour = pick(_HOURS_BY_TRIGGER.get(trigger, _ANY_HOUR), rng)
    return datetime(day.year, day.month, day.day, hour, int(rng.random() * 60), tzinfo=UTC)


def _published_on(resolved_on: date, rng: Random) -> date:
    lag_days = 1 + lognormal_minutes(4.0, 0.7, rng)
    return min(AS_OF, resolved_on + timedelta(days=lag_days))
