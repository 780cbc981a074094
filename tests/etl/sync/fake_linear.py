"""Linear's GraphQL endpoint: issues by creation, their history, its limits and its errors."""

from __future__ import annotations

from typing import Any

from tests.etl.sync.servers import Asked, Reply

TYPES = {
    "Triage": "triage", "Backlog": "backlog", "Todo": "unstarted", "Underway": "started", "Done": "completed",
    "Canceled": "canceled", "Duplicate": "duplicate",
}  # fmt: skip


def state(name: str | None) -> dict[str, str] | None:
    return {"name": name, "type": TYPES[name]} if name else None


def person(name: str | None) -> dict[str, str] | None:
    return {"displayName": name} if name else None


class FakeLinear:
    """Issues in pages of `per_page`, histories in pages of `log_per_page`; newest first, as Linear lists."""

    def __init__(self, per_page: int = 2, log_per_page: int = 2, most_complex: int = 250) -> None:
        self.per_page, self.log_per_page, self.most_complex = per_page, log_per_page, most_complex
        self.issues: list[dict[str, Any]] = []
        self.history: dict[str, list[dict[str, Any]]] = {}

    def add(self, key: str, created: str, updated: str | None = None, now: str = "Todo", **told: Any) -> dict[str, Any]:
        issue = {
            "id": f"uuid-{key}", "identifier": key, "previousIdentifiers": [], "title": f"Issue {key}",
            "url": f"https://linear.app/acme/issue/{key}/issue", "dueDate": None, "createdAt": created,
            "updatedAt": updated or created, "completedAt": None, "canceledAt": None, "state": state(now),
            "assignee": None, **told,
        }  # fmt: skip
        self.issues = [i for i in self.issues if i["id"] != issue["id"]] + [issue]
        return issue

    def step(self, key: str, step_id: str, at: str, **told: Any) -> None:
        names = ("fromState", "toState", "fromAssignee", "toAssignee", "fromDueDate", "toDueDate")
        self.history.setdefault(f"uuid-{key}", []).append(
            {"id": step_id, "createdAt": at, **dict.fromkeys(names), **told}
        )

    def __call__(self, asked: Asked) -> Reply:
        assert asked.path == "/graphql"
        variables = asked.body["variables"]
        if asked.body["query"].startswith("query History"):
            return Reply({"data": {"issue": {"history": self._log(variables["id"], variables["after"], 100)}}})
        if variables["first"] > self.most_complex:
            return self.error("Query too complex", "INVALID_INPUT")
        found = sorted(self.issues, key=lambda i: i["createdAt"], reverse=True)
        chosen = variables["filter"]
        if "updatedAt" in chosen:
            found = [i for i in found if i["updatedAt"] >= chosen["updatedAt"]["gte"][:19]]
        if "team" in chosen:
            found = [i for i in found if i["identifier"].split("-")[0] in chosen["team"]["key"]["in"]]
        ids = [i["id"] for i in found]
        if variables["after"] and variables["after"] not in ids:
            return self.error("Invalid cursor", "INVALID_INPUT")
        start = ids.index(variables["after"]) + 1 if variables["after"] else 0
        shown = found[start : start + min(self.per_page, variables["first"])]
        page = {"hasNextPage": start + len(shown) < len(found), "endCursor": shown[-1]["id"] if shown else None}
        nodes = [{**i, "history": self._log(i["id"], None, self.log_per_page)} for i in shown]
        return Reply({"data": {"issues": {"nodes": nodes, "pageInfo": page}}})

    def _log(self, issue_id: str, after: str | None, size: int) -> dict[str, Any]:
        steps = self.history.get(issue_id, [])[::-1]
        start = [s["id"] for s in steps].index(after) + 1 if after else 0
        shown = steps[start : start + size]
        page = {"hasNextPage": start + size < len(steps), "endCursor": shown[-1]["id"] if shown else None}
        return {"nodes": list(shown), "pageInfo": page}

    @staticmethod
    def error(message: str, code: str, status: int = 400, **headers: str) -> Reply:
        told = {"message": message, "extensions": {"code": code, "userPresentableMessage": message}}
        return Reply({"errors": [told]}, status, headers)
