"""The five times, as whole postmortems of different layouts tell them."""

from __future__ import annotations

import pytest

from etl.extract.blocks import markdown_blocks
from etl.records import Incident, RawIncident
from etl.transform.narrative import read_incident


def read(text: str, stem: str = "2024-03-05-till") -> Incident:
    """One Markdown document."""
    body = markdown_blocks(text, 1)
    return read_incident(
        RawIncident(key="", body=body, facts={}, fact_lines={}, line_start=1, line_end=1, text=text, file_stem=stem)
    )


def times(text: str) -> dict[str, str]:
    """Field to "day hour:minute" in UTC."""
    found = read(text).chosen
    return {name.removesuffix("_at"): f"{w.at:%d %H:%M}" for name, w in found.items()}


def timeline(*lines: str, zone: str = "UTC", before: str = "") -> dict[str, str]:
    """The times of a document that holds little else than a timeline."""
    listed = "\n".join(f"- {line}" for line in lines)
    return times(f"# 2024-03-05: Tills refuse cards\n\n{before}\n\n## Timeline\n\nAll times in {zone}.\n\n{listed}\n")


@pytest.mark.parametrize(
    ("said", "hour"),
    [("_All times in EEST_", "07"), ("All times are West African Time", "09"), ("*All times in CET.*", "09")],
)
def test_a_zone_holds_in_marks_and_in_full(said: str, hour: str) -> None:
    """Italics touch the words; some zones are written out."""
    told = times(f"# 2024-03-05: Tills\n\n## Timeline\n\n{said}\n\n- 10:00 Tills fail\n- 10:05 Alert fires\n")
    assert told["detected"] == f"05 {hour}:05"


def test_an_incident_declared_for_a_reason_was_detected() -> None:
    """ "Incident declared, rollback attempted" says that somebody knew; the bare words only name a step."""
    assert timeline("10:00 Tills fail", "10:07 Incident declared, rollback started")["detected"] == "05 10:07"
    assert "detected" not in timeline("10:00 Deploy of 4.2", "10:07 Incident declared")


@pytest.mark.parametrize(
    "line",
    ["Errors stopped", "Error rate drops back down to zero", "Till API back online", "We monkey-patched the card path"],
)
def test_the_impact_ends_with_what_was_failing(line: str) -> None:
    """No word of recovery is needed where the errors end."""
    told = timeline(
        "10:00 Tills start to fail", "10:05 Alert fires", f"10:40 {line}", "11:30 Wrote a note to the shops"
    )
    assert told["mitigated"] == "05 10:40"


def test_what_works_in_development_is_no_recovery() -> None:
    """The tills stand in the shops."""
    told = timeline(
        "10:00 Tills fail", "10:05 Alert fires", "10:20 dev tills are working again", "10:40 Tills are back"
    )
    assert told["mitigated"] == "05 10:40"


def test_a_problem_that_was_not_solved_is_no_recovery() -> None:
    """ "Wasn't solved" is a denial."""
    told = timeline("10:00 Tills fail", "10:05 Alert fires", "10:20 The problem wasn't solved", "10:40 Tills are back")
    assert told["mitigated"] == "05 10:40"


def test_an_outage_told_as_one_span_is_over_at_its_end() -> None:
    """Nothing else says when it was resolved."""
    told = times("# Tills down on 2024-03-05\n\nFrom 09:10 to 10:05 UTC customers could not pay by card.\n")
    assert (told["mitigated"], told["resolved"]) == ("05 10:05", "05 10:05")


def test_a_length_in_words_tells_the_end() -> None:
    """Counted from the start; of several lines that of the recovery is taken; a rough length tells nothing."""
    said = "The tills were offline for eleven minutes."
    lines = ("10:00 Tills fail", "10:05 Alert fires", "10:11 Restarted the card reader service", "10:40 Wrote a note")
    assert timeline(*lines, before=said)["mitigated"] == "05 10:11"
    assert times(f"# Tills down\n\nOn 2024-03-05 at 10:00 UTC the tills broke. {said}\n")["mitigated"] == "05 10:11"
    assert "mitigated" not in times("# Tills\n\nOn 2024-03-05 at 10:00 the tills broke, down for about 11 minutes.\n")


