"""The search box of the page Incidents: the nearest incidents, and the very words."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.similar import open_items
from dashboard.warehouse import statement
from tests.dashboard.conftest import APP
from tests.dashboard.fixture_rows import AS_OF


def _search(warehouse: Path, monkeypatch: pytest.MonkeyPatch, text: str, **parameters: str) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in {"search": text, **parameters}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("views/incidents.py").run()
    assert not app.exception
    return app


def _said(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)


def test_a_sentence_finds_the_nearest(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wrote these very words; five incidents with an expired certificate say what became of them."""
    app = _search(example_warehouse, monkeypatch, "our certificates have expired since the renewal stopped")
    said = _said(app)
    assert "The nearest incidents" in said
    assert said.count("**It turned out:** The certificate of") == 5
    for label in ("Diagnosed by", "Ended by", "Still open"):
        assert said.count(f"**{label}:**") == 5
    assert "shares certificates, expired" in said or "shares expired, certificates" in said or "shares renewal" in said
    assert "very words" not in said
    assert not app.dataframe


def test_a_word_of_a_title_comes_first(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain filter stays: titles that hold the words lead, and the table lists all that hold them."""
    app = _search(example_warehouse, monkeypatch, "checkout unavailable")
    said = _said(app)
    first = next(caption.value for caption in app.caption if "in its title" in caption.value)
    assert "checkout" in first
    assert said.count("in its title") >= 1
    assert "with these very words in title, cause or impact" in said
    assert len(app.dataframe) == 1


def test_among_titles_the_nearest_comes_first(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the latest: five titles hold the word, in falling order of their scores."""
    app = _search(example_warehouse, monkeypatch, "checkout")
    captions = [caption.value for caption in app.caption if "in its title" in caption.value]
    scores = [float(found[1]) for found in map(re.compile(r"score ([\d.]+)").search, captions) if found]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)


def test_open_items_are_those_that_nobody_finished(example_warehouse: Path) -> None:
    """As many as the table of follow-ups holds in the states open and in progress, counted in SQL."""
    everything = Filters(end=AS_OF, as_of=AS_OF).parameters()
    with duckdb.connect(str(example_warehouse), read_only=True) as connection:
        rows = connection.execute("SELECT incident_id FROM incidents").fetchall()
        given = {**everything, "incident_ids": [incident_id for (incident_id,) in rows]}
        told = connection.execute(statement("similar_incidents"), given).to_arrow_table().to_pylist()
        counted = connection.execute(
            """SELECT count(*) FILTER (status IN ('open', 'in_progress')), count(*) FILTER (status = 'not_recorded'),
                      count(*) FROM follow_ups"""
        ).fetchone()
    n_open = sum(len(row["open_items"] or []) for row in told)
    assert (n_open, *(sum(row[name] for row in told) for name in ("n_not_recorded", "n_follow_ups"))) == counted


def test_the_filters_hold_for_the_nearest(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only incidents of the service that was chosen are shown."""
    app = _search(example_warehouse, monkeypatch, "certificate expired in the api gateway", service="checkout")
    captions = [caption.value for caption in app.caption if "score" in caption.value]
    assert captions
    assert all("checkout" in caption for caption in captions)


def test_nothing_alike_is_explained(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that no incident knows ends in a sentence."""
    said = _said(_search(example_warehouse, monkeypatch, "zyzzyva"))
    assert "No incident says that" in said
    assert "The nearest incidents" not in said


@pytest.mark.parametrize("text", ["100 %", "'; DROP TABLE incidents; --", "**bold** [x](http://y)", "a"])
def test_odd_text_is_only_text(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """No pattern, no SQL, no Markdown: the page draws."""
    assert _search(example_warehouse, monkeypatch, text).title[0].value == "Have we seen this before?"


def test_without_a_search_the_list_is_as_before(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All sixty incidents, the latest first, and no neighbours of nothing."""
    said = _said(_search(example_warehouse, monkeypatch, ""))
    assert "**60 incidents**, the latest first." in said
    assert "nearest" not in said


@pytest.mark.parametrize(
    ("items", "n_follow_ups", "n_not_recorded", "said"),
    [
        ([], 0, 0, "no follow-ups are listed"),
        ([], 2, 0, "nothing"),
        ([], 2, 1, "1 follow-up whose state is not recorded"),
        (["a", "b"], 4, 2, "a; b; 2 follow-ups whose state is not recorded"),
        (["a", "b", "c", "d", "e"], 5, 0, "a; b; c; and 2 more"),
    ],
)
def test_what_is_open_is_not_mixed_with_what_is_unknown(
    items: list[str], n_follow_ups: int, n_not_recorded: int, said: str
) -> None:
    """Nothing open, nothing listed and nothing recorded are three things."""
    assert open_items(items, n_follow_ups, n_not_recorded) == said
