"""Times that a document states by name, in its head, its headings and its sentences."""

from __future__ import annotations

import pytest

from tests.etl.transform.test_told_times import read, timeline, times


@pytest.mark.parametrize(
    "said",
    [
        "**Date of incident**: 5th March 2024 between 10:00 UTC (order #8812) and 11:30 UTC",
        "**Impact window:** 2024-03-05 10:00 UTC → 2024-03-05 11:30 UTC",
        "**Outage window:** 2024-03-05 10:00 -> 11:30 UTC",
        "**Time frame:** 10:00 UTC until approximately 11:30 UTC",
        "**Duration:** 10.00UTC through 11.30UTC",
    ],
)
def test_a_named_span_is_start_and_end(said: str) -> None:
    """Whatever joins the two times, and whatever stands beside them in brackets."""
    told = times(f"# 2024-03-05: Tills refuse cards\n\n{said}\n\n## Impact\n\nNobody could pay by card.\n")
    assert (told["started"], told["mitigated"], told["resolved"]) == ("05 10:00", "05 11:30", "05 11:30")


def test_two_times_with_words_between_them_are_no_span() -> None:
    """The second may be anything."""
    told = times(
        "# Tills\n\n**Date of incident:** 2024-03-05 10:00 UTC, noticed by Ada at 10:20 UTC\n\n## Impact\n\nNone.\n"
    )
    assert "mitigated" not in told


def test_the_date_of_an_incident_may_tell_its_time() -> None:
    """The date of anything else does not."""
    body = "## Impact\n\nNobody could pay by card.\n"
    assert times(f"# Tills\n\n**Date of Incident:** Tuesday 5th March 2024, 14:32 UTC (order #8812)\n\n{body}") == {
        "started": "05 14:32"
    }
    assert times(f"# Tills\n\n**Date of meeting:** 2024-03-05 14:32 UTC\n\n{body}") == {}


def test_headings_tell_date_and_time() -> None:
    """Each with its value on the same line."""
    head = "## Incident report for the tills\n\n## Date: March 05, 2024\n\n## Time: 15:30:00 UTC"
    text = f"{head}\n\n## Details:\n\nCards were refused.\n"
    assert times(text) == {"started": "05 15:30"}
    assert str(read(text).values["occurred_on"]) == "2024-03-05"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("GST", "06"),
        ("CT", "16"),
        ("Central Time", "16"),
        ("Mountain Standard Time", "17"),
        ("Central European Time", "09"),
        ("MYT", "02"),
    ],
)
def test_zones_of_more_places(zone: str, hour: str) -> None:
    """The Gulf, America's middle, Malaysia; by their letters or in words."""
    told = times(f"# 2024-03-05: Tills\n\n## Timeline\n\n- 10:00 {zone}: Tills fail\n- 10:05 {zone}: Alert fires\n")
    assert told["detected"] == f"05 {hour}:05"


@pytest.mark.parametrize(
    "said",
    [
        "Because the tills were poorly watched, we had no idea about it until 12:40",
        "It went unnoticed until 12:40",
        "Nobody was on call, so the outage was not noticed till 12:40",
        "We didn't realise that cards were refused until 12:40",
    ],
)
def test_what_nobody_knew_until_then_was_noticed_then(said: str) -> None:
    """A detection in negative words."""
    told = times(
        f"# 2024-03-05: Tills\n\nAt 10:00 the tills failed after an update. {said}. At 13:10 they were back.\n"
    )
    assert told["detected"] == "05 12:40"


def test_a_sentence_may_tell_several_stages() -> None:
    """Each time belongs to the words around it; two times that span a clause stay together."""
    said = "Alerts fired at 10:05, and at 10:20 we found that the card had expired, and by 10:40 everything was back."
    told = times(f"# 2024-03-05: Tills\n\nAt 10:00 the tills failed. {said}\n")
    assert (told["detected"], told["diagnosed"], told["mitigated"]) == ("05 10:05", "05 10:20", "05 10:40")


