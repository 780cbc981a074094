"""Jira Cloud (REST v3: search/jql, changelog/bulkfetch) and Data Center (REST v2: search with its changelog)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from etl.settings import JiraCloudTracker, JiraDataCenterTracker
from etl.sync.cursors import Cursor
from etl.sync.items import Item, Page
from etl.sync.jira_items import Categories, categories_of, jira_item
from etl.sync.paging import Batch, last_change, oldest_first
from etl.sync.records import read_all
from etl.sync.transport import Transport

PER_PAGE = 100
_FIELDS = ("summary", "status", "resolution", "assignee", "duedate", "created", "resolutiondate", "updated")
# JQL knows minutes; two of them make sure that a page does not begin where the last one began.
_STEP = timedelta(minutes=2)


class JiraReader:
    """The issues of some projects that changed since a cursor, with their changelog."""

    def __init__(self, tracker: JiraCloudTracker | JiraDataCenterTracker, transport: Transport) -> None:
        self._tracker, self._transport = tracker, transport
        self._is_cloud = isinstance(tracker, JiraCloudTracker)
        self._rest = "/rest/api/3" if self._is_cloud else "/rest/api/2"

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages, the oldest change first. Raises TrackerError."""
        categories = categories_of(self._transport.get(f"{self._rest}/status").body)
        since = cursor.since
        for batch in oldest_first(self._issues, cursor.asked, _STEP):
            histories = self._changelogs(batch.records)
            items, problems = read_all(batch.records, self._reader(histories, categories), "key")
            since = max(filter(None, (since, batch.newest)), default=None)
            yield Page(items, cursor.write(since), problems)

    def _reader(
        self, histories: Mapping[str, list[dict[str, Any]]], categories: Categories
    ) -> Callable[[Mapping[str, Any]], Item]:
        def read(issue: Mapping[str, Any]) -> Item:
            return jira_item(
                issue, histories.get(str(issue["id"]), []), categories, self._tracker, self._tracker.base_url
            )

        return read

    def _jql(self, since: datetime | None) -> str:
        """Relative to Jira's now, for an absolute time would be read in the time zone of the token's owner."""
        quoted = ", ".join(f'"{project}"' for project in self._tracker.projects)
        clauses = [f"project in ({quoted})"]
        if self._tracker.jql:
            clauses.append(f"({self._tracker.jql})")
        if since:
            minutes = math.ceil((self._transport.now() - since).total_seconds() / 60) + 1
            clauses.append(f"updated >= -{max(minutes, 1)}m")
        return f"{' AND '.join(clauses)} ORDER BY updated ASC, key ASC"

    def _issues(self, since: datetime | None, position: Any) -> Batch:
        asked: dict[str, Any] = {"jql": self._jql(since), "fields": list(_FIELDS), "maxResults": PER_PAGE}
        if self._is_cloud:
            body = {**asked, **({"nextPageToken": position} if position else {})}
            found = self._transport.post(f"{self._rest}/search/jql", body).body
            following = None if found.get("isLast") else found.get("nextPageToken")
            return Batch(found["issues"], _newest(found["issues"]), following)
        asked |= {"startAt": position or 0, "expand": "changelog", "fields": ",".join(_FIELDS)}
        found = self._transport.get(f"{self._rest}/search", asked).body
        start, end = found["startAt"], found["startAt"] + len(found["issues"])
        # A few are read twice: one that moves to the end of the list meanwhile pulls the others up.
        following = max(end - 5, start + 1) if found["issues"] and end < found["total"] else None
        return Batch(found["issues"], _newest(found["issues"]), following)

    def _changelogs(self, issues: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """Every change of every issue of a page, by the issue's id."""
        if self._is_cloud:
            return self._bulk([str(i["id"]) for i in issues])
        return {str(i["id"]): self._whole(i) for i in issues}

    def _bulk(self, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        token: str | None = ""
        while ids and token is not None:
            asked = {"issueIdsOrKeys": ids, "maxResults": 1_000}
            body = self._transport.post(
                f"{self._rest}/changelog/bulkfetch", {**asked, **({"nextPageToken": token} if token else {})}
            ).body
            for log in body.get("issueChangeLogs") or []:
                found.setdefault(str(log["issueId"]), []).extend(log.get("changeHistories") or [])
            token = body.get("nextPageToken") or None
        return found

    def _whole(self, issue: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The changelog of a search holds all changes; where a server shortens it, the rest is asked for."""
        log = issue.get("changelog") or {}
        histories = list(log.get("histories") or [])
        while len(histories) < int(log.get("total") or 0):
            path = f"{self._rest}/issue/{issue['key']}/changelog"
            page = self._transport.get(path, {"startAt": len(histories), "maxResults": PER_PAGE}).body
            values = page.get("values") or page.get("histories") or []
            if not values:
                break
            histories += values
        return histories


def _newest(issues: list[dict[str, Any]]) -> datetime | None:
    return last_change((issue.get("fields") or {}).get("updated") for issue in issues)
