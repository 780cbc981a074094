"""Markdown to blocks, lines kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.extract.blocks import MAX_BLOCK_CHARS, _parser, _tokens, markdown_blocks

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*/input.md"))


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


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.parent.name)
def test_rules_that_a_text_cannot_meet_change_nothing(path: Path) -> None:
    """Leaving out the rules whose marks a text lacks gives the same tokens as trying them all."""
    text = path.read_text(encoding="utf-8")
    assert [t.as_dict() for t in _tokens(text)] == [t.as_dict() for t in _parser(()).parse(text)]
