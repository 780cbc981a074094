"""``refrain digest``: what changed in the last days, on the screen or to whom refrain.toml says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
import sqlalchemy as sa

from etl.config_option import Config, config_option
from etl.digest.deliver import Target, deliver, digest_id, rendered, write
from etl.digest.facts import Reach, Typed, read_facts, read_reach, read_typed
from etl.digest.news import Style, compose
from etl.digest.records import Digest, Window
from etl.digest.sent import Memory, metadata
from etl.digest.window import LAST, last_day, window_after, window_since
from etl.digest.words import window_in_words
from etl.edits.store import default_url, is_unwritten, open_store
from etl.errors import InputError, RefrainError

_FILE = click.Path(dir_okay=False, path_type=Path)
_SUFFIXES = {"markdown": "md", "html": "html", "json": "json"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for on the command line."""

    warehouse: Path
    since: str
    until: date | None
    now: datetime
    typed: Typed
    style: Style
    reach: Reach
    is_again: bool
    is_quiet: bool

    @property
    def last(self) -> date:
        return last_day(self.until, self.reach.seen_from, self.now.date())

    def digest(self, window: Window) -> Digest:
        return compose(read_facts(self.warehouse, self.typed, window), window, self.style)


@click.command("digest")
@click.option("--warehouse", type=_FILE, required=True, help="The DuckDB file to read.")
@click.option(
    "--since", default="7d", show_default=True, metavar="7d|2w|DATE|last",
    help="So many days, from a day on, or from the day after the last digest that was sent.",
)  # fmt: skip
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; else the newest that is over (UTC).")
@click.option("--send", is_flag=True, help="To every target in refrain.toml, each window once; else to the screen.")
@click.option("--again", is_flag=True, help="With --send: though this window was sent before.")
@click.option("--quiet-if-empty", is_flag=True, help="Say and send nothing where nothing changed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_SUFFIXES)),
    default="markdown",
    show_default=True,
    help="Of what is shown.",
)
@click.option("--output", type=_FILE, help="A file, in place of the screen.")
@config_option
def digest_command(
    warehouse: Path,
    since: str,
    until: datetime | None,
    send: bool,
    again: bool,
    quiet_if_empty: bool,
    form: str,
    output: Path | None,
    config: Config,
) -> None:
    """What came back, fell due, was opened again, moved, held, was finished or declined.

    Made for cron: with --send each target gets each window once, and with --since last nothing is lost when runs were
    missed. Exit code 0: sent, or nothing to send; 1: a target was not reached, the others were; 2: nothing was tried.

    \b
    Example:
      refrain digest --warehouse refrain.duckdb --since 7d
      refrain digest --warehouse refrain.duckdb --since last --send --quiet-if-empty
    """
    settings = config.settings.digest
    url = config.settings.edits.url or default_url(warehouse)
    asked = _Asked(
        warehouse, since, until.date() if until else None, datetime.now(UTC), typed := _read_log(url),
        Style(settings.base_url, settings.owners), read_reach(warehouse, typed), again, quiet_if_empty,
    )  # fmt: skip
    if not send:
        _show(asked, _SUFFIXES[form], output)
        return
    if not settings.targets:
        raise InputError("--send needs a target in refrain.toml. Add [[digest.email]], [[digest.webhook]] or another")
    if asked.last >= asked.now.date():
        raise InputError(f"{asked.last} is not over: what still happens on it would be lost. Choose an earlier --until")
    with _opened(url) as engine:
        metadata.create_all(engine)
        folder = config.path.parent if config.path else Path.cwd()
        is_well = [_send(asked, target, engine, folder) for target in settings.targets]
    if not all(is_well):
        sys.exit(1)


def _show(asked: _Asked, suffix: str, output: Path | None) -> None:
    if asked.since == LAST:
        raise InputError("--since last is what was sent before, so it needs --send. Write 7d, 2w or a day")
    digest = asked.digest(window_since(asked.since, asked.last))
    if digest.is_empty and asked.is_quiet:
        return
    text = rendered(digest, suffix)
    if output:
        write(output, text)
    else:
        click.echo(text, nl=False)


def _send(asked: _Asked, target: Target, engine: sa.Engine, folder: Path) -> bool:
    """Whether the target has what it should have."""
    place = str(asked.warehouse.absolute())
    memory = Memory(engine, place, target.key)
    window = _window(asked, memory)
    if window is None:
        click.echo(f"{target.key}: nothing new to tell since the last digest")
        return True
    said = window_in_words(window.first, window.last)
    if why := memory.claim(window, asked.now, again=asked.is_again):
        click.echo(f"{target.key}: {said} {why}")
        return True
    is_settled = False
    try:
        digest = asked.digest(window)
        is_skipped = digest.is_empty and asked.is_quiet
        identity = digest_id(place, target, window)
        warning = None if is_skipped else deliver(digest, target, identity, folder, asked.now)
        memory.settle(window, asked.now)
        is_settled = True
    except RefrainError as error:
        click.echo(f"refrain: {error}", err=True)
        return False
    finally:
        if not is_settled:
            memory.release(window)
    if not is_skipped:
        click.echo(f"{target.key}: {said} sent")
    if warning:
        click.echo(f"refrain: {warning}", err=True)
    return warning is None


def _window(asked: _Asked, memory: Memory) -> Window | None:
    if asked.since != LAST:
        return window_since(asked.since, asked.last)
    sent = memory.last_window()
    if sent and asked.is_again:
        return sent
    return window_after(sent.last if sent else None, asked.last)


def _read_log(url: str) -> Typed:
    if is_unwritten(url):
        return Typed()
    with _opened(url) as engine:
        return read_typed(engine)


@contextmanager
def _opened(url: str) -> Iterator[sa.Engine]:
    engine = open_store(url)
    try:
        yield engine
    finally:
        engine.dispose()
