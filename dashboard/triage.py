"""The triage tree of one build and its filters, and what is known of the incidents at one place in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.filters import Filters
from dashboard.warehouse import Build, query
from etl.analysis.durations import Quantile, ValueCounts, median
from etl.analysis.triage import N_GUESSES, Accuracy, Counted, Node, Triage, count_named, grow_triage

MOST_READ = 5_000
LEVEL = 0.05


def incidents(build: Build, filters: Filters) -> pd.DataFrame:
    """What the tree is made from, the latest incidents first."""
    return query(build, "triage_incidents", {**filters.parameters(), "n_rows": MOST_READ})


@st.cache_data(max_entries=100, show_spinner="Looking for the questions that tell most…")
def triage(build: Build, filters: Filters) -> Triage | None:
    """The tree, grown once for each build and set of filters."""
    return grow_triage(incidents(build, filters))


@dataclass(frozen=True)
class Helped:
    """What is recorded of some incidents: mitigations and methods by how often, and the time to diagnose."""

    mitigations: list[Counted]
    n_with_mitigation: int
    methods: list[Counted]
    n_with_method: int
    time_to_diagnose: Quantile


def helped(rows: pd.DataFrame) -> Helped:
    """Count what worked in these incidents (rows of `incidents`); nothing is counted where nothing is recorded."""
    return Helped(
        count_named(value for values in rows["mitigations"] for value in values),
        int((rows["mitigations"].map(len) > 0).sum()),
        count_named(value for values in rows["methods"] for value in values),
        int((rows["methods"].map(len) > 0).sum()),
        median(ValueCounts.from_values(rows["time_to_diagnose_minutes"].astype(float).round())),
    )


def accuracy_in_words(accuracy: Accuracy) -> str:
    """How far the tree may be trusted, beside a guess that asks nothing."""
    n = accuracy.n
    tried = (
        f"Tried on incidents that it had not seen, the right theme was among the {N_GUESSES} that it named "
        f"for **{fmt.share_of(accuracy.among_three, n, 'incidents')}**, and named first for "
        f"{fmt.share_of(accuracy.first, n)}."
    )
    asking_nothing = (
        f"Always naming the {N_GUESSES} commonest would be right for {fmt.share_of(accuracy.among_three_baseline, n)}, "
        f"the commonest alone for {fmt.share_of(accuracy.first_baseline, n)}"
    )
    if accuracy.among_three <= accuracy.among_three_baseline:
        return f"{tried} {asking_nothing}: **these questions tell no more than that**."
    if accuracy.p_value >= LEVEL:
        return f"{tried} {asking_nothing}: the difference may be chance."
    return f"{tried} {asking_nothing}: better than that, and still no diagnosis."


def tree_lines(triage: Triage, say: Callable[[Node], str]) -> list[str]:
    """The whole tree as a nested Markdown list; `say` puts the incidents of a leaf into words."""
    lines: list[str] = []

    def walk(place: int, depth: int, answer: str) -> None:
        node = triage.nodes[place]
        told = fmt.plain(node.question) if node.question else say(node)
        lines.append(f"{'    ' * depth}- {answer}{told}")
        for label, following in (("**yes:** ", node.if_yes), ("**no:** ", node.if_no)):
            if following is not None:
                walk(following, depth + 1, label)

    walk(0, 0, "")
    return lines
