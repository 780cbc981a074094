"""Items of a tracker and their changes, as Refrain keeps them, whatever tracker they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

Facts = Mapping[str, frozenset[str]]
NOTHING: frozenset[str] = frozenset()


class State(NamedTuple):
    """What people want to know of an item at a moment; `due_on` is an ISO date."""

    status: str
    owner: str | None
    due_on: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of a tracker's history. `op` is set (of a single value), add or remove (of one of several)."""

    edit_id: str
    at: datetime
    fact: str
    op: str
    value: str | None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one field, in Refrain's words. `change_id` is the same whenever it is read again."""

    change_id: str
    at: datetime
    field: str
    old_value: str | None
    new_value: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    `changes` is None where its history was not read; `former_keys` are names that it had before; `due_set_at` is when
    what its due date is taken from was last touched, where that is not the item itself.
    """

    key: str
    title: str
    status: str
    status_as_written: str
    opened_at: datetime
    updated_at: datetime
    url: str | None = None
    owner: str | None = None
    due_on: date | None = None
    closed_at: datetime | None = None
    changes: tuple[Change, ...] | None = None
    former_keys: tuple[str, ...] = ()
    due_set_at: datetime | None = None

    @property
    def state(self) -> State:
        return State(self.status, self.owner, self.due_on.isoformat() if self.due_on else None)


@dataclass(frozen=True, slots=True)
class Page:
    """Items that are written in one transaction together with the cursor behind them."""

    items: tuple[Item, ...]
    cursor: str | None
    problems: tuple[str, ...] = field(default=())


def utc(value: Any) -> datetime:
    """A time stamp as trackers write it (ISO 8601, or seconds or milliseconds since 1970). Raises ValueError."""
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value / 1_000 if value > 10**11 else value, UTC)
    read = datetime.fromisoformat(str(value).strip().removesuffix(" UTC"))
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def maybe_utc(value: Any) -> datetime | None:
    """As `utc`, or None where nothing stands."""
    return utc(value) if value not in (None, "") else None


def day(value: Any) -> date | None:
    """A civil date, of which trackers write "2026-11-30" or a time stamp."""
    return date.fromisoformat(str(value).strip()[:10]) if value not in (None, "") else None


def one(value: str | None) -> frozenset[str]:
    """A fact with a single value, or with none."""
    return frozenset([value]) if value else NOTHING


def only(values: frozenset[str]) -> str | None:
    """The value of such a fact."""
    return next(iter(values), None)


def names(values: Iterable[str]) -> str | None:
    """Owners in one text, in the same order however a tracker lists them."""
    return ", ".join(sorted(set(values), key=str.lower)) or None


def facts_before(now: Facts, edits: Sequence[Edit]) -> dict[str, frozenset[str]]:
    """What an item began with: the first step of each fact tells what was there before it."""
    start = dict(now)
    seen: set[tuple[str, str | None]] = set()
    for edit in edits:
        about = (edit.fact, edit.value if edit.op != "set" else None)
        if about in seen:
            continue
        seen.add(about)
        if edit.op == "set":
            start[edit.fact] = one(edit.before)
        elif edit.op == "add":
            start[edit.fact] = start.get(edit.fact, NOTHING) - one(edit.value)
        else:
            start[edit.fact] = start.get(edit.fact, NOTHING) | one(edit.value)
    return start


def apply(facts: Facts, edit: Edit) -> dict[str, frozenset[str]]:
    """The facts after one step."""
    held = facts.get(edit.fact, NOTHING)
    value = one(edit.value)
    after = {"set": value, "add": held | value, "remove": held - value}[edit.op]
    return {**facts, edit.fact: after}


def opening(state: State, at: datetime) -> list[Change]:
    """The changes that an item's opening is."""
    return [
        Change(f"opened-{name}", at, name, None, value)
        for name, value in zip(State._fields, state, strict=True)
        if value is not None
    ]


def differences(old: State, new: State, change_id: str, at: datetime) -> list[Change]:
    """A change for each field that differs."""
    return [
        Change(f"{change_id}-{name}", at, name, was, is_now)
        for name, was, is_now in zip(State._fields, old, new, strict=True)
        if was != is_now
    ]
