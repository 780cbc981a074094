"""Whether fixes held, and what open ones let through."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from etl.analysis.fix_hold import judge_completed_fixes
from etl.analysis.open_fixes import count_since_opened

AS_OF = date(2025, 12, 31)
FIX_COLUMNS = ["follow_up_id", "incident_id", "status", "opened_on", "done_on"]


def incidents_on(*rows: tuple[str, str, list[str], int | None], theme: str = "t1") -> pd.DataFrame:
    """Incidents from (id, day, services, minutes)."""
    started = pd.to_datetime([row[1] for row in rows], utc=True, format="ISO8601")
    minutes = pd.to_timedelta([np.nan if row[3] is None else row[3] for row in rows], unit="m")
    return pd.DataFrame(
        {
            "incident_id": [row[0] for row in rows],
            "theme_id": theme,
            "started_at": started,
            "resolved_at": started + minutes,
            "services": [row[2] for row in rows],
        }
    )


def fixes_of(*rows: tuple[str, str, str, str, str | None]) -> pd.DataFrame:
    """Fixes from (id, incident, status, opened, done)."""
    return pd.DataFrame(list(rows), columns=FIX_COLUMNS)


MONTHLY = [(f"i{month}", f"2025-{month:02d}-01 10:00", ["pay"], 60) for month in range(1, 7)]
FIX = ("f1", "i1", "done", "2025-01-05", "2025-06-15")


def test_a_fix_without_repeats_over_long_enough_held() -> None:
    """Hand calculation: 6 in 165 days before, none in 199 after, 7.2 expected."""
    row = judge_completed_fixes(incidents_on(*MONTHLY), fixes_of(FIX), AS_OF).iloc[0]
    assert (row["n_before"], row["days_before"], row["n_after"], row["days_after"]) == (6, 165, 0, 199)
    assert row["expected_after"] == pytest.approx(6 / 165 * 199)
    assert row["verdict"] == "held"


def test_a_repeat_means_that_it_recurred() -> None:
    """One is enough; the exact interval shows how little one says."""
    repeat = ("i7", "2025-09-01", ["pay"], 30)
    row = judge_completed_fixes(incidents_on(*MONTHLY, repeat), fixes_of(FIX), AS_OF).iloc[0]
    share = binomtest(1, 7).proportion_ci(method="exact")
    assert row["verdict"] == "recurred"
    assert row["rate_ratio"] == pytest.approx((1 / 199) / (6 / 165))
    assert row["rate_ratio_high"] == pytest.approx(share.high / (1 - share.high) * 165 / 199)


def test_a_short_time_is_too_early_to_tell() -> None:
    """Six weeks later 1.5 would be expected; none seen says nothing."""
    found = judge_completed_fixes(incidents_on(*MONTHLY), fixes_of(FIX), date(2025, 7, 27))
    assert found["verdict"].tolist() == ["too_early_to_tell"]


def test_other_themes_services_and_later_days_do_not_count() -> None:
    """Only the theme, the services and the time until `as_of` are in scope."""
    others = pd.concat(
        [
            incidents_on(*MONTHLY),
            incidents_on(("x", "2025-09-01", ["pay"], 5), theme="t2"),
            incidents_on(("y", "2025-09-01", ["web"], 5), ("z", "2026-01-02", ["pay"], 5)),
        ]
    )
    assert judge_completed_fixes(others, fixes_of(FIX), AS_OF)["n_after"].tolist() == [0]


def test_an_incident_on_two_services_counts_once() -> None:
    """A fix for two services sees an incident of both once; one on the day of completion counts nowhere."""
    incidents = incidents_on(
        ("a", "2025-01-01", ["pay", "web"], 5),
        ("b", "2025-02-01", ["pay", "web"], 5),
        ("c", "2025-02-20", ["web"], 5),
        ("d", "2025-03-01", ["web", "pay"], 5),
    )
    row = judge_completed_fixes(incidents, fixes_of(("f", "a", "done", "2025-01-02", "2025-02-20")), AS_OF).iloc[0]
    assert (row["n_before"], row["n_after"]) == (2, 1)


def test_exposure_begins_on_the_first_observed_day() -> None:
    """Records that began earlier make the earlier rate smaller, ones that began later leave incidents out."""
    incidents = incidents_on(*MONTHLY)
    longer = judge_completed_fixes(incidents, fixes_of(FIX), AS_OF, date(2024, 1, 1)).iloc[0]
    shorter = judge_completed_fixes(incidents, fixes_of(FIX), AS_OF, date(2025, 3, 1)).iloc[0]
    assert (longer["n_before"], longer["days_before"]) == (6, 531)
    assert (shorter["n_before"], shorter["days_before"]) == (4, 106)


def test_unfinished_and_unthemed_fixes_are_not_judged() -> None:
    """No completion date, a later one, or no theme: no row."""
    unthemed = incidents_on(("u", "2025-01-01", ["pay"], 5)).assign(theme_id=None)
    incidents = pd.concat([incidents_on(*MONTHLY), unthemed])
    fixes = fixes_of(
        ("f1", "i1", "open", "2025-01-05", None),
        ("f2", "i1", "done", "2025-01-05", "2026-02-01"),
        ("f3", "u", "done", "2025-01-05", "2025-02-01"),
    )
    assert judge_completed_fixes(incidents, fixes, AS_OF).empty


def test_verdicts_are_rarely_wrong_about_fixes_that_do_nothing() -> None:
    """Of useless fixes at a steady rate about exp(-3) at most are called held (Poisson law)."""
    rng = np.random.default_rng(11)
    incidents, fixes = [], []
    first = date(2023, 1, 1)
    n_days = (AS_OF - first).days
    for number in range(400):
        days = np.sort(rng.choice(n_days, max(rng.poisson(12), 1), replace=False))
        incidents += [
            (f"{number}-{at}", str(first + timedelta(days=int(day))), [f"s{number}"], 1) for at, day in enumerate(days)
        ]
        fixes.append((f"f{number}", f"{number}-0", "done", str(first), str(first + timedelta(days=n_days // 2))))
    found = judge_completed_fixes(incidents_on(*incidents), fixes_of(*fixes), AS_OF, first)
    assert (found["verdict"] == "held").mean() < np.exp(-3) + 3 * np.sqrt(0.05 * 0.95 / 400)


def test_open_fixes_count_what_came_after_them() -> None:
    """Hand calculation: since 5 March three more incidents, 60 + 60 minutes and one without an end."""
    late = ("i9", "2025-10-01", ["pay", "web"], None)
    fix = ("f1", "i1", "open", "2025-04-05", None)
    row = count_since_opened(incidents_on(*MONTHLY, late), fixes_of(fix), AS_OF).iloc[0]
    assert (row["n_incidents_since"], row["minutes_since"], row["n_with_minutes"]) == (3, 120.0, 2)


def test_a_fix_does_not_count_its_own_incident() -> None:
    """An item opened before its incident (an older ticket, taken over) sees only the others."""
    fix = ("f1", "i3", "in_progress", "2025-02-10", None)
    row = count_since_opened(incidents_on(*MONTHLY), fixes_of(fix), AS_OF).iloc[0]
    assert (row["n_incidents_since"], row["minutes_since"]) == (3, 180.0)


def test_minutes_are_missing_where_none_is_stated() -> None:
    """Nothing stated is not 0."""
    incidents = incidents_on(("a", "2025-01-01", ["pay"], 5), ("b", "2025-02-01", ["pay"], None))
    row = count_since_opened(incidents, fixes_of(("f", "a", "open", "2025-01-02", None)), AS_OF).iloc[0]
    assert row["n_incidents_since"] == 1
    assert np.isnan(row["minutes_since"])


def test_finished_fixes_are_not_open() -> None:
    """Done, declined and not recorded items are left out."""
    fixes = fixes_of(
        ("f1", "i1", "done", "2025-01-05", "2025-02-01"),
        ("f2", "i1", "declined", "2025-01-05", None),
        ("f3", "i1", "not_recorded", "2025-01-05", None),
    )
    assert count_since_opened(incidents_on(*MONTHLY), fixes, AS_OF).empty
