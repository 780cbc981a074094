"""Markdown to blocks: the block rules of markdown-it (CommonMark and tables), lines kept, inline text left raw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from etl.records import Block

_COMMENTS = (("<!--", "-->"), ("<%", "%>"))
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]{0,500})?/?>")
_ANCHOR = re.compile(r"<a\s[^<>]{0,300}?href=[\"'](https?://[^\"'<>\s]+)[\"'][^<>]{0,300}>([^<>]*)</a>", re.IGNORECASE)
MAX_BLOCK_CHARS = 8_000
"""A longer paragraph (a log, a page of text without a blank line) is read as several; a line is cut."""


# A rule that a text cannot meet need not be tried on its every line.
_NEEDS = (
    ("table", ("|",)), ("fence", ("```", "~~~")), ("html_block", ("<",)), ("blockquote", (">",)), ("reference", ("]:",))
)  # fmt: skip


@cache
def _parser(without: tuple[str, ...]) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").disable(["code", *without])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _tokens(text: str) -> list[Token]:
    without = tuple(rule for rule, marks in _NEEDS if not any(mark in text for mark in marks))
    return _parser(without).parse(text)


def markdown_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown text whose first line stands on ``first_line`` of its file.

    HTML comments and template tags are blanked. Indented code is read as text: people indent prose far
    more often than they mean code by it.
    """
    for opener, closer in _COMMENTS:
        text = _blanked(text, opener, closer)
    return tuple(piece for block in _blocks(_tokens(text), first_line) for piece in _pieces(block))


def _blanked(text: str, opener: str, closer: str) -> str:
    """The text with all from an opener to its closer blanked, in one pass: one without a closer ends it."""
    kept, at = [], 0
    while (start := text.find(opener, at)) >= 0 and (end := text.find(closer, start + len(opener))) >= 0:
        stop = end + len(closer)
        kept += [text[at:start], re.sub(r"[^\n]", " ", text[start:stop])]
        at = stop
    return "".join(kept) + text[at:]


def _pieces(block: Block) -> Iterator[Block]:
    """The block itself, or its lines in pieces of at most ``MAX_BLOCK_CHARS``: readers may then be thorough."""
    if len(block.text) <= MAX_BLOCK_CHARS:
        yield block
        return
    lines, held, first = block.text.split("\n"), 0, 0
    for number, line in enumerate(lines):
        if held and held + len(line) > MAX_BLOCK_CHARS:
            yield _piece(block, lines, first, number)
            held, first = 0, number
        held += len(line) + 1
    yield _piece(block, lines, first, len(lines))


def _piece(block: Block, lines: list[str], first: int, stop: int) -> Block:
    text = "\n".join(lines[first:stop])[:MAX_BLOCK_CHARS]
    cells = tuple(c[:MAX_BLOCK_CHARS] for c in block.cells)
    begin = min(block.line + first, block.line_end)
    end = min(block.line + stop - 1, block.line_end)
    return replace(block, text=text, cells=cells, line=begin, line_end=end)


def _blocks(tokens: list[Token], first_line: int) -> Iterator[Block]:
    depth = -1
    fresh_item = False
    header: tuple[str, ...] = ()
    for i, token in enumerate(tokens):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                fresh_item = True
            case "list_item_close":
                fresh_item = False
            case "tr_open":
                cells = _cells(tokens, i)
                if tokens[i - 1].type == "thead_open":
                    header = cells
                    yield Block("row", " | ".join(cells), *_lines(token, first_line), -1, cells)
                elif any(cells):
                    yield Block("row", " | ".join(cells), *_lines(token, first_line), 0, cells, header)
            case "fence":
                yield Block("code", token.content.strip("\n"), *_lines(token, first_line), max(depth, 0))
            case "html_block":
                if stripped := _without_tags(token.content).strip():
                    yield Block("paragraph", stripped, *_lines(token, first_line), depth + 1)
            case "inline":
                opener = tokens[i - 1]
                text = _without_tags(token.content).strip()
                if opener.type == "heading_open":
                    yield Block("heading", text, *_lines(token, first_line), int(opener.tag[1]))
                elif opener.type == "paragraph_open" and text:
                    kind, at = ("item", depth) if fresh_item else ("paragraph", depth + 1)
                    fresh_item = False
                    yield Block(kind, text, *_lines(token, first_line), at)  # type: ignore[arg-type]


def _cells(tokens: list[Token], start: int) -> tuple[str, ...]:
    cells = []
    for i in range(start + 1, len(tokens)):
        if tokens[i].type == "tr_close":
            break
        if tokens[i].type == "inline":
            cells.append(_without_tags(tokens[i].content).strip())
    return tuple(cells)


def _without_tags(text: str) -> str:
    """The text without HTML tags; a link to the web becomes a Markdown link."""
    return _TAG.sub(" ", _ANCHOR.sub(r"[\2](\1)", text)) if "<" in text else text


def _lines(token: Token, first_line: int) -> tuple[int, int]:
    begin, stop = token.map or (0, 1)
    return begin + first_line, max(begin, stop - 1) + first_line
