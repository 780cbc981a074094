"""Days and times of day in the less common ways of writing them, as whole postmortems tell them."""

from __future__ import annotations

import pytest

from etl.extract.blocks import markdown_blocks
from etl.records import Incident, RawIncident
from etl.transform.narrative import read_incident
from tests.etl.transform.test_team_reports import read, times

_REST = "## Impact\n\nNo cards were accepted.\n\n## Root cause\n\nThe till was unplugged.\n"


def in_folder(text: str, stem: str, folder: str) -> Incident:
    """One Markdown document in a folder."""
    raw = RawIncident("", markdown_blocks(text, 1), {}, 1, 1, text, file_stem=stem)
    return read_incident(raw, "UTC", folder)


def test_times_of_four_digits_head_the_lines_of_a_list() -> None:
    """With a sign for "about", a blank before the colon, or a link around them."""
    told = times(
        "# Tills grey\n\nDate: Tue 5 Mar 2024\n\n## How we fixed it\n\n~1440: A new theme was deployed.\n\n"
        "1725 : Ada noticed that the tills had turned grey.\n\n[1810](https://x.example/1): The theme was reverted.\n\n"
        "1830: Tills are back to normal.\n"
    )
    assert (told["detected"], told["mitigated"]) == ("05 17:25", "05 18:30")


def test_lines_of_one_paragraph_may_begin_with_four_digits() -> None:
    """No bullets, no blank lines."""
    told = times(
        "# Tills on 2024-03-05\n\n## Timeline\n\n0905 - Tills fail\n0910 - Alert fires\n0940 - Tills are back\n"
    )
    assert (told["started"], told["detected"], told["mitigated"]) == ("05 09:05", "05 09:10", "05 09:40")


def test_spans_of_four_digits_begin_with_the_first() -> None:
    """In a list and in the first column of a table."""
    lines = ("0905-0910: Tills fail", "0910 - 0915: Alert fires", "0940: Tills are back")
    listed = times("# Tills on 2024-03-05\n\n## Timeline\n\n" + "\n".join(f"- {line}" for line in lines))
    rows = "| 0905 | Tills fail |\n| ~0910 | Alert fires |\n| 0940 | Tills are back |\n"
    tabled = times(f"# Tills on 2024-03-05\n\n## Timeline\n\n| UTC | What |\n|--|--|\n{rows}")
    assert listed == tabled
    assert (listed["started"], listed["detected"], listed["mitigated"]) == ("05 09:05", "05 09:10", "05 09:40")


def test_years_at_the_head_of_lines_are_no_times() -> None:
    """A history of the system is no timeline."""
    told = read("# Tills on 2024-03-05\n\n## Background\n\n- 2012: First tills\n- 2019: Tills fail now and then\n")
    assert not told.events


def test_a_span_has_its_times_in_brackets_behind_the_days() -> None:
    """ "Thur 3 Nov 2016 (~1727) to ..."."""
    told = times("# Tills grey\n\nDate: ~Thur 7 Mar 2024 (~2330) to Fri 8 Mar 2024 (0115)\n\n" + _REST, "tills")
    assert (told["started"], told["mitigated"], told["resolved"]) == ("07 23:30", "08 01:15", "08 01:15")


def test_midnight_begins_the_day_that_is_named() -> None:
    """As noon is its middle."""
    told = times(
        "# Tills down\n\nThe tills were unavailable on 5 March 2024 from midnight until 7:52 a.m., all of them.\n"
    )
    assert (told["started"], told["mitigated"]) == ("05 00:00", "05 07:52")


@pytest.mark.parametrize(
    ("other", "day"), [("3/2/2024", "2024-03-05"), ("3/25/2024", "2024-03-05"), ("2/5/2024", "2024-05-03")]
)
def test_other_dates_tell_whether_the_month_comes_first(other: str, day: str) -> None:
    """Near one another, or with a number that is no month."""
    text = f"# Tills down\n\n### Date\n\n3/5/2024\n\n### Root cause\n\nOn {other} we rolled a leaking till out.\n"
    assert str(read(text, "tills").values["occurred_on"]) == day


def test_a_date_alone_has_its_day_first() -> None:
    """Nothing settles it."""
    text = "# Tills down\n\n### Date\n\n3/5/2024\n\n### Root cause\n\nThe till leaked memory.\n"
    assert str(read(text, "tills").values["occurred_on"]) == "2024-05-03"


