"""Loading again: what changed is read, what people did to follow-ups is kept, what has gone is taken out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.load import documents
from tests.conftest import Load, postmortem

Rows = Callable[..., list[tuple[Any, ...]]]

TABLE = "| Item | Owner | Due | Status |\n|---|---|---|---|\n| Add the currency to the key | {} | {} | {} |\n"
EVENTS = """
SELECT field, old_value, new_value, observed_on FROM follow_up_events WHERE origin = 'reload' ORDER BY field
"""


def ids(rows: Rows) -> dict[str, str]:
    return dict(rows("SELECT title, incident_id FROM incidents ORDER BY title"))


def test_loading_twice_changes_nothing(docs: Path, warehouse: Path, load_into: Load) -> None:
    """The same files and day: not a file is parsed, and the same build stays."""
    load_into(docs)
    before = (warehouse.resolve(), warehouse.stat().st_mtime_ns)
    again = load_into(docs)
    assert (again.n_parsed, again.n_unchanged, again.is_rebuilt) == (0, 2, False)
    assert (warehouse.resolve(), warehouse.stat().st_mtime_ns) == before


def test_what_cannot_be_read_is_not_tried_again(docs: Path, load_into: Load) -> None:
    """A binary file and one that is empty are unchanged too, and still listed."""
    (docs / "a.md").write_bytes(b"\0\1\2")
    (docs / "b.md").write_bytes(b"")
    (docs / "c.png").write_bytes(b"x")
    first, again = load_into(docs), load_into(docs)
    assert (again.n_parsed, again.is_rebuilt) == (0, False)
    assert [(r.path, r.problem) for r in again.rejects] == [(r.path, r.problem) for r in first.rejects]
    assert len(again.rejects) == 3


def test_only_what_changed_is_read(docs: Path, load_into: Load, rows: Rows) -> None:
    """One new text among two files: one file is parsed, and ids stay."""
    load_into(docs)
    before = ids(rows)
    (docs / "2024-03-05-cache.md").write_text(postmortem("Cache poisoned again"))
    assert load_into(docs).n_parsed == 1
    assert ids(rows) == {
        "Cache poisoned again": before["Cache poisoned"],
        "Queue stuck": before["Queue stuck"],
    }


def test_another_day_alone_rebuilds(docs: Path, load_into: Load, rows: Rows) -> None:
    """The pages are seen from as_of: a new one makes a new build without parsing."""
    load_into(docs)
    again = load_into(docs, as_of=date(2024, 7, 31))
    assert (again.n_parsed, again.is_rebuilt) == (0, True)
    assert rows("SELECT as_of FROM builds") == [(date(2024, 7, 31),)]
    assert len(ids(rows)) == 2


def test_a_follow_up_that_was_completed_and_moved_is_an_event(docs: Path, load_into: Load, rows: Rows) -> None:
    """Open -> done, a later due date and a new owner between two loads are events, also after a third load,
    whether that load leaves the document alone or reads it again."""
    path = docs / "2024-03-05-cache.md"
    path.write_text(postmortem(follow_ups=TABLE.format("Pricing", "2024-04-01", "Open")))
    load_into(docs)
    assert rows(EVENTS) == []
    path.write_text(postmortem(follow_ups=TABLE.format("Web", "2024-05-01", "Done")))
    seen_on = date(2024, 7, 1)
    load_into(docs, as_of=seen_on)
    expected = [
        ("due_on", "2024-04-01", "2024-05-01", seen_on),
        ("owner", "Pricing", "Web", seen_on),
        ("status", "open", "done", seen_on),
    ]
    assert rows(EVENTS) == expected
    (docs / "2024-04-01-queue.md").write_text(postmortem("Queue stuck again"))
    load_into(docs, as_of=date(2024, 7, 2))
    assert rows(EVENTS) == expected
    path.write_text(path.read_text() + "\nA late remark.\n")
    load_into(docs, as_of=date(2024, 7, 3))
    assert rows(EVENTS) == expected


def test_a_follow_up_that_is_opened_again_shows_both_changes(docs: Path, load_into: Load, rows: Rows) -> None:
    """Each observed change is kept, in order."""
    path = docs / "2024-03-05-cache.md"
    for day, status in ((1, "Open"), (2, "Done"), (3, "Open")):
        path.write_text(postmortem(follow_ups=TABLE.format("Pricing", "2024-04-01", status)))
        load_into(docs, as_of=date(2024, 7, day))
    found = rows("SELECT old_value, new_value FROM follow_up_events WHERE origin = 'reload' ORDER BY observed_on")
    assert found == [("open", "done"), ("done", "open")]


def test_a_better_reader_is_no_event(docs: Path, load_into: Load, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new extractor reads unchanged documents again; a difference is no change that people made."""
    load_into(docs)
    incident = documents.read_incident
    monkeypatch.setattr(documents, "EXTRACTOR_VERSION", "next")

    def read_otherwise(*arguments: Any) -> Any:
        read = incident(*arguments)
        from dataclasses import replace

        return replace(read, follow_ups=tuple(replace(f, status="declined") for f in read.follow_ups))

    monkeypatch.setattr(documents, "read_incident", read_otherwise)
    assert load_into(docs).n_parsed == 2
    assert rows("SELECT DISTINCT status FROM follow_ups") == [("declined",)]
    assert rows(EVENTS) == []


