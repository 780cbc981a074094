"""What a text names of a tracker."""

from __future__ import annotations

import time

import pytest

from etl.sync.references import Reference, references


@pytest.mark.parametrize(
    ("text", "host", "key"),
    [
        ("see https://github.com/acme/shop/issues/12.", "github.com", "acme/shop#12"),
        ("<https://github.com/acme/shop/pull/12/files#diff>", "github.com", "acme/shop#12"),
        ("[the ticket](https://github.com/acme/shop/issues/12#issuecomment-99)", "github.com", "acme/shop#12"),
        ("https://api.github.com/repos/acme/shop/issues/12", "github.com", "acme/shop#12"),
        ("(https://ghe.acme.example/acme/shop/issues/12)", "ghe.acme.example", "acme/shop#12"),
        ("https://gitlab.com/acme/sub/shop/-/issues/7", "gitlab.com", "acme/sub/shop#7"),
        ("https://gitlab.com/acme/shop/-/work_items/7?tab=1", "gitlab.com", "acme/shop#7"),
        ("https://gitlab.com/acme/shop/-/issues/incident/7", "gitlab.com", "acme/shop#7"),
        ("https://gitlab.com/acme/sub/shop/issues/7", "gitlab.com", "acme/sub/shop#7"),
        ("https://acme.atlassian.net/browse/PAY-31?focusedCommentId=1", "acme.atlassian.net", "PAY-31"),
        ("https://jira.acme.example/jira/browse/PAY-31", "jira.acme.example", "PAY-31"),
        ("https://acme.atlassian.net/jira/software/c/projects/PAY/issues/PAY-31", "acme.atlassian.net", "PAY-31"),
        ("https://acme.atlassian.net/jira/boards/1?selectedIssue=PAY-31", "acme.atlassian.net", "PAY-31"),
        ("https://linear.app/acme/issue/OPS-5/alert-on-lag", "linear.app", "OPS-5"),
    ],
)
def test_addresses_of_each_tracker_name_their_item(text: str, host: str, key: str) -> None:
    """Pages and interfaces, with whatever punctuation stands around them; an address is no key besides."""
    assert list(references(text)) == [Reference("url", key, host)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Alert on lag (PAY-31)", ["PAY-31"]),
        ("PAY-31, OPS-5: alert on lag", ["PAY-31", "OPS-5"]),
        ("tracked in acme/shop#12 and acme/sub/shop#7", ["acme/shop#12", "acme/sub/shop#7"]),
        ("upgrade to v1-2 on node-7, 2026-01-05", []),
        ("read https://docs.acme.example/PAY-31/guide", []),
        ("https://github.com/acme/shop/wiki/PAY-31", []),
        ("pay-31", []),
    ],
)
def test_keys_stand_on_their_own(text: str, keys: list[str]) -> None:
    """Capital letters, a hyphen, a number; or a repository and a number."""
    assert [r.key for r in references(text)] == keys


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("#12 alert on lag", True),
        ("Alert on lag (#12)", True),
        ("| Alert on lag | #12 |", True),
        ("Alert on lag, see issue #12", True),
        ("Alert on lag, PR #12", True),
        ("Tracked as #12", True),
        ("Make this our priority #1", False),
        ("Post to #12 of the checklist", False),
    ],
)
def test_a_bare_number_is_certain_only_where_it_is_said_to_be_one(text: str, is_certain: bool) -> None:
    """Else it is a proposal; a channel (#4ops), a colour and an anchor are none at all."""
    assert [r.is_certain for r in references(text)] == [is_certain]
    assert not list(references("in #4ops, colour #12ab, page#12, &#12;"))


@pytest.mark.parametrize("piece", ["a/", "a.", "(", "#1 ", "A-1", "https://x/", "[ ", "A_"])
def test_hostile_texts_take_no_time(piece: str) -> None:
    """Linear enough: 40,000 characters well within two seconds."""
    started = time.perf_counter()
    list(references(piece * (40_000 // len(piece))))
    assert time.perf_counter() - started < 2
