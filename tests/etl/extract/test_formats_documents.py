"""Word files and PDFs with a text layer.

The samples were written for these tests; what is expected is what stands in them, read by hand.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.extract import office, read
from etl.extract.office import lines_to_markdown
from tests.etl.extract.format_samples import SAMPLES, read_file


def test_a_word_file_keeps_headings_lists_and_tables() -> None:
    """Times from a table, in the zone that the text states; follow-ups with owner, due date and state."""
    pytest.importorskip("mammoth")
    seen = read_file("badges.docx")
    title = "badges cannot be printed"
    incident = seen.incident(title)
    assert (incident["severity"], seen.services(title)) == ("SEV2", ["Badge printer", "Registration"])
    assert seen.times(title) == ["07:55", "08:02", "08:20", "08:34", "08:34"]
    assert incident["cause_text"].startswith("The print server's certificate ran out at midnight")
    assert incident["went_well_text"].split("\n") == [
        "Desks wrote badges by hand.",
        "The spare certificate was at hand.",
    ]
    assert [(i["owner"], i["due_on"], i["status"]) for i in seen.follow_ups(title)] == [
        ("Desk team", date(2025, 12, 1), "in_progress"),
        ("Desk team", date(2025, 11, 20), "done"),
    ]


def test_a_pdf_keeps_headings_and_joins_lines() -> None:
    """Numbered headings, a paragraph over several lines, and items over two lines on a second page."""
    pytest.importorskip("pypdf")
    seen = read_file("lift.pdf")
    title = "the lift display is blank"
    incident = seen.incident(title)
    assert (incident["severity"], seen.services(title)) == ("SEV3", ["Lift display"])
    assert seen.times(title)[1:] == ["07:55", "09:10", "09:25", "09:25"]
    assert incident["cause_text"].endswith("and was never switched on again afterwards.")
    assert [(i["due_on"], i["status"]) for i in seen.follow_ups(title)] == [
        (date(2025, 6, 18), "done"),
        (date(2025, 7, 1), "open"),
    ]


@pytest.mark.parametrize("name", ["badges.docx", "lift.pdf"])
def test_without_its_library_the_hint_says_what_to_install(
    load_into: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The file is a reject; once the library is there the next load reads it, though no byte has changed."""
    pytest.importorskip("mammoth")
    pytest.importorskip("pypdf")
    with monkeypatch.context() as patched:
        patched.setattr(read, "find_spec", lambda _: None)
        before = load_into(SAMPLES / name)
    assert [r.hint for r in before.rejects] == ["pip install 'refrain[documents]'"]
    after = load_into(SAMPLES / name)
    assert (after.n_incidents, after.rejects) == (1, ())


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"%PDF-1.7\n%%EOF", b"PK\x03\x04broken"])
def test_a_broken_file_is_a_reject(tmp_path: Path, name: str, data: bytes) -> None:
    """One reject, with what to do; nothing is raised."""
    pytest.importorskip("mammoth")
    pytest.importorskip("pypdf")
    (tmp_path / name).write_bytes(data)
    [(problem, hint)] = read_file(tmp_path / name).problems
    assert hint
    assert "Refrain failed" not in problem


def test_a_word_file_that_unpacks_to_far_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any of it is unpacked."""
    pytest.importorskip("mammoth")
    monkeypatch.setattr(office, "MAX_UNPACKED_BYTES", 1000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", " " * 2000)
    (tmp_path / "a.docx").write_bytes(held.getvalue())
    assert "far too much" in read_file(tmp_path / "a.docx").problems[0][0]


def test_lines_of_a_page_become_paragraphs() -> None:
    """A short line ends its paragraph, a dated or labelled one opens one, a box is a check box."""
    lines = [
        "Cache poisoned", "Severity: SEV2", "All times in UTC.", "Timeline:",
        "10:00 first wrong price, which stayed on the page of the shop for as long as", "nobody looked",
        "10:05 alert", "Action items", "☑ Fix it", "☐ Watch it",
    ]  # fmt: skip
    assert lines_to_markdown(lines).split("\n\n") == [
        "# Cache poisoned", "Severity: SEV2", "All times in UTC.", "## Timeline",
        "10:00 first wrong price, which stayed on the page of the shop for as long as nobody looked",
        "10:05 alert", "## Action items", "- [x] Fix it", "- [ ] Watch it",
    ]  # fmt: skip
