"""A document's text as safe HTML with the lines that facts were read from marked. Pure."""

from __future__ import annotations

import html

import pandas as pd

from dashboard.rows import each_row
from dashboard.words import field_name

LINE = "display:flex;gap:1rem;padding:0 .5rem;"
MARKED = LINE + "background:rgba(230,159,0,.20);border-left:3px solid #E69F00;"
PLAIN = LINE + "border-left:3px solid transparent;"
NUMBER = "flex:0 0 2.5rem;text-align:right;opacity:.55;user-select:none;"
TEXT = "white-space:pre-wrap;overflow-wrap:anywhere;flex:1;"
READ = "flex:0 0 auto;opacity:.8;font-style:italic;max-width:35%;text-align:right;"
BLOCK = "font-family:'Source Code Pro',monospace;font-size:.85rem;line-height:1.55;"


def highlighted(text: str, first_line: int, evidence: pd.DataFrame) -> str:
    """HTML of the lines of `text`, numbered from `first_line`; every character of the document is escaped.

    `evidence`: field, line_start, line_end (both in the numbering of the file).
    """
    marks = _fields_by_line(evidence)
    lines = text.splitlines()
    body = "".join(
        _line(number, line, marks.get(number, [])) for number, line in enumerate(lines, start=first_line)
    )
    return f'<div style="{BLOCK}">{body}</div>'


def _fields_by_line(evidence: pd.DataFrame) -> dict[int, list[str]]:
    marks: dict[int, list[str]] = {}
    for row in each_row(evidence.dropna(subset="line_start")):
        last = row.line_start if pd.isna(row.line_end) else row.line_end
        for number in range(int(row.line_start), int(last) + 1):
            name = field_name(str(row.field))
            if name not in marks.setdefault(number, []):
                marks[number].append(name)
    return marks


def _line(number: int, text: str, fields: list[str]) -> str:
    style = MARKED if fields else PLAIN
    read = f'<span style="{READ}">{html.escape(", ".join(fields))}</span>' if fields else ""
    return (
        f'<div style="{style}"><span style="{NUMBER}">{number}</span>'
        f'<span style="{TEXT}">{html.escape(text) or "&nbsp;"}</span>{read}</div>'
    )
