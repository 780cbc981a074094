"""Layouts in which teams write their timelines, each with what is read from it."""

from __future__ import annotations

import pytest

from etl.transform.lexicon import fact_name
from tests.etl.transform.test_told_times import read, times


def test_emoji_stand_before_the_time() -> None:
    """Coloured dots, magnifiers and ticks, as characters or by name."""
    told = times(
        "# Incident 2024-02-08: tills offline\n\n## Timeline (UTC)\n\n🔴 **07:40** Tills lose their session\n"
        "🟠 **08:15** Shops complain that tills are stuck\n🔎 **08:50** Ada figures out that the token was revoked\n"
        ":green_circle: **09:05** New token rolled out, cards are accepted again\n✅ **09:30** Incident closed\n"
    )
    assert told == {
        "started": "08 07:40", "detected": "08 08:15", "diagnosed": "08 08:50", "mitigated": "08 09:05",
        "resolved": "08 09:30",
    }  # fmt: skip


def test_a_year_may_come_first() -> None:
    """ "2018 October 21 22:52 UTC" as a heading."""
    told = times(
        "# Analysis of the till outage\n\n## Incident timeline\n\n### 2024 March 5 22:52 UTC\n\nNo cards.\n\n"
        "### 2024 March 5 22:54 UTC\n\nMonitoring sends alerts.\n\n### 2024-Mar-06 00:10 UTC\n\nTills are back.\n"
    )
    assert told["detected"] == "05 22:54"
    assert told["mitigated"] == "06 00:10"


def test_an_update_may_be_signed_with_its_time() -> None:
    """As status pages print it, newest first."""
    text = (
        "# Cards refused\n\n**Resolved** - This incident has been resolved.\nMar 5, 15:42 UTC\n\n"
        "**Monitoring** - A fix has been implemented and we are monitoring the results.\nMar 5, 15:10 UTC\n\n"
        "**Identified** - The issue has been identified.\nMar 5, 14:48 UTC\n\n"
        "**Investigating** - We are investigating refused cards.\nMar 5, 14:30 UTC\n"
    )
    told = times(text)
    assert (told["diagnosed"], told["mitigated"], told["resolved"]) == ("05 14:48", "05 15:10", "05 15:42")


def test_a_chat_tells_who_asked_first() -> None:
    """Nobody reports anything; they ask each other."""
    told = times(
        "# 2024-03-05 tills\n\n## Log\n\n[09:14] <mia> the tills seem down, anyone looking?\n[09:16] <tom> yes\n"
        "[09:31] <tom> found it: the disk of the price server is full\n[09:58] <mia> green again\n"
        "[10:20] <tom> closing this incident\n"
    )
    assert told == {
        "started": "05 09:14", "detected": "05 09:14", "diagnosed": "05 09:31", "mitigated": "05 09:58",
        "resolved": "05 10:20",
    }  # fmt: skip


def test_what_is_noticed_before_the_marked_start_is_no_detection() -> None:
    """A newspaper may discover a poem before the outage begins."""
    told = times(
        "# 2024-03-05: tills\n\n## Timeline (UTC)\n\n- 14:51 News reports that a new sweet was discovered\n"
        "- 14:54 **OUTAGE BEGINS** - tills melt down under load\n- 14:55 Ada receives a pager storm\n"
        "- 15:28 Freeze mitigated\n- 15:39 **OUTAGE MITIGATED**, more tills\n- 16:30 **INCIDENT ENDS**\n"
    )
    assert told == {
        "started": "05 14:54", "detected": "05 14:55", "mitigated": "05 15:39", "resolved": "05 16:30",
    }  # fmt: skip


