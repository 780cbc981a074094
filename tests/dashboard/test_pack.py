"""The retro pack: one model, three formats, and nothing in a document that gets out of its text."""

import datetime as dt
import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dashboard.board_edits import drafts_of_row
from dashboard.filters import Filters
from dashboard.pack.html import to_html
from dashboard.pack.markdown import escape, to_markdown
from dashboard.pack.model import Cell, Items, Pack, Section, Table
from dashboard.pack.pdf import known, to_pdf
from dashboard.pack.read import Scope, read_pack, read_rows
from dashboard.warehouse import Build, Source, current_build
from etl.analysis.retro import last_times_items
from etl.edits.store import append, default_url, open_store

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
DAY = dt.date(2026, 6, 30)
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> </td></table> [x](javascript:alert(1)) | a | *b* `c` &lt;"
    " ![p](http://evil.example/p.png) <http://evil.example> \x00\x1b[31m \u202e\ud800 # h\n\n# heading\n- item\n1. one"
)


def hostile_pack() -> Pack:
    """The same hostile text in every place of a pack."""
    cell = Cell(HOSTILE, "i1", "https://example.org/a")
    bad = Cell(HOSTILE, "i2", "javascript:alert(1)", is_gap=True)
    sections = (
        Section(HOSTILE, HOSTILE, Items((cell, bad), is_numbered=True)),
        Section("Items", HOSTILE, Items((cell, bad))),
        Section("Table", HOSTILE, Table((HOSTILE, "B"), ((cell, bad),), (3, 1))),
    )
    return Pack(HOSTILE, HOSTILE, HOSTILE, sections)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _tags(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    return parser


def test_html_holds_no_tag_that_a_document_wrote() -> None:
    """Only our own tags, one kind of link, and a policy that forbids everything but our style."""
    read = _tags(to_html(hostile_pack()))
    assert {"script", "img", "iframe", "link"}.isdisjoint({tag for tag, _ in read.found})
    assert {attrs["href"] for tag, attrs in read.found if tag == "a"} == {"https://example.org/a"}
    assert not [name for _, attrs in read.found for name in attrs if name.startswith("on")]
    assert any(attrs.get("content", "").startswith("default-src 'none'") for tag, attrs in read.found if tag == "meta")
    assert "<script>alert(1)</script>" in " ".join(read.text)


def test_html_needs_nothing_from_outside_and_has_both_themes() -> None:
    """No address is loaded, no file is named; dark is asked from the reader's own setting."""
    html = to_html(Pack("T", "a", "n", ()))
    assert "prefers-color-scheme:dark" in html
    assert not re.search(r"(src|href)=|@import|url\(", html)


def test_markdown_shows_a_documents_text_and_runs_none_of_it() -> None:
    """Drawn by a CommonMark reader: one heading a section, no image, no script, links to web addresses only."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(to_markdown(hostile_pack()))
    read = _tags(html)
    counts = [tag for tag, _ in read.found]
    assert {"script", "img", "code"}.isdisjoint(counts)
    assert (counts.count("h1"), counts.count("h2"), counts.count("table"), counts.count("ol")) == (1, 3, 1, 1)
    assert {attrs["href"] for tag, attrs in read.found if tag == "a"} == {"https://example.org/a"}
    assert "<script>alert(1)</script>" in "".join(read.text)


@pytest.mark.parametrize("text", ["1. one", "- a", "+ a", "# a", "> a", "=== a", "a | b", "a\nb", "12) b", ": a"])
def test_escaped_markdown_reads_as_the_same_text(text: str) -> None:
    """What a CommonMark reader shows is what was given, in one paragraph."""
    read = _tags(MarkdownIt("gfm-like", {"linkify": False}).render(escape(text)))
    assert [tag for tag, _ in read.found] == ["p"]
    assert "".join(read.text).strip() == " ".join(text.split())


def test_characters_that_nobody_sees_are_left_out() -> None:
    """Controls, lone surrogates and marks that turn the direction of text; a line break becomes a space."""
    assert Cell("x\u202ey\x00\ud800\nz").text == "xy z"
    assert "\x00" not in to_html(hostile_pack())
    assert to_html(hostile_pack()).encode()


def test_a_pdf_holds_the_text_and_is_the_same_each_time() -> None:
    """Three pages or so of searchable text; nothing in it depends on the clock."""
    pack = hostile_pack()
    made = to_pdf(pack, DAY)
    assert made == to_pdf(pack, DAY)
    read = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(page.extract_text() for page in read.pages)
    assert "<script>alert(1)</script>" in text
    links = [note.get_object()["/A"]["/URI"] for page in read.pages for note in page.get("/Annots", [])]
    assert set(links) == {"https://example.org/a"}


def test_letters_that_the_font_lacks_are_put_plainly() -> None:
    """Accents, Greek and Cyrillic are there; other scripts show as unknown and never raise."""
    assert known("Zürich naïve Ελλάς Москва – “x” …") == "Zürich naïve Ελλάς Москва – “x” …"
    assert known("a → b") == "a -> b"
    assert known("日本") == "??"


def test_a_long_table_breaks_over_pages() -> None:
    """Two hundred rows are all there, with their heading on every page."""
    rows = tuple((Cell(f"row number {number}"), Cell("x " * 40)) for number in range(200))
    made = to_pdf(Pack("T", "a", "n", (Section("S", "s", Table(("A", "B"), rows, (1, 3))),)), DAY)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 5
    assert "row number 199" in " ".join(pages)


def test_an_empty_pack_has_all_its_sections(empty_build: Build) -> None:
    """From a warehouse without incidents: sentences, no table, and all three formats."""
    pack = read_pack(empty_build, Scope("nothing", Filters(end=DAY, as_of=DAY), "theme"))
    assert [section.title for section in pack.sections][:2] == ["Agenda", "Last time's items"]
    assert all(section.body is None for section in pack.sections[1:])
    assert to_html(pack)
    assert to_markdown(pack)
    assert to_pdf(pack, DAY).startswith(b"%PDF")


def test_the_agenda_begins_with_last_times_items_and_counts_them(example_build: Build) -> None:
    """The number on the agenda is the number of rows of the section, also of those left out of the table."""
    filters = Filters(end=example_build.as_of, as_of=example_build.as_of)
    pack = read_pack(example_build, Scope("all", filters, "theme"))
    items = pack.section("Last time's items").body
    agenda = pack.section("Agenda").body
    assert isinstance(items, Table)
    assert isinstance(agenda, Items)
    n = len(items.rows) + items.n_left_out
    assert agenda.items[0].text == f"Last time's items: {n} items to close, re-date or decline"


@pytest.fixture(name="example_build")
def _example_build(example_warehouse: object) -> Build:
    return current_build(Source("x", example_warehouse))  # type: ignore[arg-type]


@pytest.fixture(name="empty_build")
def _empty_build(empty_warehouse: object) -> Build:
    return current_build(Source("x", empty_warehouse))  # type: ignore[arg-type]


def test_what_somebody_closed_is_gone_from_last_times_items(example_warehouse: Path, tmp_path: Path) -> None:
    """A follow-up that was set to done on the board is an earlier fix, no longer an item to close."""
    warehouse = Path(shutil.copy(example_warehouse, tmp_path / "w.duckdb"))

    def scope(build: Build) -> Scope:
        return Scope("all", Filters(end=build.as_of, as_of=build.as_of), "theme")

    build = current_build(Source("x", warehouse))
    before = read_rows(build, scope(build))
    item = last_times_items(before.incidents, before.follow_ups).iloc[0]
    row = {**item.to_dict(), "incident_title": item["title"]}
    drafts = drafts_of_row(row, {"status": "done"}, str(item["follow_up_id"]), {})
    append(open_store(default_url(warehouse)), drafts, "Ana", dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC))
    build = current_build(Source("x", warehouse))
    after = read_rows(build, scope(build))
    left = last_times_items(after.incidents, after.follow_ups)
    assert len(left) == len(last_times_items(before.incidents, before.follow_ups)) - 1
    assert item["follow_up_id"] not in set(left["follow_up_id"])
