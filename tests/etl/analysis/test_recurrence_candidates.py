"""Candidates: what makes two incidents look like the same failure, and what does not."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from etl.analysis.recurrence_candidates import CANDIDATE_COLUMNS, NO_VERDICTS, find_candidates
from etl.analysis.recurrence_score import HIGHEST_BAR, LOWEST_BAR, USUAL_BAR, Ties, judge_ties, set_bar
from etl.analysis.recurrence_text import earlier_neighbours, row_dots, text_vectors, usual_likeness
from tests.etl.analysis.recurrence_texts import CERTIFICATE, DISK, FILLER, incident, table

NO_FIXES = pd.DataFrame(columns=["follow_up_id", "incident_id", "text"])


def likely(candidates: pd.DataFrame) -> set[tuple[str, str]]:
    """Pairs (later, earlier) that are likely repeats."""
    found = candidates[candidates["is_likely"]]
    return set(zip(found["incident_id"], found["earlier_incident_id"], strict=True))


def judged(*more: dict[str, Any], fixes: pd.DataFrame = NO_FIXES, verdicts: pd.DataFrame = NO_VERDICTS) -> pd.DataFrame:
    """Candidates among these incidents and a dozen others of the same source."""
    return find_candidates(table(*FILLER, *more), fixes, verdicts)


def test_the_same_cause_on_the_same_service_is_likely_a_repeat() -> None:
    """Told in other words on another day; columns are the contract's, scores between 0 and 1, the best first."""
    found = judged(
        incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]),
        incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]),
    )
    assert tuple(found.columns) == CANDIDATE_COLUMNS
    assert ("b", "a") in likely(found)
    assert found["score"].between(0, 1).all()
    assert found["score"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]),
            incident("b", "2025-06-01", DISK, ["checkout"]),
        ),
        (
            incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]),
            incident("b", "2025-06-01", CERTIFICATE[1], ["search"]),
        ),
        (
            incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"], resolved="2025-06-02"),
            incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]),
        ),
        (
            incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"], source="other"),
            incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]),
        ),
    ],
    ids=["another cause", "another service", "not over yet", "another source"],
)
def test_what_is_not_likely_a_repeat(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    """Each of cause, service, time and source is needed."""
    assert ("b", "a") not in likely(judged(earlier, later))


@pytest.mark.parametrize("states", [True, False])
def test_services_that_were_only_read_from_the_text_need_not_be_the_same(states: bool) -> None:
    """One of them may have been missed; where both are stated, another service is another failure."""
    found = judged(
        incident("a", "2025-03-01", CERTIFICATE[0], ["gateway"]),
        incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"], states_services=states),
    )
    assert (("b", "a") in likely(found)) is not states


def test_the_same_symptom_with_another_cause_is_not_merged() -> None:
    """Title and body tell the same outage; the causes have nothing in common."""
    symptom = "Every page of checkout answered with status 503 for ten minutes and customers could not pay. "
    found = judged(
        incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"], body=symptom * 2 + CERTIFICATE[0]),
        incident("b", "2025-06-01", DISK, ["checkout"], body=symptom * 2 + DISK),
    )
    assert ("b", "a") not in likely(found)


def test_an_incident_without_a_cause_is_never_likely_a_repeat() -> None:
    """A status page that says only that something was slow cannot tell which failure it was."""
    body = "We are looking into failed payments at checkout. Payments at checkout work again."
    found = judged(
        incident("a", "2025-03-01", None, ["checkout"], body=body),
        incident("b", "2025-06-01", None, ["checkout"], body=body),
    )
    assert ("b", "a") not in likely(found)


def test_who_names_the_earlier_postmortem_needs_no_common_service() -> None:
    """Services are often left out; a reference says more."""
    body = f"{CERTIFICATE[1]} See PM2025-014 for the first time this happened."
    found = judged(
        incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"], stem="PM2025-014 checkout down.md"),
        incident("b", "2025-06-01", CERTIFICATE[1], [], body=body),
    )
    assert found.set_index(["incident_id", "earlier_incident_id"]).at[("b", "a"), "named"] == 1
    assert ("b", "a") in likely(found)


def test_a_sentence_that_denies_lowers_the_score_of_what_came_just_before() -> None:
    """ "A different cause than last week" is believed."""
    earlier = incident("a", "2025-05-28", CERTIFICATE[0], ["checkout"])
    told = {
        said: f"{CERTIFICATE[1]} {said}" for said in ("It took an hour.", "This was a different cause than before.")
    }
    plain, denied = (
        judged(earlier, incident("b", "2025-06-01", text, ["checkout"])).set_index(
            ["incident_id", "earlier_incident_id"]
        )
        for text in told.values()
    )
    assert denied.at[("b", "a"), "denied"] == 1
    assert denied.at[("b", "a"), "reference"] == "This was a different cause than before."
    assert denied.at[("b", "a"), "score"] < plain.at[("b", "a"), "score"]


def test_the_follow_ups_that_are_most_alike_are_named() -> None:
    """The same fix promised twice is shown, and which items these are."""
    fixes = pd.DataFrame(
        [
            ("a1", "a", "Write a runbook"),
            ("a2", "a", "Alert before a certificate expires"),
            ("b1", "b", "Alert before any certificate expires"),
        ],
        columns=["follow_up_id", "incident_id", "text"],
    )
    found = judged(
        incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]),
        incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]),
        fixes=fixes,
    ).set_index(["incident_id", "earlier_incident_id"])
    assert found.at[("b", "a"), "fix"] == pytest.approx(1)
    assert (found.at[("b", "a"), "follow_up_id"], found.at[("b", "a"), "earlier_follow_up_id"]) == ("b1", "a2")