def test_a_later_remark_does_not_move_the_story() -> None:
    """The day of an added update is not that of what follows."""
    text = (
        "# 2024-03-05: Tills\n\nAt 10:00 UTC the tills failed.\n\n**Update 9th March 2024:** the bank has moved us.\n\n"
        "## What happened\n\nAt 10:05 UTC we were alerted. At 10:40 UTC they were back.\n"
    )
    assert times(text)["detected"] == "05 10:05"


def test_stages_that_only_a_day_tells() -> None:
    """Beside lines with times of day, and in a timeline of two days."""
    told = timeline(
        "2024-03-05 04:00 First observed failure",
        "2024-03-06 04:00 Second failure",
        "**2024-03-07** - root cause identified",
    )
    assert told["diagnosed"] == "07 00:00"
    told = times(
        "# Tills\n\n## Timeline\n\n#### 2024-03-05\n\nThe fault is merged.\n\n#### 2024-03-09\n\nAda discovers it.\n"
    )
    assert (told["started"], told["detected"]) == ("05 00:00", "09 00:00")


def test_a_rollback_is_no_change_that_began_it() -> None:
    """The deployment before it is."""
    told = timeline(
        "10:30 Pull request is merged", "10:40 Release is deployed", "10:42 Rollback", "10:48 Ada notices refusals"
    )
    assert told["started"] == "05 10:40"


def test_what_fails_in_the_minute_of_its_detection_began_it() -> None:
    """People round."""
    told = timeline(
        "09:00 Card server is retired", "10:03 Alert fires", "10:03 Tills went down", "10:30 Tills are back"
    )
    assert told["started"] == "05 10:03"


def test_a_report_of_an_incident_is_no_maintenance() -> None:
    """Whatever was upgraded when it happened."""
    said = "The fees were set wrongly through the upgrade of the tills.\n"
    assert read(
        f"## Incident Report for wrong fees during the Upgrade of the tills\n\n## Date: March 05, 2024\n\n{said}"
    ).values["is_incident"]
    assert not read(f"# Upgrade of the tills on 2024-03-05\n\n{said} Maintenance is planned for 10:00.\n").values[
        "is_incident"
    ]


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("I was paged one minute after the tills began to fail.", "10:01"),
        ("We were immediately alerted.", "10:00"),
        ("Our alerts fired two minutes later.", "10:02"),
        ("The outage was detected within 5 minutes.", "10:05"),
        ("Within ten minutes we noticed the refusals.", "10:10"),
    ],
)
def test_how_soon_it_was_noticed(said: str, clock: str) -> None:
    """Counted from the start."""
    text = f"# 2024-03-05: Tills\n\n## Summary\n\nFrom 10:00 to 10:40 UTC tills were down.\n\n## Detection\n\n{said}\n"
    assert times(text)["detected"] == f"05 {clock}"


def test_a_rough_delay_tells_no_time() -> None:
    """About ten minutes may be eight."""
    said = "We were alerted about 10 minutes later."
    text = f"# 2024-03-05: Tills\n\n## Summary\n\nFrom 10:00 to 10:40 UTC tills were down.\n\n## Detection\n\n{said}\n"
    assert "detected" not in times(text)


@pytest.mark.parametrize(
    "line",
    [
        "Shops closed again, as the problem is not fixed",
        "Issues begin again",
        "Tills go down again",
        "Another wave of refusals",
    ],
)
def test_a_relapse_undoes_the_recovery(line: str) -> None:
    """The end is the last one."""
    told = timeline(
        "10:00 Tills fail", "10:05 Alert fires", "10:20 Tills are back", f"10:30 {line}", "11:00 Tills are back"
    )
    assert told["mitigated"] == "05 11:00"


def test_a_rollback_before_anybody_noticed_ended_it() -> None:
    """Its author saw it first."""
    told = timeline(
        "10:30 Change is merged", "10:40 Build succeeds and is deployed", "10:42 Rollback", "10:48 Ada notices refusals"
    )
    assert told["mitigated"] == "05 10:42"


def test_one_visitor_tells_nothing_of_the_start() -> None:
    """Nobody knows how long it had been so."""
    said = "On 2024-03-05 10h47 UTC someone alerts us in the chat that the shop is down."
    assert "started" not in times(f"# 2024-03-05: Shop down\n\n## Alert\n\n{said}\n\n## Root cause\n\nA full disk.\n")
