"""A digest: a window of days, and what became true in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days (UTC), both ends included: the next window begins on the day after ``last``."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that became true. ``key`` names it for good; texts are plain, as their documents have them."""

    key: str
    day: date
    title: str
    facts: tuple[str, ...]
    incident_title: str | None = None
    link: str | None = None
    tracker: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind, with a sentence that says what puts an item here."""

    name: str
    heading: str
    meaning: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """Sections that hold something, in order of what asks most for someone, and what the reader has to know."""

    window: Window
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    link: str | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing changed."""
        return not self.sections
