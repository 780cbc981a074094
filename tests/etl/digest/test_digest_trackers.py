"""What a tracker knows is news on the day on which it happened there, merged into the warehouse or not yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from etl.digest.facts import read_facts, read_typed
from etl.digest.news import Style, compose
from etl.digest.records import Digest, Window
from etl.edits.store import default_url, open_store
from tests.conftest import Load
from tests.etl.load.test_trackers import _sync, linked

__all__ = ["linked"]


def news(warehouse: Path, first: date, last: date) -> Digest:
    engine = open_store(default_url(warehouse))
    typed = read_typed(engine)
    engine.dispose()
    window = Window(first, last)
    return compose(read_facts(warehouse, typed, window), window, Style())


def test_an_item_that_was_closed_in_its_tracker_is_told(
    load_into: Load,
    docs: Path,
    linked: Path,
    warehouse: Path,
) -> None:
    """Closed on 2 May: told in that week, before and after the load that merges it, with its link."""
    load_into(docs)
    _sync(linked, warehouse)
    before = news(warehouse, date(2024, 4, 29), date(2024, 5, 5))
    (section,) = before.sections
    (item,) = section.items
    assert (section.name, item.day) == ("done", date(2024, 5, 2))
    assert item.tracker == "https://github.com/acme/shop/issues/7"
    assert news(warehouse, date(2024, 5, 6), date(2024, 6, 30)).is_empty
    load_into(docs)
    assert news(warehouse, date(2024, 4, 29), date(2024, 5, 5)) == before