def test_a_document_that_vanished_is_taken_out(docs: Path, load_into: Load, rows: Rows) -> None:
    """From a folder that is named again; documents of other folders stay."""
    other = docs.parent / "other"
    other.mkdir()
    (other / "a.md").write_text(postmortem("Elsewhere"))
    load_into(docs, other)
    (docs / "2024-04-01-queue.md").unlink()
    (other / "a.md").unlink()
    again = load_into(docs)
    assert again.n_removed == 1
    assert list(ids(rows)) == ["Cache poisoned", "Elsewhere"]


def test_a_document_below_a_named_folder_may_vanish_too(docs: Path, load_into: Load, rows: Rows) -> None:
    """It was loaded by its own name, or from a sub-folder: naming the folder above takes it out."""
    (docs / "sub").mkdir()
    (docs / "sub" / "a.md").write_text(postmortem("Below"))
    load_into(docs / "sub", docs / "2024-04-01-queue.md")
    (docs / "sub" / "a.md").unlink()
    load_into(docs)
    assert list(ids(rows)) == ["Cache poisoned", "Queue stuck"]


def test_a_member_that_left_its_zip_is_taken_out(docs: Path, load_into: Load, rows: Rows, tmp_path: Path) -> None:
    """A zip within a folder: its members are compared too, and a deleted zip takes all of them."""
    archive = tmp_path / "all" / "old.zip"
    archive.parent.mkdir()
    shutil.make_archive(str(archive.with_suffix("")), "zip", docs)
    (archive.parent / "own.md").write_text(postmortem("Own"))
    load_into(archive.parent)
    assert len(ids(rows)) == 3
    (docs / "2024-04-01-queue.md").unlink()
    shutil.make_archive(str(archive.with_suffix("")), "zip", docs)
    load_into(archive.parent)
    assert list(ids(rows)) == ["Cache poisoned", "Own"]
    archive.unlink()
    load_into(archive.parent)
    assert list(ids(rows)) == ["Own"]


def test_a_moved_folder_keeps_its_ids(docs: Path, load_into: Load, rows: Rows, tmp_path: Path) -> None:
    """The same folder elsewhere: the same ids, no second copy, and the history of its follow-ups."""
    load_into(docs)
    before = ids(rows)
    path = docs / "2024-03-05-cache.md"
    path.write_text(postmortem(follow_ups="- [x] Add the currency to the key"))
    load_into(docs)
    events = rows(EVENTS)
    assert events
    moved = tmp_path / "elsewhere" / "docs"
    moved.parent.mkdir()
    docs.rename(moved)
    load_into(moved)
    assert ids(rows) == before
    assert rows("SELECT count(*), min(path LIKE '%elsewhere%') FROM documents") == [(2, True)]
    assert rows(EVENTS) == events


