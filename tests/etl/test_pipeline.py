"""A load from end to end: what is read is in the tables, what is not in `rejects`; nothing stops the rest."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import pipeline
from etl.errors import InputError
from etl.load import batches, documents
from etl.load.summary import Summary
from tests.conftest import Load, postmortem

Rows = Callable[..., list[tuple[Any, ...]]]

# File name -> bytes, and words of the problem that `rejects` must name.
BAD: dict[str, tuple[bytes, str]] = {
    "empty.md": (b"", "empty"),
    "blank.txt": (b" \n \n", "empty"),
    "binary.md": (b"\x7fELF\0\0\0\1" * 50, "binary"),
    "broken.json": (b'{"incidents": [', "JSON is broken"),
    "deep.json": (b"[" * 10_000 + b"]" * 10_000, "JSON is broken"),
    "digits.json": (b"[" + b"9" * 5000 + b"]", "JSON is broken"),
    "number.json": (b"3", "no records"),
    "header.csv": (b"title,started_at\n", "no records"),
    "colours.csv": (b"red,green\n1,2\n", "No mapping fits"),
    "nul.csv": (b"title,started_at\na\0b,2024-01-01\n", "binary"),
    "cut.parquet": (b"PAR1xxxx", "Parquet"),
    "photo.png": (b"\x89PNG", "image"),
    "report.pdf": (b"%PDF-1.7", "PDF"),
    "report.xlsx": (b"PK", "not read yet"),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A folder of every kind of bad file beside two good ones, loaded once."""
    folder = tmp_path_factory.mktemp("bad") / "docs"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.md").open("wb") as opened:
        opened.truncate(100_000_000)
    (folder / "good.md").write_text(postmortem("Good"))
    (folder / "also.md").write_bytes(postmortem("Also good").replace("\n", "\r\n").encode("utf-16"))
    warehouse = folder.parent / "w.duckdb"
    day = date(2024, 6, 30)
    return warehouse, pipeline.load([str(folder)], warehouse, today=day, as_of=day, n_jobs=1)


def test_the_good_files_load_beside_the_bad(bad: tuple[Path, Summary]) -> None:
    """Every bad file and a huge one cost nothing but themselves."""
    _, summary = bad
    assert (summary.n_incidents, summary.n_loaded, summary.is_empty) == (2, 2, False)
    assert len(summary.rejects) == len(BAD) + 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_in_rejects(bad: tuple[Path, Summary], name: str) -> None:
    """With its path, what is wrong and what to do."""
    found = [r for r in bad[1].rejects if r.path.endswith(f"/{name}")]
    assert len(found) == 1
    assert BAD[name][1] in found[0].problem
    assert found[0].hint


def test_the_table_rejects_holds_what_the_summary_says(bad: tuple[Path, Summary]) -> None:
    """The same rows, each with the document that it is about; a huge file is refused by size."""
    from tests.conftest import opened

    with opened(bad[0]) as connection:
        stored = connection.execute("SELECT path, line, problem, hint, document_id FROM rejects").fetchall()
        status = dict(connection.execute("SELECT parse_filename(path), status FROM documents").fetchall())
    assert sorted(stored, key=str) == sorted(
        ((r.path, r.line, r.problem, r.hint, r.document_id) for r in bad[1].rejects), key=str
    )
    assert {name for name, state in status.items() if state == "rejected"} == {*BAD, "huge.md"}


