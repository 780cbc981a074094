"""The pages Recurrence and Fixes: why a pair is one, a refrain's history, the ledger."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import findings, ledger
from dashboard.filters import Filters
from dashboard.refrains import refrains, why
from dashboard.warehouse import Build, Source, current_build, query
from tests.dashboard.fixture_rows import AS_OF
from tests.dashboard.test_pages import _open, _said

FILTERS = Filters(end=AS_OF, as_of=AS_OF)


@pytest.fixture
def build(example_warehouse: Path) -> Build:
    """Sixty invented incidents."""
    return current_build(Source("Example", example_warehouse))


def test_each_link_of_a_refrain_says_why(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest link is open: what the later one says itself, what both tell, where."""
    said = _said(_open(example_warehouse, monkeypatch, "recurrence")).replace("\\", "")
    assert "**The later one says so itself:** “We had seen this before.”" in said
    assert "**Both tell of" in said
    assert "**In common:** the service" in said
    assert "It happened " in said


def test_a_refrain_can_be_picked_by_its_address(
    example_warehouse: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to one refrain opens that one."""
    found, n_chains = refrains(build, FILTERS)
    assert n_chains == found["chain_id"].nunique() > 1
    last = found.iloc[-1]
    app = _open(example_warehouse, monkeypatch, "recurrence", refrain=last["chain"])
    assert not app.exception
    assert app.session_state["refrain"] == last["chain_id"]


def test_why_names_what_two_incidents_share(build: Build) -> None:
    """Services and theme are those of both; nothing is said of a fix that they do not share."""
    found, _ = refrains(build, FILTERS)
    row = found.dropna(subset="fix_state").iloc[0]
    evidence = why(build, FILTERS, row["incident_id"], row["earlier_incident_id"])
    assert row["service"] in evidence.services
    assert evidence.theme == row["theme"]
    assert evidence.reference == "We had seen this before."
    assert (evidence.fix, evidence.is_named, evidence.is_denied) == (None, False, False)
    assert evidence.sentences
    assert why(build, FILTERS, row["earlier_incident_id"], row["incident_id"]).reference is None


def test_the_costliest_open_fix_comes_first(build: Build) -> None:
    """By incidents, then minutes; the board ranks by the same costs."""
    costs = ledger.open_fixes(build, FILTERS)
    assert len(costs)
    order = list(zip(-costs["n_incidents_since"], -costs["minutes_since"].fillna(0), strict=True))
    assert order == sorted(order)
    found = ledger.costliest(build, FILTERS, "is_open", None, n_rows=5).dropna(subset="n_incidents_since")
    both = found.merge(costs, on="follow_up_id", suffixes=("", "_told"))
    assert found["n_incidents_since"].tolist() == costs["n_incidents_since"].tolist()[: len(found)]
    assert both["minutes_since"].equals(both["minutes_since_told"])


def test_the_ledger_is_seen_from_a_day(build: Build) -> None:
    """What was finished later is not finished yet."""
    early = Filters(end=pd.Timestamp("2025-06-01").date(), as_of=pd.Timestamp("2025-06-01").date())
    finished = ledger.finished_fixes(build, early)
    assert (finished["done_on"] <= pd.Timestamp("2025-06-01")).all()
    assert len(finished) < len(ledger.finished_fixes(build, FILTERS))


def test_services_of_two_sources_are_not_one(build: Build) -> None:
    """The incidents that a fix is judged by name their services with their source."""
    scope = query(build, "fix_scope_incidents", FILTERS.parameters())
    assert all("\x1f" in name for names in scope["services"] for name in names)


def test_the_ledger_speaks_of_finished_and_of_open_fixes(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both halves of the page answer in words."""
    said = _said(_open(example_warehouse, monkeypatch, "fixes"))
    assert "finished preventive fix" in said
    assert "open fixes" in said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        ((0.5, 0.1, 2.0), "0.5 (0.1 to 2)"),
        ((float("inf"), 0.3, float("inf")), "none before (at least 0.3)"),
        ((float("nan"), float("nan"), float("nan")), ""),
    ],
)
def test_a_rate_ratio_in_words(ratio: tuple[float, float, float], said: str) -> None:
    """With its interval; an end that is not known is left open."""
    assert findings.ratio_in_words(*ratio) == said


def test_a_history_counts_what_became_of_its_fixes() -> None:
    """And says so where none is listed."""
    incidents = pd.DataFrame({"occurred_on": pd.to_datetime(["2026-01-10", "2026-03-10", "2026-05-10"])})
    fixes = pd.DataFrame({"state": ["done", "open", "open", "not_recorded"]})
    said = findings.history_title(incidents, fixes)
    assert (
        said == "It happened 3 times from 10 Jan 2026 to 10 May 2026; of 4 follow-ups: 1 done, 2 open, 1 not recorded"
    )
    assert findings.history_title(incidents, fixes[:0]).endswith("no follow-up is listed")
    assert findings.fixes_shown(2, fixes).startswith("2 of 4 follow-ups are drawn")


def test_open_fixes_without_a_repeat_are_said_to_have_none() -> None:
    """No share is made up where nothing came back, nor where nothing is known."""
    costs = pd.DataFrame({"n_incidents_since": [0, 0]})
    assert "None of 2 open fixes has seen its failure again" in findings.fixes_answer(costs[:0], costs)
    assert findings.fixes_answer(costs[:0], costs[:0]) == "No finished preventive fix has a day of completion."
