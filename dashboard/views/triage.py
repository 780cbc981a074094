"""Triage: a few questions about what can be seen now, and what incidents that began alike turned out to be."""

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard import links
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.triage import Helped, accuracy_in_words, helped, incidents, tree_lines, triage
from dashboard.words import DEFINITIONS, words
from etl.analysis.triage import FEWEST_IN_THEME, FEWEST_INCIDENTS, NOT_KNOWN, Counted, Node, Triage, likely_themes

QUESTION = "What could this be?"
YES, NO = "Yes", "No"
MOST_NAMED = 5


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    tree = triage(view.build, view.filters)
    if tree is None:
        show_header(QUESTION, "")
        show_nothing(
            "Too few incidents to learn questions from",
            f"It takes {FEWEST_INCIDENTS} incidents whose impact or services are stated, and two themes of "
            f"{FEWEST_IN_THEME}. Load more, or widen the filters.",
        )
        _show_search()
        return
    show_header(
        QUESTION,
        "Something is going on now? Answer what can be seen in its first minutes. "
        f"The questions are those that part our themes best ({fmt.count(tree.accuracy.n, 'incident')}).",
    )
    node, n_answers = _ask(tree)
    _show_place(view, tree, node, n_answers)
    _show_trust(tree)
    _show_search()


def _ask(tree: Triage) -> tuple[Node, int]:
    """Draw the questions down to the first that has no answer; the place reached and the number of answers."""
    node, depth = tree.nodes[0], 0
    with st.container(border=True):
        while node.question:
            answer = st.segmented_control(
                f"{depth + 1}. {fmt.plain(node.question)}",
                [YES, NO],
                key=links.CLUES[depth],
                bind="query-params",
                on_change=_forget,
                args=(depth,),
            )
            following = {YES: node.if_yes, NO: node.if_no}.get(str(answer))
            if following is None:
                break
            node, depth = tree.nodes[following], depth + 1
        if depth:
            st.button("Begin again", on_click=_forget, args=(-1,), icon=":material/restart_alt:", type="tertiary")
    return node, depth


def _forget(depth: int) -> None:
    """An earlier answer leads to other questions: the later answers go (a widget callback)."""
    for key in links.CLUES[depth + 1 :]:
        st.session_state[key] = None


def _show_place(view: View, tree: Triage, node: Node, n_answers: int) -> None:
    rows = incidents(view.build, view.filters)
    rows = rows[rows["incident_id"].isin(node.incident_ids)]
    found, what = helped(rows), "answered alike" if n_answers else "are known"
    grid = st.grid(2, min_column_width=380)
    with grid.cell(), st.container(border=True, height="stretch"):
        st.markdown(f"**{fmt.count(len(rows), 'incident')} {what}. They turned out to be**", help=DEFINITIONS["triage"])
        st.markdown(_themes_in_words(likely_themes(tree, node), len(rows)))
    with grid.cell(), st.container(border=True, height="stretch"):
        _show_helped(found)
    _show_incidents(rows)


def _themes_in_words(counted: list[Counted], n: int) -> str:
    named = [one for one in counted if one.name != NOT_KNOWN][:MOST_NAMED]
    n_others = n - sum(one.n for one in named)
    others = [Counted("another theme, or none", n_others)] if n_others else []
    return "\n".join([_listed(named, n), _listed(others, n)])


def _show_helped(found: Helped) -> None:
    st.markdown("**What ended them**")
    st.markdown(_listed(found.mitigations, found.n_with_mitigation) or "Nothing is recorded.")
    st.markdown("**How the cause was found**")
    st.markdown(_listed(found.methods, found.n_with_method) or "Nothing is recorded.")
    quantile = found.time_to_diagnose
    if quantile.minutes is not None:
        measured = fmt.count(quantile.n_measured, "incident")
        st.markdown(f"Half of the causes were found within **{fmt.duration(quantile.minutes)}** ({measured}).")


def _listed(counted: list[Counted], n: int) -> str:
    return "\n".join(f"- {fmt.plain(words(one.name))}: {fmt.share_of(one.n, n)}" for one in counted[:MOST_NAMED])


def _show_incidents(rows: pd.DataFrame) -> None:
    shown = incident_columns(rows)
    shown["services"] = [", ".join(names) for names in shown["services"]]
    shown["mitigations"] = [", ".join(words(one) for one in values) for values in shown["mitigations"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "theme": "Theme",
        "mitigations": "What ended it",
        "services": "Services",
    }
    show_table(shown, columns, key="triage", alt="Incidents that answered alike")


def _show_trust(tree: Triage) -> None:
    with st.container(border=True):
        st.markdown("**How far to trust this**", help=DEFINITIONS["triage"])
        st.markdown(accuracy_in_words(tree.accuracy))
        with st.expander("See all questions at once"):
            st.markdown("\n".join(tree_lines(tree, lambda node: _leaf(tree, node))))


def _leaf(tree: Triage, node: Node) -> str:
    named = [f"{fmt.plain(one.name)} ({one.n:,})" for one in likely_themes(tree, node)[:3]]
    return f"{fmt.count(len(node.incident_ids), 'incident')}: {fmt.listing(named)}"


def _show_search() -> None:
    st.page_link(
        links.INCIDENTS,
        label="Have we seen this before? Search with the words of the alert →",
        icon=":material/search:",
    )


main(current_view())
