"""The refrain command: what it prints, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl import __version__
from etl.cli import main
from tests.conftest import postmortem


def refrain(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def load(warehouse: Path, *arguments: str | Path) -> Result:
    return refrain("load", *arguments, "--warehouse", warehouse, "--as-of", "2024-06-30", "--jobs", "1")


def test_a_load_says_what_it_read(docs: Path, warehouse: Path) -> None:
    """Counts by source, the totals, the day, and how to open the result; exit code 0."""
    result = load(warehouse, docs)
    assert result.exit_code == 0, result.output
    assert "Read 2 files (0 unchanged)" in result.output
    assert "2 incidents, 2 follow-ups" in result.output
    assert "seen from 2024-06-30" in result.output
    assert f"refrain serve --warehouse {warehouse}" in result.output


def test_a_second_load_says_that_nothing_changed(docs: Path, warehouse: Path) -> None:
    """So does the count of unchanged files."""
    load(warehouse, docs)
    result = load(warehouse, docs)
    assert "(2 unchanged)" in result.output
    assert "Nothing changed" in result.output


def test_what_cannot_be_read_is_said_with_path_line_and_hint(docs: Path, warehouse: Path) -> None:
    """The rest loads and the exit code is 0."""
    (docs / "broken.md").write_text("---\ntitle: A\nowner: b: c\n---\n")
    result = load(warehouse, docs, docs / "nope.md")
    assert result.exit_code == 0
    assert f"{docs / 'broken.md'}:3: The YAML front matter is broken" in result.output
    assert f"{docs / 'nope.md'}: No such file or folder. Check the path" in result.output
    assert "2 rejects" in result.output


def test_many_rejects_are_counted_not_poured_out(docs: Path, warehouse: Path) -> None:
    """Twenty are shown; the rest are counted, and the summary says where they stand."""
    for n in range(30):
        (docs / f"{n}.md").write_bytes(b"\0")
    result = load(warehouse, docs)
    assert result.output.count("not read") == 20
    assert "and 10 more" in result.output


@pytest.mark.parametrize("what", ["missing", "binary", "empty folder"])
def test_nothing_loaded_is_exit_code_2(tmp_path: Path, warehouse: Path, what: str) -> None:
    """Only then: no file could be loaded at all. The problem is printed all the same."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.md").write_bytes(b"\0\0")
    path = {"missing": "nope.md", "binary": "binary.md", "empty folder": "folder"}[what]
    result = load(warehouse, tmp_path / path)
    assert result.exit_code == 2
    assert "not read" in result.output
    assert "Nothing could be loaded" in result.output


def test_a_file_that_is_no_warehouse_is_exit_code_2(docs: Path, tmp_path: Path) -> None:
    """The message ends in what to do, without a traceback."""
    (tmp_path / "notes.txt").write_text("notes")
    result = load(tmp_path / "notes.txt", docs)
    assert result.exit_code == 2
    assert "refrain: " in result.output
    assert "Traceback" not in result.output
    assert (tmp_path / "notes.txt").read_text() == "notes"


def test_a_source_may_be_named(docs: Path, warehouse: Path) -> None:
    """--source names it for every file."""
    load(warehouse, docs, "--source", "Payments")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("SELECT DISTINCT source_name FROM incidents").fetchall() == [("Payments",)]


def test_a_wrong_day_is_a_usage_error(docs: Path, warehouse: Path) -> None:
    """A day that is none is refused before anything is read."""
    result = refrain("load", docs, "--warehouse", warehouse, "--as-of", "2024-13-45")
    assert result.exit_code == 2
    assert "--as-of" in result.output
    assert not warehouse.exists()


def test_quiet_leaves_the_summary(docs: Path, warehouse: Path) -> None:
    """No progress; the summary alone."""
    result = load(warehouse, docs, "--quiet")
    assert "Finding files" not in result.output
    assert "2 incidents" in result.output
    assert "Finding files" in load(warehouse, docs).output


def test_serving_needs_a_warehouse(tmp_path: Path) -> None:
    """The error says how to make one."""
    result = refrain("serve", "--warehouse", tmp_path / "nope.duckdb")
    assert result.exit_code == 2
    assert "refrain load" in result.output


def test_generated_documents_load(tmp_path: Path, warehouse: Path) -> None:
    """What `refrain generate` writes is read without a reject, and the same seed writes the same bytes."""
    first, second = tmp_path / "one", tmp_path / "two"
    assert refrain("generate", first, "--incidents", "12", "--seed", "7").exit_code == 0
    assert refrain("generate", second, "--incidents", "12", "--seed", "7").exit_code == 0
    names = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert [(first / n).read_bytes() for n in names] == [(second / n).read_bytes() for n in names]
    result = load(warehouse, first)
    assert result.exit_code == 0
    assert ", 0 rejects;" in result.output


def test_the_version_is_said() -> None:
    """refrain --version."""
    assert refrain("--version").output == f"refrain, version {__version__}\n"


def test_a_postmortem_of_this_suite_is_an_incident(tmp_path: Path, warehouse: Path) -> None:
    """One file, named alone, is a load."""
    (tmp_path / "a.md").write_text(postmortem())
    assert "1 incidents, 1 follow-ups" in load(warehouse, tmp_path / "a.md").output
