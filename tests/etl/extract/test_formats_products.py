"""Exports of other products, read by the mappings that ship with Refrain.

The samples in ``tests/cases/formats`` are invented; their field names are those of each API or export.
What is expected is what stands in the sample, read by hand.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from etl.extract.mapping import shipped_mappings
from tests.etl.extract.format_samples import read_file

TIMES = [
    (
        "google_cloud.json",
        "Elevated latency for queries in one region",
        ["08:12", None, "09:20", "10:05", "10:05"],
    ),
    ("github_issues.json", "Checkout pages time out", ["09:05", "09:12", "09:31", "09:38", "09:38"]),
    ("github_issues.json", "Search returns nothing", [None, "11:00", None, None, "12:30"]),
    ("github_cli.json", "Uploads fail", [None, "10:00", None, None, "11:15"]),
    ("gitlab_issues.json", "Runners refuse jobs", ["14:00", "14:07", "14:40", "14:52", "14:52"]),
    ("gitlab_issues.csv", "Mirror out of step", [None, "06:15", None, None, "08:45"]),
    ("jira.csv", "Orders stuck in review", [None, "14:51", None, None, "17:05"]),
    ("jira.csv", "Nightly export late", ["05:10", "05:40", "06:20", "06:30", "06:30"]),
    ("jira_rest.json", "Login codes arrive late", [None, "06:30", None, None, "08:00"]),
    ("incident_io.json", "Prices shown in the wrong currency", ["12:45", "13:18", "13:52", "14:03", "14:30"]),
    ("firehydrant.json", "Maps do not load", ["15:50", "16:00", "16:41", "16:55", "17:45"]),
    ("pagerduty.json", "Queue depth above 10000", [None, "03:14", "03:47", "04:20", "04:20"]),
    ("pagerduty_log_entries.json", "Receipts are not printed", [None, "09:20", "09:50", "10:30", "10:30"]),
    ("pagerduty_log_entries.json", "Refunds fail", [None, "10:10", None, None, None]),
    ("rootly.json", "Video calls drop", ["16:05", "16:15", None, "16:50", "17:30"]),
]
FACTS = [
    (
        "google_cloud.json",
        "Elevated latency for queries in one region",
        ("medium", 3),
        ["Heron Query", "Heron Store"],
    ),
    ("github_issues.json", "Checkout pages time out", ("2", 2), ["checkout"]),
    ("github_issues.json", "Search returns nothing", ("SEV1", 1), ["Search"]),
    ("gitlab_issues.json", "Runners refuse jobs", ("HIGH", 2), ["Runners"]),
    ("gitlab_issues.csv", "Mirror out of step", ("3", 3), ["Mirrors"]),
    ("jira.csv", "Orders stuck in review", ("High", 2), ["Orders", "Fraud check"]),
    ("jira_rest.json", "Login codes arrive late", ("High", 2), ["Login", "Text messages"]),
    ("incident_io.json", "Prices shown in the wrong currency", ("Major", 2), ["Pricing", "Catalogue"]),
    ("firehydrant.json", "Maps do not load", ("SEV2", 2), ["Map tiles"]),
    ("pagerduty.json", "Queue depth above 10000", ("P2", 2), ["Dispatch queue"]),
    ("rootly.json", "Video calls drop", ("SEV1", 1), ["Signalling", "Relay"]),
]
CAUSES = [
    ("google_cloud.json", "Elevated latency for queries in one region", "A rollout doubled the size"),
    ("jira.csv", "Orders stuck in review", "The fraud service answered with an empty body"),
    ("jira_rest.json", "Login codes arrive late", "a marketing mailing stood before the login codes"),
    ("incident_io.json", "Prices shown in the wrong currency", "The cache key left out the currency"),
    ("rootly.json", "Video calls drop", "set its idle timeout to ten seconds"),
]
URLS = [
    (
        "google_cloud.json",
        "Elevated latency for queries in one region",
        "https://status.cloud.google.com/incidents/kZ3Qn7",
    ),
    ("github_issues.json", "Search returns nothing", "https://github.com/larkspur/incidents/issues/32"),
    ("incident_io.json", "Prices shown in the wrong currency", "https://docs.example.com/pm-81"),
    ("pagerduty_log_entries.json", "Refunds fail", "https://larkspur.pagerduty.example/incidents/PA2"),
]


@pytest.mark.parametrize(("name", "title", "expected"), TIMES)
def test_the_five_times_are_read(name: str, title: str, expected: list[str | None]) -> None:
    """In UTC; an issue's own times count only where its text tells none, and never as the start."""
    assert read_file(name).times(title) == expected


