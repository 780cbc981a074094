"""Retro pack: what a retrospective should talk about, on the page and as a file to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import behind, findings
from dashboard import format as fmt
from dashboard.charts.coverage import COLUMNS, coverage
from dashboard.charts.refrains import refrains
from dashboard.layout import View, current_view, show_chart, show_header, show_nothing, show_table, stop_if_empty
from dashboard.links import TITLE_IN_LINK, incident_urls
from dashboard.pack import sections as parts
from dashboard.pack.html import to_html
from dashboard.pack.markdown import to_markdown
from dashboard.pack.model import Items, Pack, Section, Table
from dashboard.pack.read import Scope, read_pack, read_rows
from dashboard.pack.sections import Rows
from dashboard.refrains import MOST_CHAINS
from dashboard.refrains import refrains as find_refrains
from dashboard.words import words

QUESTION = "What should this retrospective talk about?"
THEME, SERVICE, PERIOD = "A theme", "A service", "A period"


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    header = st.container()
    scope = _choose(view)
    if scope is None:
        with header:
            show_header(QUESTION, "")
        return
    pack = read_pack(view.build, scope)
    with header:
        show_header(QUESTION, fmt.plain(pack.answer))
    _downloads(view, pack, scope)
    own = View(view.build, scope.filters, view.is_dark)
    for section in pack.sections:
        _show(own, scope, section)
    st.caption(fmt.plain(pack.note))


def _choose(view: View) -> Scope | None:
    """The pickers, on top of the filters of the sidebar; None where they leave nothing."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        about = st.segmented_control(
            "The retrospective is about",
            [THEME, SERVICE, PERIOD],
            default=THEME,
            required=True,
            key="retro_about",
            bind="query-params",
        )
        if about == THEME:
            return _theme(view)
        if about == SERVICE:
            return _service(view)
    name = view.filters.in_words()
    return Scope(", ".join(name) or "all incidents", view.filters, "theme")


def _theme(view: View) -> Scope | None:
    themes = view.rows("themes", kind="cause").sort_values("n_recurrences", ascending=False, kind="stable")
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    if not labels:
        show_nothing("No incident here is in a theme", "Choose a service or a period, or clear the filters.")
        return None
    picked = st.selectbox(
        "Theme",
        list(labels),
        format_func=lambda theme_id: labels.get(theme_id, theme_id),
        key="retro_theme",
        bind="query-params",
        help="Those that came back most often come first.",
        width=420,
    )
    label = labels[str(picked)]
    return Scope(label, replace(view.filters, theme_id=str(picked), theme=label), "cause_category")


def _service(view: View) -> Scope | None:
    services = view.rows("retro_services")
    if services.empty:
        show_nothing("No incident here names a service", "Choose a theme or a period, or clear the filters.")
        return None
    picked = st.selectbox(
        "Service",
        services["service"].tolist(),
        key="retro_service",
        bind="query-params",
        help="Those with the most incidents come first.",
        width=420,
    )
    return Scope(str(picked), replace(view.filters, services=(str(picked),)), "theme")


def _pdf(pack: Pack, day: dt.date) -> bytes:
    """Written only when someone asks for it: the library and the font take a while to load."""
    from dashboard.pack.pdf import to_pdf

    return to_pdf(pack, day)


def _downloads(view: View, pack: Pack, scope: Scope) -> None:
    day = view.filters.as_of
    name = "-".join("".join(char if char.isalnum() else " " for char in scope.name.lower()).split())[:60]
    files: dict[str, tuple[str, str, Callable[[], str | bytes]]] = {
        "Markdown": ("md", "text/markdown", partial(to_markdown, pack)),
        "HTML": ("html", "text/html", partial(to_html, pack)),
        "PDF": ("pdf", "application/pdf", partial(_pdf, pack, day)),
    }
    with st.container(horizontal=True):
        for label, (ending, mime, make) in files.items():
            st.download_button(
                f"Download {label}",
                data=make,
                file_name=f"retrospective-{name or 'pack'}.{ending}",
                mime=mime,
                key=f"retro_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _show(view: View, scope: Scope, section: Section) -> None:
    st.header(section.title, anchor=False)
    st.markdown(fmt.plain(section.said))
    if section.title == parts.HISTORY:
        _chain(view)
    if section.title == parts.COVERAGE and section.body:
        _coverage(view, scope)
    elif isinstance(section.body, Items):
        marks = "1." if section.body.is_numbered else "-"
        st.markdown("\n".join(f"{marks} {fmt.plain(cell.text)}" for cell in section.body.items))
    elif isinstance(section.body, Table):
        _table(section.title, section.body)


def _chain(view: View) -> None:
    found, n_chains = find_refrains(view.build, view.filters)
    if found.empty:
        return
    chains = found[found["chain_id"].isin(found["chain_id"].unique()[:MOST_CHAINS])]
    title = findings.refrains_title(chains, n_chains)
    show_chart(
        view,
        title,
        partial(refrains, chains),
        chains,
        definition="refrain",
        key="retro_refrains",
        behind=behind.among(chains, "incident_id"),
    )


def _coverage(view: View, scope: Scope) -> None:
    rows = read_rows(view.build, scope)
    cells = parts.coverage_cells(rows.incidents, rows.follow_ups, scope.by)
    n_items = int(cells["n_items"].sum())
    show_chart(
        view,
        parts.coverage_title(cells),
        partial(coverage, cells),
        cells,
        definition="coverage",
        key=f"retro_coverage_{scope.by}",
        measured=f"{fmt.count(n_items, 'follow-up')} of {fmt.count(len(rows.incidents), 'incident')}",
        behind=behind.among(_covering(rows, scope.by), "name", "kind", noun="follow-up", columns=behind.FOLLOW_UPS),
    )


def _covering(rows: Rows, by: str) -> pd.DataFrame:
    """The follow-ups of the matrix, each with the row that it stands in."""
    named = rows.incidents[["incident_id", by]].dropna()
    names = named[by].map(words) if by == "cause_category" else named[by]
    items = rows.follow_ups.merge(named.assign(name=names)[["incident_id", "name"]], on="incident_id")
    return items[items["kind"].isin(list(COLUMNS))]


def _table(title: str, table: Table) -> None:
    """A table of the pack; its incidents lead to their pages."""
    key = "".join(char if char.isalnum() else "_" for char in title.lower())
    frame = pd.DataFrame([[cell.text or None for cell in row] for row in table.rows], columns=list(table.columns))
    columns: dict[str, object] = {}
    for place, name in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        if any(cell.incident_id for cell in cells):
            found = [(cell.incident_id or "", cell.text) for cell in cells]
            links = incident_urls(*zip(*found, strict=True))
            frame[name] = [link if one else None for link, (one, _) in zip(links, found, strict=True)]
            columns[name] = st.column_config.LinkColumn(name, display_text=TITLE_IN_LINK, width=280)
        else:
            columns[name] = st.column_config.TextColumn(
                name, width=12 * table.widths[place] if table.widths[place] > 40 else None
            )
    show_table(frame, columns, key=f"retro_{key}", alt=title)


main(current_view())
