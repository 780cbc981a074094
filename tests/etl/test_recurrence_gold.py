"""Recurrences beside what a careful reader holds to be the same failure coming back, and beside plainer methods."""

from __future__ import annotations

import pytest

from benchmarks.recurrence import DFDS_GOLD, Judged, by_refrain, by_whole_documents, load_source

pytestmark = pytest.mark.skipif(not DFDS_GOLD.is_file(), reason="the gold labels do not stand beside the project")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """The 39 postmortems and 25 labelled pairs."""
    return load_source(tmp_path_factory.mktemp("gold") / "dfds.duckdb")


def test_every_certain_repeat_is_found(judged: Judged) -> None:
    """Pairs that the reader is sure of are among the likely ones."""
    certain = {pair for pair, confidence in judged.gold.items() if confidence == "high"}
    assert len(judged.gold) == 25
    assert len(certain) == 2
    assert certain <= by_refrain(judged).likely


def test_half_of_all_repeats_are_found_at_a_fair_precision(judged: Judged) -> None:
    """At least half of the 25 pairs, and six of ten likely pairs are right (measured: 0.56 and 0.78)."""
    quality = by_refrain(judged).against(judged.gold)
    assert quality.recall >= 0.5
    assert quality.precision >= 0.6


def test_the_best_suggestions_come_first(judged: Judged) -> None:
    """Average precision over the ranked candidates (measured: 0.72), ahead of whole documents' TF-IDF."""
    ours = by_refrain(judged).against(judged.gold).average_precision
    assert ours >= 0.68
    assert ours > by_whole_documents(judged).against(judged.gold).average_precision + 0.1
