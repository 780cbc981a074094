"""Planted follow-ups: a competing-risk process of being done, being declined, or staying open."""

import math
from datetime import date, timedelta
from random import Random

from etl.generate.causes import CauseTheme, FollowUpTemplate
from etl.generate.company import AS_OF, OWNER_ROLES, TEAMS
from etl.generate.planned import PlannedFollowUp
from etl.generate.templates import pick

# Median days to completion of an item that has an owner and is not forgotten.
TIME_TO_DONE_MEDIAN_DAYS = {
    "document": 24.0,
    "detect": 30.0,
    "investigate": 45.0,
    "process": 55.0,
    "mitigate": 75.0,
    "prevent": 95.0,
}
NO_OWNER_HAZARD_RATIO = 0.4
DECLINE_HAZARD_PER_DAY = 1 / 2200
SHARE_FORGOTTEN = {True: 0.24, False: 0.45}
SHARE_WITH_OWNER = 0.82
SHARE_NOT_RECORDED = 0.08
SHARE_NEVER_FILED = 0.09
SHARE_IN_PROGRESS_OF_OPEN = 0.22

_COUNTS = (2, 2, 3, 3, 3, 4, 4, 5)
_DUE_DAYS = (14, 30, 30, 45, 60, 90)


def plan_follow_ups(
    cause: CauseTheme, team: str, service: str, resolved_on: date, planted_fix: bool, rng: Random
) -> tuple[PlannedFollowUp, ...]:
    """The follow-ups of one incident; `planted_fix` puts the theme's fix first, done on a known day."""
    if not planted_fix and rng.random() < SHARE_NEVER_FILED:
        return ()
    count = min(pick(_COUNTS, rng), len(cause.follow_ups))
    numbers = rng.sample(range(len(cause.follow_ups)), count)
    if cause.weight == 0.0 and 0 not in numbers:
        numbers[0] = 0
    planned = [_planted_fix(cause, team, resolved_on, rng)] if planted_fix else []
    for number in sorted(numbers):
        seq = len(planned) + 1
        planned.append(_follow_up(seq, number, cause.follow_ups[number], team, service, resolved_on, rng))
    return tuple(planned)


def _planted_fix(cause: CauseTheme, team: str, resolved_on: date, rng: Random) -> PlannedFollowUp:
    opened_on = resolved_on + timedelta(days=int(rng.random() * 3))
    done_on = opened_on + timedelta(days=14 + int(rng.random() * 28))
    fix = cause.fix
    return PlannedFollowUp(
        1,
        fix.kind,
        fix.theme,
        -1,
        team,
        "done",
        opened_on,
        opened_on + timedelta(days=45),
        done_on,
        None,
        cause.fix_holds,
    )


def _follow_up(
    seq: int, number: int, template: FollowUpTemplate, team: str, service: str, resolved_on: date, rng: Random
) -> PlannedFollowUp:
    kind = template.kind
    owner = _owner(team, service, rng) if rng.random() < SHARE_WITH_OWNER else None
    if rng.random() < SHARE_NOT_RECORDED:
        return PlannedFollowUp(seq, kind, template.theme, number, owner, "not_recorded", None, None, None, None)
    opened_on = min(AS_OF, resolved_on + timedelta(days=int(rng.random() * 6)))
    has_due = rng.random() < (0.8 if owner else 0.35)
    due_on = opened_on + timedelta(days=pick(_DUE_DAYS, rng)) if has_due else None
    status, closed_on = _outcome(kind, owner is not None, opened_on, rng)
    return PlannedFollowUp(
        seq,
        kind,
        template.theme,
        number,
        owner,
        status,
        opened_on,
        due_on,
        closed_on if status == "done" else None,
        closed_on if status == "declined" else None,
    )


def _outcome(kind: str, has_owner: bool, opened_on: date, rng: Random) -> tuple[str, date | None]:
    """The first of two exponential clocks to ring before `as_of` decides."""
    done_hazard = math.log(2) / TIME_TO_DONE_MEDIAN_DAYS[kind]
    if not has_owner:
        done_hazard *= NO_OWNER_HAZARD_RATIO
    if rng.random() < SHARE_FORGOTTEN[has_owner]:
        done_hazard *= 0.05
    days_to_done = rng.expovariate(done_hazard)
    days_to_declined = 5 + rng.expovariate(DECLINE_HAZARD_PER_DAY)
    days = math.ceil(min(days_to_done, days_to_declined))
    if days > (AS_OF - opened_on).days:
        return ("in_progress" if rng.random() < SHARE_IN_PROGRESS_OF_OPEN else "open"), None
    status = "done" if days_to_done <= days_to_declined else "declined"
    return status, opened_on + timedelta(days=days)


def _owner(team: str, service: str, rng: Random) -> str:
    if rng.random() < 0.12:
        return pick(TEAMS, rng)
    return pick(OWNER_ROLES, rng).format(team=team, svc=service)