def test_a_misleading_path_is_no_diagnosis() -> None:
    """The bottleneck that was identified is."""
    told = times(
        "# Tills\n\nDuration: March 5, 2024, from 10:00 AM to 2:30 PM (UTC)\n\n## Timeline\n\n"
        "- 10:00 AM: Detected by an alert\n- 11:30 AM: Misleading path: suspected the network\n"
        "- 12:45 PM: Identified the pool of connections as the bottleneck\n- 2:30 PM: Issue resolved\n"
    )
    assert (told["started"], told["diagnosed"], told["resolved"]) == ("05 10:00", "05 12:45", "05 14:30")


@pytest.mark.parametrize(
    "line",
    ["All clear", "Team stands down", "Confirmed stable", "Outage declared over", "Status page set back to green"],
)
def test_the_incident_is_declared_over(line: str) -> None:
    """After the impact ended."""
    told = times(
        "# 2024-03-05: tills\n\n## Timeline\n\n- 10:00 Tills fail\n- 10:05 Alert fires\n- 10:40 Tills are back\n"
        f"- 11:30 {line}\n"
    )
    assert (told["mitigated"], told["resolved"]) == ("05 10:40", "05 11:30")


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("started_at", "Start of outage; Problem began; First failure; Down since; User impact start; Time of onset"),
        ("detected_at", "Incident reported; Alert fired; Time paged; First user report; Became aware; Discovery time"),
        ("diagnosed_at", "Time of identification; Problem identified; Root cause understood"),
        ("mitigated_at", "Customer impact end; Services restored; Fix deployed at; Back online; Time of restoration"),
        ("resolved_at", "End of incident; Outage ended; Fully resolved; Time closed; Disruption end"),
        ("duration", "Impact window; Total outage time; Timeframe; Affected period"),
    ],
)
def test_names_of_times_are_put_together_freely(name: str, labels: str) -> None:
    """What it was, what became of it, and a word for a time."""
    assert {fact_name(label) for label in labels.split("; ")} == {name}


def test_a_table_names_every_stage() -> None:
    """Each under its own name."""
    rows = {
        "Incident start": "08:14", "Time of detection": "08:50", "Time of identification": "09:20",
        "Time of mitigation": "09:40", "Time of resolution": "11:05",
    }  # fmt: skip
    table = "".join(f"| {name} | 2024-03-05 {clock} UTC |\n" for name, clock in rows.items())
    told = times(f"# Tills\n\n| Field | Value |\n|---|---|\n{table}\n## Root cause\n\nA queue filled up.\n")
    assert list(told.values()) == [f"05 {clock}" for clock in rows.values()]


def test_not_until_then_did_anybody_ask() -> None:
    """A story in sentences, with every stage."""
    text = (
        "# Our shop last Tuesday\n\nOn 5 March 2024 our shop was unavailable. Shortly after 13:05 UTC we changed"
        " an image. Orders started failing at 13:20 UTC. It wasn't until 15:10 UTC that a visitor"
        " opened an issue asking why the shop returned 404. We traced the failure to a missing package at 15:35 UTC,"
        " pinned the image, and the shop was serving pages again by 15:52 UTC. We closed the incident at 16:30 UTC.\n"
    )
    assert times(text) == {
        "started": "05 13:20", "detected": "05 15:10", "diagnosed": "05 15:35", "mitigated": "05 15:52",
        "resolved": "05 16:30",
    }  # fmt: skip
    assert read(text).values["is_incident"]


def test_times_may_stand_in_the_last_column() -> None:
    """Below a heading that says so; a table of names and values is no timeline."""
    rows = (
        "| Tills stop responding | 5 Mar 2024, 14:05 |\n| Shift lead calls IT | 5 Mar 2024, 14:12 |\n"
        "| Expired reader certificate found | 5 Mar 2024, 14:48 |\n"
        "| New certificate, tills reconnect | 5 Mar 2024, 15:20 |\n"
    )
    told = times(f"# Tills\n\n| Event | Time |\n|---|---|\n{rows}")
    assert told == {
        "started": "05 14:05", "detected": "05 14:12", "diagnosed": "05 14:48", "mitigated": "05 15:20",
        "resolved": "05 15:20",
    }  # fmt: skip


