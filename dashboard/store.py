"""What people type: where it is kept, and which state of it this run of the page shows."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import sqlalchemy as sa
import streamlit as st

from etl.edits.fold import Change
from etl.edits.records import Draft, Edit, Outcome
from etl.edits.store import append, default_url, is_unwritten, open_store, read_edits, revision, undo
from etl.load.merge import find_records, is_merged
from etl.settings import Settings, read_settings
from etl.sync.changes import observed_changes
from etl.sync.store import confirm_link, last_sync, linked_revision, proposed_links, reject_link, sync_states

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


@dataclass(frozen=True)
class State:
    """What was typed and synced so far: where it is kept, how many edits, and a mark of the last sync."""

    url: str
    n_edits: int
    last_sync: str

    def is_in(self, merged: object) -> bool:
        """Whether a build with this key has all of it."""
        return is_merged(merged, self.n_edits, _linked_revision(self) if self.last_sync else "")


def current_state(url: str) -> State:
    """The state now. Raises EditsError where the database cannot be read."""
    if is_unwritten(url):
        return State(url, 0, "")
    engine = _engine(url)
    return State(url, revision(engine), last_sync(engine))


@st.cache_data(max_entries=20, show_spinner=False)
def _linked_revision(state: State) -> str:
    return linked_revision(_engine(state.url))


@st.cache_resource(max_entries=4, show_spinner=False)
def log(state: State) -> list[Edit]:
    """Every edit, read once for each state; nobody changes the list."""
    return read_edits(_engine(state.url)) if state.n_edits else []


@st.cache_resource(max_entries=4, show_spinner=False)
def observed(state: State) -> list[Change]:
    """What the trackers know of the follow-ups; nobody changes the list."""
    return observed_changes(_engine(state.url)) if state.last_sync else []


@st.cache_data(max_entries=20, show_spinner=False)
def newest_day(state: State) -> dt.date:
    """The day (UTC) of the newest edit or sync: a page is seen from then on, though documents were loaded before."""
    days = [edit.made_at.date() for edit in log(state)[-1:]]
    if state.last_sync:
        days += [at.date() for at in sync_states(_engine(state.url))["finished_at"].dropna()]
    return max(days, default=dt.date.min)


@st.cache_data(max_entries=4, show_spinner=False)
def proposals(state: State) -> pd.DataFrame:
    """Tracker items that may be a follow-up, for a person to say."""
    return proposed_links(_engine(state.url)) if state.last_sync else pd.DataFrame()


def decide(url: str, follow_up_id: str, tracker: str, key: str, is_same: bool) -> None:
    """Say whether a tracker item is the follow-up."""
    (confirm_link if is_same else reject_link)(open_store(url), follow_up_id, tracker, key)


def keys_by_record(state: State, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the log calls each edited incident and follow-up, by today's id."""
    ids, _ = find_records(connection, log(state))
    return {record_id: key for (_, key), record_id in ids.items()}


def save(url: str, drafts: Sequence[Draft], who: str, now: dt.datetime) -> Outcome:
    """Keep edits; the database is made if these are the first."""
    return append(open_store(url), drafts, who, now)


def take_back(url: str, edit_id: str, who: str, now: dt.datetime) -> Outcome:
    """Undo one edit by adding another."""
    return undo(open_store(url), edit_id, who, now)
