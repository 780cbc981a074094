"""GitLab issues: REST API "List project issues", resource events of state, label and milestone, and system notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from etl.settings import GitLabTracker, TrackerSettings
from etl.sync.cursors import Cursor
from etl.sync.history import closed_at, replay
from etl.sync.items import NOTHING, Edit, Facts, Item, Page, State, day, maybe_utc, names, one, only, utc
from etl.sync.paging import Batch, last_change, oldest_first
from etl.sync.records import read_all
from etl.sync.statuses import of_labels
from etl.sync.transport import Transport

PER_PAGE = 100
_HISTORIES: dict[str, dict[str, str]] = {
    "resource_state_events": {},
    "resource_label_events": {},
    "resource_milestone_events": {},
    "notes": {"activity_filter": "only_activity"},
}
# The texts of system notes are English in every installation.
_ASSIGNED = re.compile(r"(?<!un)assigned to (?P<people>@.*?)(?= and unassigned|$)")
_UNASSIGNED = re.compile(r"unassigned (?P<people>@.*)$")
_PERSON = re.compile(r"@([\w.-]*\w)")
_DUE = re.compile(r"changed due date to (?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})")
_DUPLICATE = "marked this issue as a duplicate of"


class GitLabReader:
    """The issues of one project that changed since a cursor, with their history."""

    def __init__(self, tracker: GitLabTracker, transport: Transport) -> None:
        self._tracker, self._transport = tracker, transport
        self._path = f"/api/v4/projects/{quote(tracker.project, safe='')}"

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages, the oldest change first. Raises TrackerError."""
        yield from self._moved_milestones(cursor)
        since = cursor.since
        for batch in oldest_first(self._issues, cursor.asked, timedelta(milliseconds=1)):
            items, problems = read_all(batch.records, self._item, "iid")
            since = max(filter(None, (since, batch.newest)), default=None)
            yield Page(items, cursor.write(since), problems)

    def _issues(self, since: datetime | None, position: Any) -> Batch:
        params = {
            "scope": "all", "order_by": "updated_at", "sort": "asc", "per_page": PER_PAGE, "page": position or 1,
            **self._narrowed(),
        }  # fmt: skip
        if since:
            params["updated_after"] = since.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        answer = self._transport.get(f"{self._path}/issues", params)
        records = [r for r in answer.body if isinstance(r, dict)]
        newest = last_change(r.get("updated_at") for r in records)
        return Batch(records, newest, answer.headers.get("x-next-page") or None)

    def _narrowed(self) -> dict[str, str]:
        return {"labels": ",".join(self._tracker.labels)} if self._tracker.labels else {}

    def _moved_milestones(self, cursor: Cursor) -> Iterator[Page]:
        """A milestone whose due date moves does not touch its issues: they are read again for their due date.

        First of all, while the cursor still tells which milestones were seen.
        """
        if cursor.asked is None:
            return
        params = {"include_ancestors": "true", "updated_after": cursor.asked.isoformat()}
        for milestone in self._every(f"{self._path}/milestones", params):
            if utc(milestone["updated_at"]) < cursor.asked:  # an old server that does not know updated_after
                continue
            wanted = {"scope": "all", "milestone": milestone["title"], **self._narrowed()}
            issues = self._every(f"{self._path}/issues", wanted)
            items, problems = read_all(issues, lambda i: gitlab_item(i, None, self._tracker), "iid")
            yield Page(items, cursor.write(cursor.since), problems)

    def _item(self, issue: Mapping[str, Any]) -> Item:
        histories: dict[str, list[dict[str, Any]]] = {}
        if issue["updated_at"] != issue["created_at"]:
            path = f"{self._path}/issues/{int(issue['iid'])}"
            histories = {name: self._every(f"{path}/{name}", params) for name, params in _HISTORIES.items()}
        return gitlab_item(issue, histories, self._tracker)

    def _every(self, path: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        page: str | None = "1"
        while page:
            answer = self._transport.get(path, {"per_page": PER_PAGE, **params, "page": page})
            found += [r for r in answer.body if isinstance(r, dict)]
            page = answer.headers.get("x-next-page")
        return found


def gitlab_item(
    issue: Mapping[str, Any], histories: Mapping[str, list[dict[str, Any]]] | None, tracker: TrackerSettings
) -> Item:
    """An issue of the REST API; `histories` are its events and notes by the end of their path, None where not read.

    Raises KeyError, TypeError or ValueError where it is no issue.
    """
    edits = sorted(_edits(histories or {}), key=lambda e: e.at)
    now = _facts(issue, edits)

    def read(facts: Facts) -> State:
        return _state(facts, tracker.statuses)

    state, opened_at = read(now), utc(issue["created_at"])
    changes = tuple(replay(now, edits, read, opened_at)) if histories is not None else None
    ended = utc(issue["closed_at"]) if issue.get("closed_at") and state.status in ("done", "declined") else None
    path = urlsplit(issue["web_url"]).path.strip("/")
    project = re.split(r"/-/|/issues/|/work_items/", path, maxsplit=1)[0]
    return Item(
        key=f"{project}#{int(issue['iid'])}", title=str(issue["title"]), status=state.status,
        status_as_written=only(now["state"]) or "", opened_at=opened_at, updated_at=utc(issue["updated_at"]),
        url=str(issue["web_url"]), owner=state.owner, due_on=day(state.due_on),
        closed_at=ended or closed_at(changes or (), state.status), changes=changes,
        due_set_at=None if issue.get("due_date") else maybe_utc((issue.get("milestone") or {}).get("updated_at")),
    )  # fmt: skip


def _facts(issue: Mapping[str, Any], edits: list[Edit]) -> Facts:
    is_duplicate = any(e.fact == "duplicate" for e in edits)
    return {
        "state": one("closed" if issue["state"] == "closed" else "open"),
        "duplicate": one("duplicate" if is_duplicate else None),
        "label": frozenset(str(la["name"] if isinstance(la, Mapping) else la) for la in issue.get("labels") or []),
        "owner": frozenset(a["username"] for a in issue.get("assignees") or [] if a),
        "due": one(issue.get("due_date")),
        "milestone": one((issue.get("milestone") or {}).get("due_date")),
    }


def _state(facts: Facts, statuses: Mapping[str, str]) -> State:
    is_closed = only(facts["state"]) == "closed"
    status = of_labels(sorted(facts.get("label", NOTHING)), is_closed, statuses)
    if is_closed and facts.get("duplicate"):
        status = "declined"
    due = only(facts.get("due", NOTHING)) or only(facts.get("milestone", NOTHING))
    return State(status, names(facts.get("owner", NOTHING)), due)


def _edits(histories: Mapping[str, list[dict[str, Any]]]) -> Iterator[Edit]:
    """Events and notes as steps. Only whom an issue was given to is read, never who did it."""
    for event in histories.get("resource_state_events", ()):
        if event["state"] in ("closed", "reopened", "opened"):
            after = "closed" if event["state"] == "closed" else "open"
            before = "open" if after == "closed" else "closed"
            yield Edit(f"state-{event['id']}", utc(event["created_at"]), "state", "set", after, before)
    for event in histories.get("resource_label_events", ()):
        if event.get("label"):
            at = utc(event["created_at"])
            yield Edit(f"label-{event['id']}", at, "label", event["action"], event["label"]["name"])
    for event in histories.get("resource_milestone_events", ()):
        due, added = (event.get("milestone") or {}).get("due_date"), event["action"] == "add"
        at = utc(event["created_at"])
        yield Edit(f"milestone-{event['id']}", at, "milestone", "set", due if added else None, None if added else due)
    notes = sorted((n for n in histories.get("notes", ()) if n.get("system")), key=lambda n: utc(n["created_at"]))
    yield from _note_edits(notes)


def _note_edits(notes: list[dict[str, Any]]) -> Iterator[Edit]:
    due: str | None = None
    for note in notes:
        note_id, at, body = f"note-{note['id']}", utc(note["created_at"]), str(note["body"])
        if match := _ASSIGNED.search(body):
            yield from (Edit(note_id, at, "owner", "add", who) for who in _PERSON.findall(match["people"]))
        if match := _UNASSIGNED.search(body):
            yield from (Edit(note_id, at, "owner", "remove", who) for who in _PERSON.findall(match["people"]))
        if match := _DUE.search(body):
            new = datetime.strptime(match["day"], "%B %d, %Y").date().isoformat()  # noqa: DTZ007 - a civil date
            yield Edit(note_id, at, "due", "set", new, due)
            due = new
        elif "removed due date" in body:
            yield Edit(note_id, at, "due", "set", None, due)
            due = None
        elif body.startswith(_DUPLICATE):
            yield Edit(note_id, at, "duplicate", "set", "duplicate")
