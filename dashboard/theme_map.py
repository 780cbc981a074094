"""The map of the themes, as a part of their page: drawn only when someone opens it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.changes import compared_periods
from dashboard.charts.style import with_title
from dashboard.charts.theme_map import theme_map
from dashboard.filters import HASHED
from dashboard.layout import View, download, picture
from dashboard.warehouse import Build, query
from dashboard.words import DEFINITIONS
from etl.analysis import theme_map as analysis
from etl.analysis.period_changes import change_of_rate

KEY = "theme_map"


@st.cache_data(max_entries=10, show_spinner="Placing the themes…", hash_funcs=HASHED)
def _placed(build: Build) -> analysis.ThemeMap | None:
    """The same places for all filters: only sizes and colours follow them."""
    return analysis.theme_map(query(build, "theme_central_texts"))


def show_theme_map(view: View, themes: pd.DataFrame) -> None:
    """The map in a box that begins closed; a click on a theme shows it below."""
    with st.expander(
        "Map of the themes: which are told alike, and which grow", on_change="rerun", key=f"{KEY}_box"
    ) as box:
        if not box.open:
            return
        found = _placed(view.build)
        shown = themes.merge(found.places, on="theme_id") if found else themes.iloc[:0]
        if found is None or len(shown) < analysis.FEWEST_THEMES:
            st.markdown(f"A map needs at least {analysis.FEWEST_THEMES} themes.")
            return
        shown = shown.assign(trend=_trends(view, shown))
        pairs = found.pairs[
            found.pairs["theme_id"].isin(shown["theme_id"]) & found.pairs["nearest_id"].isin(shown["theme_id"])
        ]
        title = map_title(shown, pairs)
        st.markdown(f"**{title}**", help=DEFINITIONS["theme_map"])
        period = view.filters.recent_in_words()
        st.caption(f"Colours: {period} against the one before. Click a theme to see it below.")
        figure = with_title(theme_map(shown, pairs, view.colours), title, "")
        looks: dict[str, Any] = {"theme": None, "config": picture(figure, KEY), "alt": title.replace("\\", "")}
        st.plotly_chart(figure, key=f"chart_{KEY}", on_select=_choose, selection_mode="points", **looks)
        download(shown[["label", "n_members", "trend", "x", "y"]], KEY)


def _choose() -> None:
    """Show the clicked theme below (a widget callback)."""
    points = st.session_state[f"chart_{KEY}"]["selection"]["points"]
    marks = [point["customdata"] for point in points if point.get("customdata")]
    if marks:
        st.session_state["cause_theme"] = str(marks[0][-1])


def _trends(view: View, themes: pd.DataFrame) -> list[str]:
    """Whether each theme came more or less often than in the period before."""
    split = compared_periods(view.build, view.filters)
    if split is None:
        return ["none"] * len(themes)
    both = replace(view.filters, start=split["first"]).parameters()
    counts = query(view.build, "theme_periods", {**both, **split}).set_index("theme_id")
    counts = counts.reindex(themes["theme_id"], fill_value=0)
    days = (split["until"] - split["split"]).days + 1
    pairs = zip(counts["n_before"], counts["n_after"], strict=True)
    return [change_of_rate(int(before), int(after), days).verdict for before, after in pairs]


def map_title(themes: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """The two themes that are told most alike, or which ones grow."""
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    n_worse = int((themes["trend"] == "worse").sum())
    grow = (
        f"; {fmt.count(n_worse, 'theme')} {'has' if n_worse == 1 else 'have'} become more frequent" if n_worse else ""
    )
    if pairs.empty:
        return f"{fmt.count(len(themes), 'theme')}, none nearest to each other{grow}"
    first, second = (fmt.plain(str(labels[pairs.iloc[0][name]])) for name in ("theme_id", "nearest_id"))
    return f"Told most alike: {first} and {second}{grow}"
