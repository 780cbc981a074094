"""The events of a Markdown parser to blocks: what stands on which lines, without the marks of the lists and quotes
around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

import pyromark

from etl.records import Block

_OPTIONS = pyromark.Options.ENABLE_TABLES
_TAG = re.compile(r"(?<!\\)</?[a-zA-Z][\w-]*(?:\s[^<>]{0,500})?/?>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^<>]{0,300}?href=[\"'](https?://[^\"'<>\s]+)[\"'][^<>]{0,300}>([^<>]*)</a>", re.IGNORECASE)
_MARKER = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])")
_QUOTE = re.compile(r"[ \t]*> ?")
_OPENING_MARKS = re.compile(r"#{1,6}(?:[ \t]+|$)")
_CLOSING_MARKS = re.compile(r"(?:(?<=[ \t])|^)#+$")
_CELL_END = re.compile(r"(?<!\\)\|")
_WIDEST_GAP = 4
_DEEPEST = 20
"""Marks of items and quotes that stand within twenty others stay in their text, so that no text takes long."""


class _Item(NamedTuple):
    """An open list item: its first line, where its text begins on it, and the indent of its further lines."""

    line: int
    begin: int
    indent: int


class BlockReader:
    """Reads the blocks of one text. Lines are counted from 0 here, and places in bytes, as the parser does."""

    def __init__(
        self, text: str, first_line: int, depth: int = -1, n_within: int = 0, *, is_fresh: bool = False
    ) -> None:
        self._text = text.replace("\x00", "\ufffd")
        self._first_line = first_line
        self._depth = depth
        self._n_within = n_within
        """Indented texts that this one stands within."""
        self._is_fresh = is_fresh
        """An item was opened, and nothing of its text was read yet."""
        self._around: list[_Item | None] = []
        """The open items, and None for each open quote."""
        self._blocks: list[Block] = []
        self._lines = self._text.split("\n")
        lengths = map(len, self._lines if text.isascii() else (line.encode() for line in self._lines))
        self._starts = list(accumulate((length + 1 for length in lengths), initial=0))

    def blocks(self) -> list[Block]:
        """The blocks in reading order. Of the text within a block only the place is asked for."""
        leaf = read_to = 0
        words: tuple[int, int] | None = None  # the bare text of an item in a list without blank lines
        for event, span in _events(self._text):
            start = span["start"]
            if leaf <= start < read_to:  # within what was read as a whole
                continue
            is_end = "End" in event
            if start < read_to and not is_end:
                continue
            tag = None if isinstance(event, str) else event.get("End" if is_end else "Start")
            name = tag if isinstance(tag, str) else next(iter(tag or ""), "")
            if start < read_to and name not in _CONTAINERS:
                continue
            if name not in _BLOCKS and event != "Rule":
                words = (words[0] if words else start, span["end"])
                leaf, read_to = (start, span["end"]) if tag and not is_end else (leaf, read_to)
                continue
            if words:
                self._paragraph(*words)
                words = None
            if is_end:
                self._close(name)
            elif name in _LEAVES:
                leaf, read_to = start, span["end"]
                self._leaf(name, tag, start, read_to)
            elif name:
                self._open(name, start)
        return self._blocks

    def _open(self, name: str, start: int) -> None:
        if name == "List":
            self._depth += 1
        elif name == "BlockQuote":
            self._around.append(None)
        else:
            self._is_fresh = True
            line = bisect_right(self._starts, start) - 1
            is_deep = len(self._around) >= _DEEPEST
            self._around.append(_Item(line, 0, 0) if is_deep else _item(line, self._bare(line)))

    def _close(self, name: str) -> None:
        if name == "List":
            self._depth -= 1
            return
        self._around.pop()
        if name == "Item":
            self._is_fresh = False

    def _leaf(self, name: str, begun: Any, start: int, end: int) -> None:
        if name == "Paragraph":
            self._paragraph(start, end)
            return
        first, last = self._lines_at(start, end)
        if name == "Heading":
            self._heading(first, last, int(begun["Heading"]["level"][1]))
        elif name == "Table":
            self._rows(first, last, len(begun["Table"]))
        elif name == "HtmlBlock":
            if text := without_tags(self._between(first, last)).strip():
                self._add("paragraph", text, first, last, self._depth + 1)
        elif begun["CodeBlock"] == "Indented" and self._n_within < _DEEPEST:
            self._indented(first, last)
        elif begun["CodeBlock"] == "Indented":
            self._paragraph(start, end)
        else:
            self._add("code", self._code(first, last), first, last, max(self._depth, 0))

    def _paragraph(self, start: int, end: int) -> None:
        first, last = self._lines_at(start, end)
        words = self._between(first, last)
        for piece, begin, stop in _broken(words, first) if "<br" in words else ((words, first, last),):
            if text := without_tags(piece).strip():
                kind, depth = ("item", self._depth) if self._is_fresh else ("paragraph", self._depth + 1)
                self._is_fresh = False
                self._add(kind, text, begin, stop, depth)

    def _heading(self, first: int, last: int, level: int) -> None:
        if first == last:
            text = self._bare(first).strip()
            text = text[opened.end() :] if (opened := _OPENING_MARKS.match(text)) else text
            text = _CLOSING_MARKS.sub("", text).strip() if text.endswith("#") else text
        else:  # underlined
            last -= 1
            text = self._between(first, last).strip()
        self._add("heading", without_tags(text).strip(), first, last, level)

    def _rows(self, first: int, last: int, n_cells: int) -> None:
        header = _cells(self._bare(first), n_cells)
        self._add("row", " | ".join(header), first, first, -1, header)
        for line in range(first + 2, last + 1):
            cells = _cells(self._bare(line), n_cells)
            if any(cells):
                self._add("row", " | ".join(cells), line, line, 0, cells, header)

    def _indented(self, first: int, last: int) -> None:
        """Indented code is read as the text that it most often is."""
        opening = self._bare(first)
        indent = len(opening) - len(opening.lstrip())
        text = "\n".join(_dedented(self._bare(n), indent) for n in range(first, last + 1))
        reader = BlockReader(text, first + self._first_line, self._depth, self._n_within + 1, is_fresh=self._is_fresh)
        self._blocks += reader.blocks()
        self._is_fresh = reader._is_fresh

    def _code(self, first: int, last: int) -> str:
        """What stands between two fences, the second of which may be missing."""
        opener = self._bare(first)
        fence = opener.lstrip()
        mark = fence[: len(fence) - len(fence.lstrip(fence[0]))]
        closer = self._bare(last).strip()
        is_closed = last > first and closer.startswith(mark) and not closer.strip(mark[0])
        indent = len(opener) - len(fence)
        lines = (_dedented(self._bare(n), indent) for n in range(first + 1, last + (not is_closed)))
        return "\n".join(lines).strip("\n")

    def _between(self, first: int, last: int) -> str:
        if not self._around:
            return "\n".join(self._lines[first : last + 1])
        return "\n".join([self._bare(n) for n in range(first, last + 1)])

    def _bare(self, number: int) -> str:
        """A line without what the items and quotes around it put before it."""
        line = self._lines[number]
        for item in self._around[:_DEEPEST] if self._around else ():
            if item is None:
                quoted = _QUOTE.match(line)
                line = line[quoted.end() :] if quoted else line
            else:
                line = line[item.begin :] if number == item.line else _dedented(line, item.indent)
        return line

    def _lines_at(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last line of a place."""
        first = bisect_right(self._starts, start) - 1
        return first, bisect_right(self._starts, end - 1, first) - 1

    def _add(self, kind: Any, text: str, first: int, last: int, depth: int, *cells: tuple[str, ...]) -> None:
        self._blocks.append(Block(kind, text, first + self._first_line, last + self._first_line, depth, *cells))


