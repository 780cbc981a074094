"""Which item a follow-up is, and which items are proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from etl.sync.matching import Link, match
from etl.sync.proposals import LEAST_SCORE


def follow_up(follow_up_id: str, text: str, **told: Any) -> dict[str, Any]:
    return {
        "follow_up_id": follow_up_id, "text": text, "url": None, "row": None, "quotes": text,
        "incident_title": "Orders down", "occurred_on": date(2026, 1, 4), **told,
    }  # fmt: skip


def item(key: str, title: str = "Something else", tracker: str = "t", **told: Any) -> dict[str, Any]:
    opened = datetime(2026, 1, 6, tzinfo=UTC)
    return {"tracker": tracker, "key": key, "url": None, "title": title, "opened_at": opened, **told}


def found(follow_ups: list[dict[str, Any]], items: list[dict[str, Any]], **options: Any) -> tuple[Link, ...]:
    held = pd.DataFrame(items, columns=list(item("x")))
    return match(pd.DataFrame(follow_ups), held, **options).links


def test_an_address_links_and_so_does_a_key() -> None:
    """In the follow-up's address, its words, its quote or its row of a table."""
    follow_ups = [
        follow_up("f1", "Alert", url="https://acme.atlassian.net/browse/PAY-1"),
        follow_up("f2", "Rehearse", quotes="Rehearse [it](https://acme.atlassian.net/browse/PAY-2)"),
        follow_up("f3", "Document (PAY-3)"),
        follow_up("f4", "Limit retries", row="| Limit retries | Ann | PAY-4 |"),
    ]
    links = found(follow_ups, [item(f"PAY-{n}") for n in range(1, 5)])
    assert [(x.follow_up_id, x.key, x.how, x.state) for x in links] == [
        ("f1", "PAY-1", "link", "linked"),
        ("f2", "PAY-2", "link", "linked"),
        ("f3", "PAY-3", "key", "linked"),
        ("f4", "PAY-4", "key", "linked"),
    ]


def test_an_address_of_another_host_is_another_item() -> None:
    """The same key in two Jiras; a key alone fits both."""
    items = [
        item("PAY-1", tracker="ours", url="https://jira.acme.example/browse/PAY-1"),
        item("PAY-1", tracker="theirs", url="https://jira.other.example/browse/PAY-1"),
    ]
    links = found([follow_up("f1", "x", url="https://jira.acme.example/browse/PAY-1")], items)
    assert [x.tracker for x in links] == ["ours"]
    assert {x.tracker for x in found([follow_up("f1", "see PAY-1")], items)} == {"ours", "theirs"}


def test_a_bare_number_needs_one_repository() -> None:
    """With two of them nobody knows which is meant."""
    one, other = item("acme/shop#12"), item("acme/infra#12")
    assert [(x.key, x.state) for x in found([follow_up("f", "Alert (#12)")], [one])] == [("acme/shop#12", "linked")]
    assert [(x.key, x.state) for x in found([follow_up("f", "Our priority #12")], [one])] == [
        ("acme/shop#12", "proposed")
    ]
    assert found([follow_up("f", "Alert (#12)")], [one, other]) == ()


def test_the_number_of_a_link_is_no_number_of_another_repository() -> None:
    """ "[#12](...)" with the address of a repository that is not synced."""
    quote = "Alert ([#12](https://github.com/acme/infra/issues/12))"
    assert found([follow_up("f", "Alert (#12)", quotes=quote)], [item("acme/shop#12")]) == ()


def test_what_a_document_names_and_no_tracker_has_is_told() -> None:
    """A deleted ticket, or one that the token may not see; not every word that looks like a key."""
    follow_ups = [follow_up("f1", "Alert, PAY-404"), follow_up("f2", "Use UTF-8"), follow_up("f3", "acme/shop#404")]
    told = match(pd.DataFrame(follow_ups), pd.DataFrame([item("PAY-1"), item("acme/shop#1")]))
    assert told.not_found == (("f1", "PAY-404"), ("f3", "acme/shop#404"))


@pytest.mark.parametrize(
    ("text", "title", "is_proposed"),
    [
        ("Add an alert on replication lag of the orders database", "Alert on replication lag of orders database", True),
        ("Add an alert on replication lag of the orders database", "[orders] Add alert: replication lag", True),
        ("Rehearse the failover of the message broker twice a year", "Rehearse message broker failover", True),
        (
            "Add an alert on replication lag of the orders database",
            "Add an alert on disk space of the build hosts",
            False,
        ),
        ("Write a runbook for certificate renewal", "Renew the office's coffee subscription", False),
        ("Add monitoring", "Add monitoring for checkout latency on mobile", False),
    ],
)
def test_nearly_the_same_words_are_proposed_and_never_linked(text: str, title: str, is_proposed: bool) -> None:
    """A person confirms; words that only many items share are not enough."""
    words = ["cpu", "queue", "log"]
    others = [item(f"X-{n}", f"Add an alert on the {word} of the {word} service") for n, word in enumerate(words)]
    links = found([follow_up("f1", text)], [item("PAY-1", title), *others])
    assert ("PAY-1" in [x.key for x in links]) is is_proposed
    assert {x.state for x in links} <= {"proposed"}
    assert all(LEAST_SCORE <= x.score <= 1 for x in links)


def test_what_is_linked_is_proposed_to_nobody_and_needs_no_proposal() -> None:
    """Nor what a person has confirmed; nor pull requests, nor tickets of another year."""
    text = "Add an alert on replication lag of the orders database"
    named = [follow_up("f1", f"{text} (PAY-1)"), follow_up("f2", text)]
    assert [x.follow_up_id for x in found(named, [item("PAY-1", text)])] == ["f1"]
    assert found([follow_up("f2", text)], [item("PAY-1", text)], confirmed=[("f9", "t", "PAY-1")]) == ()
    assert found([follow_up("f2", text)], [item("PAY-1", text)], confirmed=[("f2", "t", "PAY-8")]) == ()
    old = datetime(2024, 6, 1, tzinfo=UTC)
    assert found([follow_up("f2", text)], [item("PAY-1", text, opened_at=old)]) == ()
    pull = item("acme/shop#1", text, url="https://github.com/acme/shop/pull/1")
    assert found([follow_up("f2", text)], [pull]) == ()


def test_nothing_to_match_is_no_error() -> None:
    """No items, no follow-ups, and texts of stop words alone."""
    assert found([follow_up("f1", "Alert")], []) == ()
    assert match(pd.DataFrame(columns=list(follow_up("x", "y"))), pd.DataFrame([item("PAY-1")])).links == ()
    assert found([follow_up("f1", "and the")], [item("PAY-1", "of it")]) == ()
