"""What markdown-it's block rules make of a text: the reader that the faster one is measured against."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from etl.extract.block_events import without_tags
from etl.records import Block

_PARSER = MarkdownIt("commonmark").enable("table").disable(["code"])
_PARSER.core.ruler.disable(["inline", "text_join"])


def blocks_by_markdown_it(text: str) -> list[Block]:
    """The blocks of a text, in order; indented code is text."""
    return list(_blocks(_PARSER.parse(text), 1))


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
                if stripped := without_tags(token.content).strip():
                    yield Block("paragraph", stripped, *_lines(token, first_line), depth + 1)
            case "inline":
                opener = tokens[i - 1]
                text = without_tags(token.content).strip()
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
            cells.append(without_tags(tokens[i].content).strip())
    return tuple(cells)


def _lines(token: Token, first_line: int) -> tuple[int, int]:
    begin, stop = token.map or (0, 1)
    return begin + first_line, max(begin, stop - 1) + first_line
