"""What every page is made of: the header, the answer, charts with their caveats, tables, empty states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import format as fmt
from dashboard.behind import Behind, clicked, prepared, switch
from dashboard.charts.palette import Palette, palette
from dashboard.charts.style import with_title
from dashboard.filters import HASHED, Filters, clear_filters
from dashboard.links import TITLE_IN_LINK, incident_urls
from dashboard.warehouse import Build, query
from dashboard.words import DEFINITIONS, severity_name

MOST_ROWS = 5_000
Draw = Callable[[Palette], go.Figure]
CHART_CONFIG = {
    "displaylogo": False,
    "displayModeBar": True,
    "displayNotifier": False,
    "modeBarButtonsToRemove": [
        "zoom2d",
        "pan2d",
        "select2d",
        "lasso2d",
        "zoomIn2d",
        "zoomOut2d",
        "autoScale2d",
        "resetScale2d",
    ],
}
# A picture is drawn at this size, whatever the screen, with its title and its base above the drawing.
PICTURE_WIDTH = 1000


@dataclass(frozen=True)
class View:
    """What a page looks at: one build of one warehouse, through one set of filters, in light or dark."""

    build: Build
    filters: Filters
    is_dark: bool

    @property
    def colours(self) -> Palette:
        """The colours of the current theme."""
        return palette(self.is_dark)

    def row(self, name: str, **extra: Any) -> dict[str, Any]:
        """The only row of a query that has one, by column."""
        return {str(key): value for key, value in self.rows(name, **extra).iloc[0].items()}

    def rows(self, name: str, **extra: Any) -> pd.DataFrame:
        """The rows of one query under the filters."""
        return query(self.build, name, {**self.filters.parameters(), "n_rows": MOST_ROWS, **extra})


def current_view() -> View:
    """The view that app.py prepared for the page that it runs."""
    view: View = st.session_state["_view"]
    return view


def show_header(question: str, answer: str) -> None:
    """The page's question and, below it, the answer in words (Markdown)."""
    st.title(question, anchor=False)
    if answer:
        st.markdown(answer)


def stop_if_empty(view: View, question: str) -> None:
    """Say what to do, and end the page, where there is nothing to show."""
    if int(query(view.build, "choices").iloc[0]["n_incidents"]) == 0:
        st.title(question, anchor=False)
        with st.container(border=True):
            st.header("No incidents here yet", anchor=False)
            st.markdown("Load your postmortems: a folder, a zip file or single documents.")
            st.code(f"refrain load PATH --warehouse {view.build.named}", language="bash")
            st.markdown("This page fills itself as soon as the load has finished.")
        st.stop()
    if int(view.row("incidents_in_view")["n_incidents"]) == 0:
        st.title(question, anchor=False)
        show_nothing("No incident fits these filters", "Choose a longer period or fewer services, teams or severities.")
        st.button(
            "Clear the filters",
            on_click=clear_filters,
            args=(view.build.as_of,),
            key="clear_in_page",
            icon=":material/filter_alt_off:",
        )
        st.stop()


def show_nothing(title: str, what_to_do: str) -> None:
    """A calm box in place of a figure that cannot be drawn."""
    with st.container(border=True):
        st.markdown(f"**{title}.** {what_to_do}")


@st.cache_resource(max_entries=1_000, show_spinner=False, hash_funcs=HASHED)
def _drawn(build: Build, filters: Filters, is_dark: bool, key: str, title: str, base: str, _draw: Draw) -> go.Figure:
    """A figure, drawn once for each build, set of filters and theme; nobody changes it afterwards."""
    del build, filters, key  # part of the cache key only
    return with_title(_draw(palette(is_dark)), title, base)


def show_chart(
    view: View,
    title: str,
    draw: Draw,
    data: pd.DataFrame,
    definition: str,
    key: str,
    behind: Behind,
    measured: str = "",
) -> None:
    """A chart in a card: the finding as its title, the definition behind the ?, its base, its data, what is behind it.

    `key` names the drawing and every choice made on the page itself: the figure is cached by it.
    """
    measured = fmt.sentence_case(measured)
    base = " · ".join([part for part in (measured, *_seen_in_words(view)) if part])
    figure = _drawn(view.build, view.filters, view.is_dark, key, title, base, draw)
    with st.container(border=True):
        st.markdown(f"**{title}**", help=DEFINITIONS[definition])
        if measured:
            st.caption(f"{measured}.")
        alt = title.replace("\\", "")
        looks: dict[str, Any] = {"theme": None, "key": f"chart_{key}", "config": picture(figure, key), "alt": alt}
        _chart_and_behind(figure, looks, data, key, behind)


def picture(figure: go.Figure, key: str) -> dict[str, Any]:
    """The settings of a chart, and of the picture that it gives."""
    size = {"width": PICTURE_WIDTH, "height": int(figure.layout.height) + 20}
    named = {"format": "png", "scale": 2, "filename": _file_name(key)}
    return {**CHART_CONFIG, "toImageButtonOptions": {**named, **size}}


