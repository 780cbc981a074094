"""What was known of a follow-up on each day, and what became of it in a window. Pure.

A follow-up is known by its versions (people's edits, trackers) and by what newer texts of its document changed. Its
state on a day follows from what was known on that day, as on the page Follow-ups. A change is told on the day on which
it was both true and known: what is written down late is told late, and never lost between two windows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from etl.digest.records import Window

ONE_DAY = timedelta(days=1)
_DATES = ("due_on", "done_on", "declined_on")
_FIELDS = ("status", *_DATES)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a follow-up from one day on (None: from the beginning)."""

    known_from: date | None
    status: str
    due_on: date | None
    done_on: date | None
    declined_on: date | None
    policy_due_on: date | None = None

    @property
    def due(self) -> date | None:
        """The agreed date, else the one that the policy implies."""
        return self.due_on or self.policy_due_on


@dataclass(frozen=True, slots=True)
class Reload:
    """One field that a newer text of the document gave another value."""

    observed_on: date
    field: str
    old_value: str | None
    new_value: str | None


@dataclass(frozen=True, slots=True)
class State:
    """A follow-up on one day. ``due_on`` is the agreed date, ``due`` that or the one that the policy implies."""

    state: str
    due_on: date | None
    due: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a follow-up and is still so on the last day of the window: ``kind`` and its day.

    ``due_before`` is the date from which it slipped.
    """

    kind: str
    day: date
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one follow-up. Before ``first_day`` (None: ever since) nobody knew of it."""

    known: tuple[Known, ...]
    first_day: date | None = None
    opened_on: date | None = None

    def on(self, day: date) -> State | None:
        """Its state on a day; None where it was not there, or not known to be."""
        if any(first and day < first for first in (self.first_day, self.opened_on)):
            return None
        known = next(k for k in reversed(self.known) if k.known_from is None or k.known_from <= day)
        state = _state(known, day)
        return State(state, known.due_on, known.due, state == "open" and known.due is not None and known.due < day)

    def turns(self, window: Window) -> list[date]:
        """The days of the window on which its state may differ from the day before."""
        days = {self.first_day, self.opened_on}
        for known in self.known:
            days |= {known.known_from, known.done_on, known.declined_on}
            days.add(known.due + ONE_DAY if known.due else None)
        return sorted(day for day in days if day and window.first <= day <= window.last)


def _state(known: Known, day: date) -> str:
    if known.done_on and known.done_on <= day:
        return "done"
    if known.declined_on and known.declined_on <= day:
        return "declined"
    if known.done_on or known.declined_on or known.status == "in_progress":
        return "open"
    return known.status


def history(
    versions: Sequence[Known], reloads: Iterable[Reload], first_day: date | None, opened_on: date | None
) -> History:
    """The versions, as they stood before the document's newer texts too.

    A version holds the document's newest values wherever no edit put another one: a value that a newer text brought is
    taken back for the days before that text was read.
    """
    newest_first = sorted(reloads, key=lambda r: r.observed_on, reverse=True)
    ordered = sorted(versions, key=lambda v: v.known_from or date.min)
    starts = sorted({v.known_from or date.min for v in ordered} | {r.observed_on for r in newest_first})
    known = [_as_known_on(day, ordered, newest_first) for day in starts]
    beginning = replace(_as_known_on(date.min, ordered, newest_first), known_from=None)
    return History((beginning, *(k for k in known if k.known_from)), first_day, opened_on)


def _as_known_on(day: date, ordered: Sequence[Known], newest_first: Iterable[Reload]) -> Known:
    held = [v for v in ordered if v.known_from is None or v.known_from <= day]
    version = held[-1] if held else ordered[0]
    values: dict[str, Any] = {name: getattr(version, name) for name in _FIELDS}
    for reload in newest_first:
        if reload.observed_on > day and _text(values[reload.field]) == reload.new_value:
            values[reload.field] = _value(reload.field, reload.old_value)
    return replace(version, known_from=None if day == date.min else day, **values)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _value(name: str, text: str | None) -> Any:
    return date.fromisoformat(text) if text and name in _DATES else text


def changes(told: History, window: Window) -> Iterator[Change]:
    """The changes of a window, each kind once: the last one, if it still holds on the last day."""
    last = told.on(window.last)
    if last is None:
        return
    found: dict[str, Change] = {}
    for day in told.turns(window):
        for change in _between(told.on(day - ONE_DAY), told.on(day), day):
            is_further = change.kind == "slipped" and "slipped" in found
            found[change.kind] = replace(found["slipped"], day=day) if is_further else change
    for kind, holds in _holding(last, found).items():
        if holds and kind in found:
            yield found[kind]


def _between(before: State | None, after: State | None, day: date) -> Iterator[Change]:
    if after is None:
        return
    was = before.state if before else None
    if after.state in {"done", "declined"} and was != after.state:
        yield Change(after.state, day)
    if after.state == "open" and was in {"done", "declined"}:
        yield Change("reopened", day)
    if after.is_overdue and not (before and before.is_overdue):
        yield Change("overdue", day)
    if before and before.due_on and after.state == "open" and _is_later(after.due_on, before.due_on):
        yield Change("slipped", day, before.due_on)


def _is_later(due: date | None, before: date) -> bool:
    return due is None or due > before


def _holding(last: State, found: Mapping[str, Change]) -> dict[str, bool]:
    slipped = found.get("slipped")
    return {
        "overdue": last.is_overdue,
        "reopened": last.state == "open",
        "slipped": bool(slipped and slipped.due_before and _is_later(last.due_on, slipped.due_before))
        and last.state == "open",
        "done": last.state == "done",
        "declined": last.state == "declined",
    }
