"""``refrain sync``: read the trackers, and link what they hold with the follow-ups."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from etl.edits.store import default_url, open_store
from etl.errors import EditsError, InputError
from etl.settings import FILE_NAME, read_settings
from etl.sync.links import refresh_links
from etl.sync.matching import Matches
from etl.sync.run import Outcome, read_follow_ups, sync_trackers

_SHOWN = 5
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("sync")
@click.option("--config", type=_FILE, default=FILE_NAME, show_default=True, help="The settings that name the trackers.")
@click.option("--warehouse", type=_FILE, required=True, help="The DuckDB file whose follow-ups are linked.")
@click.option("--full", "is_full", is_flag=True, help="Read everything again, not only what changed.")
@click.option("--quiet", is_flag=True, help="No progress; the summary alone.")
def sync_command(config: Path, warehouse: Path, is_full: bool, quiet: bool) -> None:
    """Read state, owner, due date and their history from the trackers of refrain.toml.

    Follow-ups are linked with items by the addresses and keys in their documents; where there is none, items with
    nearly the same words are proposed, and a person confirms them in the app. A sync that is cut off goes on where it
    stopped. Exit code 2: no tracker could be read.

    \b
    Example:
      refrain sync --config refrain.toml --warehouse refrain.duckdb
    """
    settings = read_settings(config)
    if not settings.trackers:
        raise InputError(f"{config} names no tracker. Add a [[trackers]] table: see docs/trackers.md")
    follow_ups = read_follow_ups(warehouse)
    engine = open_store(settings.edits.url or default_url(warehouse))
    progress = None if quiet else _progress
    try:
        outcomes = sync_trackers(
            engine, settings.trackers, config.absolute().parent, is_full=is_full, progress=progress
        )
        found = refresh_links(engine, follow_ups)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise EditsError(f"What was read cannot be kept: {reason}. Check the database of the edits") from error
    finally:
        engine.dispose()
    if progress and sys.stderr.isatty():
        click.echo("\r\x1b[2K", nl=False, err=True)
    for outcome in outcomes:
        _report(outcome)
    _report_links(found, len(follow_ups))
    if all(outcome.problem for outcome in outcomes):
        sys.exit(2)


def _progress(tracker: str, n_items: int) -> None:
    """One line that counts, where there is a terminal to show it on."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{tracker}: {n_items:,} items...", nl=False, err=True)


def _report(outcome: Outcome) -> None:
    click.echo(f"{outcome.tracker} ({outcome.kind}): {outcome.n_items:,} new or changed items")
    if outcome.problem:
        click.echo(f"  stopped  {outcome.problem}", err=True)
    for problem in outcome.unread[:_SHOWN]:
        click.echo(f"  not read  {problem}", err=True)
    if len(outcome.unread) > _SHOWN:
        click.echo(f"  ... and {len(outcome.unread) - _SHOWN} more that could not be read", err=True)


def _report_links(found: Matches, n_follow_ups: int) -> None:
    sure = {x.follow_up_id: x.how for x in found.links if x.state == "linked"}
    by = Counter(sure.values())
    n_proposed = len({x.follow_up_id for x in found.links if x.state == "proposed"})
    click.echo(
        f"{len(sure):,} of {n_follow_ups:,} follow-ups name their item ({by['link']:,} by address, {by['key']:,} by "
        f"key); for {n_proposed:,} more one is proposed: confirm it on the page Follow-ups."
    )
    if found.not_found:
        keys = sorted({key for _, key in found.not_found})
        more = f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else ""
        click.echo(f"Named, but not found: {', '.join(keys[:_SHOWN])}{more}. Deleted, or hidden from the token?")
