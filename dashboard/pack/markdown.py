"""A retro pack as Markdown (CommonMark with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.pack.model import Cell, Items, Pack, Section, Table

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$&#])")
# What would begin a list, a quote or a rule at the start of a line.
LEADING = re.compile(r"^(\d+)([.)])|^([-+=:])")


def to_markdown(pack: Pack) -> str:
    """The pack as one Markdown document; every character of a document that means something there is escaped."""
    parts = [f"# {escape(pack.title)}", escape(pack.answer), *(_section(section) for section in pack.sections)]
    return "\n\n".join([*parts, f"*{escape(pack.note)}*"]) + "\n"


def escape(text: str) -> str:
    """Text as Markdown that shows as that very text."""
    escaped = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def _section(section: Section) -> str:
    lines = [f"## {escape(section.title)}", "", escape(section.said)]
    if isinstance(section.body, Table):
        lines += ["", *_table(section.body)]
    elif isinstance(section.body, Items):
        lines += ["", *_items(section.body)]
    return "\n".join(lines)


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(escape(name) for name in table.columns) + " |"
    yield "|" + " --- |" * len(table.columns)
    for row in table.rows:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"


def _items(items: Items) -> Iterator[str]:
    for number, cell in enumerate(items.items, 1):
        yield f"{number}. {_cell(cell)}" if items.is_numbered else f"- {_cell(cell)}"


def _cell(cell: Cell) -> str:
    text = f"**{escape(cell.text)}**" if cell.is_gap else escape(cell.text)
    return f"[{text}](<{cell.url}>)" if cell.url else text
