"""One frozen set of filters, kept in the URL by bound widgets, given to every query as named parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.warehouse import Build, query
from dashboard.words import severity_name

ALL, CUSTOM = "All", "Choose dates"
MONTHS_BACK = {"Last 12 months": 12, "Last 6 months": 6, "Last 3 months": 3}
PERIODS = [ALL, *MONTHS_BACK, CUSTOM]
ANY_THEME = "Any theme"


@dataclass(frozen=True)
class Filters:
    """Which incidents are looked at, and as known on which day."""

    end: dt.date
    as_of: dt.date
    start: dt.date | None = None
    sources: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    severities: tuple[int, ...] = ()
    theme_id: str | None = None
    theme: str | None = None

    def parameters(self) -> dict[str, Any]:
        """The named parameters that every query may use."""
        return {
            "start": self.start,
            "end": self.end,
            "as_of": self.as_of,
            "sources": self.sources,
            "services": self.services,
            "teams": self.teams,
            "severities": self.severities,
            "theme_id": self.theme_id,
        }

    def recent(self) -> Filters:
        """The period that a comparison is about: the chosen one, or the last twelve months of all."""
        return replace(self, start=self.start or months_before(self.end, 12))

    def before(self) -> Filters:
        """The period of the same length that ends where `recent` begins."""
        start = self.recent().start or self.end
        last = start - dt.timedelta(days=1)
        return replace(self, start=last - (self.end - start), end=last)

    def recent_in_words(self) -> str:
        """The period that `recent` means, inside a sentence."""
        return "the chosen period" if self.start else "the last 12 months"

    def in_words(self) -> list[str]:
        """What is filtered, a phrase each; empty where nothing is."""
        period = [f"{fmt.day(self.start)} to {fmt.day(self.end)}"] if self.start else []
        severities = [", ".join(severity_name(level) for level in self.severities)] if self.severities else []
        named = [fmt.listing(list(names)) for names in (self.services, self.teams, self.sources) if names]
        return [*period, *named, *severities, *([self.theme] if self.theme else [])]


# How caches tell builds and filters apart: by their text, which is much quicker than field by field.
HASHED: dict[str | type[Any], Any] = {Build: repr, Filters: repr}


def months_before(day: dt.date, n_months: int) -> dt.date:
    """The first day of the `n_months` that end on `day`."""
    return (pd.Timestamp(day) - pd.DateOffset(months=n_months) + pd.Timedelta(days=1)).date()


def period_bounds(period: str, dates: tuple[dt.date, ...], as_of: dt.date) -> tuple[dt.date | None, dt.date]:
    """The first (None: from the beginning) and last day of a period named in the sidebar."""
    if period in MONTHS_BACK:
        return months_before(as_of, MONTHS_BACK[period]), as_of
    if period == CUSTOM and len(dates) == 2:
        return dates[0], min(dates[1], as_of)
    return None, as_of


def clear_filters(as_of: dt.date) -> None:
    """Put every filter back to its default, seen from the day of the build (a widget callback)."""
    defaults = {"period": ALL, "service": [], "team": [], "severity": [], "theme": ANY_THEME, "source": []}
    st.session_state.update(defaults)
    if st.session_state.get("as_of") != as_of:
        st.session_state["as_of"] = as_of
    if "dates" in st.session_state:
        del st.session_state["dates"]


def show_filters(build: Build) -> Filters:
    """Draw the filters in the current container; the widgets keep themselves in the URL."""
    choices = query(build, "choices").iloc[0]
    as_of, start, end = _period(build, choices)
    services = _several("Services", "service", choices["services"])
    teams = _several("Teams", "team", choices["teams"])
    severities = _several("Severity", "severity", choices["severities"], severity_name)
    choice_of_themes = query(build, "theme_choices")
    themes: dict[str, str] = dict(zip(choice_of_themes["theme_id"], choice_of_themes["label"], strict=True))
    theme_id = _theme(themes)
    source_names = _several("Sources", "source", choices["sources"]) if len(choices["sources"]) > 1 else ()
    return Filters(
        start=start,
        end=end,
        as_of=as_of,
        sources=source_names,
        services=services,
        teams=teams,
        severities=severities,
        theme_id=theme_id,
        theme=themes.get(theme_id) if theme_id else None,
    )


def _follow_newest_day(build: Build) -> None:
    """Whoever looks from the newest day goes on doing so when a load or an edit brings a newer one."""
    before = st.session_state.get("_newest_day")
    if before != build.as_of and before is not None and st.session_state.get("as_of") == before:
        st.session_state["as_of"] = build.as_of
    st.session_state["_newest_day"] = build.as_of


def _period(build: Build, choices: pd.Series[Any]) -> tuple[dt.date, dt.date | None, dt.date]:
    _follow_newest_day(build)
    first = build.as_of if fmt.is_missing(choices["first_day"]) else choices["first_day"].date()
    period = st.selectbox("Period", PERIODS, key="period", bind="query-params", persist_state="session")
    dates: tuple[dt.date, ...] = ()
    if period == CUSTOM:
        picked = st.date_input(
            "From and to",
            value=(first, build.as_of),
            min_value=first,
            max_value=build.as_of,
            format="YYYY-MM-DD",
            key="dates",
            bind="query-params",
            persist_state="session",
        )
        dates = tuple(day for day in picked if day) if isinstance(picked, tuple) else ()
    as_of = st.date_input(
        "As known on",
        value=build.as_of,
        min_value=first,
        max_value=build.as_of,
        format="YYYY-MM-DD",
        key="as_of",
        bind="query-params",
        persist_state="session",
        help="Look back: nothing after this day is counted, and follow-ups are shown as they stood then.",
    )
    seen_from = as_of if isinstance(as_of, dt.date) else build.as_of
    return seen_from, *period_bounds(str(period), dates, seen_from)


def _several(label: str, key: str, options: Any, words: Any = str) -> tuple[Any, ...]:
    picked = st.multiselect(
        label,
        [option.item() if hasattr(option, "item") else option for option in options],
        key=key,
        format_func=words,
        placeholder="All",
        bind="query-params",
        persist_state="session",
    )
    return tuple(picked)


def keep_choice(key: str, labels: Mapping[str, str]) -> None:
    """Show a choice under its new name: a browser goes on showing the one that it had before someone renamed it."""
    chosen = st.session_state.get(key)
    before = st.session_state.get(f"_{key}_label")
    now = (chosen, labels.get(str(chosen)))
    if before and now[1] and before[0] == chosen and before != now:
        st.session_state[key] = chosen
    st.session_state[f"_{key}_label"] = now


def _theme(themes: dict[str, str]) -> str | None:
    options = [ANY_THEME, *themes]
    keep_choice("theme", themes)
    picked = st.selectbox(
        "Theme",
        options,
        format_func=lambda option: themes.get(option, option),
        key="theme",
        bind="query-params",
        persist_state="session",
        help="A theme is a group of incidents whose causes are described alike.",
    )
    return None if picked == ANY_THEME else str(picked)
