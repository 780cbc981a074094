"""``refrain retro``: the packet for a retrospective as a file, drawn by the dashboard in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click

FORMATS = ("md", "html", "pdf")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("retro")
@click.option(
    "--warehouse",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The DuckDB file to read.",
)
@click.option("--theme", help="Only incidents of this theme, by its name.")
@click.option("--service", help="Only incidents of this service.")
@click.option("--from", "start", type=DAY, help="The first day; else the first of all.")
@click.option("--to", "end", type=DAY, help="The last day; else the day it is seen from.")
@click.option("--as-of", type=DAY, help="The day from which it is seen; else that of the warehouse.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else what the file's name ends in, or md.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.pass_context
def retro_command(
    ctx: click.Context,
    warehouse: Path,
    theme: str | None,
    service: str | None,
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    form: str | None,
    output: Path,
) -> None:
    """Write the packet for a retrospective: agenda, history, earlier fixes and their fate, contradictions, gaps.

    Choose a theme, a service, a period, or any of them together. Exit code 2: there is no such theme or service.

    \b
    Example:
      refrain retro --warehouse refrain.duckdb --theme "Expired certificate" -o retro.pdf
      refrain retro --warehouse refrain.duckdb --service checkout --from 2026-07-01 -o retro.html
    """
    ending = output.suffix.lower().lstrip(".")
    choices = {
        "theme": theme,
        "service": service,
        **{name: f"{day:%Y-%m-%d}" for name, day in (("start", start), ("end", end), ("as_of", as_of)) if day},
        "format": form or (ending if ending in FORMATS else "md"),
        "output": str(output.absolute()),
    }
    command = [sys.executable, "-m", "dashboard.pack", str(warehouse.absolute()), json.dumps(choices)]
    ctx.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own interpreter, no shell
