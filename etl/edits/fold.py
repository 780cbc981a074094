"""What a history of changes means: the value of each field on each day, and what changed when. Pure.

Changes come from people's edits and from trackers; the document's own values are where they start. Changes apply in
the order in which they were made. A status brings its date with it: done sets ``done_on``, declined ``declined_on``,
and an item that is open again has neither. A tracker's day of opening counts where the document states none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from etl.edits.records import FOLLOW_UP_FIELDS, Edit

CLOSING_DATES = {"done": "done_on", "declined": "declined_on"}
TRACKED = (*FOLLOW_UP_FIELDS, *CLOSING_DATES.values(), "opened_on")
"""The fields of a follow-up whose history is kept."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one follow-up from some moment on. ``is_reset``: back to what the document says. ``is_opening``: an
    item's history begins with it, so that it changes nothing that was there before."""

    record_id: str
    field: str
    value: Any
    at: datetime
    origin: str
    effective_on: date | None = None
    is_reset: bool = False
    is_opening: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """Rows for ``follow_up_events`` and ``follow_up_versions``, and the newest value of each changed field."""

    events: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    values: dict[str, dict[str, Any]]


def follow_up_changes(edits: Iterable[Edit], ids: Mapping[tuple[str, str], str]) -> list[Change]:
    """People's edits of follow-ups as changes of today's records."""
    return [
        Change(ids[e.subject, e.record_key], e.field, e.value, e.made_at, "edit", e.effective_on, e.is_reset)
        for e in without_slips([e for e in edits if e.subject == "follow_up"])
        if (e.subject, e.record_key) in ids
    ]


def without_slips(edits: Sequence[Edit]) -> list[Edit]:
    """Edits in the order of the log, without those taken back on the day (UTC) on which they were made.

    Such a slip is no history of the item: it was not re-opened. Later on, what was believed until then is.
    """
    by_id = {e.edit_id: e for e in edits}
    dropped: set[str] = set()
    for undo in reversed(edits):
        slip = by_id.get(undo.undoes or "")
        if slip and undo.edit_id not in dropped and slip.made_at.date() == undo.made_at.date():
            dropped |= {undo.edit_id, slip.edit_id}
    return [e for e in edits if e.edit_id not in dropped]


def fold(changes: Iterable[Change], as_written: Mapping[str, Mapping[str, Any]]) -> Folded:
    """The history of each follow-up that was changed. ``as_written``: the document's own values by follow_up_id.

    An event is written only where the value differs from the one before. A version holds from ``known_from`` (None:
    from the beginning) until the next one; of several changes on one day (UTC) the last stands.
    """
    by_record: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda c: c.at):
        if change.record_id in as_written:
            by_record.setdefault(change.record_id, []).append(change)
    folded = Folded([], [], {})
    for record_id, listed in by_record.items():
        own = {name: as_written[record_id].get(name) for name in TRACKED}
        now = dict(own)
        states: dict[date | None, dict[str, Any]] = {None: dict(own)}
        for change in listed:
            day = change.at.astimezone(UTC).date()
            for name, value in _consequences(change, own).items():
                if now[name] != value:
                    old = None if change.is_opening else now[name]
                    folded.events.append(_event(change, day, name, old, value))
                    now[name] = value
            states[day] = dict(now)
        folded.values[record_id] = now
        folded.versions.extend(_versions(record_id, states))
    return folded


def _consequences(change: Change, own: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that one change sets."""
    if change.field == "opened_on" and own["opened_on"] is not None:
        return {}
    if change.field != "status":
        return {change.field: own[change.field] if change.is_reset else _typed(change)} if change.field in own else {}
    if change.is_reset:
        return {name: own[name] for name in ("status", *CLOSING_DATES.values(), "declined_reason")}
    day = change.effective_on or change.at.astimezone(UTC).date()
    dates = {column: day if change.value == status else None for status, column in CLOSING_DATES.items()}
    left = {} if change.value == "declined" else {"declined_reason": None}
    return {"status": change.value, **dates, **left}


def _typed(change: Change) -> Any:
    if change.field in {"due_on", "opened_on"} and isinstance(change.value, str):
        return date.fromisoformat(change.value)
    return change.value


def _event(change: Change, day: date, name: str, old: Any, new: Any) -> dict[str, Any]:
    return {
        "follow_up_id": change.record_id, "observed_on": day, "field": name, "old_value": _text(old),
        "new_value": _text(new), "origin": change.origin, "observed_at": change.at,
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _versions(record_id: str, states: Mapping[date | None, Mapping[str, Any]]) -> list[dict[str, Any]]:
    days = list(states)
    ends = [*days[1:], None]
    return [
        {"follow_up_id": record_id, "known_from": day, "known_until": end, **states[day]}
        for day, end in zip(days, ends, strict=True)
    ]