def test_a_length_under_the_name_of_a_time_is_no_time() -> None:
    """ "Detection time: ~2 hours (from 10:00)" says how long it took."""
    told = timeline("10:00 Tills fail", "12:05 A shop reports it", before="**Detection time:** ~2 hours (from 10:00)")
    assert told["detected"] == "05 12:05"


def test_an_end_that_is_only_stated_by_name_ended_the_impact() -> None:
    """A status page tells when it was resolved and nothing else."""
    told = times(
        "# Tills down\n\n- Start: 2024-03-05 10:00 UTC\n- Resolved: 2024-03-05 10:50 UTC\n\nCards were refused.\n"
    )
    assert (told["started"], told["mitigated"], told["resolved"]) == ("05 10:00", "05 10:50", "05 10:50")


def test_marks_of_start_and_end_in_the_timeline() -> None:
    """ "<START OF OUTAGE>" in a line that the paragraph breaks itself, with both of the zone's names."""
    text = (
        "# Tills\n\n## Summary\n\nCards were refused.\n\n## Timeline (all times in PST/PDT)\n\n### 2024-07-04\n\n"
        "08:10 - A new image is rolled\nout **\\<START OF OUTAGE>**<br> 08:20 - Alert\nfires<br>\n"
        "09:00 - Fix lands **\\<END OF OUTAGE>**\n"
    )
    told = times(text)
    assert (told["started"], told["detected"], told["resolved"]) == ("04 15:10", "04 15:20", "04 16:00")


def test_a_post_is_written_after_the_outage_in_its_title() -> None:
    """The title has no year; the post's own date has."""
    body = markdown_blocks("On all tills cards were refused between 10:00 and 10:40 UTC.", 5)
    facts = {"title": "May 18 outage", "date": "2024-05-20T00:30:00Z"}
    raw = RawIncident(
        key="", body=body, facts=facts, fact_lines={}, line_start=1, line_end=5, text="May 18", file_stem="outage"
    )
    found = read_incident(raw)
    assert str(found.values["occurred_on"]) == "2024-05-18"
    assert f"{found.chosen['started_at'].at:%d %H:%M}" == "18 10:00"


@pytest.mark.parametrize(
    "line",
    ["The issue verified fixed in all shops", "Bugfix for the card path was deployed", "PR merged the fix; fix landed"],
)
def test_the_fix_ends_the_impact(line: str) -> None:
    """Where no line tells of recovery, the last fix does."""
    assert timeline("10:00 Tills fail", "10:05 Alert fires", f"10:40 {line}")["mitigated"] == "05 10:40"


def test_the_last_alert_to_clear_is_no_detection() -> None:
    """The first pages are."""
    told = timeline("10:00 New image", "10:05 We started getting pages for failures", "10:40 The last alert cleared")
    assert told["detected"] == "05 10:05"


def test_updates_of_a_status_page_stand_before_their_times() -> None:
    """cState writes the time of an update below it, and the latest update first."""
    text = (
        "# Tills down on 2024-03-05\n\nThe vendor rolled the image back. Tills are working again.\n"
        '{{< track "2024-03-05 11:00:00" >}}\n\n'
        'Cards are refused in all shops.\n{{< track "2024-03-05 10:00:00" >}}\n'
    )
    told = times(text)
    assert (told["started"], told["mitigated"]) == ("05 10:00", "05 11:00")


def test_a_date_that_was_copied_from_another_text_is_a_slip() -> None:
    """The day jumps back in the midst of the timeline while the clock goes on."""
    told = times(
        "# 2024-03-05: Tills\n\n## Timeline\n\n### 2024-03-05 10:00\n\nTills fail\n\n"
        "### 2024-03-05 10:10\n\nAlert fires\n\n### 2024-02-11 10:40\n\nTills are working again\n"
    )
    assert told["mitigated"] == "05 10:40"


def test_a_day_may_be_written_the_american_way() -> None:
    """Month first, with dashes and two figures for the year; 10-11-21 says too little."""
    assert str(read("# Tills down 5-26-21\n\nAn outage.\n", "post").values["occurred_on"]) == "2021-05-26"
    assert read("# Tills down 10-11-21\n\nAn outage.\n", "post").values["occurred_on"] is None


