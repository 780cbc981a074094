"""Markdown to blocks: the block rules of markdown-it (CommonMark and tables), lines kept, inline text left raw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from etl.records import Block

_COMMENT = re.compile(r"<!--.*?-->|<%.*?%>", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>:]{0,300}>")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def markdown_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of a Markdown text whose first line stands on ``first_line`` of its file.

    HTML comments and template tags are blanked. Indented code is read as text: people indent prose far
    more often than they mean code by it.
    """
    if "<" in text:
        text = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return tuple(_blocks(_parser().parse(text), first_line))


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
                if stripped := _TAG.sub(" ", token.content).strip():
                    yield Block("paragraph", stripped, *_lines(token, first_line), depth + 1)
            case "inline":
                opener = tokens[i - 1]
                text = (_TAG.sub(" ", token.content) if "<" in token.content else token.content).strip()
                if opener.type == "heading_open":
                    yield Block("heading", text, *_lines(token, first_line), int(opener.tag[1]))
                elif opener.type == "paragraph_open" and text:
                    kind, at = ("item", depth) if fresh_item else ("paragraph", depth + 1)
                    fresh_item = False
                    yield Block(kind, text, *_lines(token, first_line), at)  # type: ignore[arg-type]


def _cells(tokens: list[Token], start: int) -> tuple[str, ...]:
    cells = []
    for token in tokens[start + 1 :]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(_TAG.sub(" ", token.content).strip())
    return tuple(cells)


def _lines(token: Token, first_line: int) -> tuple[int, int]:
    begin, stop = token.map or (0, 1)
    return begin + first_line, max(begin, stop - 1) + first_line
