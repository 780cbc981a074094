"""A Jira issue with its changelog as an item; the same for Cloud, Data Center and exports of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etl.settings import TrackerSettings
from etl.sync.history import closed_at, replay
from etl.sync.items import NOTHING, Edit, Facts, Item, State, day, maybe_utc, one, only, utc
from etl.sync.statuses import of_category

Categories = Mapping[str, str]
CHANGED_FIELDS = ("status", "resolution", "assignee", "duedate")


def categories_of(statuses: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Status name -> category (new, indeterminate, done), of "Get all statuses"."""
    return {str(s["name"]): str((s.get("statusCategory") or {}).get("key") or "") for s in statuses}


def jira_item(
    issue: Mapping[str, Any],
    histories: list[dict[str, Any]] | None,
    categories: Categories,
    tracker: TrackerSettings,
    base_url: str | None,
) -> Item:
    """An issue of the REST API; `histories` are those of its changelog, None where that was not read.

    Raises KeyError, TypeError or ValueError where it is no issue.
    """
    fields, key = issue["fields"], str(issue["key"])
    status = fields["status"]
    known = {**categories, str(status["name"]): str((status.get("statusCategory") or {}).get("key") or "")}
    now: Facts = {
        "status": one(str(status["name"])),
        "resolution": one((fields.get("resolution") or {}).get("name")),
        "assignee": one(_person(fields.get("assignee"))),
        "duedate": one(fields.get("duedate")),
    }

    def read(facts: Facts) -> State:
        word, why = only(facts["status"]) or "", only(facts.get("resolution", NOTHING))
        said = of_category(known.get(word), word, why, tracker.statuses)
        return State(said, only(facts.get("assignee", NOTHING)), only(facts.get("duedate", NOTHING)))

    state, opened_at = read(now), utc(fields["created"])
    changes = tuple(replay(now, _edits(histories), read, opened_at)) if histories is not None else None
    ended = closed_at(changes or (), state.status)
    if ended is None and state.status in ("done", "declined"):
        ended = maybe_utc(fields.get("resolutiondate"))
    resolution = only(now["resolution"])
    return Item(
        key=key, title=str(fields["summary"]), status=state.status,
        status_as_written=f"{status['name']} ({resolution})" if resolution else str(status["name"]),
        opened_at=opened_at, updated_at=utc(fields.get("updated") or fields["created"]),
        url=f"{base_url}/browse/{key}" if base_url else None, owner=state.owner, due_on=day(state.due_on),
        closed_at=ended, changes=changes, former_keys=tuple(_former_keys(histories or [], key)),
    )  # fmt: skip


def _person(assignee: Mapping[str, Any] | None) -> str | None:
    return str(assignee.get("displayName") or assignee.get("name") or "") if assignee else None


def _edits(histories: list[dict[str, Any]]) -> Iterator[Edit]:
    """The changelog as steps. Only whom an issue was given to is read, never who did it."""
    for history in histories:
        for item in history.get("items") or []:
            field = str(item.get("fieldId") or item.get("field") or "").lower()
            if field in CHANGED_FIELDS:
                side = _day_side if field == "duedate" else _text_side
                yield Edit(
                    str(history["id"]), utc(history["created"]), field, "set", side(item, "to"), side(item, "from")
                )


def _text_side(item: Mapping[str, Any], side: str) -> str | None:
    return item.get(f"{side}String") or None


def _day_side(item: Mapping[str, Any], side: str) -> str | None:
    return str(item.get(side) or item.get(f"{side}String") or "")[:10] or None


def _former_keys(histories: list[dict[str, Any]], key: str) -> list[str]:
    """Keys that the issue had in other projects."""
    items = [i for h in histories for i in h.get("items") or [] if str(i.get("field")) == "Key"]
    return sorted({str(i["fromString"]) for i in items if i.get("fromString")} - {key})