def test_a_document_with_a_broken_head_is_read(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """The line that is wrong is told; the facts of the other lines and the body are there."""
    body = postmortem("Queue full").partition("\n---\n")[2]
    (tmp_path / "a.md").write_text(f"---\nauthor: Kim: SRE\nseverity: SEV4\n---\n{body}")
    summary = load_into(tmp_path / "a.md")
    assert rows("SELECT severity FROM incidents WHERE is_incident") == [("SEV4",)]
    assert [r.line for r in summary.rejects] == [2]
    assert "YAML front matter is broken" in summary.rejects[0].problem


def test_a_second_record_with_an_id_is_a_reject(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """The first of two JSON lines with one id is read; the second is listed with its line."""
    line = '{"id": "%s", "title": "%s", "started_at": "2024-01-01T10:00Z"}\n'
    (tmp_path / "a.jsonl").write_text(line % ("x", "First") + line % ("y", "Other") + line % ("x", "Second"))
    summary = load_into(tmp_path / "a.jsonl")
    assert rows("SELECT title FROM incidents ORDER BY title") == [("First",), ("Other",)]
    assert [(r.line, r.problem) for r in summary.rejects] == [(3, "A second record with the id x")]


def test_odd_json_values_do_not_stop_the_load(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """NaN, Infinity, half a surrogate pair, objects and lists where texts are expected."""
    lines = [
        '{"id": "a", "title": "A", "started_at": NaN, "severity": Infinity}',
        '{"id": "b", "title": "B \\ud800", "started_at": "2024-01-01T10:00Z"}',
        '{"id": "c", "title": ["C"], "started_at": {"at": []}, "services": [[1], {"name": {"y": 2}}]}',
        '{"id": "d", "title": null, "started_at": true}',
        '{"id": "e", "title": "E", "started_at": 1e400, "deep": ' + "[" * 900 + "]" * 900 + "}",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    summary = load_into(tmp_path / "a.jsonl")
    assert summary.n_incidents + len(summary.rejects) == len(lines)
    assert ("B ?",) in rows("SELECT title FROM incidents")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 10_000 + "<p>The disk was full.</p>",
        "<ul><li>" * 240 + "The disk was full.",
        "<b>" * 50_000 + "The disk was full.",
        "<table><tr><td>" * 300 + "The disk was full.",
    ],
    ids=["div", "list", "bold", "table"],
)
def test_html_nested_without_end_is_read(tmp_path: Path, load_into: Load, rows: Rows, body: str) -> None:
    """The page loads with its words; the nesting is not followed for ever."""
    page = f"<html><body><h1>Outage of search</h1><p>Date: 2024-01-02</p><h2>Root cause</h2>{body}</body></html>"
    (tmp_path / "a.html").write_text(page)
    summary = load_into(tmp_path / "a.html")
    assert summary.rejects == ()
    assert [("The disk was full." in text) for (text,) in rows("SELECT text FROM incident_texts")] == [True]


def test_html_nested_as_pages_are_is_read_in_full(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """Ninety levels of layout do not hide the headings."""
    page = f"<html><body>{'<div>' * 90}<h1>Outage</h1><h2>Root cause</h2><p>The disk was full.</p></body></html>"
    (tmp_path / "a.html").write_text(page)
    load_into(tmp_path / "a.html")
    assert rows("SELECT is_incident, cause_text FROM incidents") == [(True, "The disk was full.")]


def test_scripts_are_no_text_of_an_incident(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """Script tags leave no tag in any column that is shown, in Markdown and in HTML."""
    text = postmortem("Outage <script>alert(1)</script>", "- [ ] Check <img src=x onerror=alert(1)> input")
    (tmp_path / "a.md").write_text(text.replace("title: ", "title: '", 1).replace("</script>\n", "</script>'\n", 1))
    (tmp_path / "b.html").write_text(
        "<html><body><h1>Outage</h1><h2>Root cause</h2><p>Bad<script>alert(2)</script> disk."
    )
    load_into(tmp_path / "a.md", tmp_path / "b.html")
    shown = rows(
        "SELECT concat_ws(' ', cause_text, impact_text, summary_text) FROM incidents "
        "UNION ALL SELECT text FROM follow_ups"
    )
    assert len(shown) == 3
    assert not [text for (text,) in shown if "<script" in text or "<img" in text or "alert(2)" in text]


def test_dates_at_the_ends_of_the_calendar_do_not_stop_the_load(tmp_path: Path, load_into: Load) -> None:
    """The years 1 and 9999 with a zone leave the range that times can have."""
    for n, at in enumerate(("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00")):
        (tmp_path / f"{n}.md").write_text(postmortem(f"Number {n}").replace("2024-03-05T08:10Z", at))
    (tmp_path / "good.md").write_text(postmortem("Good"))
    assert load_into(tmp_path / "0.md", tmp_path / "1.md", tmp_path / "good.md").n_incidents >= 1


def test_a_wrong_date_loads_its_document(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """That fact is NULL and stands in `rejects` with its line; every other fact is there."""
    (tmp_path / "a.md").write_text(postmortem("Wrong day").replace("2024-03-05T08:10Z", "2024-13-45 10:00"))
    summary = load_into(tmp_path / "a.md")
    found = rows("SELECT title, started_at, resolved_at IS NOT NULL, is_incident FROM incidents")
    assert found == [("Wrong day", None, True, True)]
    assert [(Path(r.path).name, r.line) for r in summary.rejects] == [("a.md", 3)]


def test_a_failure_within_one_document_is_its_own(docs: Path, load_into: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw is listed with its name; the other documents load."""
    read = documents.read_incident

    def fail(raw: Any, *rest: Any) -> Any:
        if "queue" in raw.file_stem:
            raise ZeroDivisionError("by nought")
        return read(raw, *rest)

    monkeypatch.setattr(documents, "read_incident", fail)
    summary = load_into(docs)
    assert summary.n_incidents == 1
    assert ["ZeroDivisionError: by nought" in r.problem for r in summary.rejects] == [True]


def test_a_zip_is_loaded_member_by_member(tmp_path: Path, load_into: Load, rows: Rows) -> None:
    """Good members load; a bomb, a traversal and a broken one are listed under archive!member."""
    archive = tmp_path / "old.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("docs/a.md", postmortem("Zipped"))
        opened.writestr("docs/bomb.md", b"0" * 4_000_000)
        opened.writestr("../evil.md", postmortem("Evil"))
        opened.writestr("docs/broken.md", "---\na: b: c\n---\n")
    summary = load_into(archive)
    assert rows("SELECT title FROM incidents") == [("Zipped",)]
    assert sorted(r.path.split("!")[1] for r in summary.rejects) == [
        "../evil.md",
        "docs/bomb.md",
        "docs/broken.md",
    ]
    assert not (tmp_path.parent / "evil.md").exists()


def test_many_files_are_read_in_parallel_as_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes give the rows that one gives."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for n in range(24):
        (folder / f"{n:02d}.md").write_text(postmortem(f"Number {n}"))
    monkeypatch.setattr(batches, "_PARALLEL_FROM", 10)
    monkeypatch.setattr(batches, "_BATCH", 5)
    seen = []
    for n_jobs in (1, 2):
        warehouse = tmp_path / f"{n_jobs}.duckdb"
        pipeline.load([str(folder)], warehouse, today=date(2024, 6, 30), n_jobs=n_jobs)
        from tests.conftest import opened

        with opened(warehouse) as connection:
            tables = ("incidents", "follow_ups", "evidence", "timeline_events", "rejects", "theme_members")
            seen.append(
                [sorted(map(str, connection.execute(f"FROM {t}").to_arrow_table().to_pylist())) for t in tables]
            )
    assert seen[0] == seen[1]


def test_no_path_is_an_error(warehouse: Path) -> None:
    """The message says what may be named."""
    with pytest.raises(InputError, match="Name at least one"):
        pipeline.load([], warehouse, today=date(2024, 6, 30))


def test_nothing_that_can_be_read_is_an_empty_load(tmp_path: Path, load_into: Load) -> None:
    """Only a binary file: it is listed, and the summary says that nothing was loaded."""
    (tmp_path / "a.md").write_bytes(b"\0" * 100)
    summary = load_into(tmp_path / "a.md", tmp_path / "nope")
    assert summary.is_empty
    assert len(summary.rejects) == 2


def test_an_empty_document_set_after_removal_still_builds(docs: Path, load_into: Load, rows: Rows) -> None:
    """Every document became something that cannot be read: the warehouse is empty, not broken."""
    load_into(docs)
    for path in docs.iterdir():
        path.write_bytes(b"\0")
    assert load_into(docs).is_empty
    assert rows("SELECT count(*) FROM incidents") == [(0,)]
    assert rows("SELECT count(*) FROM mart.incident_facts") == [(0,)]


def test_a_build_of_an_earlier_version_is_loaded_again(
    docs: Path, warehouse: Path, load_into: Load, rows: Rows
) -> None:
    """Its unchanged documents are kept, though it lacks tables that this version has."""
    load_into(docs)
    before = rows("SELECT incident_id FROM incidents ORDER BY ALL")
    with duckdb.connect(str(warehouse.resolve())) as old:
        old.execute("DROP TABLE told_elsewhere; DROP TABLE incident_links; UPDATE builds SET layout = 'earlier'")
    assert load_into(docs).n_parsed == 0
    assert rows("SELECT incident_id FROM incidents ORDER BY ALL") == before
    assert rows("SELECT count(*) FROM told_elsewhere") == [(0,)]
