"""Findings in words; numbers are made up, sentences checked by eye once and kept."""

import pandas as pd

from dashboard import findings
from dashboard.actions import MOST_ACTIONS, actions
from etl.analysis.durations import Quantile
from etl.analysis.rates import compare_rates
from etl.analysis.survival import Estimate

NUMBERS = {
    "n_incidents": 60,
    "first_day": pd.Timestamp("2024-07-04"),
    "n_recurrences": 36,
    "n_unfinished_fix": 21,
    "n_follow_ups": 100,
    "n_done": 40,
    "n_overdue": 3,
    "n_not_recorded": 9,
    "n_timed": 90,
    "oldest_overdue_days": 725,
}
BY_THEME = pd.DataFrame(
    {
        "theme_id": ["t1", "t1", "t2"],
        "name": ["Expired [certificates]", "Expired [certificates]", "Full disks"],
        "fix_state": ["overdue", "open", "never_filed"],
        "n_recurrences": [3, 2, 1],
    }
)
NO_GROUPS = pd.DataFrame(columns=["name", "minutes", "low", "high", "n"])


def test_the_overview_says_what_it_was_measured_from() -> None:
    """Share, number and base are all there."""
    said = findings.overview_answer(NUMBERS, Quantile(0.5, 34.0, 28.0, 41.0, 44))
    assert "60 % of 60 incidents** since 4 Jul 2024 repeat an earlier one (36 of 60)" in said
    assert "within **34 min** of detection (measured from 44 of 60 incidents)" in said


def test_without_any_time_nothing_is_claimed() -> None:
    """No median without incidents that state both times."""
    assert "No incident states both" in findings.diagnosis_answer(Quantile(0.5, None, None, None, 0), 60)


def test_what_became_of_earlier_fixes_says_how_many_are_unknown() -> None:
    """A share of unfinished fixes alone would make the unknown ones look finished."""
    by_theme = BY_THEME.assign(fix_state=["overdue", "not_recorded", "never_filed"])
    said = findings.recurrence_answer(NUMBERS, by_theme)
    assert "In 21 of 36 repeats" in said
    assert said.endswith("overdue; for 2 its state is not recorded.")


def test_a_change_that_chance_explains_is_called_so() -> None:
    """6 more than 27 is within chance, 60 more is not (exact test of two Poisson rates)."""
    small, large = compare_rates(27, 365, 33, 365), compare_rates(27, 365, 87, 365)
    assert findings.incident_change_title(33, 27, small, "the last 12 months").endswith("which may be chance")
    assert not findings.incident_change_title(87, 27, large, "the last 12 months").endswith("chance")


def test_groups_whose_intervals_overlap_show_no_clear_difference() -> None:
    """Only parted intervals name a slowest and a fastest group; groups of fewer than five do not count."""
    rows = [("a", 10.0, 5.0, 20.0, 9), ("b", 40.0, 15.0, 60.0, 9), ("c", 900.0, 800.0, 950.0, 2)]
    groups = pd.DataFrame(rows, columns=["name", "minutes", "low", "high", "n"])
    assert "no clear difference" in findings.groups_title(groups, "theme")
    parted = groups.assign(low=[5.0, 30.0, 800.0])
    assert findings.groups_title(parted, "theme") == ("By theme: b takes longest (40 min), a is fastest (10 min)")


def test_completion_is_not_zero_where_no_completion_has_a_date() -> None:
    """Done items without a date say nothing about how long they took."""
    none = Estimate(None, None, None)
    said = findings.follow_ups_answer(NUMBERS, 0, none, none)
    assert said.startswith("**40 of 100 follow-ups (40 %) are known to be done**, but none says when.")
    assert "0 %" not in said.replace("40 %", "")


def test_a_median_that_was_not_reached_is_said_not_to_be() -> None:
    """Open items keep the curve under one half."""
    said = findings.follow_ups_answer(NUMBERS, 40, Estimate(0.3, 0.2, 0.4), Estimate(None, 90.0, None))
    assert "half is not reached yet" in said


def test_five_things_at_most_and_the_unfinished_fix_first() -> None:
    """The theme that came back most while its fix was open or overdue leads (3 + 2 = 5 times)."""
    found = actions(NUMBERS, BY_THEME, NO_GROUPS, 17)
    assert len(found) == MOST_ACTIONS
    assert found[0].text == r"**Expired \[certificates\]** came back 5 times while its fix was open or overdue"
    assert found[0].parameters == (("theme", "Expired [certificates]"),)


def test_nothing_to_act_on_is_nothing() -> None:
    """No filler."""
    numbers = {**NUMBERS, "n_overdue": 0, "n_not_recorded": 0}
    assert actions(numbers, BY_THEME.iloc[:0], NO_GROUPS, 0) == []
