"""What people decide once, in ``refrain.toml``. Every part may be left out; an unknown name is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.errors import InputError

FILE_NAME = "refrain.toml"


class Part(BaseModel):
    """One table of the file: frozen, and without names that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EditsSettings(Part):
    """Where what people type is kept: an SQLAlchemy URL; else a SQLite file beside the warehouse."""

    url: str | None = None


class Settings(Part):
    """The whole file."""

    edits: EditsSettings = EditsSettings()


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults where none is named. Raises InputError with what, where, what to do."""
    if path is None:
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Name a file that exists") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}. Correct that line") from error
    except ValidationError as error:
        raise InputError(f"{path}: {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{where} is not a setting that Refrain knows. Correct or remove it"
    return f"{where}: {first['msg']}. Correct it"
