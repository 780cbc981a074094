"""A retro pack as PDF, by fpdf2, in a font that is installed with Refrain (no system package is needed)."""

from __future__ import annotations

import logging
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache

import font_roboto
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from dashboard.pack.model import Cell, Items, Pack, Section, Table

FONT = "Roboto"
INK, MUTED, LINK = (38, 50, 61), (95, 108, 120), (0, 92, 148)
HEAD, GAP = (241, 244, 246), (253, 235, 221)
TEXT_POINTS, TABLE_POINTS, LINE = 10, 8.5, 5
# fontTools tells at length which tables of the font it leaves out.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


class _Document(FPDF):
    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self.add_font(FONT, "", font_roboto.Roboto)
        self.add_font(FONT, "B", font_roboto.RobotoBold)
        self.set_title(title)
        self.set_lang("en")
        self.set_auto_page_break(auto=True, margin=18)
        self.set_text_color(*INK)
        self.set_draw_color(213, 219, 225)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, "", 8)
        self.set_text_color(*MUTED)
        self.cell(0, 6, f"{self.page_no()} of {{nb}}", align="R")
        self.set_text_color(*INK)

    def say(self, text: str, points: float = TEXT_POINTS, style: str = "", after: float = 2) -> None:
        """A paragraph."""
        self.set_font(FONT, style, points)
        self.multi_cell(0, LINE * points / TEXT_POINTS, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)


def to_pdf(pack: Pack, day: date) -> bytes:
    """The pack as A4 pages. The same pack and day always give the same bytes."""
    document = _Document(known(pack.title))
    document.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    document.add_page()
    document.say(known(pack.title), 18, "B")
    document.say(known(pack.answer))
    for section in pack.sections:
        _section(document, section)
    document.set_text_color(*MUTED)
    document.say(known(pack.note), 8.5)
    return bytes(document.output())


def _section(document: _Document, section: Section) -> None:
    if document.get_y() > document.eph - 20:  # no heading alone at the foot of a page
        document.add_page()
    document.ln(3)
    document.start_section(known(section.title))
    document.say(known(section.title), 13, "B", after=1)
    document.say(known(section.said))
    if isinstance(section.body, Table):
        _table(document, section.body)
    elif isinstance(section.body, Items):
        for number, cell in enumerate(section.body.items, 1):
            mark = f"{number}." if section.body.is_numbered else "•"
            document.say(f"{mark}  {known(cell.text)}", after=1)


def _table(document: _Document, table: Table) -> None:
    document.set_font(FONT, "", TABLE_POINTS)
    heading = FontFace(emphasis="BOLD", color=INK, fill_color=HEAD)
    with document.table(
        col_widths=table.widths, headings_style=heading, line_height=4.4, text_align="LEFT", padding=1
    ) as drawn:
        drawn.row(table.columns)
        for cells in table.rows:
            row = drawn.row()
            for cell in cells:
                row.cell(known(cell.text), style=_style(cell), link=cell.url or "")
    document.ln(2)


def _style(cell: Cell) -> FontFace | None:
    if cell.is_gap:
        return FontFace(emphasis="BOLD", color=INK, fill_color=GAP)
    return FontFace(color=LINK) if cell.url else None


def known(text: str) -> str:
    """The text with every character that the font lacks put into its nearest plain form, or `?`."""
    has = _characters()
    return "".join(char if ord(char) in has else _plain(char, has) for char in text)


def _plain(char: str, has: frozenset[int]) -> str:
    if unicodedata.category(char) == "Mn":
        return ""
    plain = unicodedata.normalize("NFKD", char)
    return plain if all(ord(one) in has for one in plain) else {"→": "->", "←": "<-", "✓": "x"}.get(char, "?")


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    with TTFont(font_roboto.Roboto, lazy=True) as font:
        return frozenset(font.getBestCmap())
