"""Digests as text: the same bytes for the same digest, and nothing from a document that formats, links or calls."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from etl.digest.chat import MOST_BYTES, payload
from etl.digest.html import html
from etl.digest.mail import message
from etl.digest.markdown import markdown
from etl.digest.records import Digest, Item, Section, Window
from etl.digest_settings import EmailTarget

WINDOW = Window(date(2024, 6, 24), date(2024, 6, 30))
HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "**bold** _it_ `code` ~~no~~ | a | b",
    "<!channel> <@U1> &lt;b&gt; <http://evil.example|here>",
    "# heading\n\n- list\n> quote\r\nBcc: a@b",
    'x" onmouseover="alert(1)',
    "right\u202eto\u2066left\x00\x1b[31m",
    "\\*not escaped\\*",
    "</span></li></ul><h1>out</h1>",
]


def digest(*titles: str, link: str | None = "https://refrain.example.org", owner: str | None = None) -> Digest:
    items = tuple(
        Item(f"done:{n}", WINDOW.last, text, ("severity 2", f"said {text}"), text, link, None, owner)
        for n, text in enumerate(titles)
    )
    sections = (Section("done", "Finished", "Follow-ups that were done.", items),) if items else ()
    return Digest(WINDOW, sections, ("No state is recorded for 3 of 9.",), link)


class Page(HTMLParser):
    """Tags, attributes and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def line(text: str) -> str:
    """A text as a reader should see it: on one line."""
    return re.sub(r"\s+", " ", re.sub(r"[\u202e\u2066\x00\x1b]", " ", text)).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_text_in_html(text: str) -> None:
    """The page has the tags of a harmless one, and shows the title as it is written."""
    page, harmless = Page(html(digest(text))), Page(html(digest("harmless")))
    assert page.tags == harmless.tags
    assert page.attributes == harmless.attributes
    assert line(text) in page.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_text_in_markdown(text: str) -> None:
    """Rendered by a CommonMark parser: the same tags as a harmless one, and the title as it is written."""
    render = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render
    page, harmless = Page(render(markdown(digest(text)))), Page(render(markdown(digest("harmless"))))
    assert page.tags == harmless.tags
    assert page.attributes == harmless.attributes
    assert line(text) in page.text


def strings(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Every text of a payload with the name that it stands under."""
    if isinstance(value, dict):
        return [pair for key, part in value.items() for pair in strings(part, key)]
    if isinstance(value, list):
        return [pair for part in value for pair in strings(part, name)]
    return [(name, value)] if isinstance(value, str) else []


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_chat_texts_stand_where_no_markup_is_read(kind: str) -> None:
    """Only in Slack's rich_text elements and Teams' TextRuns; never in mrkdwn or a TextBlock."""
    sent = payload(kind, digest(*HOSTILE), "id")
    text = json.dumps(sent)
    assert "mrkdwn" not in text
    assert "TextBlock" not in text.replace("RichTextBlock", "")
    for hostile in HOSTILE:
        found = [name for name, said in strings(sent) if line(hostile) in said]
        assert set(found) == {"text"}
    assert not {said for name, said in strings(sent) if name == "url"} - {"https://refrain.example.org"}


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_a_long_digest_fits_into_a_message_and_says_what_is_left_out(kind: str) -> None:
    sent = payload(kind, digest(*[f"{n} {'long ' * 60}" for n in range(200)]), "id")
    assert len(json.dumps(sent)) <= MOST_BYTES
    assert re.search(r"and 1\d\d more", json.dumps(sent))
    assert kind != "slack" or len(sent["blocks"]) <= 50


def test_slack_and_teams_get_their_documented_envelopes() -> None:
    """A text with blocks; a message with one adaptive card as its attachment."""
    slack, teams = payload("slack", digest("a"), "id"), payload("teams", digest("a"), "id")
    assert slack["text"].startswith("Refrain: what changed")
    assert [block["type"] for block in slack["blocks"]] == ["header", "rich_text", "rich_text"]
    assert teams["type"] == "message"
    (card,) = teams["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (card["content"]["type"], card["content"]["version"]) == ("AdaptiveCard", "1.4")


def test_json_holds_every_item_and_an_id() -> None:
    sent = payload("json", digest(*"abcdefghijklmnopqrstuvwxyz"), "refrain-1")
    assert (sent["id"], sent["first_day"], sent["last_day"]) == ("refrain-1", "2024-06-24", "2024-06-30")
    assert len(sent["sections"][0]["items"]) == 26


def test_nothing_changed_is_said_in_every_form() -> None:
    for text in (
        markdown(digest()),
        html(digest()),
        *(json.dumps(payload(k, digest(), "")) for k in ("slack", "teams")),
    ):
        assert "Nothing changed" in text


def test_an_email_has_text_and_html_and_no_header_from_a_document() -> None:
    target = EmailTarget.model_validate(
        {"host": "h", "from": "refrain@a.example", "to": ["x@b.example", "y@b.example"]}
    )
    letter = message(digest(*HOSTILE), target, "refrain-1", datetime(2024, 7, 1, 6, tzinfo=UTC))
    assert letter["Subject"] == "Refrain: what changed, 24 Jun 2024 to 30 Jun 2024"
    assert letter["Message-ID"] == "<refrain-1@a.example>"
    assert letter["Bcc"] is None
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_links_lead_to_the_app_and_owners_are_named_only_where_asked_for() -> None:
    assert "](https://refrain.example.org)" in markdown(digest("a"))
    assert "](" not in markdown(digest("a", link=None))
    assert "owner" not in markdown(digest("a"))
    assert "owner: Ana" in markdown(digest("a", owner="Ana"))
