"""Refrain's dashboard: chooses the warehouse, draws the filters, runs one page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import duckdb
import streamlit as st

from dashboard import clock, editing, links, tour
from dashboard.filters import clear_filters, show_filters
from dashboard.layout import View, show_filters_in_words
from dashboard.saved_views import show_saved_views
from dashboard.visitors import VISITORS
from dashboard.warehouse import Build, Source, current_build, sources
from etl.errors import RefrainError

# Under the first heading the pages of every week; the others behind menus, so that all fit on a narrow screen.
PAGES = {
    "": (
        (links.OVERVIEW, "Overview", ":material/dashboard:"),
        (links.RECURRENCE, "Recurrence", ":material/replay:"),
        (links.FIXES, "Fixes", ":material/build:"),
        (links.DIAGNOSE, "Time to diagnose", ":material/timer:"),
        (links.FOLLOW_UPS, "Follow-ups", ":material/task_alt:"),
        (links.THEMES, "Themes", ":material/category:"),
        (links.TRIAGE, "Triage", ":material/emergency:"),
        (links.INCIDENTS, "Incidents", ":material/list_alt:"),
    ),
    "Learn": (
        (links.RETRO, "Retro pack", ":material/forum:"),
        (links.EARNED, "What earned its keep", ":material/verified:"),
        (links.WRITING, "Writing quality", ":material/edit_note:"),
        (links.BENCHMARKS, "How we compare", ":material/balance:"),
    ),
    "Data": ((links.HEALTH, "Data health", ":material/fact_check:"),),
}
# Drawn here: a named icon would be fetched from the internet.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0072B2" '
    'stroke-width="2.6"><path d="M4 12a8 8 0 1 0 2.6-5.9"/><path d="M4 3v5h5"/>'
    '<circle cx="12" cy="12" r="2" fill="#D55E00" stroke="none"/></svg>'
)
# Quiet text has the contrast that everyone can read (WCAG 2.2, 1.4.3: 4.5 to 1).
# A chart's own title is for the picture that is downloaded: the page shows it above the chart, and its room is cut off.
# Less empty room above the page, so that the answer is on the first screen.
# Links to other pages may be whole titles: they wrap instead of being cut off.
STYLE = """<style>
.stMainBlockContainer{padding-top:4rem;padding-bottom:3rem;max-width:1400px}
.stPageLink a,.stPageLink a *{white-space:normal!important;height:auto;overflow:visible}
[data-testid="stCaptionContainer"],blockquote{opacity:.8!important}
button[kind^="primary"]{background:#0067a5!important;border-color:#0067a5!important;color:#fff!important}
.stPlotlyChart .g-gtitle{display:none}
[class*="st-key-chart_"]{margin-bottom:-44px}
.stPlotlyChart .js-plotly-plot{margin-top:-44px}
.stPlotlyChart .modebar{top:44px!important}
</style>"""


def main() -> None:
    """Run the page that the URL names."""
    if st.context.url:  # not so where a page is only prepared
        VISITORS.came()
    st.set_page_config(page_title="Refrain", page_icon=ICON, layout="wide", initial_sidebar_state=280)
    st.html(STYLE)
    page = st.navigation(
        {
            heading: [
                st.Page(path, title=title, icon=icon, default=path == links.OVERVIEW) for path, title, icon in pages
            ]
            for heading, pages in PAGES.items()
        },
        position="top",
    )
    build = _choose_build(sources())
    with st.sidebar:
        filters = show_filters(build)
        if filters.in_words():
            st.button(
                "Clear filters",
                on_click=clear_filters,
                args=(build.as_of,),
                icon=":material/filter_alt_off:",
                width="stretch",
            )
    view = View(build, filters, is_dark=st.context.theme.type == "dark")
    st.session_state["_view"] = view
    with st.sidebar:
        editing.ask_name()
        paths = [path for pages in PAGES.values() for path, *_ in pages]
        clock.choose()
        show_saved_views(view, next(path for path in paths if page.url_path in {Path(path).stem, ""}))
    with st.container(horizontal=True, vertical_alignment="center"):
        if build.is_example:
            st.badge("Example data: an invented company", icon=":material/science:", color="blue")
        show_filters_in_words(view)
        tour.show_button(view)
    tour.show_tour(view, is_front_page=page.url_path == "")
    editing.show_conflicts(view)
    page.run()


def _choose_build(known: list[Source]) -> Build:
    if not known:
        _explain("No warehouse was named", "Start the dashboard on one:", "refrain serve --warehouse FILE")
    source = known[0]
    if len(known) > 1:
        labels = [one.label for one in known]
        with st.sidebar:
            chosen = st.radio(
                "Data",
                labels,
                key="data",
                bind="query-params",
                persist_state="session",
                on_change=_see_all_of,
                args=(known,),
            )
        source = known[labels.index(chosen)]
    try:
        return current_build(source)
    except FileNotFoundError:
        _explain(
            f"There is no warehouse at {source.path.name} yet",
            "Load your postmortems first:",
            f"refrain load PATH --warehouse {source.path.name}",
        )
    except duckdb.Error:
        _explain(
            f"{source.path.name} is no warehouse that this version of Refrain built",
            "Load it again; what is unchanged is not read again, and what people typed is kept:",
            f"refrain load PATH --warehouse {source.path.name}",
        )
    except RefrainError as error:
        problem, _, what_to_do = str(error).partition(". ")
        _explain(problem, f"{what_to_do}, then start again:", f"refrain serve --warehouse {source.path.name}")
    raise AssertionError("unreachable: an explanation ends the run")


def _see_all_of(known: list[Source]) -> None:
    """Another warehouse has other services, themes and days: begin with all of it (a widget callback)."""
    source = next(one for one in known if one.label == st.session_state["data"])
    with suppress(OSError, duckdb.Error):  # what cannot be opened is explained by the run that follows
        clear_filters(current_build(source).as_of)


def _explain(problem: str, what_to_do: str, command: str) -> None:
    st.title("Refrain", anchor=False)
    with st.container(border=True):
        st.header(problem, anchor=False)
        st.markdown(what_to_do)
        st.code(command, language="bash")
    st.stop()


main()
