"""Incidents: search and a table of all; `?incident=` shows one with its evidence."""

import streamlit as st

from dashboard import format as fmt
from dashboard.incident import show_incident
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.similar import show_nearest

QUESTION = "Have we seen this before?"
ROWS_ON_PAGE = 500


def main(view: View) -> None:
    """Draw one incident if the URL names one, else the list."""
    incident_id = st.query_params.get("incident")
    if incident_id:
        show_incident(view, incident_id)
        return
    stop_if_empty(view, QUESTION)
    show_header(QUESTION, "")
    search = st.text_input(
        "Say what you see, or search for a word",
        key="search",
        type="search",
        bind="query-params",
        placeholder="For example: handshakes fail since midnight",
        icon=":material/search:",
    )
    words = (search or "").strip()
    has_nearest = bool(words) and show_nearest(view, words)
    n = int(view.row("incident_count", search=words)["n_incidents"])
    if n:
        _show_list(view, words, n)
    elif not has_nearest:
        show_nothing("No incident says that", "Say it in other words, or clear the filters.")


def _show_list(view: View, search: str, n: int) -> None:
    n_pages = -(-n // ROWS_ON_PAGE)
    matching = " with these very words in title, cause or impact" if search else ""
    pages = f" {n_pages:,} pages." if n_pages > 1 else ""
    st.markdown(f"**{fmt.count(n, 'incident')}**{matching}, the latest first.{pages}")
    page = st.pagination(n_pages, key="page", bind="query-params") if n_pages > 1 else 1
    rows = view.rows("incident_list", search=search, n_rows=ROWS_ON_PAGE, n_skipped=(page - 1) * ROWS_ON_PAGE)
    shown = incident_columns(rows)
    shown["services"] = [", ".join(names) for names in shown["services"]]
    shown["diagnose"] = [fmt.duration(minutes) for minutes in shown["time_to_diagnose_minutes"]]
    shown["resolve"] = [fmt.duration(minutes) for minutes in shown["time_to_resolve_minutes"]]
    shown["is_recurrence"] = ["repeat" if repeats else "" for repeats in shown["is_recurrence"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "severity": "Severity",
        "services": st.column_config.TextColumn("Services", width=150),
        "theme": st.column_config.TextColumn("Theme", width=190),
        "is_recurrence": "Repeat",
        "diagnose": "Time to diagnose",
        "resolve": "Time to resolve",
        "team": "Team",
        "source_name": "Source",
    }
    show_table(shown, columns, key="incidents", alt="Incidents", height=560 if len(shown) > 12 else "auto")


main(current_view())
