"""The warehouses: found from the environment, opened read-only, asked by name, answers cached by build."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import store
from dashboard.opened import Kept, Opened
from etl.load.patch import JOINT, patched
from etl.load.warehouse import layout

ENVIRONMENT_VARIABLE = "REFRAIN_WAREHOUSES"
QUERIES = Path(__file__).parent / "queries"
# What the filters let through, in the order they build on each other; every query may name them.
SEEN = (
    "scopes",
    "scopes_seen",
    "incidents_seen",
    "follow_ups_known",
    "follow_ups_seen",
    "recurrences_seen",
    "exclusions_seen",
    "outliers_seen",
    "members_seen",
    "fixes_listed",
    "pairs_alike",
    "writing_templates",
)
# Those of them that are worked out once, for all filters, and by which parameters they differ.
KEPT: dict[str, tuple[str, ...]] = {
    "scopes": (),
    "follow_ups_known": ("as_of",),
    "fixes_listed": (),
    "pairs_alike": (),
}
Parameters = dict[str, Any]
# How the caches tell questions apart: by their text, which is much quicker than value by value.
HASHED: dict[str | type[Any], Any] = {tuple: repr}


@dataclass(frozen=True)
class Source:
    """One warehouse as it was named to `refrain serve`."""

    label: str
    path: Path


@dataclass(frozen=True)
class Build:
    """One build of one warehouse: what every cached answer belongs to. `named` is the file as people call it."""

    label: str
    named: str
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
        named=source.path.name,
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


def query(
    build: Build, name: str, parameters: Parameters | None = None, tables: Mapping[str, Kept] | None = None
) -> pd.DataFrame:
    """The rows of `queries/<name>.sql`, from the cache where the same was asked of the same build.

    `tables` are relations that the query names and that were worked out by other means (see `keep`).
    """
    used = _parameter_names(name)
    given = {key: value for key, value in (parameters or {}).items() if key in used}
    named = tuple((relation, table.name) for relation, table in (tables or {}).items())
    kept = _run(build.path, build.generation, build.patch, name, tuple(sorted(given.items())), named)
    return kept.copy(deep=False)  # what is written into it does not reach the cache (pandas copies on write)


def keep(build: Build, rows: pd.DataFrame) -> Kept:
    """A table of these rows beside a build, for `query`."""
    return Kept(opened(build.path, build.generation, build.patch), rows)


@st.cache_resource(max_entries=4000, show_spinner=False, hash_funcs=HASHED)
def _run(
    path: str,
    generation: int,
    edited: store.State | None,
    name: str,
    parameters: tuple[tuple[str, Any], ...],
    named: tuple[tuple[str, str], ...] = (),
) -> pd.DataFrame:
    asked = dict(parameters)
    tables = {
        relation: _kept(path, generation, edited, relation, tuple((key, asked[key]) for key in KEPT[relation]))
        for relation in _relations(name)
        if relation in KEPT
    }
    sql = statement(name, {**dict(named), **{relation: table.name for relation, table in tables.items()}})
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    with closing(opened(path, generation, edited).cursor()) as cursor:
        # Not `.df()`: in 1.5 it warns for every column with a time zone (pandas 3.1).
        found = cursor.execute(
            sql, {key: given[key] for key in _parameter_names(name, beside_kept=True)}
        ).to_arrow_table()
    rows: pd.DataFrame = _compact(found).to_pandas(date_as_object=False)
    return rows


def _compact(found: pa.Table) -> pa.Table:
    """The same rows in as much memory as they need: DuckDB reserves for many more."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, found.schema) as stream:
        stream.write_table(found)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


@st.cache_data(max_entries=20, show_spinner=False)
def log_keys(build: Build) -> dict[str, str]:
    """What the log of edits calls each edited record, by today's id."""
    if not build.edits.n_edits:
        return {}
    with closing(opened(build.path, build.generation, None).cursor()) as cursor:
        return store.keys_by_record(build.edits, cursor)


@st.cache_resource(max_entries=4, show_spinner=False)
def opened(path: str, generation: int, edited: store.State | None) -> Opened:
    """One build, with the edits that are to be shown over it."""
    del generation  # part of the cache key only
    if edited is None:
        return Opened.alone(Path(path))
    return Opened(patched(Path(path), store.log(edited), store.observed(edited)), JOINT)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=HASHED)
def _kept(
    path: str, generation: int, edited: store.State | None, relation: str, parameters: tuple[tuple[str, Any], ...]
) -> Kept:
    return Kept(opened(path, generation, edited), _text(relation), dict(parameters))


def statement(name: str, tables: Mapping[str, str] | None = None) -> str:
    """The SQL of one query file, with the relations that it needs before it: from `tables`, else those of SEEN."""
    body, kept = _text(name), tables or {}
    seen = ",\n".join(
        f"{relation} AS (\n{'FROM ' + kept[relation] if relation in kept else _text(relation)}\n)"
        for relation in dict.fromkeys([*kept, *_relations(name)])
    )
    if not seen:
        return body
    joint = body.removeprefix("WITH") if body.startswith("WITH") else None
    return f"WITH {seen},{joint}" if joint else f"WITH {seen}\n{body}"


@cache
def _relations(name: str) -> tuple[str, ...]:
    """The relations of SEEN that a query names, or that these name, in the order of SEEN."""
    named = {relation for relation in SEEN if relation != name and relation in _text(name)}
    return tuple(one for one in SEEN if one in named or any(one in _relations(other) for other in named))


@cache
def _text(name: str) -> str:
    lines = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()


@cache
def _parameter_names(name: str, beside_kept: bool = False) -> frozenset[str]:
    """The parameters that a query needs, or would need beside tables of KEPT."""
    sql = statement(name, {one: "kept" for one in _relations(name) if one in KEPT} if beside_kept else None)
    return frozenset(duckdb.extract_statements(sql)[0].named_parameters)
