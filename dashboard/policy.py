"""Follow-ups against the policy of refrain.toml, as a part of a page."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import behind
from dashboard import format as fmt
from dashboard.charts.policy import burn_down, done_in_time
from dashboard.layout import View, show_chart
from dashboard.words import severity_name, words
from etl.analysis import policy

GRAINS = {"Month": "month", "Week": "week"}


def show_policy(view: View) -> None:
    """Draw the burn-down and the share done in time; nothing where the build has no policy, or nothing to measure."""
    numbers = view.row("policy_numbers")
    items = view.rows("policy_items") if int(numbers["n_rules"]) else pd.DataFrame()
    if items.empty:
        return
    st.header("Against the policy", anchor=False)
    st.caption(policy_in_words(view.rows("policies")))
    _burn_down(view, numbers, items)
    _done_in_time(view, numbers, items)


@st.fragment
def _burn_down(view: View, numbers: dict[str, Any], items: pd.DataFrame) -> None:
    picked = st.segmented_control(
        "By", list(GRAINS), default="Month", required=True, key="policy_by", bind="query-params"
    )
    grain = GRAINS[str(picked)]
    periods = policy.burn_down(items, view.filters.as_of, grain)
    n_open, n_beyond = int(numbers["n_open"]), int(numbers["n_beyond"])
    agreed = int(numbers["n_beyond_but_agreed"])
    later = f"; for {agreed:,} of them a later date was agreed" if agreed else ""
    title = f"{fmt.share_of(n_beyond, n_open, 'open follow-ups')} are beyond policy{later}"
    show_chart(
        view,
        title,
        partial(burn_down, periods),
        periods,
        definition="policy",
        key=f"burn_down_{grain}",
        behind=behind.follow_ups(view, "at", at=view.filters.as_of),
    )


def _done_in_time(view: View, numbers: dict[str, Any], items: pd.DataFrame) -> None:
    cohorts = policy.closed_within_policy(items, view.filters.as_of)
    show_chart(
        view,
        done_in_time_title(cohorts),
        partial(done_in_time, cohorts),
        cohorts,
        definition="done_in_time",
        key="done_in_time",
        measured=fmt.measured_from(int(numbers["n_measured"]), int(numbers["n_follow_ups"]), "follow-ups"),
        behind=behind.follow_ups(view, "cohort", is_timed=True),
    )


def done_in_time_title(cohorts: pd.DataFrame) -> str:
    """The newest month of which something can be said, and of how many follow-ups."""
    known = cohorts[cohorts["share"].notna()]
    if known.empty:
        return "No month is old enough to say how much is done in time"
    last = known.iloc[-1]
    opened = fmt.count(int(last["n_items"]), "follow-up")
    return f"Done in time: {fmt.percent(last['share'])} of {opened} opened in {fmt.month(last['cohort'])}"


def policy_in_words(rules: pd.DataFrame) -> str:
    """Each rule of the policy: due within 30 days for severity 1, within 90 days for the rest."""
    said = [_rule_in_words(*rule) for rule in rules[["severity_level", "kind", "days"]].itertuples(index=False)]
    return f"Follow-ups are due {'; '.join(said)}."


def _rule_in_words(level: float | None, kind: str | None, n_days: int) -> str:
    named = [
        *([] if fmt.is_missing(level) else [severity_name(level).lower()]),
        *([] if fmt.is_missing(kind) else [f"kind {words(kind)}"]),
    ]
    return f"within {fmt.count(int(n_days), 'day')} for {' and '.join(named) or 'the rest'}"
