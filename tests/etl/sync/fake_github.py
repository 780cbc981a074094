"""GitHub's "List repository issues", "List issue events" and "List milestones"."""

from __future__ import annotations

from typing import Any

from tests.etl.sync.servers import Asked, Reply

REPO = "acme/shop"


class FakeGitHub:
    """Issues, events by number, and milestones, in pages of `per_page`; a page past the hundredth is refused."""

    def __init__(self, per_page: int = 2) -> None:
        self.per_page = per_page
        self.issues: list[dict[str, Any]] = []
        self.events: dict[int, list[dict[str, Any]]] = {}
        self.milestones: list[dict[str, Any]] = []

    def add(self, number: int, created: str, updated: str | None = None, **told: Any) -> dict[str, Any]:
        issue = {
            "number": number, "title": f"Issue {number}", "state": "open", "state_reason": None, "labels": [],
            "assignees": [], "assignee": None, "milestone": None, "created_at": created,
            "updated_at": updated or created, "closed_at": None, "user": {"login": "reporter"}, "body": "",
            "url": f"https://api.github.com/repos/{REPO}/issues/{number}",
            "html_url": f"https://github.com/{REPO}/issues/{number}", **told,
        }  # fmt: skip
        self.issues = [i for i in self.issues if i["number"] != number] + [issue]
        return issue

    def event(self, number: int, event_id: int, event: str, at: str, **told: Any) -> None:
        made = {
            "id": event_id,
            "event": event,
            "created_at": at,
            "actor": {"login": "someone"},
            "commit_id": None,
            **told,
        }
        self.events.setdefault(number, []).append(made)

    def __call__(self, asked: Asked) -> Reply:
        root = f"/repos/{REPO}"
        if asked.path == f"{root}/issues":
            return self._page(asked, self._chosen(asked.query))
        if asked.path == f"{root}/milestones":
            return self._page(asked, self.milestones)
        if asked.path.startswith(f"{root}/issues/") and asked.path.endswith("/events"):
            return self._page(asked, self.events.get(int(asked.path.split("/")[-2]), []))
        return Reply({"message": "Not Found"}, 404)

    def _chosen(self, query: dict[str, str]) -> list[dict[str, Any]]:
        found = [i for i in self.issues if i["updated_at"] >= query.get("since", "")]
        if "milestone" in query:
            found = [i for i in found if i["milestone"] and str(i["milestone"]["number"]) == query["milestone"]]
        for label in filter(None, query.get("labels", "").split(",")):
            found = [i for i in found if label in [la["name"] for la in i["labels"]]]
        if query.get("state", "open") != "all":
            found = [i for i in found if i["state"] == query.get("state", "open")]
        ascending = query.get("direction") == "asc"
        return sorted(found, key=lambda i: (i["updated_at"], i["number"]), reverse=not ascending)

    def _page(self, asked: Asked, found: list[dict[str, Any]]) -> Reply:
        page, size = int(asked.query.get("page", 1)), min(int(asked.query.get("per_page", 30)), self.per_page)
        if page > 100:
            return Reply({"message": "Pagination with the page parameter is not supported for large datasets"}, 422)
        shown = found[(page - 1) * size : page * size]
        query = "&".join(f"{k}={v}" for k, v in {**asked.query, "page": page + 1}.items())
        link = f'<https://elsewhere.example{asked.path}?{query}>; rel="next", <https://elsewhere.example>; rel="last"'
        return Reply(shown, headers={"Link": link} if page * size < len(found) else {})
