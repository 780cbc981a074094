"""Words for numbers; every expected value is worked out by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from dashboard import format as fmt


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "not known"),
        (float("nan"), "not known"),
        (0, "0 min"),
        (0.4, "under 1 min"),
        (34, "34 min"),
        (59.6, "1 h"),
        (60, "1 h"),
        (134, "2 h 14 min"),
        (1439.7, "1 d"),
        (1440, "1 d"),
        (4560, "3 d 4 h"),
        (14_400, "10 d"),
        (-90, "−1 h 30 min"),
    ],
)
def test_a_duration_reads_as_people_say_it(minutes: float | None, said: str) -> None:
    """Minutes become minutes, hours and days, at most two units, nothing invented for missing ones."""
    assert fmt.duration(minutes) == said


@pytest.mark.parametrize(
    ("n_days", "said"),
    [(None, "not known"), (0.5, "under a day"), (1, "1 day"), (45.2, "45 days"), (767, "2.1 years")],
)
def test_a_number_of_days_reads_as_people_say_it(n_days: float | None, said: str) -> None:
    """Days stay days up to two years."""
    assert fmt.days(n_days) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "not known"),
        (0, "0 %"),
        (0.004, "under 1 %"),
        (0.634, "63 %"),
        (0.997, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(share: float | None, said: str) -> None:
    """Something is never 0 %, and not all is never 100 %."""
    assert fmt.percent(share) == said


def test_a_count_takes_the_plural_it_is_given() -> None:
    """One is singular, thousands are grouped, odd plurals are given."""
    assert fmt.count(1, "incident") == "1 incident"
    assert fmt.count(1200, "incident") == "1,200 incidents"
    assert fmt.count(2, "fix", "fixes") == "2 fixes"


def test_a_share_of_nothing_has_no_per_cent() -> None:
    """Nothing is divided by nothing."""
    assert fmt.share_of(9, 36, "repeats") == "9 of 36 repeats (25 %)"
    assert fmt.share_of(0, 0) == "0 of 0"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(28, 41, "28 min to 41 min"), (28, None, "28 min or more"), (None, None, "no interval")],
)
def test_an_interval_names_its_open_end(low: float | None, high: float | None, said: str) -> None:
    """An interval without an upper bound says so."""
    assert fmt.interval(low, high, fmt.duration) == said


def test_a_large_smallest_change_is_a_multiple_not_per_cent() -> None:
    """1 - 1/2 = 50 % and 2 - 1 = 100 %; past three times, per cent stop making sense."""
    assert fmt.bounds(2) == "a fall of 50 % or a rise of 100 %"
    assert fmt.bounds(16) == "a fall of 94 % or a rise to 16 times as long"


def test_a_time_is_no_finer_than_it_is_known() -> None:
    """The hour and the day are marked as such."""
    at = dt.datetime(2026, 7, 4, 10, 34, tzinfo=dt.UTC)
    assert fmt.moment(at) == "4 Jul 2026, 10:34 UTC"
    assert fmt.moment(at, "hour") == "4 Jul 2026, about 10:34 UTC"
    assert fmt.moment(at, "day") == "4 Jul 2026 (day only)"
    assert fmt.moment(pd.NaT) == "not stated"


def test_a_listing_stops_at_its_limit() -> None:
    """Long lists end in how many more there are."""
    assert fmt.listing([]) == ""
    assert fmt.listing(["a"]) == "a"
    assert fmt.listing(["a", "b", "c"]) == "a, b and c"
    assert fmt.listing(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_a_long_text_is_cut_at_a_word() -> None:
    """The cut is marked; short texts are left alone."""
    assert fmt.shorten("one two three", 8) == "one two…"
    assert fmt.shorten("one", 8) == "one"
    assert fmt.shorten(None) == ""


def test_text_from_a_document_cannot_become_markdown() -> None:
    """Links, code, HTML, colours and maths lose their meaning."""
    assert fmt.plain("[x](http://y) <b> $1$ :red[z]") == (r"\[x\]\(http\://y\) \<b\> \$1\$ \:red\[z\]")


def test_a_time_is_said_in_the_zone_of_the_reader() -> None:
    """Summer and winter, a zone without a name of its own, and a day, which no zone moves."""
    summer = dt.datetime(2026, 7, 4, 22, 34, tzinfo=dt.UTC)
    assert fmt.moment(summer, "minute", ZoneInfo("Europe/Berlin")) == "5 Jul 2026, 00:34 CEST"
    assert fmt.moment(summer.replace(month=1), "hour", ZoneInfo("Europe/Berlin")) == "4 Jan 2026, about 23:34 CET"
    assert fmt.moment(summer, "minute", ZoneInfo("America/Sao_Paulo")) == "4 Jul 2026, 19:34 UTC-03"
    assert fmt.moment(summer, "day", ZoneInfo("Asia/Tokyo")) == "4 Jul 2026 (day only)"
