"""``refrain similar``: the nearest incidents to a text or a file, as people read them."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from etl.load.similar import SimilarIncident, find_similar, read_query
from etl.transform.prose import gist, plain
from etl.transform.timeline import what_helped

_WIDEST = 110
_INDENT = " " * 17
_SHOWN_ITEMS = 3
_NOTHING = "Nothing like it: no incident shares a telling word with this text. Say it in other words."
_WAREHOUSE = click.Path(dir_okay=False, path_type=Path)


@click.command("similar")
@click.argument("text_or_file", metavar="TEXT_OR_FILE")
@click.option("--warehouse", type=_WAREHOUSE, required=True, help="The DuckDB file to search.")
@click.option("-n", "n", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many.")
def similar_command(text_or_file: str, warehouse: Path, n: int) -> None:
    """Have we seen this before? The incidents nearest to what you see now, and what they turned out to be.

    Give a symptom, an error message or a draft postmortem. The score runs from 0 to 1 and is high where an
    incident says nearly the same: compare scores within one answer. Exit code 2: there is no warehouse, or
    nothing to look for.

    \b
    Example:
      refrain similar "TLS handshakes with payments fail since midnight" --warehouse refrain.duckdb
      refrain similar drafts/2026-11-04-checkout.md --warehouse refrain.duckdb -n 3
    """
    found = find_similar(warehouse, read_query(text_or_file), n)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    blocks = ["\n".join(_lines(number, incident, width)) for number, incident in enumerate(found, 1)]
    click.echo("\n\n".join(blocks) or _NOTHING)


def _lines(number: int, incident: SimilarIncident, width: int) -> Iterator[str]:
    """Title and score, day and services, then a line for each thing worth knowing."""
    yield f"{number}. {plain(incident.title or 'Untitled incident')}  ({incident.score:.2f})"
    day = "day not stated" if incident.occurred_on is None else f"{incident.occurred_on:%Y-%m-%d}"
    yield f"   {day} · {', '.join(incident.services) or 'service not stated'}"
    ended = [kinds(incident.mitigations), what_helped(incident.short_term_text)]
    told = {
        "Turned out": gist(incident.cause_text) or "the cause is not stated",
        "Diagnosed by": kinds(incident.methods) or "not stated",
        "Ended by": ": ".join(filter(None, ended)) or "not stated",
        "Still open": open_items(incident),
        "Shared words": ", ".join(incident.shared_terms),
        "Document": incident.url or incident.path or "not stated",
    }
    wrap = textwrap.TextWrapper(width, subsequent_indent=_INDENT, break_on_hyphens=False, break_long_words=False)
    for label, text in told.items():
        wrap.initial_indent = f"   {label}".ljust(len(_INDENT))
        yield wrap.fill(text)


def open_items(incident: SimilarIncident) -> str:
    """The follow-ups that are open, with their due days, and how many have a state that nobody recorded."""
    if not incident.n_follow_ups:
        return "no follow-ups are listed"
    items = incident.open_items or []
    said = [plain(item["text"]) + _due(item) for item in items[:_SHOWN_ITEMS]]
    if len(items) > _SHOWN_ITEMS:
        said.append(f"and {len(items) - _SHOWN_ITEMS} more")
    if incident.n_not_recorded:
        plural = "s" * (incident.n_not_recorded > 1)
        said.append(f"{incident.n_not_recorded} follow-up{plural} whose state is not recorded")
    return "; ".join(said) or "nothing"


def _due(item: dict[str, Any]) -> str:
    if item["due_on"] is None:
        return ""
    return f" ({'overdue since' if item['is_overdue'] else 'due'} {item['due_on']:%Y-%m-%d})"


def kinds(values: Iterable[str] | None) -> str:
    """Stored kinds as people say them: `config_change` -> config change."""
    return ", ".join(value.replace("_", " ") for value in values or [])
