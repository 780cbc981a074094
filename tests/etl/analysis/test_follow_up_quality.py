"""Follow-ups that are actionable, specific and bounded, by the published examples, and whether they get done more."""

import numpy as np
import pandas as pd
import pytest

from etl.analysis.follow_up_quality import compare_completion, judge, judge_items
from etl.analysis.survival import DurationCounts, completed_within


@pytest.mark.parametrize(
    ("poor", "better", "criterion"),
    [
        (
            "Investigate monitoring for this scenario.",
            "Add alerting for all cases where this service returns >1% errors.",
            "actionable",
        ),
        (
            "Fix the issue that caused the outage.",
            "Handle invalid postal code in user address form input safely.",
            "specific",
        ),
        (
            "Make sure engineer checks that database schema can be parsed before updating.",
            "Add automated presubmit check for schema changes.",
            "bounded",
        ),
    ],
)
def test_the_published_examples_are_told_apart(poor: str, better: str, criterion: str) -> None:
    """Three pairs of Lunney, Lueder and Beyer (2017): the poor wording misses its criterion, the better one none."""
    assert getattr(judge(poor), criterion) is not None
    assert judge(better).missed == ()


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("Consider a second region", "actionable"),
        ("We should look into the retry settings", "actionable"),
        ("Can the job be moved to the night?", "actionable"),
        ("Tokens in the platform apps", "actionable"),
        ("Improve monitoring", "specific"),
        ("Enhance the documentation", "specific"),
        ("Better alerting", "bounded"),
        ("Continue to watch the queue", "bounded"),
        ("Deploy more often", "bounded"),
        ("Make sure everyone knows the runbook", "bounded"),
        ("Make the scheduler more robust", "bounded"),
    ],
)
def test_wording_that_misses_a_criterion_is_found(text: str, criterion: str) -> None:
    """Intentions, wishes without an object and efforts without an end."""
    assert criterion in judge(text).missed


@pytest.mark.parametrize(
    "text",
    [
        "Alert when the disk of the event bus is more than 80 % full",
        "- [x] Set a memory limit on the collector",
        "We will add a canary stage to the pipeline",
        "Migrate the three remaining clusters to the new network plugin",
        "Improve coverage of readiness probes in the ingress chart",
        "Renew certificates 30 days before they expire",
        "Document how to restart a node by hand",
        "Rollback within 5 minutes: make the previous image available on each node",
    ],
)
def test_sound_items_are_left_alone(text: str) -> None:
    """A verb, an object and an end: nothing to say."""
    assert judge(text).missed == ()


def test_items_keep_their_index_and_are_judged_by_text() -> None:
    """One row per text, the same text the same judgement."""
    found = judge_items(pd.Series(["Consider a cache", "Add a cache", "Consider a cache"], index=[7, 8, 9]))
    assert list(found.index) == [7, 8, 9]
    assert found["is_sound"].tolist() == [False, True, False]
    assert found.loc[7, "actionable"] == found.loc[9, "actionable"] == "Consider"


def _counts(n_done: int, n_open: int) -> DurationCounts:
    """`n_done` finished on day 30, `n_open` still open on day 400."""
    return DurationCounts(np.array([30, 400]), np.array([n_done, 0]), np.array([0, 0]), np.array([0, n_open]))


def test_without_censoring_the_difference_is_that_of_two_proportions() -> None:
    """80 of 100 and 60 of 100 (by hand): -0.20, with sqrt(.8 x .2 / 100 + .6 x .4 / 100) x 1.96 = 0.124 either way."""
    found = compare_completion(_counts(80, 20), _counts(60, 40), 90)
    gap = found.difference
    assert gap.value == pytest.approx(-0.2)
    assert gap.low == pytest.approx(-0.2 - 0.12396, abs=1e-4)
    assert gap.high == pytest.approx(-0.2 + 0.12396, abs=1e-4)
    assert found.sound == completed_within(_counts(80, 20), 90)


def test_an_empty_group_has_no_difference() -> None:
    """Where every item is sound, there is nothing to compare."""
    none = DurationCounts(*(np.array([], dtype=np.int64) for _ in range(4)))
    assert compare_completion(_counts(8, 2), none, 90).difference.value is None
