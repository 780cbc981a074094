"""Benchmarks: one's own mix of triggers and causes beside published ones, with the mapping and its limits."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.behind import Behind
from dashboard.charts.shares import shares
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_chart,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.rows import each_row
from dashboard.words import joined, words
from etl.analysis.benchmarks import ALIKE, STUDIES, Study, compare, mapped_total

QUESTION = "How do we compare?"
NOUNS = {"trigger": "trigger", "cause_category": "kind of cause"}


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    header = st.container()
    names = [study.name for study in STUDIES]
    picked = st.segmented_control(
        "Compare with", names, default=names[0], required=True, key="study", bind="query-params"
    )
    study = next(one for one in STUDIES if one.name == picked)
    rows = view.rows("benchmark_counts", what=study.field)
    counts = dict(zip(rows["kind"], rows["n"].astype(int), strict=True))
    found = compare(study, counts)
    with header:
        show_header(QUESTION, _answer(study, found, counts))
    _warning(study, counts)
    if found["value"].isna().all():
        show_nothing(
            "Nothing to compare",
            f"No incident here has a known {NOUNS[study.field]} that the study counts as well.",
        )
        return
    _chart(view, study, found, counts)
    _mapping(study, found, counts)
    _incidents(view, study, found)


def _answer(study: Study, found: pd.DataFrame, counts: dict[str, int]) -> str:
    total, _ = mapped_total(study, counts)
    n = sum(counts.values())
    clear = found[found["value"].notna() & (found["verdict"] != ALIKE)]
    measured = fmt.measured_from(total, n)
    if found["value"].isna().all():
        return f"Nothing here can be laid beside {fmt.plain(study.title)}."
    if clear.empty:
        return f"**No clear difference** from {fmt.plain(study.title)} in any {NOUNS[study.field]} ({measured})."
    clear = clear.assign(gap=(clear["value"] - clear["published"]).abs()).sort_values("gap", ascending=False)
    said = [
        f"**{fmt.plain(row.name)}** {row.verdict} ({fmt.percent(row.value)}; published {fmt.percent(row.published)})"
        for row in each_row(clear.head(3))
    ]
    return f"Beside {fmt.plain(study.title)}: {'; '.join(said)} ({measured})."


def _warning(study: Study, counts: dict[str, int]) -> None:
    """What the two sides count, before any number is compared."""
    n, n_unknown = sum(counts.values()), counts.get("unknown", 0)
    total, left_out = mapped_total(study, counts)
    lines = [
        f"**They count** {fmt.plain(study.counted)} ([source](<{study.link}>)).",
        f"**Here are counted** {fmt.share_of(total, n, 'incidents')}: {n_unknown:,} have no known "
        f"{NOUNS[study.field]}" + (f", {left_out:,} have one that the study does not list." if left_out else "."),
        "Different companies write postmortems for different incidents and name their kinds differently, and kinds "
        "here are read from words: look at the incidents below first. A difference is a question, not a grade.",
    ]
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/warning: **Mind the denominators**")
        for line in lines:
            st.markdown(line)


def _chart(view: View, study: Study, found: pd.DataFrame, counts: dict[str, int]) -> None:
    total, _ = mapped_total(study, counts)
    n_clear = int((found["value"].notna() & (found["verdict"] != ALIKE)).sum())
    n_compared = int(found["value"].notna().sum())
    noun = NOUNS[study.field].replace("kind", "kinds") + ("s" if study.field == "trigger" else "")
    title = f"{n_clear:,} of {n_compared:,} {noun} differ clearly from the published share"
    interval = "" if study.n else "; the number of cases behind the published shares is not known"
    show_chart(
        view,
        title,
        partial(shares, found, "Share of incidents", reference="published"),
        found.assign(own=[joined(kinds) for kinds in found["own"]]),
        definition="benchmark",
        key=f"benchmark_{STUDIES.index(study)}",
        measured=f"{fmt.count(total, 'incident')}{interval}",
        behind=Behind(partial(_counted_under, view, study), ("name",)),
    )


def _counted_under(view: View, study: Study, name: str | None = None) -> pd.DataFrame:
    """The incidents counted under one published kind, or under all of them."""
    kinds = [kind for row in study.kinds if name in {None, row.name} for kind in row.own]
    return view.rows("benchmark_incidents", what=study.field, kinds=tuple(dict.fromkeys(kinds)))


def _mapping(study: Study, found: pd.DataFrame, counts: dict[str, int]) -> None:
    st.header("What stands for what", anchor=False)
    st.markdown("The mapping is a reader's judgement. Where it does not fit your words, do not use the comparison.")
    rows = found.assign(
        own=[joined(kinds) if kinds else "no counterpart" for kinds in found["own"]],
        here=[_share(row.value, row.low, row.high) for row in each_row(found)],
        there=[_share(row.published, row.published_low, row.published_high) for row in each_row(found)],
        counted=["" if fmt.is_missing(row.value) else f"{row.n:,} of {row.total:,}" for row in each_row(found)],
    )
    columns = {
        "name": st.column_config.TextColumn("Published kind", width=210),
        "own": st.column_config.TextColumn("Kinds here", width=240),
        "verdict": st.column_config.TextColumn("Difference", width=160),
        "counted": st.column_config.TextColumn("Counted here"),
        "here": st.column_config.TextColumn("Share here", width=190),
        "there": st.column_config.TextColumn("Published", width=190),
    }
    show_table(
        rows, columns, key="benchmark_mapping", alt="Published kinds, what stands for them here, and both shares"
    )
    mapped = {kind for row in study.kinds for kind in row.own} | {"unknown"}
    rest = [f"{words(kind)} ({n:,})" for kind, n in counts.items() if kind not in mapped]
    if rest:
        st.caption(f"Without a published counterpart: {fmt.plain(', '.join(rest))}.")


def _share(value: float, low: float, high: float) -> str:
    if fmt.is_missing(value):
        return ""
    return fmt.percent(value) + ("" if fmt.is_missing(low) else f" ({fmt.interval(low, high, fmt.percent)})")


def _incidents(view: View, study: Study, found: pd.DataFrame) -> None:
    known = found[found["n"] > 0]
    if known.empty:
        return
    picked = st.selectbox(
        "Incidents counted under", known["name"].tolist(), key=f"benchmark_kind_{study.field}", width=320
    )
    kinds = next(row.own for row in study.kinds if row.name == picked)
    rows = view.rows("benchmark_incidents", what=study.field, kinds=kinds)
    shown = incident_columns(rows)
    shown["kind"] = [fmt.sentence_case(words(kind)) for kind in rows["kind"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "severity": "Severity",
        "kind": st.column_config.TextColumn(fmt.sentence_case(NOUNS[study.field])),
        "said": st.column_config.TextColumn("Read from", width=420),
    }
    show_table(shown, columns, key="benchmark_incidents", alt=f"Incidents counted under {picked}")


main(current_view())