def test_questions_name_times() -> None:
    """ "When did we notice?", with the answer behind it."""
    told = times(
        "# Shop 2024-03-05\n\nOn 2024-03-05 between 13:00 and 13:50 UTC our shop answered with 503.\n\n"
        "**When did we notice?** 13:04 UTC, by an alert.\n\n**Why did it happen?** The limit was too low.\n"
    )
    assert (told["started"], told["detected"], told["mitigated"]) == ("05 13:00", "05 13:04", "05 13:50")


def test_what_begins_to_recover_does_not_begin() -> None:
    """Nor are a paragraph's timed lines one sentence."""
    told = times(
        "# 2024-03-05 tills\n\n**09:47 UTC** Initial onset of refusals\n"
        "**09:48 UTC** Refusals identified by monitoring\n"
        "**10:27 UTC** We identified the shop's configuration\n**10:36 UTC** Tills began to recover\n"
        "**11:00 UTC** Tills recovered\n"
    )
    assert told == {
        "started": "05 09:47", "detected": "05 09:48", "diagnosed": "05 10:27", "mitigated": "05 11:00",
        "resolved": "05 11:00",
    }  # fmt: skip


def test_the_first_time_of_a_story_names_the_zone_of_all() -> None:
    """A zone named later only holds for its own time."""
    said = "Orders queued from 2:19pm on. The tills recovered at 3:00pm. Alerts had come at 2:21pm and 2:25pm."
    told = times(f"# Tills on March 5, 2024\n\nAt 2:17pm Eastern a migration broke the tills. {said}\n")
    assert told["started"] == "05 19:17"
    assert told["mitigated"] == "05 20:00"


@pytest.mark.parametrize(
    "line", ["Tills stop responding", "Rebooted the reader. It did not reconnect.", "Never responded"]
)
def test_words_of_recovery_may_be_denied(line: str) -> None:
    """Stopped, not, never."""
    told = times(
        "# 2024-03-05: tills\n\n## Timeline\n\n- 10:00 Tills fail\n- 10:05 Alert fires\n"
        f"- 10:20 {line}\n- 10:40 Tills are back\n"
    )
    assert told["mitigated"] == "05 10:40"


def test_a_night_is_told_in_sentences() -> None:
    """The new day holds from where it is named, and a first guess is no diagnosis."""
    told = times(
        "# 2024-06-14: tills\n\nOn 14 June at 22:40 UTC the price server ran out of disk. Our alert fired at 23:10 UTC."
        " Initially we thought that a till was at fault and restarted it at 23:20 UTC, which changed nothing. At 23:48"
        " UTC, Ada noticed the full disk. Prices were purged at 23:55 UTC; the server was accepting prices again by"
        " 00:05 UTC on 15 June, and the backlog was gone at 01:30 UTC.\n"
    )
    assert told["detected"] == "14 23:10"
    assert told["diagnosed"] == "14 23:48"
    assert (told["mitigated"], told["resolved"]) == ("15 00:05", "15 01:30")


def test_a_table_tells_who_did_what() -> None:
    """The actor has a column of its own."""
    rows = (
        "| 11:02 | bot | ships 812 |\n| 11:06 | - | refusals jump to 40 % |\n| 11:09 | Opsgenie | pages Ada |\n"
        "| 11:26 | Ada | realises that 812 dropped the reader's key |\n| 11:29 | Ada | rolls back to 811 |\n"
        "| 11:33 | - | payments succeed, error ratio under 0.1 % |\n| 12:10 | Ada | declares the incident closed |\n"
    )
    told = times(f"# 2024-03-05: tills\n\n| When (UTC) | Who | What |\n|---|---|---|\n{rows}")
    assert (told["detected"], told["diagnosed"]) == ("05 11:09", "05 11:26")
    assert (told["mitigated"], told["resolved"]) == ("05 11:33", "05 12:10")
