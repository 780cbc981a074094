"""Findings in words; numbers are made up, sentences checked by eye once and kept."""

import pandas as pd

from dashboard import findings
from dashboard.actions import MOST_ACTIONS, actions
from dashboard.change_findings import change_lines, delta, delta_colour, incidents_title, missed_note
from etl.analysis.durations import Quantile, ValueCounts
from etl.analysis.period_changes import Changes, change_of_median, change_of_rate, change_of_share
from etl.analysis.rates import compare_rates
from etl.analysis.shares import wilson
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
REPEATS = BY_THEME.assign(has_fix=[True, True, False], n_with_minutes=[2, 2, 1], minutes=[120.0, 480.0, 60.0])
PACE = pd.DataFrame(
    [("Expired [certificates]", 30.0, 20, -10.0), ("Full disks", 40.0, 9, 90.0), ("No theme", 99.0, 9, 900.0)],
    columns=["name", "minutes", "n", "extra_minutes"],
)
NOTHING = change_of_median(ValueCounts.from_values([]), ValueCounts.from_values([]))


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


def test_five_things_at_most_and_the_costliest_first() -> None:
    """Whatever its kind, what lasted longest leads; what has no known cost comes last."""
    found = actions(NUMBERS, REPEATS, PACE, 17)
    assert len(found) == MOST_ACTIONS
    assert [action.minutes for action in found] == [600, 120, 90, 60, 0]
    assert found[0].text == (
        r"**Expired \[certificates\]** came back 5 times while its fix was open or overdue, lasting 10 h in all"
        " (n = 4 that say so)"
    )
    assert found[0].parameters == (("theme", "Expired [certificates]"),)
    assert "failures came back 3 times past such a date, lasting 2 h in all (n = 2 that say so)" in found[1].text
    assert found[2].text.startswith("**Full disks** takes 40 min to diagnose at the median (n = 9)")


def test_repeats_of_incidents_without_any_follow_up_are_no_cost_of_follow_ups() -> None:
    """Where a source lists none, the state of the earlier fix is not recorded either."""
    rows = [(None, "No theme", "not_recorded", has_fix, 4, 4, 60.0) for has_fix in (True, False)]
    columns = ["theme_id", "name", "fix_state", "has_fix", "n_recurrences", "n_with_minutes", "minutes"]
    found = actions({**NUMBERS, "n_overdue": 0}, pd.DataFrame(rows, columns=columns), PACE.iloc[:0], 0)
    assert [action.text for action in found] == [
        "**9 of 100 follow-ups (9 %)** have no recorded state; failures that they were for came back 4 times, "
        "lasting 1 h in all"
    ]


def test_nothing_to_act_on_is_nothing() -> None:
    """No filler; a theme at the pace of the others is none."""
    numbers = {**NUMBERS, "n_overdue": 0, "n_not_recorded": 0}
    assert actions(numbers, REPEATS.iloc[:0], PACE.iloc[:0], 0) == []


def test_a_change_is_told_with_both_values_their_numbers_and_the_interval() -> None:
    """Each figure stands in the group of its verdict, and leads to its page."""
    share = change_of_share(wilson(48, 80), wilson(56, 70))
    rate = change_of_rate(111, 101, 365)
    found = change_lines(Changes(rate, share, NOTHING, share, share))
    assert found["worse"][0].text == (
        "**Share of repeats**: 60 % before (n = 80), 80 % now (n = 70 incidents); "
        "+20 percentage points (95 % interval +5 to +33)"
    )
    assert found["too_early"][0].text == (
        "**Incidents**: 111 before, 101 now; 0.91 times as many (95 % interval 0.69 to 1.20)"
    )
    assert found["too_early"][1].text == "**Median time to diagnose**: nothing to measure it from in either period"
    assert not found["better"]
    assert found["worse"][2].parameters == (("queue", "Overdue"),)


def test_a_figure_shows_its_change_in_grey_where_chance_may_explain_it() -> None:
    """Green and red are kept for what is clear."""
    worse, unclear = change_of_share(wilson(48, 80), wilson(56, 70)), change_of_rate(111, 101, 365)
    assert (delta(worse), delta_colour(worse)) == ("+20 points", "red")
    assert (delta(unclear), delta_colour(unclear)) == ("-10", "gray")
    assert delta(NOTHING) is None
    assert delta(change_of_share(wilson(50, 100), wilson(51, 100))) == "+1 point"
    assert delta(change_of_share(wilson(500, 1000), wilson(499, 1000))) == "0 points"
    assert missed_note(worse, "2025") == "; 80 % of due dates missed in 2025, 60 % before"
    assert missed_note(NOTHING, "2025") == missed_note(None, "2025") == ""
    assert incidents_title(unclear, 300, "the last 12 months").endswith(
        "10 fewer than in the period before, which may be chance"
    )
    assert incidents_title(None, 300, "").endswith("nothing earlier to compare with")
