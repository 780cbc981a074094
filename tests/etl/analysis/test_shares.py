"""Shares and their intervals against published and outside values."""

import pytest
from statsmodels.stats.proportion import proportion_confint

from etl.analysis.shares import difference, wilson


@pytest.mark.parametrize(("n", "total"), [(0, 10), (1, 10), (5, 10), (10, 10), (81, 263), (15, 148), (1, 29), (0, 20)])
def test_wilson_agrees_with_statsmodels(n: int, total: int) -> None:
    """The score interval of another implementation."""
    found = wilson(n, total)
    low, high = proportion_confint(n, total, method="wilson")
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_wilson_agrees_with_newcombes_table() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81/263 gives 0.2553 to 0.3662."""
    found = wilson(81, 263)
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (0.2553, 0.3662)


def test_the_difference_agrees_with_newcombes_table() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339."""
    found = difference(wilson(56, 70), wilson(48, 80))
    assert found is not None
    assert [round(value, 4) for value in found] == [0.2, 0.0524, 0.3339]


def test_nothing_counted_is_no_share() -> None:
    """No cases: no share, no interval, no difference."""
    assert wilson(0, 0).value is None
    assert difference(wilson(0, 0), wilson(1, 2)) is None


def test_more_cases_than_there_are_is_an_error() -> None:
    """The message says what to count."""
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        wilson(3, 2)
