"""Markdown to blocks, lines kept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from etl.extract.blocks import MAX_BLOCK_CHARS, as_markdown, markdown_blocks
from etl.extract.front_matter import split_front_matter
from etl.extract.read import decode
from tests.etl.extract.markdown_it_blocks import blocks_by_markdown_it

ROOT = Path(__file__).parents[3]
CORPORA = ROOT.parent / "shared" / "corpora"
DOCUMENTS = sorted([*ROOT.glob("tests/cases/*/input.md"), *ROOT.glob("data/public/*/*.md"), *ROOT.glob("docs/*.md")])


def test_each_kind_of_block_keeps_its_lines() -> None:
    """Headings, paragraphs, items with their depth, rows with their header, code: all with 1-based lines."""
    text = "# A\n\nb\nc\n\n- d\n  - e\n\n| h | i |\n|---|---|\n| j | k |\n\n```\nl\n```\n"
    got = [(b.kind, b.text, b.line, b.line_end, b.depth) for b in markdown_blocks(text)]
    assert got == [
        ("heading", "A", 1, 1, 1),
        ("paragraph", "b\nc", 3, 4, 0),
        ("item", "d", 6, 6, 0),
        ("item", "e", 7, 7, 1),
        ("row", "h | i", 9, 9, -1),
        ("row", "j | k", 11, 11, 0),
        ("code", "l", 13, 15, 0),
    ]


def test_lines_count_from_the_first_line_of_the_body() -> None:
    """A body below five lines of front matter begins on line six."""
    assert [b.line for b in markdown_blocks("a\n\nb", 6)] == [6, 8]


def test_comments_are_blanked_and_lines_stay() -> None:
    """A comment of two lines hides its words and moves nothing; one that is never closed hides nothing."""
    assert [(b.text, b.line) for b in markdown_blocks("a\n\n<!-- no\nno -->\n\nb\n\n<%= no %>\n\nc <!-- d")] == [
        ("a", 1),
        ("b", 6),
        ("c <!-- d", 10),
    ]


def test_round_bullets_open_items() -> None:
    """Text that came out of an office document has its lists with "•"; one within a line is no bullet."""
    got = [(b.kind, b.text, b.line) for b in markdown_blocks("a:\n\n• b • c\n• d\n")]
    assert got == [("paragraph", "a:", 1), ("item", "b • c", 3), ("item", "d", 4)]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", '<a href="javascript:x">y</a>']
)
def test_tags_are_left_out(text: str) -> None:
    """What is read from a document holds no HTML tag."""
    assert all("<" not in b.text for b in markdown_blocks(text))


def test_a_very_long_paragraph_is_read_in_pieces() -> None:
    """No block is longer than the limit, nothing is lost at line ends, and each piece keeps its lines."""
    lines = [f"{n:05d} " + "x" * 60 for n in range(1000)]
    blocks = markdown_blocks("\n".join(lines))
    assert max(len(b.text) for b in blocks) <= MAX_BLOCK_CHARS
    assert "\n".join(b.text for b in blocks).split("\n") == lines
    assert [b.text[:5] for b in blocks] == [f"{b.line - 1:05d}" for b in blocks]


def test_one_endless_line_is_cut() -> None:
    """A line of a megabyte (minified data, a stack dump) is cut at the limit."""
    assert [len(b.text) for b in markdown_blocks("x" * 1_000_000)] == [MAX_BLOCK_CHARS]


def test_a_link_in_html_stays_a_link() -> None:
    """A ticket's address in an HTML link is still found; an automatic link is no tag."""
    text = 'Fix it, see <a class="x" href="https://example.com/1">ticket 1</a> and <https://example.com/2>'
    assert markdown_blocks(text)[0].text == "Fix it, see [ticket 1](https://example.com/1) and <https://example.com/2>"


def test_a_paragraph_after_an_empty_item_is_no_item() -> None:
    """A bullet that nobody filled in ("-") takes nothing from what follows it."""
    got = [(b.kind, b.text, b.depth) for b in markdown_blocks("## Questions\n\n-\n\n## Summary\n\nIt broke.\n")]
    assert got == [("heading", "Questions", 2), ("heading", "Summary", 2), ("paragraph", "It broke.", 0)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem[:40])
def test_blocks_are_those_of_markdown_it(path: Path) -> None:
    """An independent parser finds the same blocks, on the same lines, in every document at hand."""
    body = as_markdown(split_front_matter(decode(path.read_bytes()), [])[2])
    read = [b._replace(text=b.text[:1000]) for b in markdown_blocks(body) if len(b.text) < MAX_BLOCK_CHARS]
    assert read == [
        b._replace(text=b.text[:1000]) for b in blocks_by_markdown_it(body) if len(b.text) < MAX_BLOCK_CHARS
    ]


@pytest.mark.skipif(not CORPORA.exists(), reason="the public corpora are not here")
def test_blocks_are_those_of_markdown_it_in_the_corpora() -> None:
    """The same over every Markdown document of the corpora."""
    paths = [p for p in sorted(CORPORA.rglob("*")) if p.suffix in (".md", ".erb") and p.is_file()]
    assert paths
    for path in paths:
        test_blocks_are_those_of_markdown_it(path)


def test_indented_text_is_read_as_text() -> None:
    """A list that is indented as a whole is a list; indented prose within an item belongs to it."""
    got = [(b.kind, b.text, b.line, b.depth) for b in markdown_blocks("a\n\n    - b\n    - c\n\n- d\n\n      e\n")]
    assert got == [
        ("paragraph", "a", 1, 0),
        ("item", "b", 3, 0),
        ("item", "c", 4, 0),
        ("item", "d", 6, 0),
        ("paragraph", "e", 8, 1),
    ]


def test_text_within_lists_and_quotes_loses_their_marks() -> None:
    """Wherever an item stands, the lines below its first one are read without its indent."""
    text = "> - a\n>   b\n> lazy\n\n1. - c\n     d\n\n   > e\n   > f\n\n-\n  # g #\n"
    got = [(b.kind, b.text, b.line, b.line_end, b.depth) for b in markdown_blocks(text)]
    assert got == [(b.kind, b.text, b.line, b.line_end, b.depth) for b in blocks_by_markdown_it(text)]
    assert [t for _, t, *_ in got] == ["a\nb\nlazy", "c\nd", "e\nf", "g"]


@pytest.mark.parametrize(
    "text",
    ["- " * 20_000, "> " * 20_000, "\n\n".join(" " * 4 * n + "a" for n in range(500)), "- a\n" * 20_000, "[" * 50_000],
    ids=["items", "quotes", "stairs", "list", "brackets"],
)
def test_hostile_nesting_takes_no_time(text: str) -> None:
    """Marks within marks are read at a cost that grows with the text, not with its square."""
    began = time.process_time()
    markdown_blocks(text)
    assert time.process_time() - began < 5