@pytest.mark.parametrize(("name", "title", "severity", "services"), FACTS)
def test_severity_and_services_are_read(name: str, title: str, severity: tuple[str, int], services: list[str]) -> None:
    """From their own fields, nested ones, custom fields or labels."""
    read = read_file(name)
    incident = read.incident(title)
    assert (incident["severity"], incident["severity_level"]) == severity
    assert read.services(title) == services


@pytest.mark.parametrize(("name", "title", "words"), CAUSES)
def test_the_cause_is_read(name: str, title: str, words: str) -> None:
    """From a field of its own or from the text of the record."""
    assert words in read_file(name).incident(title)["cause_text"]


@pytest.mark.parametrize(("name", "title", "url"), URLS)
def test_the_address_is_read(name: str, title: str, url: str) -> None:
    """A relative address gets what stands before it; the postmortem's own goes before the tool's."""
    assert read_file(name).incident(title)["url"] == url


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("github_issues.json", ["Add a dark theme", "Repoint the alias"]),
        ("gitlab_issues.json", ["Tidy the handbook"]),
        ("gitlab_issues.csv", ["Rename a label"]),
        ("jira.csv", ["Buy chairs"]),
        ("incident_io.json", ["Practice run"]),
        ("rootly.json", ["Drill", "Relay upgrade"]),
    ],
)
def test_what_is_no_incident_is_kept_apart(name: str, others: list[str]) -> None:
    """Chores, pull requests, drills and planned work among the records are never counted."""
    read = read_file(name)
    assert read.titles(incidents=False) == others
    assert read.status == "mixed"


def test_without_any_mark_every_issue_counts(tmp_path: Path) -> None:
    """An export that was filtered before bears no label that tells incidents apart."""
    (tmp_path / "i.json").write_text(
        '[{"number": 1, "title": "A", "body": "x", "state": "open", "labels": [], "html_url": "", '
        '"created_at": "2025-01-01T10:00:00Z"}]'
    )
    assert read_file(tmp_path / "i.json").titles(incidents=True) == ["A"]


def test_follow_ups_carry_their_state() -> None:
    """incident.io's own words for the state, its dates, its owner and its link."""
    items = read_file("incident_io.json").follow_ups("Prices shown in the wrong currency")
    assert [(i["status"], i["opened_on"], i["done_on"], i["owner"], i["url"]) for i in items] == [
        ("done", date(2025, 9, 3), date(2025, 9, 8), "Pricing", "https://tracker.example.com/PR-1"),
        ("open", date(2025, 9, 3), None, None, None),
        ("declined", date(2025, 9, 3), None, None, None),
    ]


def test_tasks_of_the_response_are_no_follow_ups() -> None:
    """FireHydrant and Rootly list both under one name; only the long-term ones are kept."""
    [item] = read_file("firehydrant.json").follow_ups("Maps do not load")
    assert (item["status"], item["owner"], item["due_on"]) == ("in_progress", "Maps team", date(2025, 8, 1))
    [item] = read_file("rootly.json").follow_ups("Video calls drop")
    assert (item["status"], item["due_on"]) == ("open", date(2026, 1, 15))