def test_folders_of_the_same_name_keep_apart(docs: Path, load_into: Load, rows: Rows, tmp_path: Path) -> None:
    """Two folders called docs with a file of the same name are two documents."""
    other = tmp_path / "two" / "docs"
    other.mkdir(parents=True)
    (other / "2024-03-05-cache.md").write_text(postmortem("Another cache"))
    load_into(docs)
    load_into(other)
    assert len(ids(rows)) == 3
    assert rows("SELECT count(DISTINCT document_id) FROM documents") == [(3,)]


def test_the_same_bytes_at_two_paths_are_one_incident(docs: Path, load_into: Load, rows: Rows) -> None:
    """The copy is listed with the path of the first; the first stays also when the copy sorts before it."""
    load_into(docs)
    before = ids(rows)
    (docs / "1-copy.md").write_bytes((docs / "2024-03-05-cache.md").read_bytes())
    again = load_into(docs)
    assert ids(rows) == before
    assert [(Path(r.path).name, "2024-03-05-cache.md" in r.problem) for r in again.rejects] == [("1-copy.md", True)]


@pytest.mark.parametrize("change", ["delete", "edit"])
def test_a_copy_takes_the_place_of_a_first_that_went(docs: Path, load_into: Load, rows: Rows, change: str) -> None:
    """When the first is deleted or edited, the copy is no copy any more: its incident is counted."""
    first = docs / "2024-03-05-cache.md"
    (docs / "copy.md").write_bytes(first.read_bytes())
    load_into(docs)
    first.unlink() if change == "delete" else first.write_text(postmortem("Edited"))
    again = load_into(docs)
    assert "Cache poisoned" in ids(rows)
    assert len(ids(rows)) == (2 if change == "delete" else 3)
    assert again.rejects == ()


def test_a_mapping_that_is_added_is_used(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """The hint says to put a mapping beside the file; the next load then reads the unchanged file."""
    (tmp_path / "docs").mkdir()
    table = tmp_path / "docs" / "export.csv"
    table.write_text("Was,Wann\nDruck gestört,2024-01-01 10:00\n")
    first = load_into(table)
    assert "refrain-mapping.toml" in first.rejects[0].hint
    assert first.is_empty
    (table.parent / "refrain-mapping.toml").write_text('[fields]\ntitle = "Was"\nstarted_at = "Wann"\n')
    assert load_into(table).n_parsed == 1
    assert list(ids(rows)) == ["Druck gestört"]
    assert load_into(table).n_parsed == 0


def test_a_changed_default_zone_is_used(docs: Path, load_into: Load, rows: Rows) -> None:
    """A source's zone decides how its times are read: unchanged files are read again under another."""
    (docs / "2024-03-05-cache.md").write_text(postmortem().replace("08:10Z", "08:10"))
    load_into(docs)
    (docs / "refrain-source.toml").write_text('source_name = "docs"\ndefault_zone = "Europe/Oslo"\n')
    load_into(docs)
    found = rows("SELECT hour(started_at) FROM incidents WHERE title = 'Cache poisoned'")
    assert found == [(7,)]


def test_the_warehouse_may_stand_among_the_documents(docs: Path, rows: Rows, load_into: Load, warehouse: Path) -> None:
    """`refrain load . --warehouse refrain.duckdb`: the warehouse itself is no document."""
    from etl.pipeline import load

    inside = docs / "refrain.duckdb"
    day = date(2024, 6, 30)
    load([str(docs)], inside, today=day, n_jobs=1)
    again = load([str(docs)], inside, today=day, n_jobs=1)
    assert (again.is_rebuilt, again.rejects) == (False, ())


def test_times_of_the_file_system_do_not_matter(docs: Path, load_into: Load) -> None:
    """A file that was touched, but not changed, is unchanged."""
    load_into(docs)
    os.utime(docs / "2024-03-05-cache.md", (1, 1))
    assert load_into(docs).n_parsed == 0
