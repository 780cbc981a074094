"""Parts, facts and follow-ups in the layouts that different teams write."""

from __future__ import annotations

import pytest

from etl.records import FollowUp
from etl.transform.lexicon import section_role
from tests.etl.transform.test_told_times import read

BEFORE = "# 2024-03-05: Tills down\n\n## Summary\n\nAn outage of the tills.\n\n## Impact\n\nCards were refused.\n\n"


def items(text: str) -> list[FollowUp]:
    """The follow-ups of a document whose last part is ``text``."""
    return list(read(BEFORE + text).follow_ups)


def cause(text: str) -> str:
    """The cause of such a document."""
    return str(read(BEFORE + text).values["cause_text"])


def test_a_template_s_questions_are_no_words_of_the_document() -> None:
    """Italics below the headings ask; what stands after them answers."""
    text = "## Root cause\n\n_What caused this?_ A refactoring dropped the card field.\n\n"
    text += "## Resolution\n\n_How was it fixed?_\n"
    found = read(BEFORE + text).values
    assert found["cause_text"] == "A refactoring dropped the card field."
    assert not found.get("short_term_text")


def test_a_root_cause_may_have_parts_of_its_own() -> None:
    """Labels and headings below it belong to it."""
    labels = (
        "## Root cause\n\n- Immediate trigger: the service read a column\n- Underlying cause(s): no migration was run\n"
    )
    assert "read a column\nno migration was run" in cause(labels)
    headings = (
        "# Analysis\n\n## Root Cause Analysis\n\n### What happened?\n\nThe card field was dropped by a refactoring.\n"
    )
    assert "dropped by a refactoring" in cause(headings)


def test_a_cause_that_is_not_known_gives_way_to_what_is_told_elsewhere() -> None:
    """The cause section only promises."""
    text = "## Root cause\n\nWe will start looking at the root cause.\n\n"
    text += "## Details\n\nAn automated update caused the till service to stop.\n"
    assert "automated update caused" in cause(text)


def test_the_root_cause_named_in_the_summary_stands_below_the_section() -> None:
    """Both tell of it."""
    text = "## Summary\n\nThe root cause of the outage was an invalid rule.\n\n"
    text += "## Root cause\n\nAt 10:00 a rule was released.\n"
    assert cause(text) == "At 10:00 a rule was released.\nThe root cause of the outage was an invalid rule."


def test_the_severity_may_open_the_impact() -> None:
    """ "High - ..."; and its label may point to a key."""
    assert read(BEFORE + "## Impact\n\nHigh - nobody could pay.\n").values["severity"] == "High"
    assert read(BEFORE + "## Facts\n\n- Severity (see `docs/severity.md`): sev2\n").values["severity"] == "sev2"


@pytest.mark.parametrize("heading", ["Where do we go from here?", "Automation opportunities", "What comes next"])
def test_what_comes_next_holds_follow_ups(heading: str) -> None:
    """Headings that look ahead."""
    assert [f.text for f in items(f"## {heading}\n\n- Add a probe for the tills\n")] == ["Add a probe for the tills"]


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("We will add a probe for the tills", "open"),
        ("We're also investing in tests of the card path", "in_progress"),
        ("Nobody was told. (added a channel for the shops)", "done"),
        ("The tills were not watched. (fixed by adding a separate probe for each of the shops)", "done"),
        ("Add a probe for the tills", "not_recorded"),
    ],
)
def test_the_state_is_in_the_sentence(item: str, status: str) -> None:
    """A promise is open, work that goes on is in progress, a note in brackets tells what was done."""
    assert [f.status for f in items(f"## Action items\n\n- {item}\n")] == [status]


def test_the_state_stands_in_a_column_of_any_name() -> None:
    """ "Notes: Done"; the owning team owns."""
    table = "## Action items\n\n| Action | Owning team | Notes |\n|---|---|---|\n"
    table += "| Pin the image | Tills | Done |\n| Add a probe | Shops | Will not do |\n"
    assert [(f.owner, f.status) for f in items(table)] == [("Tills", "done"), ("Shops", "declined")]


