"""The option ``--config``, which every command that reads ``refrain.toml`` shares."""

from __future__ import annotations

from pathlib import Path

import click

from etl.settings import FILE_NAME, Settings, read_settings

CONFIG_VARIABLE = "REFRAIN_CONFIG"


class Config:
    """The settings of a command, and the file that they stand in (None: the defaults)."""

    def __init__(self, path: Path | None) -> None:
        self.path = path.absolute() if path else None
        self.settings: Settings = read_settings(path)


def _read(context: click.Context, parameter: click.Parameter, path: Path | None) -> Config:  # noqa: ARG001
    here = Path(FILE_NAME)
    return Config(path or (here if here.is_file() else None))


config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar=CONFIG_VARIABLE,
    callback=_read,
    help=f"The settings; else {FILE_NAME} in the current folder, where there is one.",
)
"""Hands the command a ``Config``. A file that cannot be read ends it with a message and exit code 2."""
