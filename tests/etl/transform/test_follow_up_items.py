"""Where a follow-up begins and ends, what is none, and the state that its words tell."""

from __future__ import annotations

import pytest

from tests.etl.transform.test_layouts import items

UNDER = "## Action items\n\n"


def texts(text: str) -> list[str]:
    """The follow-ups' words."""
    return [item.text for item in items(text)]


def test_lines_of_a_plain_text_list_are_items() -> None:
    """Indented lines that each begin anew, however long they are."""
    lines = [
        "Replacing the disks of the second database server before the end of the month, all of them",
        "Reviewing the alerts on free space, so that they fire a day before the disk is really full",
        "Writing down how the tills fall back to cash",
        "Trying that out",
    ]
    listed = "We will do this:\n\n    " + "\n    ".join(lines) + "\n"
    assert texts(f"{UNDER}{listed}") == lines


def test_wrapped_lines_are_one_item() -> None:
    """The second goes on with the first."""
    wrapped = "We will watch the free space of the disks and\ntell the shop a day before they are full.\n"
    assert texts(UNDER + wrapped) == [" ".join(wrapped.split())]


def test_points_told_one_after_the_other_are_items() -> None:
    """ "First, ... Secondly, ...": what stands before them only introduces them."""
    told = (
        "There is more to do than one thing. First, we will call the vendor. They owe us a reply. Secondly, we retry.\n"
    )
    assert texts(UNDER + told) == ["First, we will call the vendor. They owe us a reply.", "Secondly, we retry."]


def test_an_item_that_says_something_keeps_what_stands_below() -> None:
    """Its deeper items are its detail; a bare introduction gives way to its own."""
    kept = "- Improve the alerts. We only ping today and will watch:\n  - disk space and memory\n"
    assert texts(UNDER + kept) == ["Improve the alerts. We only ping today and will watch: disk space and memory"]
    given = "- Alerts:\n  - Watch the disk space of the tills\n"
    assert texts(UNDER + given) == ["Watch the disk space of the tills"]


def test_a_bare_link_is_an_item() -> None:
    """A ticket whose title is not given."""
    assert texts(f"{UNDER}- <https://tracker.example/shop/77>\n") == ["https://tracker.example/shop/77"]


@pytest.mark.parametrize(
    "text",
    [
        "What can be automated?",
        "Tasks for the coming weeks:",
        "Thank you for your patience.",
        "We know that an outage is no fun.",
        "Publish this report",
        "Sections above are filled out",
        "[Here](https://tracker.example/list)",
        "Please contact us with questions.",
    ],
)
def test_what_asks_for_nothing_is_no_item(text: str) -> None:
    """A template's question, an introduction, a courtesy, what is to be done with the report itself."""
    assert texts(f"{UNDER}- {text}\n- Add an alert on free space\n") == ["Add an alert on free space"]


def test_the_conclusion_ends_a_plain_text_list() -> None:
    """A line of its own, without marks."""
    text = "Action items\n\nAdd an alert on free space.\n\nConclusion\n\nThe tills work again.\n"
    assert texts(text) == ["Add an alert on free space."]


@pytest.mark.parametrize(
    ("told", "promise", "status"),
    [
        (
            "The tills work again. The disk is larger, and we are reviewing how to prevent this in the future.",
            "we are reviewing how to prevent this in the future.",
            "in_progress",
        ),
        (
            "To prevent its recurrence, we have added an alert on free space.",
            "To prevent its recurrence, we have added an alert on free space.",
            "not_recorded",
        ),
        (
            "We will add a second disk so that this cannot happen again.",
            "We will add a second disk so that this cannot happen again.",
            "open",
        ),
    ],
)
def test_a_story_without_a_list_of_actions_may_promise_some(told: str, promise: str, status: str) -> None:
    """From where somebody does something so that it does not happen again."""
    assert [(i.text, i.status) for i in items(f"## What happened\n\n{told}\n")] == [(promise, status)]


@pytest.mark.parametrize(
    "told",
    [
        "To avoid more errors we turned the second till off.",
        "We will tell you more tomorrow.",
        "The cache should have prevented such a failure.",
    ],
)
def test_other_sentences_promise_nothing(told: str) -> None:
    """What was done at the time, news to come, what did not help."""
    assert items(f"## What happened\n\n{told}\n") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("We will test every restore.", "open"),
        ("We're also going to test every restore.", "open"),
        ("Going forward, we plan to test every restore.", "open"),
        ("Test every restore.", "not_recorded"),
    ],
)
def test_a_promise_is_open(text: str, status: str) -> None:
    """An item without any word on its state records none."""
    assert [i.status for i in items(f"{UNDER}- {text}\n")] == [status]


@pytest.mark.parametrize(
    ("text", "owner", "words"),
    [
        ("Watch the block lists. Owner: Jane Roe", "Jane Roe", "Watch the block lists"),
        ("Watch the block lists - responsible: Mail team", "Mail team", "Watch the block lists"),
        ("Name an owner: nobody feels responsible", None, "Name an owner: nobody feels responsible"),
    ],
)
def test_the_owner_may_be_named_at_the_end(text: str, owner: str | None, words: str) -> None:
    """Behind the item's own words."""
    assert [(i.owner, i.text) for i in items(f"{UNDER}- {text}\n")] == [(owner, words)]


def test_a_word_on_the_state_outweighs_an_empty_box() -> None:
    """ "[ ] ... (won't fix)"."""
    assert [i.status for i in items(f"{UNDER}- [ ] Buy larger disks (won't fix)\n")] == ["declined"]


def test_what_stands_before_the_second_point_is_the_first() -> None:
    """Unless the points begin with "First"."""
    told = "We're sorry. We are setting limits. Second, we'll add a check. And finally, we will drill it.\n"
    assert [(i.text.split()[0], i.status) for i in items(UNDER + told)] == [
        ("We", "in_progress"),
        ("Second,", "open"),
        ("And", "open"),
    ]
