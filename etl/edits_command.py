"""``refrain edits``: what people typed, written out and taken in."""

from __future__ import annotations

from pathlib import Path

import click

from etl.config_option import Config, config_option
from etl.edits.log import export_log, import_log
from etl.edits.store import default_url, is_unwritten, open_store
from etl.errors import InputError

_FILE = click.Path(dir_okay=False, path_type=Path)
_WAREHOUSE = click.option("--warehouse", type=_FILE, required=True, help="The DuckDB file whose edits are meant.")


@click.group("edits")
def edits_command() -> None:
    """Write out, or take in, everything that people typed: states, owners, names, verdicts, corrections.

    \b
    Example:
      refrain edits export edits.jsonl --warehouse refrain.duckdb
      refrain edits import edits.jsonl --warehouse refrain.duckdb
    """


@edits_command.command("export")
@click.argument("file", type=_FILE)
@_WAREHOUSE
@config_option
def export_command(file: Path, warehouse: Path, config: Config) -> None:
    """Write the whole log to FILE, a JSON object a line.

    \b
    Example:
      refrain edits export edits.jsonl --warehouse refrain.duckdb
    """
    url = config.settings.edits.url or default_url(warehouse)
    if is_unwritten(url):
        raise InputError(f"Nobody has edited anything in {warehouse} yet. Name another warehouse")
    lines = list(export_log(open_store(url)))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    click.echo(f"Wrote {len(lines):,} edits to {file}")


@edits_command.command("import")
@click.argument("file", type=_FILE)
@_WAREHOUSE
@config_option
def import_command(file: Path, warehouse: Path, config: Config) -> None:
    """Add the edits of FILE that are not in the log yet; none is lost, none is doubled.

    \b
    Example:
      refrain edits import edits.jsonl --warehouse refrain.duckdb
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read ({error}). Name a file that refrain edits export wrote") from error
    url = config.settings.edits.url or default_url(warehouse)
    n_added, n_known = import_log(open_store(url), lines)
    click.echo(f"Added {n_added:,} edits; {n_known:,} were there already")
