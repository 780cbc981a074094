"""Jira Cloud's and Data Center's search, changelog and statuses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from tests.etl.sync.servers import Asked, Reply

STATUSES = [
    {"id": "1", "name": "To Do", "statusCategory": {"id": 2, "key": "new", "name": "To Do"}},
    {"id": "2", "name": "Selected", "statusCategory": {"id": 2, "key": "new", "name": "To Do"}},
    {"id": "3", "name": "Underway", "statusCategory": {"id": 4, "key": "indeterminate", "name": "In Progress"}},
    {"id": "4", "name": "Shipped", "statusCategory": {"id": 3, "key": "done", "name": "Done"}},
]


class FakeJira:
    """Issues and their changelogs by id, in pages of `per_page`. `clock` tells the server's time to relative JQL."""

    def __init__(self, now: datetime, per_page: int = 2, log_per_page: int = 3) -> None:
        self.now, self.per_page, self.log_per_page = now, per_page, log_per_page
        self.issues: list[dict[str, Any]] = []
        self.logs: dict[str, list[dict[str, Any]]] = {}
        self.shortens_logs = False

    def add(self, key: str, created: str, updated: str | None = None, status: str = "To Do", **told: Any) -> None:
        number = key.split("-")[1]
        fields = {
            "summary": f"Issue {key}", "status": next(s for s in STATUSES if s["name"] == status), "resolution": None,
            "assignee": None, "duedate": None, "created": created, "updated": updated or created,
            "resolutiondate": None, **told,
        }  # fmt: skip
        self.issues = [i for i in self.issues if i["id"] != f"100{number}"]
        self.issues.append({"id": f"100{number}", "key": key, "self": "", "fields": fields})

    def log(self, key: str, history_id: int, created: Any, *items: tuple[str, Any, Any]) -> None:
        """One history; of each item field, from and to. Of duedate both texts are dates."""
        told = [
            {"field": f, "fieldId": f, "fieldtype": "jira", "from": a, "fromString": a, "to": b, "toString": b}
            for f, a, b in items
        ]
        history = {"id": str(history_id), "author": {"displayName": "Someone"}, "created": created, "items": told}
        self.logs.setdefault(f"100{key.split('-')[1]}", []).append(history)

    def cloud(self, asked: Asked) -> Reply:
        if asked.path == "/rest/api/3/status":
            return Reply(STATUSES)
        if asked.path == "/rest/api/3/search/jql":
            found, start = self._found(asked.body["jql"]), int((asked.body.get("nextPageToken") or "t0")[1:])
            page = [self._narrowed(i, asked.body["fields"]) for i in found[start : start + self.per_page]]
            end = start + self.per_page
            more = {"nextPageToken": f"t{end}", "isLast": False} if end < len(found) else {"isLast": True}
            return Reply({"issues": page, **more})
        if asked.path == "/rest/api/3/changelog/bulkfetch":
            return self._bulk(asked.body)
        return Reply({"errorMessages": ["No such resource"]}, 404)

    def data_center(self, asked: Asked) -> Reply:
        if asked.path == "/rest/api/2/status":
            return Reply(STATUSES)
        if asked.path == "/rest/api/2/search":
            found, start = self._found(asked.query["jql"]), int(asked.query["startAt"])
            size = min(int(asked.query["maxResults"]), self.per_page)
            page = [self._with_log(i) for i in found[start : start + size]]
            return Reply({"startAt": start, "maxResults": size, "total": len(found), "issues": page})
        if match := re.fullmatch(r"/rest/api/2/issue/(.+)/changelog", asked.path):
            issue = next(i for i in self.issues if i["key"] == match[1])
            log, start = self.logs.get(issue["id"], []), int(asked.query["startAt"])
            return Reply({"startAt": start, "total": len(log), "values": log[start : start + self.log_per_page]})
        return Reply({"errorMessages": ["No such resource"]}, 404)

    def _found(self, jql: str) -> list[dict[str, Any]]:
        assert jql.endswith("ORDER BY updated ASC, key ASC")
        found = [i for i in self.issues if f'"{i["key"].split("-")[0]}"' in jql]
        if match := re.search(r"updated >= -(\d+)m", jql):
            since = (self.now - timedelta(minutes=int(match[1]))).replace(second=0, microsecond=0)
            found = [i for i in found if datetime.fromisoformat(i["fields"]["updated"]) >= since]
        return sorted(found, key=lambda i: (i["fields"]["updated"], i["key"]))

    def _narrowed(self, issue: dict[str, Any], fields: list[str]) -> dict[str, Any]:
        return {**issue, "fields": {k: v for k, v in issue["fields"].items() if k in fields}}

    def _with_log(self, issue: dict[str, Any]) -> dict[str, Any]:
        log = self.logs.get(issue["id"], [])
        shown = log[: self.log_per_page] if self.shortens_logs else log
        return {**issue, "changelog": {"startAt": 0, "maxResults": len(shown), "total": len(log), "histories": shown}}

    def _bulk(self, body: dict[str, Any]) -> Reply:
        """Histories of all the issues in one list, in pages; one issue's may stand on two of them."""
        every = [(i, h) for i in body["issueIdsOrKeys"] for h in self.logs.get(i, [])]
        start = int(body.get("nextPageToken") or 0)
        shown = every[start : start + self.log_per_page]
        logs: dict[str, list[Any]] = {}
        for issue_id, history in shown:
            logs.setdefault(issue_id, []).append(history)
        end = start + self.log_per_page
        told = [{"issueId": i, "changeHistories": h} for i, h in logs.items()]
        return Reply({"issueChangeLogs": told, "nextPageToken": str(end) if end < len(every) else None})
