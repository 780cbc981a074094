"""Trigger, cause and detection, told in many words; the parts that stories tell without a heading of their own."""

from __future__ import annotations

import pytest

from tests.etl.transform.test_layouts import BEFORE
from tests.etl.transform.test_told_times import read


def told(text: str, field: str) -> str | None:
    """One fact of a document whose last part is ``text``."""
    return read(BEFORE + text).values[field]


@pytest.mark.parametrize(
    ("cause", "trigger"),
    [
        ("Growth in users after the holidays left no CPU for the tills.", "traffic"),
        ("The daily task that closes receipts held all connections.", "scheduled_job"),
        ("The database started an autovacuum and had no CPU left.", "scheduled_job"),
        ("A large query was run on the till's database.", "manual_action"),
        ("The root filesystem of the till was full.", "gradual_decay"),
        ("The till's licence had lapsed.", "expiry"),
        ("It began with resizing the partition of the till.", "maintenance"),
    ],
)
def test_a_cause_tells_its_trigger(cause: str, trigger: str) -> None:
    """What set it off."""
    assert told(f"## Root cause\n\n{cause}\n", "trigger") == trigger


def test_a_trigger_that_is_told_leaves_no_room_for_others() -> None:
    """An odd order set it off, not the release that the cause speaks of."""
    cause = "## Root cause\n\nA bug came with the release of 4.2.\n\n"
    assert told(cause, "trigger") == "deploy"
    assert told(cause + "## Trigger\n\nAn order of a customer without a name.\n", "trigger") == "unknown"


def test_alarms_outweigh_what_somebody_saw() -> None:
    """Of two sentences that tell of it."""
    text = "## Background\n\nAt 15:00 a rise of the response times was observed. Alerts were firing in the chat.\n"
    assert told(text, "detection_source") == "monitoring"


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Somebody pinged us in the chat that the shop is down.", "user_report"),
        ("Operators detect odd orders and close the shop.", "staff_noticed"),
        ("Surfaced by a sweep of failed tasks.", "staff_noticed"),
        ("We tried to release the new till to all shops and it failed.", "staff_noticed"),
        ("It was down until there was an attempt to open the shop's page.", "staff_noticed"),
        ("The tills were being used by the team around that time.", "staff_noticed"),
        ("Ada found that no till prints. In the future, we should monitor printers.", "staff_noticed"),
        ("Our QA team reported that search returns nothing.", "staff_noticed"),
        ("A report from the SRE team told of refused cards.", "staff_noticed"),
        ("Prometheus fired on the error rate.", "monitoring"),
    ],
)
def test_the_part_on_detection_tells_who_noticed(said: str, source: str) -> None:
    """In the present tense, and without a subject."""
    assert told(f"## Detection\n\n{said}\n", "detection_source") == source


def test_of_a_line_the_sentence_that_tells_of_noticing_counts() -> None:
    """What stood before it on the line woke nobody."""
    line = "2024-03-05 10:05 A pipeline timed out. We observe tills that refuse cards"
    text = f"# Tills\n\n## Timeline\n\n- {line}\n- 2024-03-05 10:40 Tills are back\n"
    assert read(text).values["detection_source"] == "staff_noticed"


def test_a_timeline_of_days_tells_who_noticed() -> None:
    """No line has a time of day."""
    text = (
        "# Tills\n\n## Timeline\n\n- **2024-03-05**: First reported by a customer\n- **2024-03-09**: Root cause found\n"
    )
    assert read(text).values["detection_source"] == "user_report"


def test_answers_to_why_stand_with_the_root_cause() -> None:
    """Each "Why?" is a step towards it; a template's wrapped prompt is none."""
    text = "## Five Why's\n\n**Why?** The tills had no memory.\n\n**Why?** A report read every receipt.\n\n"
    text += "## Root cause\n\n*Note the final root cause and say what\nneeds to change.*\n\n"
    text += "Reports have no limit on memory.\n"
    cause = str(told(text, "cause_text"))
    assert cause.startswith("Reports have no limit")
    assert "A report read every receipt." in cause
    assert "Note the final" not in cause


def test_a_story_tells_what_was_repaired() -> None:
    """Without a part for it and without a timeline."""
    text = "## Root cause\n\nThe list of receivers was wrong. We corrected it at once and checked the mails.\n"
    assert told(text, "short_term_text") == "We corrected it at once and checked the mails."


def test_a_way_out_told_as_an_infinitive_was_taken() -> None:
    """ "The remediation was to ..."."""
    text = "# 2024-03-05: Tills down\n\n## Summary\n\nTills failed. The fix for that was to increase the thresholds.\n"
    assert read(text).mitigations == ("config_change",)
