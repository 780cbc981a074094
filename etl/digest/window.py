"""Which days a digest is about. Pure: today is given."""

from __future__ import annotations

import re
from datetime import date, timedelta

from etl.digest.records import Window
from etl.errors import InputError

LAST = "last"
DAYS_WHEN_NEVER_SENT = 7
_UNITS = {"d": 1, "w": 7}


def last_day(until: date | None, seen_from: date, today: date) -> date:
    """The last day of the window: the one asked for, else the newest that is over and that the data reach.

    A day that is not over is left for the next digest, whatever still happens on it.
    """
    return until or min(seen_from, today - timedelta(days=1))


def window_since(since: str, until: date) -> Window:
    """``7d`` or ``2w``: so many days up to `until`. A date: from that day on. Raises InputError for anything else."""
    if found := re.fullmatch(r"(\d{1,5})([dw])", since.strip()):
        n_days = int(found[1]) * _UNITS[found[2]]
        if n_days:
            return Window(until - timedelta(days=n_days - 1), until)
    try:
        first = date.fromisoformat(since.strip())
    except ValueError:
        raise InputError(f"--since {since} is not understood. Write 7d, 2w, 2026-11-01 or last") from None
    if first > until:
        raise InputError(f"--since {first} is after the last day, {until}. Choose an earlier day, or load again")
    return Window(first, until)


def window_after(sent_until: date | None, until: date) -> Window | None:
    """What was not told yet: from the day after the last one that was; None where there is no such day."""
    if sent_until is None:
        return window_since(f"{DAYS_WHEN_NEVER_SENT}d", until)
    first = sent_until + timedelta(days=1)
    return Window(first, until) if first <= until else None
