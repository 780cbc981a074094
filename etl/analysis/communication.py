"""Were users told in time, and was the next update there when it had been promised?

A promise is kept where another update, or the end of the incident, is recorded by then or at most `GRACE` later.
Where nothing later is recorded at all, or the moment of the promise is not known, nothing is said. The rules are for
English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pandas as pd

from etl.transform.zones import ZONE, zone_of

GRACE = timedelta(minutes=5)
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
}
_UPDATE = r"(?:\bupdates?\b|\bupdated?\b|\binformation\b)"
_RELATIVE = re.compile(
    rf"{_UPDATE}[^.;\n]{{0,40}}?\b(?:in|within|every)\s+(?:the next |about |approximately |roughly |around |~)?"
    rf"(?P<number>\d{{1,3}}|half an|{'|'.join(_NUMBERS)})[\s-]*(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|h)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    rf"{_UPDATE}[^.;\n]{{0,30}}?\b(?:by|at|before)\s+(?:[A-Z][a-z]+day,?\s+)?"
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})[ T,]+)?"
    rf"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*(?P<half>[ap]m)\b)?\s*(?P<zone>{ZONE})",
)


def promised_update(text: str, said_at: datetime) -> datetime | None:
    """When the next update is promised for, by a text said at `said_at` (both with a zone); None: no promise.

    A clock time counts only with its zone; without a day it is the next such time.
    """
    found = _ABSOLUTE.search(text)
    if found:
        return _at_clock(found, said_at)
    found = _RELATIVE.search(text)
    if not found:
        return None
    number, unit = found["number"].lower(), found["unit"].lower()
    amount = 0.5 if number == "half an" else float(_NUMBERS.get(number, 0) or number)
    return said_at + timedelta(minutes=amount * (60 if unit.startswith("h") else 1))


def _at_clock(found: re.Match[str], said_at: datetime) -> datetime | None:
    zone = zone_of(found["zone"])
    if zone is None:
        return None
    hour = int(found["hour"]) % 12 + 12 * (found["half"] == "pm") if found["half"] else int(found["hour"])
    local = said_at.astimezone(zone)
    try:
        day = date.fromisoformat(found["day"]) if found["day"] else local.date()
    except ValueError:
        return None
    due = datetime(day.year, day.month, day.day, hour, int(found["minute"]), tzinfo=zone).astimezone(UTC)
    return due + timedelta(days=1) if not found["day"] and due <= said_at else due


def promises(events: pd.DataFrame) -> pd.DataFrame:
    """One row per promise of a next update: incident_id, said_at, due_at, told_at, is_kept (None: not recorded).

    `events`: incident_id, at (UTC, not missing), kind, text; those of kind communicated, mitigated or resolved tell
    users something. A promise that stands on its own deadline (the line's only time) is left out: nobody knows when
    it was made.
    """
    tells = events[events["kind"].isin(["communicated", "mitigated", "resolved"])].sort_values("at", kind="stable")
    rows = []
    for incident_id, group in tells.groupby("incident_id", sort=False):
        moments = [at.to_pydatetime() for at in group["at"]]
        for said_at, text in zip(moments, group["text"], strict=True):
            due_at = promised_update(text, said_at)
            if due_at is None or due_at <= said_at + timedelta(minutes=1):
                continue
            told_at = next((at for at in moments if at > said_at), None)
            rows.append((incident_id, said_at, due_at, told_at, None if told_at is None else told_at <= due_at + GRACE))
    found = pd.DataFrame(rows, columns=["incident_id", "said_at", "due_at", "told_at", "is_kept"])
    return found.astype({"is_kept": "boolean"})


_TELLS_NOBODY = re.compile(
    r"declared|takes? (?:over|command)|assigned|(?:incident|war) (?:channel|room)", re.IGNORECASE
)


@dataclass(frozen=True)
class Told:
    """When users were told of one incident: minutes are None where the timeline does not say."""

    n_updates: int
    first_update_minutes: float | None
    longest_silence_minutes: float | None


def told_users(updates: pd.DataFrame, detected_at: datetime | None, ended_at: datetime | None) -> Told:
    """The first update after the detection and the longest silence of one incident.

    `updates`: at (UTC; missing ones are left out), text. A line that only says who takes a role tells users nothing.
    A silence lasts from the detection (else the first update) to the next update, and from the last one to `ended_at`.
    The same rule as writing_updates.sql, for an incident by itself.
    """
    timed = updates[updates["at"].notna() & ~updates["text"].str.contains(_TELLS_NOBODY, na=False)]
    moments = sorted(at.to_pydatetime() for at in timed["at"])
    if not moments:
        return Told(0, None, None)
    bounds = [at for at in (detected_at, ended_at) if at is not None]
    points = sorted({*moments, *bounds})
    inside = [
        at for at in points if (detected_at is None or at >= detected_at) and (ended_at is None or at <= ended_at)
    ]
    gaps = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(inside)]
    first = None
    if detected_at is not None and moments[0] > detected_at:
        first = (moments[0] - detected_at).total_seconds() / 60
    return Told(len(moments), first, max(gaps, default=None))
