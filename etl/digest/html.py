"""A digest as an HTML page that mail programs show: no script, no picture, nothing fetched. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from etl.digest.markdown import title
from etl.digest.records import Digest, Item
from etl.digest.words import NOTHING, one_line

_HEAD = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>\n'
    '<body style="font-family: system-ui, sans-serif; font-size: 15px; line-height: 1.45; color: #26323d; '
    'max-width: 44em; margin: 1.5em auto; padding: 0 1em">'
)
_MUTED = "color: #5f6c78"


def html(digest: Digest) -> str:
    """The whole digest."""
    return "\n".join(_lines(digest)) + "\n"


def _text(text: str) -> str:
    return escape(one_line(text))


def _lines(digest: Digest) -> Iterator[str]:
    yield _HEAD.format(title=escape(title(digest)))
    yield f'<h1 style="font-size: 1.4em">{escape(title(digest))}</h1>'
    if digest.is_empty:
        yield f"<p>{escape(NOTHING)}</p>"
    for section in digest.sections:
        yield f'<h2 style="font-size: 1.15em; margin: 1.5em 0 0">{escape(section.heading)}</h2>'
        yield f'<p style="{_MUTED}; margin: 0">{escape(section.meaning)}</p>'
        yield "<ul>"
        yield from (_item(item) for item in section.items)
        yield "</ul>"
    for note in digest.notes:
        yield f'<p style="{_MUTED}">{escape(note)}</p>'
    if digest.link:
        yield f"<p>{_linked('Open Refrain', digest.link)}</p>"
    yield "</body>\n</html>"


def _item(item: Item) -> str:
    parts = [_text(fact) for fact in item.facts]
    if item.incident_title:
        parts.append(f"filed after {_text(item.incident_title)}")
    if item.owner:
        parts.append(f"owner: {_text(item.owner)}")
    if item.tracker:
        parts.append(_linked("tracker", item.tracker))
    name = f"<strong>{_linked(one_line(item.title), item.link)}</strong>"
    return f'<li style="margin: 0.4em 0">{name}<br><span style="{_MUTED}">{"; ".join(parts)}</span></li>'


def _linked(text: str, url: str | None) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
