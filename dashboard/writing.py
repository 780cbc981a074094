"""How the documents are written, judged by etl.analysis and cached by build and filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.filters import HASHED, Filters
from dashboard.warehouse import Build, query
from etl.analysis.actors import changes_at_once
from etl.analysis.blame import CUE, blaming_phrases
from etl.analysis.communication import promises
from etl.analysis.follow_up_quality import CRITERIA, CompletionComparison, compare_completion, judge_items
from etl.analysis.shares import Share, wilson
from etl.analysis.survival import DurationCounts
from etl.analysis.template_families import FEWEST_HEADINGS, families, family_names

PARTS = {
    "cause_text": "Cause",
    "impact_text": "Impact",
    "diagnosis_text": "Diagnosis",
    "short_term_text": "Mitigation",
    "long_term_text": "Follow-ups",
    "went_well_text": "Went well",
}
# Texts, items and timeline lines beyond these are not judged on a page; the latest come first.
MOST_TEXTS, MOST_ITEMS, MOST_EVENTS = 2_000, 50_000, 10_000
WITHIN_DAYS = 90
CLOSED = {"done": "n_done", "declined": "n_declined"}


def _rows(build: Build, filters: Filters, name: str, most: int, **extra: str) -> pd.DataFrame:
    return query(build, name, {**filters.parameters(), "n_rows": most, **extra})


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def blame(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per blaming phrase: incident_id, title, occurred_on, phrase, sentence, kind, rewrite."""
    texts = _rows(build, filters, "writing_texts", MOST_TEXTS, cue=CUE)
    found = [
        (row.incident_id, row.title, row.occurred_on, one.phrase, one.sentence, one.kind, one.rewrite)
        for row in texts.itertuples(index=False)
        for one in blaming_phrases(str(row.text))
    ]
    columns = ["incident_id", "title", "occurred_on", "phrase", "sentence", "kind", "rewrite"]
    return pd.DataFrame(found, columns=columns)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def judged_follow_ups(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per follow-up with the words that miss each criterion (or None) and is_sound."""
    items = _rows(build, filters, "writing_follow_ups", MOST_ITEMS)
    return items.join(judge_items(items["text"])) if len(items) else items.assign(is_sound=True)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def parts_by_template(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per template and part: name, part, n, total; the commonest template first."""
    rows = query(build, "writing_headings", filters.parameters())
    summed = (
        rows.assign(name=_templates(build, filters, rows))
        .groupby(["name", "part"], sort=False)[["n", "total"]]
        .sum()
        .reset_index()
    )
    return summed.sort_values(["total", "name"], ascending=[False, True], kind="stable")


def incidents_of_templates(build: Build, filters: Filters) -> pd.DataFrame:
    """The template of each incident's document: incident_id, template."""
    rows = query(build, "writing_templates", filters.parameters())
    return rows[["incident_id"]].assign(template=_templates(build, filters, rows))


def _templates(build: Build, filters: Filters, rows: pd.DataFrame) -> list[str]:
    """What each row's template is called, from its headings and format."""
    counts = query(build, "writing_headings", filters.parameters())
    sizes: Counter[frozenset[str]] = Counter()
    for headings, part, total in zip(counts["headings"], counts["part"], counts["total"], strict=True):
        sizes[frozenset(headings)] += int(total) if part == "cause_text" else 0  # each document has a row a part
    leaders = families(sizes)
    names = family_names([leader for leader in dict.fromkeys(leaders.values()) if leader])
    return [
        names[leader] if (leader := leaders[frozenset(headings)]) else unnamed_template(frozenset(headings), str(form))
        for headings, form in zip(rows["headings"], rows["format"], strict=True)
    ]


def unnamed_template(headings: frozenset[str], form: str) -> str:
    """What a document is called whose headings are no template's."""
    return "Other headings" if len(headings) >= FEWEST_HEADINGS else f"Without headings ({form})"


@dataclass(frozen=True)
class Compared:
    """Sound and other follow-ups: completion within the days that are looked at, and what it rests on."""

    name: str
    result: CompletionComparison


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def completion_by_wording(build: Build, filters: Filters) -> list[Compared]:
    """All three criteria together, then each by itself, of the follow-ups whose time is known."""
    items = judged_follow_ups(build, filters)
    timed = items[items["days"] >= 0]
    if timed.empty:
        return []
    sound = {"all three": timed["is_sound"], **{name: timed[name].isna() for name in CRITERIA}}
    return [
        Compared(name, compare_completion(_counts(timed[is_sound]), _counts(timed[~is_sound]), WITHIN_DAYS))
        for name, is_sound in sound.items()
        if is_sound.any() and not is_sound.all()
    ]


def _counts(items: pd.DataFrame) -> DurationCounts:
    left = items["state"].map(CLOSED).fillna("n_censored")
    table = pd.crosstab(items["days"].astype(int), left).reindex(columns=["n_done", "n_declined", "n_censored"])
    return DurationCounts.from_frame(table.fillna(0).astype(int).rename_axis("days").reset_index())


@dataclass(frozen=True)
class Communication:
    """When users were told: a row per incident, a row per promise, and how many of them were kept."""

    updates: pd.DataFrame
    promises: pd.DataFrame
    kept: Share


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def communication(build: Build, filters: Filters) -> Communication:
    """First updates, silences and promises of the incidents whose timeline says when users were told."""
    updates = _rows(build, filters, "writing_updates", MOST_EVENTS)
    events = _rows(build, filters, "writing_events", MOST_EVENTS, what="updates")
    found = promises(events).merge(events[["incident_id", "title"]].drop_duplicates("incident_id"), on="incident_id")
    known = found["is_kept"].dropna()
    return Communication(updates, found, wilson(int(known.sum()), len(known)))


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def simultaneous_changes(build: Build, filters: Filters) -> pd.DataFrame:
    """Pairs of changes by different actors within minutes: incident_id, title, occurred_on, first, second, at."""
    events = _rows(build, filters, "writing_events", MOST_EVENTS, what="changes")
    known = events[["incident_id", "title", "occurred_on"]].drop_duplicates("incident_id")
    return changes_at_once(events).merge(known, on="incident_id")