def test_updates_of_a_status_page_may_say_when_they_were_posted() -> None:
    """The latest first, each under the name of its state."""
    text = (
        "# Tills down\n\n**Resolved**\nThis incident has been resolved.\nPosted Mar 05, 2024 - 11:00 UTC\n\n"
        "**Monitoring**\nA fix has been implemented.\nPosted Mar 05, 2024 - 10:40 UTC\n\n"
        "**Identified**\nThe issue has been identified as a wrong image.\nPosted Mar 05, 2024 - 10:20 UTC\n\n"
        "**Investigating**\nCards are refused.\nPosted Mar 05, 2024 - 10:00 UTC\n"
    )
    told = times(text)
    assert (told["diagnosed"], told["mitigated"], told["resolved"]) == ("05 10:20", "05 10:40", "05 11:00")


def test_a_zone_behind_a_span_holds_for_the_timeline() -> None:
    """It is named once, for two times."""
    told = times(
        "# Tills\n\nDuration: 2:10 PM to 3:35 PM (GMT+1) on 5 March 2024.\n\n## Timeline\n\n- 2:10 PM Tills fail\n"
        "- 2:14 PM Alert fires\n- 2:30 PM Restarted the tills\n- 3:35 PM Tills are back\n"
    )
    assert (told["started"], told["detected"], told["resolved"]) == ("05 13:10", "05 13:14", "05 14:35")


def test_what_went_wrong_may_be_the_story() -> None:
    """A post with no other part for it."""
    told = times(
        "# Tills down on 2024-03-05\n\n## What went wrong\n\nAt 10:00 UTC a new image was rolled out. Our monitoring "
        "alerted us at 10:05. At 10:20 we found that the cause was the image. By 10:40 all tills had recovered.\n"
    )
    assert (told["detected"], told["diagnosed"], told["mitigated"]) == ("05 10:05", "05 10:20", "05 10:40")


def test_a_bare_date_some_days_later_is_that_of_the_writing() -> None:
    """The text times the incident to the minute."""
    text = "On 5 March 2024 from 10:00 to 10:40 UTC all tills were down."
    raw = RawIncident(
        key="", body=markdown_blocks(text, 5), facts={"title": "Tills down", "date": "2024-03-08"}, fact_lines={},
        line_start=1, line_end=5, text=text, file_stem="tills",
    )  # fmt: skip
    assert str(read_incident(raw).values["occurred_on"]) == "2024-03-05"


def test_clock_times_follow_the_afternoon_that_was_named() -> None:
    """ "3pm", then "3:10": nobody means the night."""
    told = times(
        "# Tills down on 2024-03-05\n\nAround 3pm I rolled a new image out. At 3:10 someone on Discord asked if "
        "the tills are down. I rolled the image back, and at 3:40 everything was back to normal.\n"
    )
    assert (told["started"], told["detected"], told["mitigated"]) == ("05 15:00", "05 15:10", "05 15:40")


def test_the_last_of_several_ends_in_a_sentence_counts() -> None:
    """Power comes first, the service after it."""
    told = times("# Tills\n\nOn 5 March 2024 power was restored at 10:55 and all services recovered by 11:02.\n")
    assert told["mitigated"] == "05 11:02"


def test_without_a_detection_the_first_change_before_recovery_is_the_start() -> None:
    """Not the last change of the whole story."""
    told = timeline("10:00 A new image was rolled out", "10:40 Tills are back", "11:00 Image was replaced for good")
    assert told["started"] == "05 10:00"


def test_the_faulty_part_that_is_found_is_the_diagnosis() -> None:
    """ "Finds the missing ...", "found ... left on"."""
    before, after = ("10:00 Tills fail", "10:05 Alert fires"), "10:40 Tills are back"
    assert timeline(*before, "10:20 Ana finds the missing key in the image", after)["diagnosed"] == "05 10:20"
    assert timeline(*before, "10:20 Found debug logging left on", after)["diagnosed"] == "05 10:20"


def test_what_people_did_for_a_while_is_no_span_of_impact() -> None:
    """The first sentence tells how long it was slow, the second what was done in the end."""
    told = times(
        "# Slow tills on 2024-03-05\n\nOur tills were slow from 10:04 to 11:22 UTC.\n\n"
        "We restarted all of them between 11:05 and 11:22, which solved the issue.\n"
    )
    assert (told["started"], told["mitigated"], told["resolved"]) == ("05 10:04", "05 11:22", "05 11:22")


