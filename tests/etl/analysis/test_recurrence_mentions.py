"""What postmortems say themselves about earlier ones."""

import pandas as pd
import pytest

from etl.analysis.recurrence_mentions import Mentions, find_mentions


def mentions_of(*bodies: str, title: str = "Queue stuck", url: str = "", stem: str = "first.md") -> Mentions:
    """Mentions among a first incident of that name and later ones with these bodies."""
    rows = [("", title, url, stem), *((body, f"Later {n}", "", f"later-{n}.md") for n, body in enumerate(bodies))]
    incidents = pd.DataFrame(rows, columns=["body", "title", "url", "stem"])
    return find_mentions(incidents.assign(told=incidents["body"]))


@pytest.mark.parametrize(
    "body",
    [
        "As told in PM2021-005, the fix was not out yet.",
        "See [the first one](../2021/PM2021-005%20queue%20stuck.md) for more.",
        "See https://wiki.example.com/pages/771 for the first time.",
        'We wrote "All queues stuck in the morning" about it.',
        "It is [All queues stuck in the morning](somewhere) again.",
    ],
    ids=["identifier", "link to the file", "address", "title in quotes", "title as a link"],
)
def test_a_later_postmortem_names_an_earlier_one(body: str) -> None:
    """By its identifier, file, address or title."""
    found = mentions_of(
        body,
        title="All queues stuck in the morning",
        url="https://wiki.example.com/pages/771/",
        stem="PM2021-005 queue stuck.md",
    )
    assert found.named == [(1, 0)]


@pytest.mark.parametrize(
    "body",
    ["It began on 2021-06-05.", "We upgraded to v1.24 on utf-88.", "The queue got stuck.", "first and foremost"],
)
def test_what_names_nothing(body: str) -> None:
    """Dates, versions and short titles are no references."""
    assert mentions_of(body, stem="2021-06-05.md", title="Stuck").named == []


def test_a_name_that_two_incidents_have_names_neither() -> None:
    """Two postmortems of one title cannot be told apart by it."""
    incidents = pd.DataFrame(
        {
            "title": ["All queues were stuck", "All queues were stuck", "Third"],
            "body": ["", "", 'As in "All queues were stuck".'],
            "told": "",
            "url": "",
            "stem": ["a.md", "b.md", "c.md"],
        }
    )
    assert find_mentions(incidents).named == []


@pytest.mark.parametrize(
    "sentence",
    [
        "This was the second occurrence of a detached load balancer.",
        "We had seen this issue before, and knew the fix.",
        "A node went away due to an ongoing issue.",
        "The same issue was covered in the previous postmortem.",
        "This is a recurrence of the outage in May.",
        "The problem has come back.",
    ],
)
def test_a_sentence_claims_a_repeat(sentence: str) -> None:
    """In words that people use for it."""
    assert mentions_of(f"Pods were lost. {sentence}").claims == {1: sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "If this happened before we would know.",
        "We should prevent a recurrence of the outage.",
        "Add an alert to detect a second occurrence, so that we could act.",
        "The same issue was reported by three users.",
    ],
)
def test_what_is_feared_or_planned_claims_nothing(sentence: str) -> None:
    """Only what has happened counts."""
    assert mentions_of(sentence).claims == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "It turned out to be another root cause than last week.",
        "The symptoms were the same but it had a different cause.",
        "This was not the same issue.",
    ],
)
def test_a_sentence_denies_a_repeat(sentence: str) -> None:
    """And claims none."""
    found = mentions_of(sentence)
    assert found.denials == {1: sentence}
    assert found.claims == {}
