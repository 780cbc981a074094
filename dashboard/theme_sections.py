"""Parts of the Themes page: the fixed categories beside the themes, what moved, and what is in no theme."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.layout import View, download, incident_columns, show_nothing, show_table
from dashboard.theme_findings import (
    DIMENSIONS,
    MOST_SENTENCES,
    NO_THEME,
    move_sentences,
    split_title,
    splits,
    value_table,
)
from dashboard.words import DEFINITIONS, words

NOUNS = {"cause": "incident", "remediation": "follow-up"}
CHANGES = {
    "new_theme": "new theme",
    "vanished_theme": "theme is gone",
    "renamed_theme": "theme renamed",
    "arrived": "new here",
    "joined": "had no theme",
    "left": "has no theme now",
    "moved": "moved",
}


@st.fragment
def show_values(view: View) -> None:
    """Themes by the values of a fixed category; a click on a figure lists its incidents."""
    st.space("small")
    dimensions = {fmt.sentence_case(spoken): name for name, spoken in DIMENSIONS.items()}
    with st.container(border=True):
        title, choice = st.container(), st.container()
        picked = choice.segmented_control(
            "Compare with", list(dimensions), default=next(iter(dimensions)), required=True, key="compare_with",
            bind="query-params",
        )  # fmt: skip
        dimension = dimensions[str(picked)]
        counts = view.rows("theme_values", dimension=dimension)
        if counts.empty:
            title.markdown("**Our themes beside the fixed categories**", help=DEFINITIONS["fixed_category"])
            show_nothing("Nothing to compare", f"No incident here states its {DIMENSIONS[dimension]}.")
            return
        title.markdown(f"**{split_title(splits(counts), dimension)}**", help=DEFINITIONS["fixed_category"])
        _show_value_table(view, counts, dimension)


def _show_value_table(view: View, counts: pd.DataFrame, dimension: str) -> None:
    table = value_table(counts)
    shown = table.rename(columns={value: words(value) for value in table.columns})
    picked = st.dataframe(
        shown.style.apply(_shade, accent=view.colours.accent, axis=None).format(lambda n: f"{n:,}" if n else ""),
        on_select="rerun",
        selection_mode="single-cell",
        height="content",
        key=f"values_{dimension}",
        column_config={"_index": st.column_config.TextColumn("Theme", width=260)},
        alt=f"Themes by {DIMENSIONS[dimension]}: numbers of incidents",
    )
    several = " An incident may stand in several columns." if dimension in {"mitigation", "method"} else ""
    st.caption(f"Incidents of each theme; the darker, the more. Click a figure to see its incidents.{several}")
    cells = picked.selection.cells
    if cells and str(cells[0][1]) in set(shown.columns):
        row, column = cells[0]
        value = str(table.columns[list(shown.columns).index(column)])
        _show_cell(view, counts, dimension, str(table.index[int(row)]), value)
    download(counts.drop(columns="theme_id"), f"theme_values_{dimension}")


def _shade(table: pd.DataFrame, accent: str) -> pd.DataFrame:
    red, green, blue = (int(accent[start : start + 2], 16) for start in (1, 3, 5))
    share = (table / max(int(table.to_numpy().max()), 1)) ** 0.6 * 0.65
    return share.map(
        lambda opacity: f"background-color: rgba({red}, {green}, {blue}, {opacity:.2f})" if opacity else ""
    )


def _show_cell(view: View, counts: pd.DataFrame, dimension: str, theme: str, value: str) -> None:
    ids = dict(zip(counts["theme"].fillna(NO_THEME), counts["theme_id"], strict=True))
    theme_id = None if theme == NO_THEME else ids[theme]
    rows = view.rows("theme_value_incidents", dimension=dimension, value=value, chosen_theme=theme_id)
    said = f"{fmt.plain(theme)}, {DIMENSIONS[dimension]} {words(value)}"
    st.markdown(f"**{said}: {fmt.count(len(rows), 'incident')}**")
    if rows.empty:
        return
    shown = incident_columns(rows)
    shown["services"] = [", ".join(names) for names in shown["services"]]
    columns = {"incident": "Incident", "occurred_on": "Day", "cause_text": _wide("Root cause"), "services": "Services"}
    show_table(shown, columns, key="theme_value", alt=said, export=False)


def _wide(label: str) -> Any:
    return st.column_config.TextColumn(label, width="large")


def show_moves(view: View, kind: str) -> None:
    """What the last load changed in the themes of one kind; nothing where it is the first."""
    moves = view.rows("theme_moves", kind=kind)
    if moves.empty:
        return
    st.space("small")
    sentences = move_sentences(moves, NOUNS[kind])
    with st.container(border=True):
        since = fmt.day(moves["earlier_built_at"].iloc[0])
        st.markdown(f"**What moved since the load of {since}**", help=DEFINITIONS["theme_moves"])
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences[:MOST_SENTENCES]))
        rest = len(sentences) - MOST_SENTENCES
        more = f" ({rest} more kinds of change)" if rest > 0 else ""
        with st.expander(
            f"See each {NOUNS[kind]} and theme that changed{more}", on_change="rerun", key=f"moves_{kind}"
        ) as box:
            if box.open:
                _show_move_table(moves, kind)


def _show_move_table(moves: pd.DataFrame, kind: str) -> None:
    rows = incident_columns(moves.assign(change=moves["change"].map(CHANGES)))
    rows.loc[moves["incident_id"].isna().to_numpy(), "incident"] = None
    columns = {
        "change": "Change",
        "incident": "Incident",
        **({"text": _wide("Follow-up")} if kind == "remediation" else {}),
        "from_label": "From",
        "to_label": "To",
    }
    show_table(rows, columns, key=f"moves_table_{kind}", alt="What moved between themes")


def show_outliers(view: View, kind: str) -> None:
    """What is in no theme, one click away."""
    numbers = view.row("theme_outlier_numbers", kind=kind)
    n_outliers, n_silent = int(numbers["n_outliers"]), int(numbers["n_silent"])
    if not n_outliers:
        return
    silent = f"; {n_silent:,} of them state no cause" if n_silent and kind == "cause" else ""
    label = f"{fmt.count(n_outliers, NOUNS[kind])} in no theme{silent}"
    with st.expander(label, on_change="rerun", key=f"outliers_{kind}") as box:
        if box.open:
            shown = incident_columns(view.rows("theme_outliers", kind=kind))
            text = {"text": _wide("Root cause" if kind == "cause" else "Follow-up")}
            columns = {"incident": "Incident", "occurred_on": "Day", **text}
            show_table(shown, columns, key=f"outliers_table_{kind}", alt="In no theme")