def test_sub_tasks_and_tables_of_jira_are_follow_ups() -> None:
    """The sub-tasks of the REST answer, and a table in wiki notation in a description."""
    rest = read_file("jira_rest.json").follow_ups("Login codes arrive late")
    assert [i["status"] for i in rest] == ["in_progress", "done"]
    table = read_file("jira.csv").follow_ups("Nightly export late")
    assert [(i["text"], i["status"], i["due_on"]) for i in table] == [
        ("Alert at 80 percent", "open", date(2026, 5, 1)),
        ("Move the scratch files", "done", date(2026, 4, 20)),
    ]


def test_check_boxes_and_tables_in_an_issue_are_follow_ups() -> None:
    """The Markdown of a GitHub or GitLab issue is read as a document's."""
    boxes = read_file("github_issues.json").follow_ups("Checkout pages time out")
    assert [i["status"] for i in boxes] == ["done", "open"]
    [item] = read_file("gitlab_issues.json").follow_ups("Runners refuse jobs")
    assert (item["owner"], item["due_on"], item["status"]) == ("Runner team", date(2025, 3, 1), "in_progress")


def test_log_entries_are_the_timeline() -> None:
    """Oldest first, with the note that tells the cause as the diagnosis."""
    assert read_file("pagerduty.json").events("Queue depth above 10000") == [
        ("03:14", "communicated"), ("03:17", "communicated"), ("03:47", "diagnosed"), ("04:20", "resolved"),
    ]  # fmt: skip


def test_log_entries_of_one_incident_are_one_record() -> None:
    """A list of entries of several incidents, newest first."""
    read = read_file("pagerduty_log_entries.json")
    assert read.titles(incidents=True) == ["Receipts are not printed", "Refunds fail"]
    assert (read.incident("Receipts are not printed")["line_start"], read.problems) == (2, [])


def test_a_column_that_stands_twice_keeps_both_values(tmp_path: Path) -> None:
    """Jira writes one column for each label and component; the one that tells the type is the second here."""
    (tmp_path / "j.csv").write_text(
        "Summary,Issue key,Issue Type,Status,Created,Labels,Labels\n"
        "A,O-1,Task,Done,19/Mar/26 2:51 PM,web,outage\nB,O-2,Task,Done,19/Mar/26 2:51 PM,web,\n"
    )
    read = read_file(tmp_path / "j.csv")
    assert (read.titles(incidents=True), read.titles(incidents=False)) == (["A"], ["B"])


def test_the_example_in_the_documentation_reads_as_it_says(tmp_path: Path) -> None:
    """docs/mappings.md: its mapping, its file, and the sentence below them."""
    text = (Path(__file__).parents[3] / "docs" / "mappings.md").read_text()
    mapping, sample = (text.split(f"```{kind}\n")[1].split("```")[0] for kind in ("toml", "json"))
    (tmp_path / "refrain-mapping.toml").write_text(mapping)
    (tmp_path / "export.json").write_text(sample)
    read = read_file(tmp_path / "export.json")
    title = "Ferry tickets cannot be bought"
    incident = read.incident(title)
    assert (incident["severity"], incident["team"]) == ("sev2", "Shop")
    assert incident["url"] == "https://tidewatch.example/outages/T-7"
    assert read.services(title) == ["Ticket shop", "Card payments"]
    assert read.times(title) == ["08:05", "08:20", "09:10", "09:40", "10:00"]
    assert incident["cause_text"].startswith("The card terminal's software")
    assert incident["short_term_text"] == "The old message format was switched on again."
    assert [(i["status"], i["due_on"]) for i in read.follow_ups(title)] == [
        ("open", date(2025, 5, 1)),
        ("declined", None),
    ]


def test_every_shipped_mapping_is_documented() -> None:
    """The table of docs/mappings.md names each tool; research data and one history are no tools."""
    text = (Path(__file__).parents[3] / "docs" / "mappings.md").read_text()
    names = [m.name.split(" (")[0] for m in shipped_mappings()]
    tools = {n for n in names if not n.startswith(("labelled", "status history"))}
    assert all(re.sub(r" (incidents\.json|incidents|log entries)$", "", t) in text for t in tools)
