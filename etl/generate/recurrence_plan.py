"""The truth about recurrences, computed from the planted times, services and follow-up dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from etl.generate.planned import PlannedFollowUp, PlannedIncident, PlannedRecurrence

FIXING_KINDS = ("prevent", "detect", "mitigate")
# With several follow-ups the least finished one decides: "done" only if all were.
PRECEDENCE = ("overdue", "open", "not_recorded", "declined", "done")


def with_recurrences(incidents: Sequence[PlannedIncident]) -> list[PlannedIncident]:
    """The same incidents (in order of start), each linked to the latest earlier one that it repeats.

    A recurrence has the same theme, an overlapping service, and began after the earlier one was resolved.
    """
    by_cell: dict[tuple[str, str], list[PlannedIncident]] = {}
    linked = []
    for incident in incidents:
        earlier = _latest_earlier(incident, by_cell)
        linked.append(incident if earlier is None else replace(incident, recurrence=_link(earlier, incident)))
        if incident.theme is not None:
            for service in incident.services:
                by_cell.setdefault((incident.theme, service), []).append(incident)
    return linked


def fix_state_at(follow_ups: Sequence[PlannedFollowUp], on: date) -> str:
    """never_filed | not_recorded | open | overdue | declined | done: how the fix stood on that day."""
    fixing = [item for item in follow_ups if item.kind in FIXING_KINDS] or list(follow_ups)
    if not fixing:
        return "never_filed"
    return min((_item_state(item, on) for item in fixing), key=PRECEDENCE.index)


def _item_state(item: PlannedFollowUp, on: date) -> str:
    if item.status == "not_recorded":
        return "not_recorded"
    if item.done_on is not None and item.done_on <= on:
        return "done"
    if item.declined_on is not None and item.declined_on <= on:
        return "declined"
    return "overdue" if item.due_on is not None and item.due_on < on else "open"


def _latest_earlier(
    incident: PlannedIncident, by_cell: dict[tuple[str, str], list[PlannedIncident]]
) -> PlannedIncident | None:
    if incident.theme is None:
        return None
    candidates = []
    for service in incident.services:
        for earlier in reversed(by_cell.get((incident.theme, service), ())):
            if earlier.resolved_at < incident.started_at:
                candidates.append(earlier)
                break
    return max(candidates, key=lambda earlier: earlier.index, default=None)


def _link(earlier: PlannedIncident, later: PlannedIncident) -> PlannedRecurrence:
    shared = tuple(service for service in later.services if service in earlier.services)
    days = (later.started_at - earlier.resolved_at).total_seconds() / 86_400
    return PlannedRecurrence(earlier.index, fix_state_at(earlier.follow_ups, later.started_at.date()), shared, days)