_LEAVES = frozenset({"Paragraph", "Heading", "Table", "CodeBlock", "HtmlBlock"})
_CONTAINERS = frozenset({"List", "Item", "BlockQuote"})
_BLOCKS = _LEAVES | _CONTAINERS


def _events(text: str) -> Iterator[tuple[Any, Any]]:
    """``(event, span)``: an event is a word, or {"Start": tag}; a tag is a name, or {"Heading": what more is known}."""
    return iter(pyromark.events_with_range(text, options=_OPTIONS))


def _item(line: int, text: str) -> _Item:
    """An item from the line that opens it. Its text stands one to four columns after the marker; what stands further
    away, or on the next line, one."""
    marker = _MARKER.match(text)
    end = marker.end() if marker else 0
    rest = text[end:]
    gap = len(rest) - len(rest.lstrip())
    if gap == len(rest) or len(rest[:gap].expandtabs(_WIDEST_GAP)) > _WIDEST_GAP:
        gap = 1
    return _Item(line, end + gap, len(text[: end + gap].ljust(end + gap).expandtabs(_WIDEST_GAP)))


def _dedented(line: str, indent: int) -> str:
    """The line without its first ``indent`` columns, as far as they are blank."""
    if "\t" in line[:indent]:
        line = line.expandtabs(_WIDEST_GAP)
    return line[min(indent, len(line) - len(line.lstrip())) :]


def _broken(words: str, first: int) -> Iterator[tuple[str, int, int]]:
    """The lines of a paragraph that breaks them itself (``<br>``), each with its first and last line in the text. Other
    line ends only wrap it."""
    at = first
    for piece in _BREAK.split(words):
        bare = piece.strip()
        begin = at + piece[: len(piece) - len(piece.lstrip())].count("\n")
        yield " ".join(bare.split("\n")), begin, begin + bare.count("\n")
        at += piece.count("\n")


def _cells(line: str, n_cells: int) -> tuple[str, ...]:
    is_bare = "\\" not in line and "<" not in line
    cells = line.strip().split("|") if is_bare else _CELL_END.split(line.strip())
    cells = cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])][:n_cells]
    told = [c.strip() if is_bare else without_tags(c.replace("\\|", "|").strip()).strip() for c in cells]
    return (*told, *[""] * (n_cells - len(told)))


def without_tags(text: str) -> str:
    """The text without HTML tags; a link to the web becomes a Markdown link."""
    return _TAG.sub(" ", _ANCHOR.sub(r"[\2](\1)", text)) if "<" in text else text
