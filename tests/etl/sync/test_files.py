"""Exports in files: the answers of interfaces, gh, and CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.etl.sync.conftest import NOW, TestClock, contents, item, sync, told, tracker_of
from tests.etl.sync.fake_github import FakeGitHub
from tests.etl.sync.fake_gitlab import PROJECT, FakeGitLab
from tests.etl.sync.fake_jira import FakeJira
from tests.etl.sync.fake_linear import FakeLinear, state

GH = {
    "number": 7, "title": "Alert on replica lag", "url": "https://github.com/acme/shop/issues/7", "state": "CLOSED",
    "stateReason": "NOT_PLANNED", "labels": [{"name": "postmortem"}], "assignees": [{"login": "ines"}],
    "milestone": {"number": 1, "title": "Q1", "dueOn": "2026-03-31T07:00:00Z"},
    "createdAt": "2026-01-05T09:00:00Z", "closedAt": "2026-02-05T09:00:00Z", "updatedAt": "2026-02-05T09:00:00Z",
}  # fmt: skip


def read(engine: sa.Engine, folder: Path, path: str = "export.*", **told: Any) -> Any:
    outcome = sync(engine, tracker_of(name="t", kind="file", path=path, **told), TestClock(), folder=folder)
    assert outcome.problem is None, outcome.problem
    return outcome


def write_csv(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_gh_issue_list(engine: sa.Engine, tmp_path: Path) -> None:
    """`gh issue list --state all --json ...`: opened, closed, and what it shows today."""
    (tmp_path / "export.json").write_text(json.dumps([GH]))
    read(engine, tmp_path)
    assert told(engine, "acme/shop#7") == [
        ("status", None, "open", "2026-01-05T09:00"),
        ("due_on", None, "2026-03-31", "2026-02-05T09:00"),
        ("owner", None, "ines", "2026-02-05T09:00"),
        ("status", "open", "declined", "2026-02-05T09:00"),
    ]
    assert item(engine, "acme/shop#7")["status_as_written"] == "closed as not_planned"


def test_two_exports_tell_that_an_item_was_opened_again(engine: sa.Engine, tmp_path: Path) -> None:
    """The second no longer says when it was closed; what the first said is kept."""
    path = tmp_path / "export.json"
    path.write_text(json.dumps([GH]))
    read(engine, tmp_path)
    again = GH | {"state": "OPEN", "stateReason": "REOPENED", "closedAt": None, "updatedAt": "2026-03-09T09:00:00Z"}
    path.write_text(json.dumps([again]))
    for _ in range(2):
        read(engine, tmp_path)
        steps = [step for step in told(engine, "acme/shop#7") if step[0] == "status"]
        assert steps[1:] == [
            ("status", "open", "declined", "2026-02-05T09:00"),
            ("status", "declined", "open", "2026-03-09T09:00"),
        ]


@pytest.mark.parametrize("shape", ["list", "pages", "lines"])
def test_github_rest(engine: sa.Engine, tmp_path: Path, shape: str) -> None:
    """One page, `gh api --paginate --slurp`, or a record a line; events may stand in the record."""
    hub = FakeGitHub()
    issue = hub.add(
        7, "2026-01-05T09:00:00Z", "2026-02-05T09:00:00Z", state="closed", closed_at="2026-02-05T09:00:00Z",
        state_reason="completed",
    )  # fmt: skip
    hub.event(7, 1, "closed", "2026-02-01T09:00:00Z", state_reason="not_planned")
    hub.event(7, 2, "reopened", "2026-02-03T09:00:00Z")
    hub.event(7, 3, "closed", "2026-02-05T09:00:00Z", state_reason="completed")
    records = [issue, hub.add(8, "2026-01-06T09:00:00Z") | {"events": []}, issue | {"events": hub.events[7]}]
    name = "export.jsonl" if shape == "lines" else "export.json"
    lines = "\n".join(json.dumps(r) for r in records)
    (tmp_path / name).write_text(lines if shape == "lines" else json.dumps([records] if shape == "pages" else records))
    read(engine, tmp_path)
    assert [s[2] for s in told(engine, "acme/shop#7")] == ["open", "declined", "open", "done"]


def test_gitlab_rest_and_csv(engine: sa.Engine, tmp_path: Path) -> None:
    """Both name the same item by the same key."""
    lab = FakeGitLab()
    rest = lab.add(4, "2026-01-05T09:00:00.000Z", "2026-02-05T09:00:00.000Z", due_date="2026-03-01", labels=["Doing"])
    (tmp_path / "export.json").write_text(json.dumps([rest]))
    row = {
        "Title": "Alert, on lag", "Description": "a\nb", "Issue ID": "9", "URL": f"https://gitlab.example/{PROJECT}/-/issues/9",
        "State": "Closed", "Author": "X", "Assignee": "Ines R", "Assignee Username": "ines", "Confidential": "No",
        "Due Date": "2026-02-01", "Created At (UTC)": "2026-01-05 09:00:00", "Updated At (UTC)": "2026-02-06 09:00:00",
        "Closed At (UTC)": "2026-02-05 09:00:00", "Milestone": "", "Labels": "postmortem,wontfix",
    }  # fmt: skip
    write_csv(tmp_path / "export.csv", row)
    read(engine, tmp_path)
    assert item(engine, f"{PROJECT}#4")["status"] == "in_progress"
    assert (item(engine, f"{PROJECT}#9")["status"], item(engine, f"{PROJECT}#9")["owner"]) == ("declined", "ines")
    assert told(engine, f"{PROJECT}#9")[1] == ("status", "open", "declined", "2026-02-05T09:00")


def test_jira_rest_with_its_changelog(engine: sa.Engine, tmp_path: Path) -> None:
    """A search's answer with `expand=changelog`; without one, only opening and closing are told."""
    jira = FakeJira(NOW)
    for key in ("PAY-1", "PAY-2"):
        jira.add(
            key, "2026-01-05T09:00:00.000+0000", "2026-02-05T09:00:00.000+0000", "Shipped",
            resolutiondate="2026-02-05T09:00:00.000+0000", resolution={"name": "Done"},
        )  # fmt: skip
    jira.log("PAY-1", 1, "2026-01-09T09:00:00.000+0000", ("duedate", None, "2026-02-01"))
    jira.log("PAY-1", 2, "2026-02-05T09:00:00.000+0000", ("status", "To Do", "Shipped"))
    jira.log("PAY-1", 3, "2026-02-05T09:00:00.000+0000", ("duedate", "2026-02-01", None))
    with_log = jira._with_log(jira.issues[0]) | {"self": "https://jira.acme.example/rest/api/2/issue/1001"}
    (tmp_path / "export.json").write_text(json.dumps({"startAt": 0, "total": 2, "issues": [with_log, jira.issues[1]]}))
    read(engine, tmp_path)
    assert [s[:3] for s in told(engine, "PAY-1")] == [
        ("status", None, "open"),
        ("due_on", None, "2026-02-01"),
        ("due_on", "2026-02-01", None),
        ("status", "open", "done"),
    ]
    assert item(engine, "PAY-1")["url"] == "https://jira.acme.example/browse/PAY-1"
    assert [s[1:3] for s in told(engine, "PAY-2")] == [(None, "open"), ("open", "done")]


