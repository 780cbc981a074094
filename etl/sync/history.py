"""From a tracker's own history to changes of state, owner and due date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from etl.sync.items import Change, Edit, Facts, State, apply, differences, facts_before, opening


def replay(now: Facts, edits: Iterable[Edit], read: Callable[[Facts], State], opened_at: datetime) -> list[Change]:
    """The changes in order of time, the opening first.

    `now` holds the facts of today, from which those at the start are told; `read` says what facts mean. Steps at
    the same moment are one change (a milestone taken off and another put on), and what changes nothing for us is none.
    """
    ordered = sorted(edits, key=lambda e: e.at)
    facts = facts_before(now, ordered)
    state = read(facts)
    changes = opening(state, opened_at)
    for at, group in groupby(ordered, key=lambda e: e.at):
        steps = list(group)
        for step in steps:
            facts = apply(facts, step)
        changes += differences(state, read(facts), steps[0].edit_id, at)
        state = read(facts)
    return changes


def closed_at(changes: Iterable[Change], status: str) -> datetime | None:
    """When an item that is done or declined became so."""
    if status not in ("done", "declined"):
        return None
    times = [c.at for c in changes if c.field == "status" and c.new_value == status]
    return max(times, default=None)
