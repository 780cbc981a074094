"""Follow-ups against the policy, beside counting one by one, and beside statsmodels."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from etl.analysis.policy import burn_down, closed_within_policy
from etl.analysis.survival import DurationCounts, completed_within

AS_OF = date(2024, 6, 30)
FIRST = date(2024, 1, 1)
Item = tuple[int, int, int | None, bool]


def frame(items: list[Item]) -> pd.DataFrame:
    """Items as (day of opening, policy days, days until closed or None, whether declined)."""
    opened = [FIRST + timedelta(days=day) for day, *_ in items]
    closed = [None if n is None else on + timedelta(days=n) for on, (_, _, n, _) in zip(opened, items, strict=True)]
    states = ["open" if n is None else "declined" if declined else "done" for _, _, n, declined in items]
    return pd.DataFrame(
        {
            "opened_on": pd.to_datetime(pd.Series(opened, dtype=object)),
            "policy_days": [days for _, days, _, _ in items],
            "closed_on": pd.to_datetime(pd.Series(closed, dtype=object)),
            "state": states,
            "n_items": 1,
        }
    )


one_item = st.tuples(
    st.integers(0, 150), st.integers(1, 60), st.one_of(st.none(), st.integers(0, 120)), st.booleans()
).filter(lambda item: item[2] is None or item[0] + item[2] <= (AS_OF - FIRST).days)


@given(st.lists(one_item, min_size=1, max_size=30), st.sampled_from(["month", "week"]))
@settings(deadline=None, max_examples=60)
def test_the_burn_down_counts_what_counting_one_by_one_counts(items: list[Item], grain: str) -> None:
    listed = frame(items)
    found = burn_down(listed, AS_OF, grain)
    for row in found.itertuples():
        is_open = (listed["opened_on"] <= row.period_end) & ~(listed["closed_on"] <= row.period_end)
        late = listed["opened_on"] + pd.to_timedelta(listed["policy_days"], unit="D") < row.period_end
        assert row.n_beyond == int((is_open & late).sum())
        assert row.n_within == int((is_open & ~late).sum())


def test_the_burn_down_ends_on_the_day_from_which_it_is_seen() -> None:
    """Whole months first, then the day itself; a last day of a month is not there twice."""
    ends = burn_down(frame([(0, 30, None, False)]), date(2024, 3, 10))["period_end"]
    assert [f"{end:%m-%d}" for end in ends] == ["01-31", "02-29", "03-10"]
    assert len(burn_down(frame([(0, 30, None, False)]), date(2024, 2, 29))) == 2


def test_an_item_is_within_policy_on_its_last_allowed_day() -> None:
    """Opened on 1 January with 30 days: within on the 31st, beyond on 1 February."""
    on_the_day = burn_down(frame([(0, 30, None, False)]), date(2024, 1, 31)).iloc[-1]
    day_after = burn_down(frame([(0, 30, None, False)]), date(2024, 2, 1)).iloc[-1]
    assert (on_the_day["n_within"], on_the_day["n_beyond"]) == (1, 0)
    assert (day_after["n_within"], day_after["n_beyond"]) == (0, 1)


def test_with_one_limit_for_all_the_share_is_that_of_the_survival_analysis() -> None:
    """Measured in days or in shares of the same 30 days, the cumulative incidence is one figure."""
    items = [(5, 30, n, n == 12) for n in (3, 12, 25, 29, 30, 31, 45, None)] + [(20, 30, None, False)]
    found = closed_within_policy(frame(items), date(2024, 2, 10)).iloc[0]
    days = [3, 12, 25, 29, 30, 31, 45, 36, 21]
    counts = pd.DataFrame(
        {
            "days": days,
            "n_done": [1, 0, 1, 1, 1, 1, 1, 0, 0],
            "n_declined": [0, 1, 0, 0, 0, 0, 0, 0, 0],
            "n_censored": [0, 0, 0, 0, 0, 0, 0, 1, 1],
        }
    )
    expected = completed_within(DurationCounts.from_frame(counts), 30)
    assert (found["share"], found["low"], found["high"]) == (expected.value, expected.low, expected.high)
    assert found["n_open_within"] == 1


def test_with_several_limits_the_share_equals_statsmodels() -> None:
    """Time as a share of the time allowed; statsmodels' CumIncidenceRight at 1."""
    rng = np.random.default_rng(3)
    items: list[Item] = [
        (
            int(rng.integers(0, 28)),
            int(rng.choice([14, 30, 90])),
            None if rng.random() < 0.3 else int(n),
            bool(n % 5 == 0),
        )
        for n in rng.integers(0, 120, 80)
    ]
    as_of = FIRST + timedelta(days=150)
    listed = frame(items)
    ended = listed["closed_on"].fillna(pd.Timestamp(as_of))
    share_of_time = (ended - listed["opened_on"]).dt.days / listed["policy_days"]
    status = listed["state"].map({"open": 0, "done": 1, "declined": 2}).to_numpy()
    reference = CumIncidenceRight(share_of_time.to_numpy(), status)
    expected = reference.cinc[0][np.searchsorted(reference.times, 1.0, side="right") - 1]
    assert closed_within_policy(listed, as_of).iloc[0]["share"] == pytest.approx(expected, abs=1e-9)


def test_a_month_that_nobody_watched_for_long_enough_says_nothing() -> None:
    """All still have time: no share, not 0."""
    found = closed_within_policy(frame([(150, 90, None, False), (151, 90, None, False)]), AS_OF).iloc[0]
    assert np.isnan(found["share"])
    assert found["n_open_within"] == found["n_items"] == 2


def test_a_month_of_which_most_items_still_have_time_says_nothing() -> None:
    """Of four items of May, one was done after 79 days and three were watched for 51: Aalen-Johansen gives 100 %."""
    items: list[Item] = [(121, 90, 79, False), *[(150, 90, None, False)] * 3]
    counts = pd.DataFrame({"days": [51, 79], "n_done": [0, 1], "n_declined": [0, 0], "n_censored": [3, 0]})
    assert completed_within(DurationCounts.from_frame(counts), 90).value == 1.0
    found = closed_within_policy(frame(items), date(2024, 7, 20)).iloc[0]
    assert (found["n_items"], found["n_open_within"]) == (4, 3)
    assert np.isnan(found["share"])


def test_no_items_no_rows() -> None:
    assert burn_down(frame([]), AS_OF).empty
    assert closed_within_policy(frame([]), AS_OF).empty