def test_jira_csv(engine: sa.Engine, tmp_path: Path) -> None:
    """Columns may come twice; times are written as people do."""
    text = (
        "Summary,Issue key,Issue id,Status,Resolution,Assignee,Created,Updated,Resolved,Due date,Labels,Labels\n"
        "Alert on lag,PAY-1,1001,Closed,Won't Do,Ines Roth,05/Jan/26 9:00 AM,06/Feb/26 9:00 AM,05/Feb/26 9:00 AM,"
        "01/Feb/26 12:00 AM,a,b\n"
        '"Rehearse, twice",PAY-2,1002,In Progress,,,05/Jan/26 9:00 AM,06/Feb/26 9:00 AM,,,,\n'
    )
    (tmp_path / "export.csv").write_text(text)
    read(engine, tmp_path, base_url="https://jira.acme.example")
    first, second = item(engine, "PAY-1"), item(engine, "PAY-2")
    assert (first["status"], first["status_as_written"], f"{first['due_on']}") == (
        "declined", "Closed (Won't Do)", "2026-02-01",
    )  # fmt: skip
    assert (second["status"], second["owner"]) == ("in_progress", None)
    assert first["url"] == "https://jira.acme.example/browse/PAY-1"
    assert told(engine, "PAY-2")[-1] == ("status", "open", "in_progress", "2026-02-06T09:00")


