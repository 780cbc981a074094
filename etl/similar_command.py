"""``refrain similar``: the nearest incidents to a text or a file, as people read them."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pandas as pd

from etl.transform.prose import plain, sentences

_LABEL_WIDTH = 13
_WIDEST = 110
_SHOWN_ITEMS = 3


@click.command("similar")
@click.argument("text_or_file", metavar="TEXT_OR_FILE")
@click.option("--warehouse", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The DuckDB file to search.")
@click.option("-n", "n", type=click.IntRange(1, 100), default=5, show_default=True, help="How many incidents at most.")
def similar_command(text_or_file: str, warehouse: Path, n: int) -> None:
    """Have we seen this before? The nearest incidents to what you see now, with what they turned out to be.

    Give a symptom, an error message or a draft postmortem. The score runs from 0 to 1 and is high where an incident
    says nearly the same in nearly the same words: compare it within one answer. Exit code 2: no warehouse, or
    nothing to look for.

    \b
    Example:
      refrain similar "TLS handshakes with payments fail since midnight" --warehouse refrain.duckdb
      refrain similar drafts/2026-11-04-checkout.md --warehouse refrain.duckdb -n 3
    """
    from etl.load.similar import find_similar, read_query  # here: scikit-learn takes a second to load

    found = find_similar(warehouse, read_query(text_or_file), n)
    if found.empty:
        click.echo("Nothing like it: no incident shares a telling word with this text. Try other words for what you see.")
        return
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    blocks = ("\n".join(_lines(number, row, width)) for number, row in enumerate(found.itertuples(index=False), 1))
    click.echo("\n\n".join(blocks))


def _lines(number: int, row: Any, width: int) -> Iterator[str]:
    """One incident: its title and score, then a line for each thing worth knowing."""
    yield f"{number}. {plain(row.title or 'Untitled incident')}  ({row.score:.2f})"
    day = "day not stated" if pd.isna(row.occurred_on) else f"{row.occurred_on:%Y-%m-%d}"
    yield f"   {' · '.join([day, ', '.join(row.services) or 'service not stated'])}"
    told = {
        "Turned out": first_sentence(row.cause_text) or "the cause is not stated",
        "Diagnosed by": _kinds(row.methods) or "not stated",
        "Ended by": ": ".join(filter(None, [_kinds(row.mitigations), first_sentence(row.short_term_text)])) or "not stated",
        "Still open": open_items(row.open_items, int(row.n_follow_ups)),
        "Shared words": ", ".join(row.shared_terms),
        "Document": row.url or row.path or "",
    }
    for label, text in told.items():
        if text:
            head = f"   {label:<{_LABEL_WIDTH}} "
            yield textwrap.fill(
                text, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False, break_long_words=False
            )


def first_sentence(text: str | None) -> str:
    """The first sentence of a text without its Markdown marks; "" where there is none."""
    return next((plain(sentence) for sentence in sentences(text or "")), "")


def open_items(items: Iterable[dict[str, Any]] | None, n_follow_ups: int) -> str:
    """The follow-ups that are not finished, each with the day on which it is due."""
    listed = [] if items is None else list(items)
    if not listed:
        return "nothing" if n_follow_ups else "no follow-ups are listed"
    said = [plain(item["text"]) + _due(item) for item in listed[:_SHOWN_ITEMS]]
    more = [f"and {len(listed) - _SHOWN_ITEMS} more"] if len(listed) > _SHOWN_ITEMS else []
    return "; ".join([*said, *more])


def _due(item: dict[str, Any]) -> str:
    if item["due_on"] is None:
        return ""
    return f" ({'overdue since' if item['is_overdue'] else 'due'} {item['due_on']:%Y-%m-%d})"


def _kinds(values: Iterable[str] | None) -> str:
    return "" if values is None else ", ".join(value.replace("_", " ") for value in values)
