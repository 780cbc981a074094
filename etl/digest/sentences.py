"""What is said of each item, in a few phrases. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.digest.history import Change, State
from etl.digest.words import DECLINED_REASONS, FIX_STATES, days_in_words, in_words, quoted

Row = dict[str, Any]
Said = list[str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A change of a follow-up: its row, what changed, and its state on the last day of the window."""

    row: Row
    change: Change
    last: State
    opened_on: date | None


def recurred(row: Row) -> Said:
    """An incident that repeats an earlier one."""
    earlier = quoted(row["earlier_title"] or "an earlier incident")
    on = f" of {in_words(row['earlier_occurred_on'])}" if row["earlier_occurred_on"] else ""
    fix = f": {quoted(row['fix_text'])}" if row["fix_text"] else ""
    return [
        f"on {in_words(row['occurred_on'])}" if row["occurred_on"] else None,
        f"theme {quoted(row['theme'])}" if row["theme"] else None,
        f"service {row['service']}" if row["service"] else None,
        f"{days_in_words(row['days_since'])} after {earlier}{on}",
        f"the earlier fix was {FIX_STATES.get(row['fix_state'], row['fix_state'])}{fix}",
    ]


def held(row: Row) -> Said:
    """A fix, with the exposure that the verdict stands on."""
    times = {1: "once", 2: "twice"}.get(row["n_before"], f"{row['n_before']:,} times")
    return [
        f"done on {in_words(row['done_on'])}",
        f"no repeat of its theme on its services in the {days_in_words(row['days_after'])} since; "
        f"in the {days_in_words(row['days_before'])} before it came {times}, "
        f"so about {row['expected_after']:.1f} would have been expected",
    ]


def _overdue(told: Told) -> Said:
    return [f"was due on {in_words(told.last.due)}"]


def _overdue_by_policy(told: Told) -> Said:
    given = (
        "" if not (told.last.due and told.opened_on) else f"{days_in_words((told.last.due - told.opened_on).days)}, "
    )
    return [f"no date was agreed; the policy gives {given}to {in_words(told.last.due)}"]


def _reopened(told: Told) -> Said:
    return [f"opened again on {in_words(told.change.day)}"]


def _slipped(told: Told) -> Said:
    to = f"moved to {in_words(told.last.due_on)}" if told.last.due_on else "was taken away"
    return [f"its date, {in_words(told.change.due_before)}, {to}"]


def _done(told: Told) -> Said:
    shown = told.row["evidence_url"]
    return [_closed_on(told.row["done_on"], told.change), f"shown by {shown}" if shown else None]


def _declined(told: Told) -> Said:
    reason = told.row["declined_reason"]
    why = f"because {DECLINED_REASONS.get(reason, str(reason))}" if reason else "no reason is recorded"
    return [_closed_on(told.row["declined_on"], told.change), why]


def _closed_on(day: date | None, change: Change) -> str:
    if day is None:
        return "on a day that is not recorded"
    known = f", known since {in_words(change.day)}" if change.day > day else ""
    return f"on {in_words(day)}{known}"


SENTENCES: dict[str, Callable[[Told], Said]] = {
    "overdue": _overdue,
    "overdue_by_policy": _overdue_by_policy,
    "reopened": _reopened,
    "slipped": _slipped,
    "done": _done,
    "declined": _declined,
}
"""By the name of the section."""
