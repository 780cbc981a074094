"""The state of a follow-up and who has it, told by its own words, by signs and by the heading above it."""

from __future__ import annotations

import pytest

from etl.transform.states import read_status
from tests.etl.transform.test_layouts import items

UNDER = "## Action items\n\n"


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ("[*] Renew the card of the shop", "done"),
        ("[ x ] Renew the card of the shop", "done"),
        (":white_check_mark: Renew the card of the shop", "done"),
        ("Renew the card of the shop :construction:", "in_progress"),
        ("Renew the card of the shop. Closed by #12", "done"),
        ("Renew the card of the shop (#12, merged)", "done"),
        ("Renew the card of the shop. This is done.", "done"),
        ("Renew the card of the shop - not planned", "declined"),
        ("[won't fix] Renew the card of the shop", "declined"),
        ("Renew the card of the shop | Kim | Done", "done"),
        ("Alarm on the disk added", "done"),
        ("The alarm on the disk is live", "done"),
        ("There is now an alarm on the disk", "done"),
        ("Work on the alarm has begun", "in_progress"),
        ("[/] Renew the card of the shop", "in_progress"),
        ("✅ Renew the card of the shop", "done"),
        ("☐ Renew the card of the shop", "open"),
        ("DONE: renew the card of the shop", "done"),
        ("[wip] Renew the card of the shop", "in_progress"),
        ("TODO renew the card of the shop", "open"),
        ("Renew the card of the shop **(done on the same day)**", "done"),
        ("Reduced the number of tills that start at once", "done"),
        ("A second line was installed in the shop", "done"),
        ("The stuck orders were cleared and paid", "done"),
        ("The till now refuses a card without a chip", "done"),
        ("A nightly test of the till's start guards the settings", "done"),
        ("Test `tests/till.py` guards the settings of the till", "done"),
        ("**Alarms.** Nobody was called. We have since added an alarm on free space.", "done"),
        ("**Alarms.** We are adding an alarm on free space.", "in_progress"),
        ("**Alarms.** There is none on the tills. We'll add one.", "open"),
        ("The shop has decided to replace the tills", "open"),
        ("The second line is still pending", "open"),
        ("Old receipts will be deleted every night", "open"),
        ("The cloud till will no longer keep receipts", "open"),
    ],
)
def test_words_and_signs_tell_the_state(item: str, status: str) -> None:
    """At the beginning, at the end, and in the past, the passive, the present and the future."""
    assert [found.status for found in items(f"{UNDER}- {item}\n")] == [status]


@pytest.mark.parametrize(
    "item",
    [
        "Set up an alarm on free space",
        "Automated checks of the cards",
        "Need a better way to count",
        "If the line was cut, the tills should fall back to cash",
        "It was found that the tills have no alarm",
        "Add a test that guards the settings",
        "Check that the job validates the settings",
        "Proposed a second line for the shop",
        "Close the shop until the line is fixed",
        "Get the alarm added",
        "An on-call rota has been identified as useful",
    ],
)
def test_what_is_asked_for_tells_no_state(item: str) -> None:
    """Imperatives, adjectives, conditions, findings."""
    assert [found.status for found in items(f"{UNDER}- {item}\n")] == ["not_recorded"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Story captured", "open"),
        ("Ticket raised", "open"),
        ("PR merged", "done"),
        ("rolled out", "done"),
        ("In place since May", "done"),
        ("Being written", "in_progress"),
        ("No longer needed", "declined"),
    ],
)
def test_cells_name_states_in_many_words(word: str, status: str) -> None:
    """The column of the state."""
    assert read_status(word) == status


def test_a_heading_tells_the_state_and_the_owner_of_what_stands_below() -> None:
    """ "Alarm configured @kim"."""
    text = "### Alarm configured `@kim`\n\nOn more than 90 % of the disk.\n\n"
    text += "### Till rota [process] @lou\n\nWho is on call.\n"
    assert [(found.status, found.owner) for found in items(UNDER + text)] == [("done", "kim"), ("not_recorded", "lou")]


@pytest.mark.parametrize(
    ("item", "owner"),
    [
        ("Kim to write down how the tills start", "Kim"),
        ("Kim and Lou to write down how the tills start", "Kim and Lou"),
        ("Zoë to send the list of tills", "Zoë"),
        ("Kim added an alarm on free space", "Kim"),
        ("Kim will talk to the vendor", "Kim"),
        ("The till team will renew the card", "till team"),
        ("Renew the card (till team)", "till team"),
        ("Renew the card (Kim, done)", "Kim"),
        ("Renew the card, assigned to Kim", "Kim"),
        ("Renew the card. Owner: Kim. Due: 2024-05-01", "Kim"),
        ("The team will renew the card", None),
        ("Renew the card (Terraform)", None),
        ("Script to check the tills", None),
        ("Need to check the tills", None),
        ("Add improved checks of the tills", None),
        ("Use fixed sizes of the queue", None),
    ],
)
def test_someone_who_is_to_do_it_owns_it(item: str, owner: str | None) -> None:
    """A name before a verb; things and verbs are no names."""
    assert [found.owner for found in items(f"{UNDER}- {item}\n")] == [owner]


def test_what_stands_below_a_box_without_one_is_its_detail() -> None:
    """A question, a link."""
    text = "- [ ] Count the tills that started\n  - Do we count them already?\n- [x] Renew the card\n"
    assert [found.status for found in items(UNDER + text)] == ["open", "done"]


def test_a_list_of_how_it_works_belongs_to_what_was_built() -> None:
    """Its steps are no actions of their own."""
    text = "We have built a guard that pings the tills. If one is silent it does this in turn:\n\n"
    text += "1. Wait.\n2. Restart the till.\n"
    found = items(UNDER + text)
    assert [(item.status, item.text.split(".")[0]) for item in found] == [
        ("done", "We have built a guard that pings the tills")
    ]


def test_an_item_keeps_the_outline_of_what_is_asked_for() -> None:
    """ "..., with:"."""
    text = "- Kim to write a guide for nights without a shop keeper, something with:\n"
    text += "  - Whom to call.\n  - Which till to trust.\n"
    assert len(items(UNDER + text)) == 1


def test_each_sentence_that_asks_for_something_is_an_item() -> None:
    """A paragraph of duties; what explains one stays with it."""
    text = "The tills must be watched. Today nobody does. We need to buy a second line. Old receipts will be deleted.\n"
    assert [item.text for item in items(UNDER + text)] == [
        "The tills must be watched. Today nobody does.",
        "We need to buy a second line.",
        "Old receipts will be deleted.",
    ]


def test_a_table_of_actions_and_owners_needs_no_heading() -> None:
    """Below whatever stands above it."""
    text = "**Detection**: A customer called.\n\n| Action item | Type | Owner | Bug |\n|--|--|--|--|\n"
    text += "| Watch the disk | Prevention | Kim | DONE |\n| Buy a disk | Recovery | Lou | TODO |\n"
    assert [(i.text, i.status, i.owner) for i in items(text)] == [
        ("Watch the disk", "done", "Kim"),
        ("Buy a disk", "open", "Lou"),
    ]


def test_lines_that_begin_with_their_state_are_actions_anywhere() -> None:
    """Among the lessons."""
    text = (
        "## Lessons learned\n\n**DONE**: Kim added the shop to the watched sites.\n\n**TODO**: an alarm on the disk.\n"
    )
    assert [(i.status, i.owner) for i in items(text)] == [("done", "Kim"), ("open", None)]
