"""Links between pages that keep the filters and the chosen warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlencode

import streamlit as st

from dashboard import format as fmt

OVERVIEW = "views/overview.py"
RECURRENCE = "views/recurrence.py"
FIXES = "views/fixes.py"
DIAGNOSE = "views/time_to_diagnose.py"
FOLLOW_UPS = "views/follow_ups.py"
THEMES = "views/themes.py"
TRIAGE = "views/triage.py"
INCIDENTS = "views/incidents.py"
HEALTH = "views/data_health.py"
RETRO = "views/retro_pack.py"
WRITING = "views/writing_quality.py"
EARNED = "views/earned_its_keep.py"
BENCHMARKS = "views/benchmarks.py"
# The answers on the triage page, in order.
CLUES = ("clue_1", "clue_2", "clue_3", "clue_4")
# What a page keeps in the URL for itself; it means nothing on another page.
OWN_PARAMETERS = (
    "tour",
    "incident",
    "search",
    "page",
    "queue",
    "owner",
    "show",
    "repeats_by",
    "refrain",
    "trend_by",
    "breakdown",
    "completion_by",
    "policy_by",
    "theme_kind",
    "cause_theme",
    "remediation_theme",
    "retro_about",
    "retro_theme",
    "retro_service",
    "parts_by",
    "gap",
    "caught_by",
    "practice_of",
    "went_well_search",
    "study",
    "compare_with",
    *CLUES,
)
# A cell that holds a link shows what stands behind the last `#`.
TITLE_IN_LINK = r"#(.*)$"


def kept_parameters() -> list[tuple[str, str]]:
    """The URL's filters and warehouse, without what belongs to one page."""
    names = [name for name in st.query_params if name not in OWN_PARAMETERS]
    return [(name, value) for name in dict.fromkeys(names) for value in st.query_params.get_all(name)]


def incident_urls(incident_ids: Iterable[str], titles: Iterable[str | None]) -> list[str]:
    """A link to each incident for a table cell, which keeps the filters."""
    return urls(incident_ids, titles, kept_parameters())


def urls(incident_ids: Iterable[str], titles: Iterable[str | None], kept: Iterable[tuple[str, str]]) -> list[str]:
    """A link to each incident, which shows the title that rides behind the `#`."""
    start = f"incidents?{urlencode([*kept, ('incident', '')])}"
    return [start + _end(one, title) for one, title in zip(incident_ids, titles, strict=True)]


@lru_cache(maxsize=50_000)
def _end(incident_id: str, title: str | None) -> str:
    return f"{quote_plus(incident_id)}#{quote(title or 'Untitled incident')}"


def incident_link(incident_id: str, label: str, icon: str | None = None) -> None:
    """A link in the page to one incident (filters are kept: they are bound to the URL)."""
    st.page_link(INCIDENTS, label=fmt.plain(label), icon=icon, query_params={"incident": incident_id})