def test_a_verdict_decides_its_own_pair() -> None:
    """Confirmed is likely whatever the texts say, rejected is not; the verdict is kept beside it."""
    incidents = (
        incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]),
        incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]),
        incident("c", "2025-07-01", DISK, ["search"]),
    )
    verdicts = pd.DataFrame(
        [("b", "a", False), ("c", "a", True)], columns=["incident_id", "earlier_incident_id", "is_confirmed"]
    )
    found = judged(*incidents, verdicts=verdicts)
    assert likely(found) & {("b", "a"), ("c", "a")} == {("c", "a")}
    said = found.set_index(["incident_id", "earlier_incident_id"])["is_confirmed"]
    assert (said["b", "a"], said["c", "a"]) == (False, True)


def test_the_order_of_the_rows_does_not_matter() -> None:
    """The same incidents give the same candidates."""
    rows = [incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]), *FILLER]
    forth, back = (find_candidates(table(*order), NO_FIXES) for order in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(forth, back)


def test_no_incidents_give_no_candidates() -> None:
    """An empty warehouse, and one with a single incident, have an empty table of the right shape."""
    for rows in ([], FILLER[:1]):
        found = find_candidates(table(*rows), NO_FIXES)
        assert found.empty
        assert tuple(found.columns) == CANDIDATE_COLUMNS


def test_neighbours_are_the_nearest_earlier_ones() -> None:
    """Beside scikit-learn's cosine of every pair."""
    vectors = text_vectors(pd.DataFrame({"body": [one["body"] for one in FILLER]}))
    likeness = cosine_similarity(vectors.toarray())
    later, earlier = earlier_neighbours(vectors, 2)
    for row in range(len(FILLER)):
        found = likeness[row, earlier[later == row]]
        best = sorted((value for value in likeness[row, :row] if value > 1e-6), reverse=True)[:2]
        assert sorted(found, reverse=True) == pytest.approx(best, abs=1e-5)
    assert row_dots(vectors, later, vectors, earlier) == pytest.approx(likeness[later, earlier], abs=1e-5)


def test_usual_likeness_is_the_mean_with_the_others() -> None:
    """Beside scikit-learn's cosine of every pair."""
    vectors = text_vectors(pd.DataFrame({"body": [one["body"] for one in FILLER]}))
    likeness = cosine_similarity(vectors.toarray())
    means = (likeness.sum(axis=1) - 1) / (len(FILLER) - 1)
    assert usual_likeness(vectors) == pytest.approx(means, abs=1e-5)


def test_the_bar_is_the_median_and_so_many_robust_deviations() -> None:
    """Hand calculation: 100 strengths 0.00..0.99, median 0.495, MAD 0.25: far over the highest; none: the usual."""
    many = pd.Series(range(10_000)) / 10_000
    assert set_bar(many.to_numpy()) == pytest.approx(HIGHEST_BAR, abs=1e-3)
    assert set_bar(many.to_numpy() * 0.01) == pytest.approx(LOWEST_BAR, abs=1e-3)
    assert set_bar(many.to_numpy()[:0]) == USUAL_BAR
    # median 0.1, MAD 0.05 and 1.75 * 1.4826 * 0.05 = 0.1297: 0.2297
    assert set_bar((many * 0.2).to_numpy()) == pytest.approx(0.2297, abs=1e-3)


def test_three_that_are_alike_in_pairs_support_one_another() -> None:
    """Hand calculation: 1-0 is supported by the weaker of 2-1 (0.4) and 2-0 (0.3); 3-0 by nothing."""
    ties = Ties(np.array([1, 2, 2, 3]), np.array([0, 1, 0, 0]), np.array([0.5, 0.4, 0.3, 0.1]), 4)
    assert ties.support().tolist() == pytest.approx([0.3, 0.3, 0.4, 0.0])
    assert ties.best_of_each().tolist() == pytest.approx([0.5, 0.5, 0.4, 0.1])
    _, stands_out = judge_ties(ties, bar=0.09)
    # 3-0: 0.1 is less than 0.55 * sqrt(0.5 * 0.1) = 0.123: dwarfed
    assert stands_out.tolist() == [True, True, True, False]
