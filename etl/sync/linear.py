"""Linear: GraphQL API, issues with their history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from etl.errors import TrackerError
from etl.settings import LinearTracker, TrackerSettings
from etl.sync.cursors import Cursor
from etl.sync.history import closed_at, replay
from etl.sync.items import NOTHING, Edit, Facts, Item, Page, State, day, maybe_utc, one, only, utc
from etl.sync.records import read_all
from etl.sync.statuses import mapped
from etl.sync.transport import Transport

# A question may cost 10,000 points: 40 issues with 20 steps of history cost about 5,000.
PER_PAGE = 40
_STATES = {
    "triage": "open", "backlog": "open", "unstarted": "open", "started": "in_progress", "completed": "done",
    "canceled": "declined", "duplicate": "declined",
}  # fmt: skip
_STEP = """
  nodes { id createdAt fromState { name type } toState { name type }
    fromAssignee { displayName } toAssignee { displayName } fromDueDate toDueDate }
  pageInfo { hasNextPage endCursor }"""
# By creation, which never changes, so that a page begins where the last one ended whatever is done meanwhile.
_ISSUES = (
    """query Issues($filter: IssueFilter, $after: String, $first: Int!) {
  issues(filter: $filter, after: $after, first: $first, orderBy: createdAt, includeArchived: true) {
    nodes { id identifier previousIdentifiers title url dueDate createdAt updatedAt completedAt canceledAt
      state { name type } assignee { displayName } history(first: 20) {"""
    + _STEP
    + """ } }
    pageInfo { hasNextPage endCursor } } }"""
)
_HISTORY = (
    """query History($id: String!, $after: String) {
  issue(id: $id) { history(first: 100, after: $after) {"""
    + _STEP
    + """ } } }"""
)


class LinearReader:
    """The issues of some teams that changed since a cursor, with their history."""

    def __init__(self, tracker: LinearTracker, transport: Transport) -> None:
        self._tracker, self._transport = tracker, transport
        self._per_page = PER_PAGE

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages by creation. What changes while they are read is read next time: since when this time began.

        A cursor that was cut off leads on from its page. Raises TrackerError.
        """
        more = cursor.more or {}
        began, after = maybe_utc(more.get("began")), more.get("after")
        if after and not self._leads_on(cursor, after):
            began, after = None, None
        while True:
            found = self._issues(cursor.asked, after)
            began = began or self._transport.now()
            for issue in found["nodes"]:
                self._complete(issue)
            items, problems = read_all(found["nodes"], lambda i: linear_item(i, self._tracker), "identifier")
            after = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None
            if after is None:
                yield Page(items, cursor.write(began), problems)
                return
            yield Page(items, cursor.write(cursor.since, {"began": began.isoformat(), "after": after}), problems)

    def _leads_on(self, cursor: Cursor, after: str) -> bool:
        """Whether Linear still knows the page at which an earlier sync was cut off."""
        try:
            self._issues(cursor.asked, after)
        except TrackerError:
            return False
        return True

    def _issues(self, since: datetime | None, after: str | None) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        if since:
            chosen["updatedAt"] = {"gte": since.isoformat().replace("+00:00", "Z")}
        if self._tracker.teams:
            chosen["team"] = {"key": {"in": list(self._tracker.teams)}}
        while True:
            variables = {"filter": chosen, "after": after, "first": self._per_page}
            body = self._transport.post("/graphql", {"query": _ISSUES, "variables": variables}).body
            if _is_too_complex(body) and self._per_page > 1:
                self._per_page //= 2
                continue
            found: dict[str, Any] = self._data(body)["issues"]
            return found

    def _complete(self, issue: dict[str, Any]) -> None:
        """The rest of a long history."""
        page = issue["history"]["pageInfo"]
        while page["hasNextPage"]:
            variables = {"id": issue["id"], "after": page["endCursor"]}
            body = self._transport.post("/graphql", {"query": _HISTORY, "variables": variables}).body
            history = self._data(body)["issue"]["history"]
            issue["history"]["nodes"] += history["nodes"]
            page = history["pageInfo"]

    def _data(self, body: Any) -> dict[str, Any]:
        errors = body.get("errors") or []
        if errors:
            raise self._refusal(errors[0])
        data: dict[str, Any] = body["data"]
        return data

    def _refusal(self, error: Mapping[str, Any]) -> TrackerError:
        extensions = error.get("extensions") or {}
        code = str(extensions.get("code") or extensions.get("type") or "")
        status = {"AUTHENTICATION_ERROR": 401, "FORBIDDEN": 403}.get(code.upper().replace(" ", "_"), 400)
        said = extensions.get("userPresentableMessage") or error.get("message") or code
        return self._transport.refusal("/graphql", status, str(said))


def _is_too_complex(body: Any) -> bool:
    return any("complex" in str(e.get("message", "")).lower() for e in body.get("errors") or [])


def linear_item(issue: Mapping[str, Any], tracker: TrackerSettings) -> Item:
    """An issue of the GraphQL API with all of its history, or without any. Raises KeyError, TypeError, ValueError."""
    types = {issue["state"]["name"]: issue["state"]["type"]}
    steps = issue["history"]["nodes"] if "history" in issue else []
    for step in steps:
        types |= {s["name"]: s["type"] for s in (step.get("fromState"), step.get("toState")) if s}
    now: Facts = {
        "state": one(issue["state"]["name"]),
        "assignee": one((issue.get("assignee") or {}).get("displayName")),
        "due": one(issue.get("dueDate")),
    }

    def read(facts: Facts) -> State:
        name = only(facts["state"]) or ""
        status = mapped(name, tracker.statuses) or _STATES.get(types.get(name, ""), "open")
        return State(status, only(facts.get("assignee", NOTHING)), only(facts.get("due", NOTHING)))

    state, opened_at = read(now), utc(issue["createdAt"])
    changes = tuple(replay(now, _edits(steps), read, opened_at)) if "history" in issue else None
    stated = maybe_utc(issue.get("completedAt") or issue.get("canceledAt"))
    is_over = state.status in ("done", "declined")
    return Item(
        key=str(issue["identifier"]), title=str(issue["title"]), status=state.status,
        status_as_written=str(issue["state"]["name"]), opened_at=opened_at, updated_at=utc(issue["updatedAt"]),
        url=issue.get("url"), owner=state.owner, due_on=day(state.due_on),
        closed_at=(closed_at(changes or (), state.status) or stated) if is_over else None, changes=changes,
        former_keys=tuple(sorted(set(issue.get("previousIdentifiers") or []))),
    )  # fmt: skip


def _edits(steps: list[dict[str, Any]]) -> Iterator[Edit]:
    """The history as steps. Only whom an issue was given to is read, never who did it."""
    for step in steps:
        step_id, at = str(step["id"]), utc(step["createdAt"])
        for fact, old, new in (
            ("state", _of(step, "fromState", "name"), _of(step, "toState", "name")),
            ("assignee", _of(step, "fromAssignee", "displayName"), _of(step, "toAssignee", "displayName")),
            ("due", step.get("fromDueDate"), step.get("toDueDate")),
        ):
            if old or new:
                yield Edit(step_id, at, fact, "set", new, old)


def _of(step: Mapping[str, Any], name: str, field: str) -> str | None:
    value = (step.get(name) or {}).get(field)
    return str(value) if value else None
