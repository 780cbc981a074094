"""Markdown to blocks (CommonMark and tables, by pulldown-cmark): lines kept, inline text left raw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.extract.block_events import BlockReader
from etl.records import Block

_COMMENTS = (("<!--", "-->"), ("<%", "%>"))
_BULLET = re.compile(r"^([ \t]*)•(?=\s)", re.MULTILINE)
MAX_BLOCK_CHARS = 8_000
"""A longer paragraph (a log, a page of text without a blank line) is read as several; a line is cut."""


def markdown_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown text whose first line stands on ``first_line`` of its file.

    HTML comments and template tags are blanked. Indented code is read as text: people indent prose far
    more often than they mean code by it.
    """
    blocks = BlockReader(as_markdown(text), first_line).blocks()
    if all(len(block.text) <= MAX_BLOCK_CHARS for block in blocks):
        return tuple(blocks)
    return tuple(piece for block in blocks for piece in _pieces(block))


def as_markdown(text: str) -> str:
    """The text without comments and template tags; bullets that are no Markdown become such."""
    for opener, closer in _COMMENTS:
        if opener in text:
            text = _blanked(text, opener, closer)
    return _BULLET.sub(r"\1-", text) if "•" in text else text


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
    return block._replace(text=text, cells=cells, line=begin, line_end=end)
