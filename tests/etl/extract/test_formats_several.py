"""Several incidents in one document, and documents that tell of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.etl.extract.format_samples import read_file

LONG = "a-long-address/" * 4


def test_repeated_headings_with_parts_of_their_own_are_incidents() -> None:
    """Each with its own lines, times and follow-ups, in the zone that the page states once above them."""
    read = read_file("repeated_headings.md")
    assert read.titles(incidents=True) == ["Payments refused", "Receipts sent twice"]
    assert [(i["line_start"], i["line_end"]) for i in read.rows["incidents"]] == [(3, 18), (20, 35)]
    assert read.times("Payments refused")[1:] == ["08:06", "08:20", "08:31", "08:31"]
    assert read.times("Receipts sent twice")[1:] == ["21:40", "22:15", "22:20", "22:20"]
    assert [i["status"] for i in read.follow_ups("Payments refused")] == ["open"]
    assert [(i["status"], i["line"]) for i in read.follow_ups("Receipts sent twice")] == [("done", 35)]


def test_a_log_page_has_one_incident_a_section() -> None:
    """A page that is headed as a log of incidents; planned work on it is none."""
    read = read_file("incidents-2025.md")
    assert read.titles(incidents=True) == ["Log-in page down", "Exports lost their first line"]
    assert read.titles(incidents=False) == ["Planned maintenance of the database"]
    assert read.incident("Exports lost their first line")["occurred_on"].isoformat() == "2025-03-02"
    assert "removed the route" in read.incident("Log-in page down")["cause_text"]


def test_a_new_section_leaves_the_others_their_ids(tmp_path: Path) -> None:
    """A log that grows at its head keeps the identity of what it held."""
    text = "# Outages\n\n" + "".join(
        f"## 2025-0{n}-02 Mail delayed {'again ' * n}\n\nMail was an hour late: the queue was full.\n\n" for n in (1, 2)
    )
    log = tmp_path / "log.md"
    log.write_text(text)
    before = {i["title"]: i["incident_id"] for i in read_file(log).rows["incidents"]}
    log.write_text(
        text.replace("# Outages\n", "# Outages\n\n## 2025-09-09 Search down\n\n" + "Search was down for an hour. " * 3)
    )
    after = {i["title"]: i["incident_id"] for i in read_file(log).rows["incidents"]}
    assert len(before) == 2
    assert before.items() < after.items()


@pytest.mark.parametrize(
    "text",
    [
        "---\nseverity: SEV1\n---\n# A 2025-01-01\n\n## Impact\nx\n\n## Cause\ny\n\n"
        "# B 2025-01-02\n\n## Impact\nx\n\n## Cause\ny\n",
        "# Status of one outage\n\n## 2025-01-01 10:00 Investigating\nWe look into it.\n\n"
        "## 2025-01-01 11:00 Resolved\nIt works again, and we will tell more in a report next week.\n",
        f"# Incidents\n\n## 2025-01-01 Login page down\n[report](https://example.com/{LONG}/2025-01-01)\n\n"
        f"## 2025-02-01 Search page down\n[report](https://example.com/{LONG}/2025-02-01)\n",
        "# Releases\n\n## 2025-01-01 Version 1.2.0\nA cache was added, and the search is much faster now.\n\n"
        "## 2025-02-01 Version 1.3.0\nA cache was removed, and the search is slower now.\n",
    ],
    ids=["one incident's front matter", "status updates", "an index of reports", "release notes"],
)
def test_other_pages_with_dated_headings_stay_whole(tmp_path: Path, text: str) -> None:
    """Dates in headings alone are no sign of several incidents."""
    (tmp_path / "page.md").write_text(text)
    assert len(read_file(tmp_path / "page.md").rows["incidents"]) == 1


def test_days_of_a_timeline_are_no_incidents() -> None:
    """One incident over two days, with a dated heading for each and for its follow-ups."""
    read = read_file("one_incident_many_days.md")
    assert read.titles(incidents=True) == ["Slow searches"]
    assert read.times("Slow searches") == ["09:00", "09:30", "10:00", "11:00", "11:00"]
