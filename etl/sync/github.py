"""GitHub Issues: REST API "List repository issues" and "List issue events"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from etl.settings import GitHubTracker, TrackerSettings
from etl.sync.cursors import Cursor
from etl.sync.history import closed_at, replay
from etl.sync.items import NOTHING, Edit, Facts, Item, Page, State, day, maybe_utc, names, one, only, utc
from etl.sync.paging import Batch, last_change, oldest_first
from etl.sync.records import read_all
from etl.sync.statuses import of_labels
from etl.sync.transport import Answer, Transport

PER_PAGE = 100
_SETS = {
    "assigned": ("owner", "add"), "unassigned": ("owner", "remove"),
    "labeled": ("label", "add"), "unlabeled": ("label", "remove"),
}  # fmt: skip
_DECLINED_REASONS = ("not_planned", "duplicate")


class GitHubReader:
    """The issues of one repository that changed since a cursor, with their history."""

    def __init__(self, tracker: GitHubTracker, transport: Transport) -> None:
        self._tracker, self._transport = tracker, transport
        self._path = f"/repos/{tracker.repo}"
        self._due_by_title: dict[str, str | None] | None = None

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages, the oldest change first. Raises TrackerError."""
        yield from self._moved_milestones(cursor)
        since = cursor.since
        for batch in oldest_first(self._issues, cursor.asked, timedelta(seconds=1)):
            items, problems = read_all(batch.records, self._item, "number")
            since = max(filter(None, (since, batch.newest)), default=None)
            yield Page(items, cursor.write(since), problems)

    def _issues(self, since: datetime | None, position: Any) -> Batch:
        params = {"state": "all", "sort": "updated", "direction": "asc", "per_page": PER_PAGE, **self._narrowed()}
        if since:
            params["since"] = f"{since:%Y-%m-%dT%H:%M:%SZ}"
        answer = self._transport.get(f"{self._path}/issues", {**params, **(position or {})})
        records = listed(answer)
        newest = last_change(r.get("updated_at") for r in records)
        return Batch(records, newest, next_page(answer))

    def _narrowed(self) -> dict[str, str]:
        return {"labels": ",".join(self._tracker.labels)} if self._tracker.labels else {}

    def _moved_milestones(self, cursor: Cursor) -> Iterator[Page]:
        """A milestone whose due date moves does not touch its issues: they are read again for their due date.

        First of all, while the cursor still tells which milestones were seen.
        """
        if cursor.asked is None:
            return
        for milestone in self._milestones():
            if milestone.get("updated_at") and utc(milestone["updated_at"]) >= cursor.asked:
                yield from self._issues_of(milestone, cursor)

    def _issues_of(self, milestone: Mapping[str, Any], cursor: Cursor) -> Iterator[Page]:
        params: dict[str, Any] | None = {
            "state": "all", "milestone": milestone["number"], "per_page": PER_PAGE, **self._narrowed()
        }  # fmt: skip
        while params is not None:
            answer = self._transport.get(f"{self._path}/issues", params)
            items, problems = read_all(listed(answer), lambda r: self._item(r, with_history=False), "number")
            yield Page(items, cursor.write(cursor.since), problems)
            following = next_page(answer)
            params = {**params, **following} if following else None

    def _item(self, issue: Mapping[str, Any], with_history: bool = True) -> Item:
        untouched = issue["updated_at"] == issue["created_at"]
        events: list[dict[str, Any]] | None = None
        if with_history and "pull_request" not in issue:
            events = [] if untouched else self._events(issue["number"])
        return github_item(issue, events, self._due_of, self._tracker)

    def _events(self, number: int) -> list[dict[str, Any]]:
        return self._every(f"{self._path}/issues/{number}/events", {})

    def _milestones(self) -> list[dict[str, Any]]:
        return self._every(f"{self._path}/milestones", {"state": "all"})

    def _every(self, path: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        position: dict[str, str] | None = {}
        while position is not None:
            answer = self._transport.get(path, {"per_page": PER_PAGE, **params, **position})
            found += listed(answer)
            position = next_page(answer)
        return found

    def _due_of(self, title: str) -> str | None:
        if self._due_by_title is None:
            self._due_by_title = {m["title"]: m.get("due_on") for m in self._milestones()}
        return self._due_by_title.get(title)


def listed(answer: Answer) -> list[dict[str, Any]]:
    """The records of a page; an answer that is no list has none."""
    return [r for r in answer.body if isinstance(r, dict)] if isinstance(answer.body, list) else []


def next_page(answer: Answer) -> dict[str, str] | None:
    """The parameters of the next page. Of the link only they are taken, never its host."""
    for link in answer.headers.get("link", "").split(","):
        address, _, relation = link.partition(";")
        if 'rel="next"' in relation:
            return dict(parse_qsl(urlsplit(address.strip(" <>")).query))
    return None


def github_item(
    issue: Mapping[str, Any],
    events: list[dict[str, Any]] | None,
    due_of: Callable[[str], str | None],
    tracker: TrackerSettings,
) -> Item:
    """An issue or pull request of the REST API; `due_of` tells when the milestone of a title is due.

    A pull request is done when it is merged, declined when it is closed otherwise, and else in progress. `events` is
    None where they were not read. Raises KeyError, TypeError or ValueError where it is no issue.
    """
    now = _facts(issue)

    def read(facts: Facts) -> State:
        return _state(facts, tracker.statuses)

    state, opened_at, updated_at = read(now), utc(issue["created_at"]), utc(issue["updated_at"])
    changes = tuple(replay(now, _edits(events, issue, due_of), read, opened_at)) if events is not None else None
    ended = utc(issue["closed_at"]) if issue.get("closed_at") and state.status in ("done", "declined") else None
    if "pull_request" in issue:
        steps = [Edit("closed", ended, "state", "set", only(now["state"]), "pull request open")] if ended else []
        changes = tuple(replay(now, steps, read, opened_at))
    parts = urlsplit(issue["html_url"]).path.strip("/").split("/")
    return Item(
        key=f"{parts[0]}/{parts[1]}#{int(issue['number'])}", title=str(issue["title"]), status=state.status,
        status_as_written=only(now["state"]) or "", opened_at=opened_at, updated_at=updated_at,
        url=str(issue["html_url"]), owner=state.owner, due_on=day(state.due_on),
        closed_at=ended or closed_at(changes or (), state.status), changes=changes,
        due_set_at=maybe_utc((issue.get("milestone") or {}).get("updated_at")),
    )  # fmt: skip


def _facts(issue: Mapping[str, Any]) -> Facts:
    state = str(issue["state"])
    if "pull_request" in issue:
        merged = (issue["pull_request"] or {}).get("merged_at")
        state = "merged" if merged else "closed without a merge" if state == "closed" else "pull request open"
    elif state == "closed":
        state = _closed(issue.get("state_reason"))
    return {
        "state": one(state),
        "label": frozenset(_name(label) for label in issue.get("labels") or []),
        "owner": frozenset(a["login"] for a in issue.get("assignees") or [] if a),
        "due": one(str((issue.get("milestone") or {}).get("due_on") or "")[:10]),
    }


def _name(label: Any) -> str:
    return str(label["name"] if isinstance(label, Mapping) else label)


def _closed(reason: str | None) -> str:
    return f"closed as {reason}" if reason and reason != "reopened" else "closed"


def _state(facts: Facts, statuses: Mapping[str, str]) -> State:
    state = only(facts["state"]) or "open"
    if state in ("merged", "closed without a merge", "pull request open"):
        status = {"merged": "done", "pull request open": "in_progress"}.get(state, "declined")
    elif any(state == f"closed as {reason}" for reason in _DECLINED_REASONS):
        status = "declined"
    else:
        status = of_labels(sorted(facts.get("label", NOTHING)), state != "open", statuses)
    return State(status, names(facts.get("owner", NOTHING)), only(facts.get("due", NOTHING)))


def _edits(
    events: list[dict[str, Any]] | None, issue: Mapping[str, Any], due_of: Callable[[str], str | None]
) -> Iterator[Edit]:
    """Events as steps. Only whom an issue was given to is read, never who did it."""
    last_close = max((e["created_at"] for e in events or () if e["event"] == "closed"), default=None)
    for event in events or ():
        kind, at, edit_id = event["event"], utc(event["created_at"]), str(event["id"])
        if kind == "closed":
            reason = event.get("state_reason")
            if event["created_at"] == last_close and issue["state"] == "closed":
                reason = reason or issue.get("state_reason")
            yield Edit(edit_id, at, "state", "set", _closed(reason), "open")
        elif kind == "reopened":
            yield Edit(edit_id, at, "state", "set", "open", "closed")
        elif kind in _SETS:
            fact, op = _SETS[kind]
            named = event.get("label") or event.get("assignee") or {}
            if value := named.get("name") if fact == "label" else named.get("login"):
                yield Edit(edit_id, at, fact, op, value)
        elif kind in ("milestoned", "demilestoned"):
            due = str(due_of(event["milestone"]["title"]) or "")[:10]
            added = kind == "milestoned"
            yield Edit(edit_id, at, "due", "set", due if added else None, None if added else due)
