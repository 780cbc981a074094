"""What people type: where it is kept, and which state of it this run of the page shows."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import sqlalchemy as sa
import streamlit as st

from etl.edits.records import Draft, Edit, Outcome
from etl.edits.store import append, default_url, is_unwritten, open_store, read_edits, revision, undo
from etl.load.merge import find_records
from etl.settings import Settings, read_settings

SETTINGS_VARIABLE = "REFRAIN_CONFIG"


@st.cache_data(show_spinner=False)
def _settings(path: str, changed_ns: int) -> Settings:
    del changed_ns  # part of the cache key only
    return read_settings(Path(path))


def settings() -> Settings:
    """The settings that `refrain serve` was started with."""
    path = os.environ.get(SETTINGS_VARIABLE)
    return _settings(path, Path(path).stat().st_mtime_ns) if path else Settings()


def edits_url(warehouse: Path) -> str:
    """Where the edits of a warehouse are kept."""
    return settings().edits.url or default_url(warehouse)


@st.cache_resource(show_spinner=False)
def _engine(url: str) -> sa.Engine:
    return open_store(url)


def current_revision(url: str) -> int:
    """How many edits there are now; 0 where nobody has edited anything."""
    return 0 if is_unwritten(url) else revision(_engine(url))


@st.cache_resource(max_entries=4, show_spinner=False)
def log(url: str, n_edits: int) -> list[Edit]:
    """Every edit, read once for each state of the log; nobody changes the list."""
    return read_edits(_engine(url)) if n_edits else []


def newest_day(url: str, n_edits: int) -> dt.date:
    """The day (UTC) of the newest edit: a page is seen from then on, though the documents were loaded before."""
    return max((edit.made_at.date() for edit in log(url, n_edits)), default=dt.date.min)


def keys_by_record(url: str, n_edits: int, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the log calls each edited incident and follow-up, by today's id."""
    ids, _ = find_records(connection, log(url, n_edits))
    return {record_id: key for (_, key), record_id in ids.items()}


def save(url: str, drafts: Sequence[Draft], who: str, now: dt.datetime) -> Outcome:
    """Keep edits; the database is made if these are the first."""
    return append(open_store(url), drafts, who, now)


def take_back(url: str, edit_id: str, who: str, now: dt.datetime) -> Outcome:
    """Undo one edit by adding another."""
    return undo(open_store(url), edit_id, who, now)