def test_a_time_after_identified_is_the_diagnosis() -> None:
    """Where words follow, they tell what was seen."""
    head = "# Tills down\n\nStart: 5 March 2024 10:00\n\nIdentified: "
    assert times(head + "5 March 2024 10:20\n")["diagnosed"] == "05 10:20"
    assert "diagnosed" not in times(head + "a shop saw refused cards on 5 March 2024 10:20\n")


def test_a_customer_who_calls_has_noticed() -> None:
    """The service desk hears of it first."""
    told = timeline("10:00 Tills fail", "10:20 A customer called the service desk", "10:40 Tills are back")
    assert told["detected"] == "05 10:20"


def test_an_end_before_a_start_of_the_same_clock_stays_as_written() -> None:
    """Only where the start has AM or PM may the end be of the afternoon; else the contradiction is shown."""
    told = times("# Tills down on 2024-03-05\n\nThe outage was resolved as of 08:30 UTC. It began at 10:00 UTC.\n")
    assert (told["started"], told["mitigated"]) == ("05 10:00", "05 08:30")


@pytest.mark.parametrize(
    "said",
    [
        "Issue #39 raised by the on-call bot",
        "Ada acknowledges that there is an issue with the tills",
        "Ticket T-4 lodged",
    ],
)
def test_an_issue_that_is_raised_is_a_detection(said: str) -> None:
    """With its number between."""
    assert timeline("10:00 Tills fail", f"10:20 {said}", "10:40 Tills are back")["detected"] == "05 10:20"


def test_an_issue_that_is_raised_after_the_cause_is_known_is_none() -> None:
    """Somebody noticed before; nobody tells when."""
    lines = (
        "10:00 Tills fail",
        "10:20 Root cause diagnosed: a wrong key",
        "10:21 Issue #39 raised",
        "10:40 Tills are back",
    )
    told = timeline(*lines)
    assert "detected" not in told
    assert told["diagnosed"] == "05 10:20"


@pytest.mark.parametrize(
    "said",
    [
        "Ada replies with root cause diagnosis",
        "Reversal of the root cause, but tills still fail",
        "Removed the suspected cause",
    ],
)
def test_who_writes_of_the_cause_or_undoes_it_knows_it(said: str) -> None:
    """A noun may stand for the verb."""
    told = timeline("10:00 Tills fail", "10:05 Alert fires", f"10:20 {said}", "10:40 Tills are back")
    assert told["diagnosed"] == "05 10:20"


def test_full_service_is_a_resolution_even_by_rollback() -> None:
    """A rollback alone is none."""
    before = ("10:00 Tills fail", "10:05 Alert fires")
    assert timeline(*before, "10:40 Full service restored via rollback")["resolved"] == "05 10:40"
    assert "resolved" not in timeline(*before, "10:40 Tills recovered after a rollback")


def test_a_rate_that_is_back_at_its_baseline_ends_the_impact() -> None:
    """ "p95 has dropped back to baseline"."""
    told = timeline("10:00 Tills are slow", "10:05 Alert fires", "10:40 p95 has dropped back to baseline")
    assert told["mitigated"] == "05 10:40"


def test_a_bug_that_is_patched_and_deployed_is_fixed() -> None:
    """The last fix, where no line tells of recovery."""
    told = timeline("10:00 Tills fail", "10:05 Alert fires", "10:40 Bug in the key store patched and deployed")
    assert told["resolved"] == "05 10:40"


def test_a_bare_report_is_no_start() -> None:
    """It tells when it was noticed, not when it began."""
    told = timeline("10:05 Incident reported", "10:40 Incident resolved")
    assert (told.get("started"), told["detected"], told["resolved"]) == (None, "05 10:05", "05 10:40")


def test_a_long_line_of_a_day_may_end_with_the_detection() -> None:
    """ "... failed, and an investigation began"."""
    work = "Release day; all checks passed on the main branch, and people tried it by hand without any trouble. " * 3
    text = f"# Tills\n\n## Timeline\n\n- **2024-03-05**: {work}The release failed, and an investigation began.\n"
    found = read(text + "- **2024-03-07**: Root cause found and fixed.\n").chosen
    assert (f"{found['detected_at'].at:%d}", f"{found['diagnosed_at'].at:%d}") == ("05", "07")
