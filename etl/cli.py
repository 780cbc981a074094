"""The ``refrain`` command."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from etl import __version__
from etl.config_option import CONFIG_VARIABLE, Config, config_option
from etl.digest_command import digest_command
from etl.edits_command import edits_command
from etl.errors import RefrainError
from etl.load.summary import Summary
from etl.pipeline import load
from etl.retro_command import retro_command
from etl.similar_command import similar_command
from etl.sync.command import sync_command

_SHOWN_REJECTS = 20


class _Progress:
    """Progress on one line of a terminal; one line a stage elsewhere."""

    def __init__(self, is_shown: bool) -> None:
        self.is_live = is_shown and sys.stderr.isatty()
        self.is_shown = is_shown
        self.stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self.is_shown:
            return
        count = f" {done:,} of {total:,}" if total else ""
        if self.is_live:
            click.echo(f"\r\x1b[2K{stage}{count}...", nl=False, err=True)
        elif stage != self.stage or done == total:
            click.echo(f"{stage}{count}...", err=True)
        self.stage = stage

    def close(self) -> None:
        if self.is_live:
            click.echo("\r\x1b[2K", nl=False, err=True)


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RefrainError as error:
            click.echo(f"refrain: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="refrain")
def main() -> None:
    """Refrain: which failures keep coming back, how long diagnosis takes, and whether the fixes were done and held.

    \b
    Example:
      refrain load docs/postmortems --warehouse refrain.duckdb
      refrain serve --warehouse refrain.duckdb
    """


@main.command("load")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--warehouse", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The DuckDB file to build."
)
@click.option("--source", "source_name", help="Name of the source; else the folder's name.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day from which open items are seen; else today.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that parse; else one for each core.")
@click.option("--quiet", is_flag=True, help="No progress; the summary alone.")
@config_option
def load_command(
    paths: tuple[str, ...],
    warehouse: Path,
    source_name: str | None,
    as_of: datetime | None,
    jobs: int | None,
    quiet: bool,
    config: Config,
) -> None:
    """Load files, folders, globs and zips of postmortems into a warehouse.

    Reads Markdown, HTML, plain text, CSV, JSON, JSON lines and Parquet, and with the extra "documents" Word and PDF.
    What cannot be read is listed with what to do about it; the rest loads. Loading again reads only what changed.
    Exit code 2: nothing could be loaded.

    \b
    Example:
      refrain load docs/postmortems 'exports/*.csv' archive.zip --warehouse refrain.duckdb
      refrain load docs/postmortems --warehouse refrain.duckdb --config team/refrain.toml
    """
    progress = _Progress(not quiet)
    day: date = as_of.date() if as_of else datetime.now(UTC).date()
    try:
        summary = load(
            paths, warehouse, today=day, source_name=source_name, as_of=as_of.date() if as_of else None,
            progress=progress, n_jobs=jobs, edits_url=config.settings.edits.url,
            policies=config.settings.policy.rows(),
        )  # fmt: skip
    finally:
        progress.close()
    _report(summary, warehouse)
    if summary.is_empty:
        sys.exit(2)


def _report(summary: Summary, warehouse: Path) -> None:
    for reject in summary.rejects[:_SHOWN_REJECTS]:
        place = f"{reject.path}:{reject.line}" if reject.line else reject.path
        click.echo(f"  not read  {place}: {reject.problem}. {reject.hint}.", err=True)
    if len(summary.rejects) > _SHOWN_REJECTS:
        click.echo(
            f"  ... and {len(summary.rejects) - _SHOWN_REJECTS} more: see the table rejects, or the page Data health",
            err=True,
        )
    if summary.is_empty:
        click.echo("Nothing could be loaded.", err=True)
        return
    read = f"Read {summary.n_parsed:,} files ({summary.n_unchanged:,} unchanged"
    click.echo(read + (f", {summary.n_removed:,} removed)" if summary.n_removed else ")"))
    for name, n_incidents, n_not in summary.by_source:
        click.echo(
            f"  {name:<44} {n_incidents:>7,} incidents" + (f"  ({n_not:,} records that are none)" if n_not else "")
        )
    click.echo(
        f"{summary.n_incidents:,} incidents, {summary.n_follow_ups:,} follow-ups, {summary.n_themes} themes, "
        f"{summary.n_recurrences:,} recurrences, {len(summary.rejects):,} rejects; seen from {summary.as_of}."
    )
    if summary.n_told_elsewhere:
        click.echo(f"{summary.n_told_elsewhere:,} more records tell of one of these incidents: linked, counted once.")
    state = "Written" if summary.is_rebuilt else "Nothing changed"
    click.echo(f"{state}: {warehouse}. Open it: refrain serve --warehouse {warehouse}")


@main.command("map")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write it beside the file; an existing mapping is never overwritten.")
def map_command(file: Path, write: bool) -> None:
    """Propose a mapping for a CSV, JSON, JSON lines or Parquet file.

    Prints a refrain-mapping.toml: which column seems to hold which fact, the value of the first record beside each,
    the columns left unused, and what is missing. Check it, then load the folder.

    \b
    Example:
      refrain map exports/incidents.csv
      refrain map exports/incidents.csv --write
      refrain load exports --warehouse refrain.duckdb
    """
    from etl.extract.propose import propose, write_beside

    proposal = propose(file)
    if write:
        written = write_beside(file, proposal.toml)
        click.echo(
            f"Written: {written}. Missing: {', '.join(proposal.missing) or 'nothing'}. Check it, then load the folder."
        )
    else:
        click.echo(proposal.toml, nl=False)


@main.command("serve")
@click.option(
    "--warehouse",
    "warehouses",
    multiple=True,
    required=True,
    metavar="[LABEL=]FILE",
    help="A warehouse to show; repeat for several.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on 127.0.0.1.")
@click.option("--browser/--no-browser", default=True, help="Open a browser window.")
@config_option
def serve_command(warehouses: tuple[str, ...], port: int, browser: bool, config: Config) -> None:
    """Open the dashboard on 127.0.0.1.

    \b
    Example:
      refrain serve --warehouse refrain.duckdb --port 8600
      refrain serve --warehouse "Ours=refrain.duckdb" --warehouse "Public=public.duckdb"
    """
    missing = [w for w in warehouses if not Path(w.split("=", 1)[-1]).is_file()]
    if missing:
        raise click.UsageError(f"No warehouse at {missing[0]}. Make one: refrain load PATH --warehouse {missing[0]}")
    named = [_absolute(w) for w in warehouses]
    app = Path(__file__).resolve().parent.parent / "dashboard" / "serve.py"
    click.echo(f"Refrain is at http://127.0.0.1:{port}  (Ctrl+C ends it)")
    os.environ["REFRAIN_WAREHOUSES"] = os.pathsep.join(named)
    if config.path:
        os.environ[CONFIG_VARIABLE] = str(config.path)
    arguments = [
        sys.executable, "-m", "streamlit", "run", str(app), "--server.address", "127.0.0.1", "--server.port", str(port),
        "--server.headless", "false" if browser else "true", "--browser.gatherUsageStats", "false",
        "--server.showEmailPrompt", "false", "--logger.hideWelcomeMessage", "true",
    ]  # fmt: skip
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter, no shell


def _absolute(named: str) -> str:
    label, _, path = named.rpartition("=")
    absolute = str(Path(path).absolute())
    return f"{label}={absolute}" if label else absolute


@main.command("generate")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--incidents", "n", type=click.IntRange(1), default=300, show_default=True, help="How many incidents.")
@click.option("--seed", type=int, default=2026, show_default=True, help="The same seed writes the same bytes.")
def generate_command(folder: Path, n: int, seed: int) -> None:
    """Write the postmortems of an invented company, with planted truth beside them.

    \b
    Example:
      refrain generate /tmp/larkspur --incidents 100000
    """
    from etl.generate import generate

    summary = generate(folder, n, seed)
    click.echo(f"Wrote {summary.n_incidents:,} postmortems with {summary.n_follow_ups:,} follow-ups to {folder}")


main.add_command(digest_command)
main.add_command(similar_command)
main.add_command(edits_command)
main.add_command(sync_command)
main.add_command(retro_command)


if __name__ == "__main__":
    main()