@pytest.mark.parametrize(
    ("stem", "day"),
    [("tills_240305", "2024-03-05"), ("25-03-24", "2024-03-25"), ("tills-123456", "None"), ("INC-240305", "None")],
)
def test_a_name_may_have_the_year_in_two_digits(stem: str, day: str) -> None:
    """Where only one reading is a date."""
    text = "# Tills down\n\n## Root cause\n\nThe till was unplugged.\n\n## Impact\n\nNo cards were accepted.\n"
    assert str(read(text, stem).values["occurred_on"]) == day


def test_the_folder_is_dated_where_the_file_is_not() -> None:
    """And a README that is titled as one report is no project file."""
    text = "# Incident report: tills down\n\nNo cards were accepted.\n\n## The cause\n\nThe till was unplugged.\n"
    told = in_folder(text, "README", "2024-03-05-tills").values
    assert (told["is_incident"], str(told["occurred_on"])) == (True, "2024-03-05")
    assert not in_folder("# Incident reports\n\nHere we keep them.\n", "README", "2024").values["is_incident"]


def test_the_first_sentence_tells_the_day_better_than_the_name_of_the_writing() -> None:
    """Title and file are dated by the day on which it was written."""
    text = (
        "# 2024-03-21 Incident report: tills refuse cards\n\nOn Tuesday March 5th 2024 an incident occurred in which "
        "tills refused cards.\n\n## Detection\n\nOn Tuesday March 5th at 9:56AM I received an alert.\n\nAt 10:19AM "
        "tills were back.\n"
    )
    told = read(text, "2024-03-21-tills")
    assert str(told.values["occurred_on"]) == "2024-03-05"
    assert f"{told.chosen['detected_at'].at:%d %H:%M}" == "05 09:56"


def test_an_earlier_change_in_the_first_sentence_is_not_the_day() -> None:
    """It tells of what was done, not of what went wrong."""
    text = "# 2024-03-21 Tills refuse cards\n\nOn March 5th 2024 we rolled out a new till. It failed two weeks later.\n"
    assert str(read(text, "2024-03-21-tills").values["occurred_on"]) == "2024-03-21"


@pytest.mark.parametrize(
    "said",
    [
        "Between March 5 and March 9, 2024, customers could not pay by card.",
        "**Duration**: about 4 days (March 5 - March 9, 2024)",
        "**Date:** symptoms 2024-03-05 to 2024-03-09, written 2024-03-10",
    ],
)
def test_days_alone_tell_a_span(said: str) -> None:
    """Where no time of day is known."""
    chosen = read(f"# Tills refuse cards\n\n{said}\n\n{_REST}", "tills").chosen
    assert {n: (f"{w.at:%d}", w.precision) for n, w in chosen.items()} == {
        "started_at": ("05", "day"), "mitigated_at": ("09", "day"), "resolved_at": ("09", "day"),
    }  # fmt: skip


def test_an_outage_of_hours_on_one_day_ended_on_that_day() -> None:
    """Its length is told, its times are not."""
    chosen = read("# Tills down\n\nOn March 5, 2024, all tills were down for just under 7 hours.\n", "tills").chosen
    assert {n: f"{w.at:%d}" for n, w in chosen.items()} == {
        "started_at": "05",
        "mitigated_at": "05",
        "resolved_at": "05",
    }


def test_a_span_is_named_by_the_stages_at_its_ends() -> None:
    """ "From detection to mitigation"."""
    told = times("# Tills on 2024-03-05\n\nTime from detection to mitigation: 23min (from 9:56AM to 10:19AM).\n")
    assert (told["detected"], told["mitigated"]) == ("05 09:56", "05 10:19")


def test_until_somebody_was_paged_is_no_end() -> None:
    """The warning came first."""
    told = times(
        "# Tills on 2024-03-05\n\nThe warning about failing tills fired at 21:30 but I wasn't paged until 21:42.\n"
    )
    assert "mitigated" not in told


def test_a_story_in_paragraphs_is_read_whole() -> None:
    """Times stand at the head of some sentences and at the end of others."""
    told = times(
        "# Tills on 2024-03-05\n\nAt 10:00 the tills failed.\n\nAt 10:05 an alert fired.\n\nThe deployment of the fix "
        "was completed at 10:40.\n"
    )
    assert told["mitigated"] == "05 10:40"
