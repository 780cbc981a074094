"""A digest as the JSON that chat programs take. Pure.

Texts go into elements that read no markup (Slack's rich_text, Teams' TextRun), so that nothing from a document can
format, link or call people. Both limit the size of a message: what does not fit is left to the app, and said.

Shapes: docs.slack.dev (rich_text block, incoming webhooks), adaptivecards.io (RichTextBlock), and Microsoft's
"Create incoming webhooks with Workflows for Microsoft Teams".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from etl.digest.markdown import markdown, title
from etl.digest.records import Digest, Item, Section
from etl.digest.words import NOTHING, one_line

MOST_ITEMS = 15
MOST_BYTES = 24_000
Payload = dict[str, Any]


def payload(kind: str, digest: Digest, digest_id: str) -> Payload:
    """The message for a webhook of a kind: slack, teams or json."""
    if kind == "json":
        return _plain(digest, digest_id)
    shape: Callable[[Digest, int], Payload] = {"slack": _slack, "teams": _teams}[kind]
    n_items = MOST_ITEMS
    while n_items > 1 and len(json.dumps(shape(digest, n_items))) > MOST_BYTES:
        n_items -= 1
    return shape(digest, n_items)


def _plain(digest: Digest, digest_id: str) -> Payload:
    """Everything. Whoever gets it twice knows it by its id."""
    return {
        "id": digest_id,
        "title": title(digest),
        "first_day": digest.window.first.isoformat(),
        "last_day": digest.window.last.isoformat(),
        "sections": [_plain_section(section) for section in digest.sections],
        "notes": list(digest.notes),
        "markdown": markdown(digest),
    }


def _plain_section(section: Section) -> Payload:
    items = [{**asdict(item), "day": item.day.isoformat()} for item in section.items]
    return {"name": section.name, "heading": section.heading, "items": items}


def _said(item: Item) -> str:
    filed = [f"filed after {item.incident_title}"] if item.incident_title else []
    owner = [f"owner: {item.owner}"] if item.owner else []
    return "; ".join(one_line(part) for part in (*item.facts, *filed, *owner))


def _left_out(section: Section, n_items: int) -> str | None:
    n_left = len(section.items) - n_items
    return f"and {n_left:,} more: see the app or the digest's e-mail" if n_left > 0 else None


def _slack(digest: Digest, n_items: int) -> Payload:
    blocks: list[Payload] = [{"type": "header", "text": {"type": "plain_text", "text": title(digest)[:150]}}]
    for section in digest.sections:
        blocks.append(_slack_section(section, n_items))
    said = [*([NOTHING] if digest.is_empty else []), *digest.notes]
    if said or digest.link:
        link = [{"type": "link", "url": digest.link, "text": "Open Refrain"}] if digest.link else []
        lines = [*({"type": "text", "text": f"{text}\n"} for text in said), *link]
        blocks.append({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": lines}]})
    return {"text": title(digest), "blocks": blocks}


def _slack_section(section: Section, n_items: int) -> Payload:
    bold = {"style": {"bold": True}}
    heading = [
        {"type": "text", "text": section.heading, **bold},
        {"type": "text", "text": f"\n{section.meaning}", "style": {"italic": True}},
    ]
    rows = [
        {
            "type": "rich_text_section",
            "elements": [
                _slack_name(item) | bold,
                {"type": "text", "text": f": {_said(item)}"},
            ],
        }
        for item in section.items[:n_items]
    ]
    if more := _left_out(section, n_items):
        rows.append({"type": "rich_text_section", "elements": [{"type": "text", "text": more}]})
    parts = [
        {"type": "rich_text_section", "elements": heading},
        {"type": "rich_text_list", "style": "bullet", "elements": rows},
    ]
    return {"type": "rich_text", "elements": parts}


def _slack_name(item: Item) -> Payload:
    text = one_line(item.title)
    return {"type": "link", "url": item.link, "text": text} if item.link else {"type": "text", "text": text}


def _teams(digest: Digest, n_items: int) -> Payload:
    body = [_runs({"text": title(digest), "weight": "Bolder", "size": "Large"})]
    if digest.is_empty:
        body.append(_runs({"text": NOTHING}))
    for section in digest.sections:
        body.append(_runs({"text": section.heading, "weight": "Bolder", "size": "Medium"}))
        body.append(_runs({"text": section.meaning, "isSubtle": True}))
        body += [_teams_item(item) for item in section.items[:n_items]]
        if more := _left_out(section, n_items):
            body.append(_runs({"text": more}))
    body += [_runs({"text": note, "isSubtle": True}) for note in digest.notes]
    card: Payload = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    if digest.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open Refrain", "url": digest.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _teams_item(item: Item) -> Payload:
    name: Payload = {"text": one_line(item.title), "weight": "Bolder"}
    if item.link:
        name["selectAction"] = {"type": "Action.OpenUrl", "url": item.link}
    return _runs(name, {"text": f": {_said(item)}"})


def _runs(*runs: Payload) -> Payload:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", **run} for run in runs]}
