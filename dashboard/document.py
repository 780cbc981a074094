"""A document's text as safe HTML with the lines that facts were read from marked. Pure."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

import pandas as pd

from dashboard.rows import each_row
from dashboard.words import field_name

# Longer evidence than this is a whole section: its lines get a margin, not a background.
SECTION_LINES = 2
LINE = "display:flex;gap:1rem;padding:0 .5rem;"
MARKED = LINE + "background:rgba(230,159,0,.20);border-left:3px solid #E69F00;"
IN_SECTION = LINE + "border-left:3px solid rgba(230,159,0,.45);"
PLAIN = LINE + "border-left:3px solid transparent;"
NUMBER = "flex:0 0 2.5rem;text-align:right;opacity:.55;user-select:none;"
TEXT = "white-space:pre-wrap;overflow-wrap:anywhere;flex:1;"
READ = "flex:0 0 auto;opacity:.8;font-style:italic;max-width:35%;text-align:right;"
BLOCK = "font-family:'Source Code Pro',monospace;font-size:.85rem;line-height:1.55;"


@dataclass
class Mark:
    """What was read from one line: the facts that begin there, and whether it is only inside a section."""

    fields: list[str] = field(default_factory=list)
    is_section_only: bool = True


def highlighted(text: str, first_line: int, evidence: pd.DataFrame) -> str:
    """HTML of the lines of `text`, numbered from `first_line`; every character of the document is escaped.

    `evidence`: field, line_start, line_end (both as numbered in the file). A fact is named where it begins.
    """
    marks = _marks(evidence)
    lines = text.splitlines()
    body = "".join(_line(number, line, marks.get(number)) for number, line in enumerate(lines, start=first_line))
    return f'<div style="{BLOCK}">{body}</div>'


def _marks(evidence: pd.DataFrame) -> dict[int, Mark]:
    marks: dict[int, Mark] = {}
    for row in each_row(evidence.dropna(subset="line_start")):
        first = int(row.line_start)
        last = first if pd.isna(row.line_end) else int(row.line_end)
        for number in range(first, last + 1):
            mark = marks.setdefault(number, Mark())
            mark.is_section_only &= last - first >= SECTION_LINES
            name = field_name(str(row.field))
            if number == first and name not in mark.fields:
                mark.fields.append(name)
    return marks


def _line(number: int, text: str, mark: Mark | None) -> str:
    style = PLAIN if mark is None else IN_SECTION if mark.is_section_only else MARKED
    fields = mark.fields if mark else []
    read = f'<span style="{READ}">{html.escape(", ".join(fields))}</span>' if fields else ""
    return (
        f'<div style="{style}"><span style="{NUMBER}">{number}</span>'
        f'<span style="{TEXT}">{html.escape(text) or "&nbsp;"}</span>{read}</div>'
    )