@pytest.mark.parametrize(
    "said",
    [
        "We're still investigating the root cause.",
        "Ana noticed an error in the shop.",
        "Issue investigated by Ana & Bo",
        "It was first identified and reported by the shops.",
    ],
)
def test_that_somebody_looks_or_sees_is_no_diagnosis(said: str) -> None:
    """What was looked at, or what was found, is."""
    assert not read(BEFORE + f"## Details\n\n{said}\n").values.get("diagnosis_text")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("To prevent this in the future, we filed a ticket to add a probe.", "open"),
        ("We are researching ways to find such an image before it is rolled out.", "in_progress"),
        ("We will add a probe for the card path.", "open"),
        ("Moving forward, all images will be tested in one shop first.", "open"),
    ],
)
def test_promises_are_follow_ups_where_no_part_holds_them(said: str, status: str) -> None:
    """The story itself tells what is to come."""
    found = read(BEFORE + f"## Details\n\nAn image was broken. {said}\n")
    assert [(f.text, f.status) for f in found.follow_ups] == [(said, status)]
    assert found.values["long_term_text"] == said


@pytest.mark.parametrize(
    "said", ["We will provide an update by noon.", "We apologise and will improve.", "Will we add it?"]
)
def test_courtesies_are_no_promises(said: str) -> None:
    """Nor is what stands beside a part of its own for follow-ups."""
    assert items(f"## Details\n\n{said}\n") == []
    assert len(items("## Details\n\nWe will add a probe.\n\n## Action items\n\n- Pin the image\n")) == 1


def test_lines_that_each_begin_anew_are_items() -> None:
    """Plain text below a lead-in, without bullets."""
    text = (
        "What are we doing to prevent it from happening again?\n\nWe are taking these steps:\n\n"
        "    Replace the broken image on each of the tills that are still in use in the shops\n"
        "    Add a probe for the card path\n    Write down how to roll back\n\n"
        "Conclusion\n\nThank you for your patience.\n"
    )
    assert [f.text.split()[0] for f in items(text)] == ["Replace", "Add", "Write"]


def test_an_item_that_says_something_keeps_its_place_above_deeper_ones() -> None:
    """ "Alerts:" only introduces; a sentence before the colon does not."""
    text = "## Action items\n\n- Improve the probes. We will add alerts on:\n  - disk space\n"
    text += "- Alerts:\n  - Page us when cards fail\n"
    assert [f.text.split()[0] for f in items(text)] == ["Improve", "Page"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Looking ahead", "long_term"),
        ("What we'll do differently", "long_term"),
        ("Preventing a recurrence", "long_term"),
        ("The culprit", "cause"),
        ("How did this happen?", "cause"),
        ("Services affected", "impact"),
        ("Chain of events", "timeline"),
        ("How was it fixed?", "short_term"),
        ("Pain points", "went_wrong"),
        ("3. Actions taken to resolve the incident", "short_term"),
        ("Lessons learned / recommendations", "long_term"),
    ],
)
def test_headings_that_teams_use(heading: str, role: str) -> None:
    """Plain words for the parts of a postmortem."""
    assert section_role(heading) == role


def test_bold_labels_on_lines_of_one_paragraph_are_parts() -> None:
    """Blank lines between them are often missing."""
    found = read(
        "# 2024-03-05: Tills\n\n**Impact:** cards were refused\n**Cause:** a wrong image\n**Detection:** a shop rang\n"
    )
    assert (found.values["impact_text"], found.values["cause_text"]) == ("cards were refused", "a wrong image")


def test_a_paragraph_that_counts_its_promises_holds_several() -> None:
    """ "First, ... Second, ..."; other paragraphs are one item."""
    counted = "First, we'll test each image. Second, images go to one shop first. Finally, we are adding a probe."
    assert len(items(f"## What we're doing\n\n{counted}\n")) == 3
    assert len(items("## What we're doing\n\nWe'll test each image. That takes an hour.\n")) == 1


def test_the_state_may_stand_beside_the_ticket() -> None:
    """ "#101 **DONE**" in the column of the bug."""
    table = "## Action items\n\n| Action | Owner | Bug |\n|---|---|---|\n| Pin the image | ana | #101 **DONE** |\n"
    assert [f.status for f in items(table)] == ["done"]


def test_what_will_be_replaced_owns_nothing() -> None:
    """ "The PDU will be replaced" names no one."""
    assert [f.owner for f in items("## Action items\n\n- The PDU will be replaced in May\n")] == [None]