def test_linear_graphql_and_csv(engine: sa.Engine, tmp_path: Path) -> None:
    """An answer as it came, and a workspace's export."""
    linear = FakeLinear()
    issue = linear.add("OPS-5", "2026-01-05T09:00:00.000Z", "2026-02-01T09:00:00.000Z", "Done")
    linear.step("OPS-5", "a", "2026-02-01T09:00:00.000Z", fromState=state("Todo"), toState=state("Done"))
    history = {"nodes": linear.history["uuid-OPS-5"]}
    answer = {"data": {"issues": {"nodes": [issue | {"history": history}], "pageInfo": {}}}}
    (tmp_path / "export.json").write_text(json.dumps(answer))
    names = "ID,Team,Title,Description,Status,Estimate,Priority,Assignee,Labels,Created,Updated,Started,Completed"
    row = dict.fromkeys([*names.split(","), "Canceled", "Due Date"], "")
    row |= {"ID": "OPS-6", "Team": "Ops", "Title": "Rehearse", "Created": "2026-01-05T09:00:00.000Z"}
    row |= {"Updated": "2026-02-02T09:00:00.000Z", "Due Date": "2026-03-01"}
    write_csv(
        tmp_path / "export.csv",
        row | {"Status": "Dropped it", "Canceled": "2026-02-02T09:00:00.000Z"},
        row | {"ID": "OPS-7", "Status": "In Review", "Started": "2026-01-10T09:00:00.000Z", "Assignee": "ines"},
    )
    read(engine, tmp_path, base_url="https://linear.app/acme")
    assert [s[2] for s in told(engine, "OPS-5")] == ["open", "done"]
    assert told(engine, "OPS-6")[2] == ("status", "open", "declined", "2026-02-02T09:00")
    assert item(engine, "OPS-6")["url"] == "https://linear.app/acme/issue/OPS-6"
    assert (item(engine, "OPS-7")["status"], item(engine, "OPS-7")["owner"]) == ("in_progress", "ines")


def test_an_export_that_is_read_again_changes_nothing(engine: sa.Engine, tmp_path: Path) -> None:
    """However often, and by whatever path it is named."""
    (tmp_path / "export.json").write_text(json.dumps([GH, GH | {"number": 8, "state": "OPEN", "closedAt": None}]))
    read(engine, tmp_path)
    first = contents(engine)
    read(engine, Path("/"), path=str(tmp_path / "export.json"))
    assert contents(engine) == first


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("export.json", "{not json", "cannot be read"),
        ("export.json", '[{"hello": "world"}]', "is no export that Refrain knows"),
        ("export.csv", "a,b\n1,2\n", "is no export that Refrain knows"),
        ("other.json", "[]", "no file fits export.*. Paths start at the folder of refrain.toml"),
    ],
)
def test_a_file_that_is_none_is_told(engine: sa.Engine, tmp_path: Path, name: str, content: str, said: str) -> None:
    """With what to do about it."""
    (tmp_path / name).write_text(content)
    tracker = tracker_of(name="t", kind="file", path="export.*")
    assert said in str(sync(engine, tracker, TestClock(), folder=tmp_path).problem)


def test_a_row_that_is_no_item_is_told_and_the_rest_is_read(engine: sa.Engine, tmp_path: Path) -> None:
    """With the file, the kind of export and the record."""
    (tmp_path / "export.json").write_text(json.dumps([GH, GH | {"number": 8, "createdAt": "yesterday"}]))
    outcome = read(engine, tmp_path)
    assert outcome.n_items == 1
    assert outcome.unread == ("export.json (gh --json), number 8: Invalid isoformat string: 'yesterday'",)
