"""GitLab's "List project issues", resource events, notes and milestones."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tests.etl.sync.servers import Asked, Reply

PROJECT = "acme/platform/shop"


class FakeGitLab:
    """Issues, their histories by (iid, name), and milestones, in pages of `per_page`."""

    def __init__(self, per_page: int = 2) -> None:
        self.per_page = per_page
        self.issues: list[dict[str, Any]] = []
        self.histories: dict[tuple[int, str], list[dict[str, Any]]] = {}
        self.milestones: list[dict[str, Any]] = []

    def add(self, iid: int, created: str, updated: str | None = None, **told: Any) -> dict[str, Any]:
        issue = {
            "id": 9000 + iid, "iid": iid, "project_id": 5, "title": f"Issue {iid}", "state": "opened", "labels": [],
            "assignees": [], "assignee": None, "milestone": None, "due_date": None, "created_at": created,
            "updated_at": updated or created, "closed_at": None, "issue_type": "issue", "author": {"username": "x"},
            "web_url": f"https://gitlab.example/{PROJECT}/-/issues/{iid}", **told,
        }  # fmt: skip
        self.issues = [i for i in self.issues if i["iid"] != iid] + [issue]
        return issue

    def history(self, iid: int, name: str, event_id: int, at: str, **told: Any) -> None:
        made = {"id": event_id, "created_at": at, "user": {"username": "someone"}, "resource_type": "Issue", **told}
        self.histories.setdefault((iid, name), []).append(made)

    def note(self, iid: int, note_id: int, at: str, body: str, system: bool = True) -> None:
        self.history(iid, "notes", note_id, at, body=body, system=system, author={"username": "someone"})

    def __call__(self, asked: Asked) -> Reply:
        root = f"/api/v4/projects/{PROJECT}"
        path = unquote(asked.path)
        if path == f"{root}/issues":
            return self._page(asked, self._chosen(asked.query))
        if path == f"{root}/milestones":
            since = asked.query.get("updated_after", "")[:19]
            return self._page(asked, [m for m in self.milestones if m["updated_at"] >= since])
        if path.startswith(f"{root}/issues/"):
            iid, name = path.split("/")[-2:]
            return self._page(asked, self.histories.get((int(iid), name), []))
        return Reply({"message": "404 Project Not Found"}, 404)

    def _chosen(self, query: dict[str, str]) -> list[dict[str, Any]]:
        found = [i for i in self.issues if i["updated_at"] >= query.get("updated_after", "")]
        if "milestone" in query:
            found = [i for i in found if i["milestone"] and i["milestone"]["title"] == query["milestone"]]
        for label in filter(None, query.get("labels", "").split(",")):
            found = [i for i in found if label in i["labels"]]
        order = query.get("order_by", "created_at")
        return sorted(found, key=lambda i: (i[order], i["iid"]), reverse=query.get("sort", "desc") == "desc")

    def _page(self, asked: Asked, found: list[dict[str, Any]]) -> Reply:
        page, size = int(asked.query.get("page", 1)), min(int(asked.query.get("per_page", 20)), self.per_page)
        following = str(page + 1) if page * size < len(found) else ""
        return Reply(found[(page - 1) * size : page * size], headers={"X-Page": str(page), "X-Next-Page": following})
