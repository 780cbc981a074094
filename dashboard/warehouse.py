"""The warehouses: found from the environment, opened read-only for one query at a time, cached by build."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from dashboard import store
from etl.load.patch import JOINT, patched
from etl.load.warehouse import layout

ENVIRONMENT_VARIABLE = "REFRAIN_WAREHOUSES"
QUERIES = Path(__file__).parent / "queries"
# What the filters let through, in the order they build on each other; every query may name them.
SEEN = ("incidents_seen", "follow_ups_known", "follow_ups_seen", "recurrences_seen", "exclusions_seen")
Parameters = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One warehouse as it was named to `refrain serve`."""

    label: str
    path: Path


@dataclass(frozen=True)
class Build:
    """One build of one warehouse: what every cached answer belongs to."""

    label: str
    path: str
    generation: int
    build_id: str
    built_at: dt.datetime
    as_of: dt.date
    n_documents: int
    is_example: bool
    edits: store.State
    is_patched: bool

    @property
    def patch(self) -> store.State | None:
        """The edits to be shown over the build; None where it has them all."""
        return self.edits if self.is_patched else None


def sources() -> list[Source]:
    """The warehouses named in REFRAIN_WAREHOUSES: `label=path` or `path`, separated like PATH."""
    entries = [entry for entry in os.environ.get(ENVIRONMENT_VARIABLE, "").split(os.pathsep) if entry.strip()]
    return [_source(entry.strip()) for entry in entries]


def _source(entry: str) -> Source:
    label, separator, path = entry.rpartition("=")
    if not separator:
        label, path = Path(entry).stem.replace("_", " ").replace("-", " ").capitalize(), entry
    return Source(label.strip(), Path(path.strip()))


def current_build(source: Source) -> Build:
    """The newest build behind a path, which may be a link to it.

    Raises FileNotFoundError where there is no warehouse, duckdb.Error where the file is none that this version built.
    """
    path = os.path.realpath(source.path)
    generation = Path(path).stat().st_mtime_ns
    row = _run(path, generation, None, "build", ()).iloc[0]
    if row["layout"] != layout():
        raise duckdb.CatalogException("built by another version of Refrain")
    edits = store.current_state(store.edits_url(Path(source.path)))
    return Build(
        label=source.label,
        path=path,
        generation=generation,
        build_id=str(row["build_id"]),
        built_at=row["built_at"].to_pydatetime(),
        as_of=max(row["as_of"].date(), store.newest_day(edits)),
        n_documents=int(row["n_documents"]),
        is_example=bool(row["is_example"]),
        edits=edits,
        is_patched=not edits.is_in(row["merged"]),
    )


def query(build: Build, name: str, parameters: Parameters | None = None) -> pd.DataFrame:
    """The rows of `queries/<name>.sql`, from the cache where the same was asked of the same build."""
    used = _parameter_names(name)
    given = {key: value for key, value in (parameters or {}).items() if key in used}
    return _run(build.path, build.generation, build.patch, name, tuple(sorted(given.items())))


@st.cache_data(max_entries=2000, max_size="512MB", show_spinner=False)
def _run(
    path: str, generation: int, edited: store.State | None, name: str, parameters: tuple[tuple[str, Any], ...]
) -> pd.DataFrame:
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    with _connection(path, generation, edited) as connection:
        connection.execute("SET timezone = 'UTC'")
        # Not `.df()`: in 1.5 it warns for every column with a time zone (pandas 3.1).
        table = connection.execute(statement(name), given).to_arrow_table()
    rows: pd.DataFrame = table.to_pandas(date_as_object=False)
    return rows


@st.cache_data(max_entries=20, show_spinner=False)
def log_keys(build: Build) -> dict[str, str]:
    """What the log of edits calls each edited record, by today's id."""
    if not build.edits.n_edits:
        return {}
    with duckdb.connect(build.path, read_only=True) as connection:
        return store.keys_by_record(build.edits, connection)


def _connection(path: str, generation: int, edited: store.State | None) -> duckdb.DuckDBPyConnection:
    """The warehouse alone, or with the edits that it does not have yet."""
    if edited is None:
        return duckdb.connect(path, read_only=True)
    cursor = _patched(path, generation, edited).cursor()
    cursor.execute(f"USE {JOINT}")
    return cursor


@st.cache_resource(max_entries=4, show_spinner=False)
def _patched(path: str, generation: int, edited: store.State) -> duckdb.DuckDBPyConnection:
    del generation  # part of the cache key only
    return patched(Path(path), store.log(edited), store.observed(edited))


@cache
def statement(name: str) -> str:
    """The SQL of one query file, with the `*_seen` relations that it names put before it."""
    body = _text(QUERIES / f"{name}.sql")
    if not any(relation in body for relation in SEEN):
        return body
    seen = ",\n".join(f"{relation} AS (\n{_text(QUERIES / f'{relation}.sql')}\n)" for relation in SEEN)
    joint = body.removeprefix("WITH") if body.startswith("WITH") else None
    return f"WITH {seen},{joint}" if joint else f"WITH {seen}\n{body}"


def _text(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()


@cache
def _parameter_names(name: str) -> frozenset[str]:
    return frozenset(duckdb.extract_statements(statement(name))[0].named_parameters)
