"""What a retro pack is made of: a title, a lead, and sections of paragraphs, lists and tables. Plain text only.

Nothing in here is markup: each renderer escapes every text for its own format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`()\[\]]+")


# Control characters, lone surrogates, private use, and marks that turn the direction of what follows.
UNSEEN = frozenset({"Cc", "Cs", "Co", "Cf"})


def clean(text: str) -> str:
    """A text on one line, without characters that nobody sees."""
    seen = (char if unicodedata.category(char) not in UNSEEN or char.isspace() else "" for char in text)
    return " ".join("".join(seen).split())


@dataclass(frozen=True)
class Cell:
    """A text, the incident that it leads to, and whether it is a gap to be marked.

    `url` is the original document on the web; anything but an http(s) address is dropped.
    """

    text: str
    incident_id: str | None = None
    url: str | None = None
    is_gap: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        if self.url is not None and not WEB_ADDRESS.fullmatch(self.url):
            object.__setattr__(self, "url", None)


@dataclass(frozen=True)
class Items:
    """A list; numbered where the order matters."""

    items: tuple[Cell, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table: names of columns, rows of cells, each column's share of the width, and how many rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    n_left_out: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(clean(name) for name in self.columns))


@dataclass(frozen=True)
class Section:
    """A heading, what it tells in a sentence, and what it shows."""

    title: str
    said: str
    body: Items | Table | None = None

    def __post_init__(self) -> None:
        for name in ("title", "said"):
            object.__setattr__(self, name, clean(getattr(self, name)))


@dataclass(frozen=True)
class Pack:
    """The whole packet."""

    title: str
    answer: str
    note: str
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        for name in ("title", "answer", "note"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    def section(self, title: str) -> Section:
        """The section of that title. Raises KeyError where there is none."""
        for section in self.sections:
            if section.title == title:
                return section
        raise KeyError(title)