@st.fragment
def _chart_and_behind(figure: go.Figure, looks: dict[str, Any], data: pd.DataFrame, key: str, behind: Behind) -> None:
    """A chart whose marks can be clicked: what stands behind them is listed under it, and only this card is redrawn."""
    state = st.plotly_chart(figure, on_select="rerun", selection_mode="points", **looks)
    with st.container(horizontal=True, vertical_alignment="center"):
        download(data, key)
        is_listed = switch(key)
    mark = clicked(behind, state)
    if not mark and not is_listed:
        return
    label, chosen = mark or ("", {})
    rows = prepared(behind.rows(**chosen))
    found = f"{'The first ' if len(rows) >= MOST_ROWS else ''}{fmt.count(len(rows), behind.noun, behind.plural)}"
    st.markdown(f"**{fmt.plain(label)}**: {found}" if label else f"**{found}**")
    if rows.empty:
        return
    shown = incident_columns(rows) if "incident_id" in rows else rows
    if "earlier_incident_id" in rows:
        shown["earlier"] = incident_urls(rows["earlier_incident_id"], rows["earlier_title"])
    columns = {name: given for name, given in behind.columns.items() if name in shown}
    show_table(shown, columns, key=f"behind_{key}", alt=f"Behind the chart: {label or looks['alt']}", height=260)


def _file_name(key: str) -> str:
    return f"refrain-{key.replace('_', '-').replace(' ', '-')}"


def download(data: pd.DataFrame, name: str) -> None:
    """A quiet button that hands out the rows behind a figure."""
    st.download_button(
        "Download CSV",
        data=csv_maker(data),
        file_name=f"{_file_name(name)}.csv",
        mime="text/csv",
        key=f"csv_{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def csv_maker(data: pd.DataFrame) -> Callable[[], bytes]:
    """Writes the CSV only when someone asks for it."""
    return lambda: data.to_csv(index=False).encode("utf-8-sig")


def incident_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a linked `incident` column first, and severity in words."""
    shown = frame.assign(incident=incident_urls(frame["incident_id"], frame["title"]))
    if "severity_level" in shown:
        shown["severity"] = [None if pd.isna(level) else severity_name(level) for level in shown["severity_level"]]
    rest = [name for name in shown if name not in {"incident", "incident_id", "title", "severity_level"}]
    return shown[["incident", *rest]]


def show_table(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    key: str,
    alt: str,
    height: int | str = "auto",
    export: bool = True,
    selectable: bool = False,
) -> int | None:
    """A table of the named columns; links show their title, missing values a dash, blank columns nothing.

    Returns the place of the row that the reader selected, if `selectable` and there is one.
    """
    shown = {name: given for name, given in columns.items() if not _is_blank(frame[name])}
    config = {name: _column(name, given) for name, given in shown.items()}
    looks: dict[str, Any] = {"hide_index": True, "placeholder": "–", "alt": alt, "height": height}
    if selectable:
        looks |= {"on_select": "rerun", "selection_mode": "single-row"}
    state: Any = st.dataframe(frame[list(shown)], column_config=config, key=f"table_{key}", **looks)
    if len(frame) >= MOST_ROWS:
        st.caption(f"The first {MOST_ROWS:,} rows are shown; narrow the filters to see others.")
    if export:
        download(frame, key)
    selected = state["selection"]["rows"] if selectable else []
    return int(selected[0]) if selected else None


def _is_blank(column: pd.Series[Any]) -> bool:
    """A column that says nothing in any row is not shown."""
    told = column.dropna()
    return all(str(value) in {"", "[]"} for value in told)  # ends at the first that says something


def _column(name: str, given: Any) -> Any:
    if not isinstance(given, str):
        return given
    if name in {"incident", "earlier"}:
        return st.column_config.LinkColumn(given, display_text=TITLE_IN_LINK, width=320, alignment="left")
    if name.endswith(("_on", "_day")):
        return st.column_config.DateColumn(given, format="D MMM YYYY")
    return st.column_config.Column(given)


def show_excluded(view: View, metric: str, n_measured: int, n_incidents: int) -> None:
    """What a duration leaves out and why, one click away."""
    n_excluded = n_incidents - n_measured
    if n_excluded <= 0:
        st.caption(f"All {fmt.count(n_incidents, 'incident')} could be measured.")
        return
    label = f"{fmt.count(n_excluded, 'incident')} could not be measured: see which and why"
    with st.expander(label, key="excluded_open", on_change="rerun") as opened:
        if opened.open:
            rows = incident_columns(view.rows("exclusions", metric=metric))
            columns = {"incident": "Incident", "occurred_on": "Day", "reason": "Why"}
            show_table(rows, columns, key=f"excluded_{metric}", alt="Incidents that could not be measured")


def show_filters_in_words(view: View) -> None:
    """The active filters as a line, so that a view on a wall explains itself."""
    st.caption(" · ".join(fmt.plain(phrase) for phrase in _seen_in_words(view)))


def _seen_in_words(view: View) -> list[str]:
    return [*(view.filters.in_words() or ["All incidents"]), f"as known on {fmt.day(view.filters.as_of)}"]


def show_figure(label: str, value: str, note: str, definition: str, **delta: Any) -> None:
    """One number with its caveat, to be called inside a grid cell."""
    st.metric(label, value, help=DEFINITIONS[definition], **delta)
    st.caption(note)
