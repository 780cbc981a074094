"""Refrains: chains of incidents in which each repeats an earlier one, and why each link is held to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.filters import HASHED, Filters
from dashboard.rows import each_row
from dashboard.similar import search_index
from dashboard.warehouse import Build, query
from etl.analysis.recurrence import chains
from etl.analysis.recurrence_why import SharedSentence, shared_sentences, terms_told

MOST_CHAINS = 12
MOST_CHOICES = 200
LABEL_LENGTH = 48
TOLD = ("title", "cause_text", "summary_text", "impact_text", "diagnosis_text", "short_term_text", "went_wrong_text")


def _rows(build: Build, filters: Filters, name: str, **extra: Any) -> pd.DataFrame:
    return query(build, name, {**filters.parameters(), **extra})


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHED)
def refrains(build: Build, filters: Filters) -> tuple[pd.DataFrame, int]:
    """The longest chains, a row per incident, longest chain first; and the number of all chains.

    Columns: chain_id, chain (a label), n_in_chain, incident_id, occurred_on, title, fix_state (None for the first),
    earlier_incident_id, earlier_title, days_since, theme, service, follow_up_id.
    """
    links = _rows(build, filters, "recurrence_links")
    if links.empty:
        return pd.DataFrame(columns=["chain_id", "chain", "incident_id", "occurred_on", "title", "fix_state"]), 0
    found = chains(links)
    sizes = found.drop_duplicates("chain_id").nlargest(MOST_CHOICES, "n_in_chain", keep="first")
    shown = found[found["chain_id"].isin(sizes["chain_id"])]
    pairs = _rows(build, filters, "recurrences_of", incident_ids=tuple(shown["incident_id"]))
    shown = shown.merge(_chain_facts(pairs), on="incident_id", how="left")
    repeats = shown.dropna(subset="fix_state").drop_duplicates("chain_id", keep="last").set_index("chain_id")
    labels = {str(chain): _label(row) for chain, row in repeats.iterrows()}
    shown["chain"] = [_distinct(labels, chain) for chain in shown["chain_id"]]
    shown = shown.sort_values(["n_in_chain", "chain_id", "position"], ascending=[False, True, True])
    return shown.reset_index(drop=True), int(found["chain_id"].nunique())


def _chain_facts(pairs: pd.DataFrame) -> pd.DataFrame:
    earlier = pairs[["earlier_incident_id", "earlier_occurred_on", "earlier_title"]].set_axis(
        ["incident_id", "occurred_on", "title"], axis=1
    )
    return pd.concat([pairs, earlier], ignore_index=True).drop_duplicates("incident_id")


def _label(row: pd.Series[Any]) -> str:
    named = [row["theme"] if isinstance(row["theme"], str) else fmt.shorten(row["title"], LABEL_LENGTH), row["service"]]
    return ", ".join(name for name in named if isinstance(name, str) and name) or "Untitled"


def _distinct(labels: dict[str, str], chain: str) -> str:
    """Two chains may share theme and service: later ones are numbered."""
    same = [key for key, label in labels.items() if label == labels[chain]]
    return labels[chain] if same[0] == chain else f"{labels[chain]} ({same.index(chain) + 1})"


def fixes_of(build: Build, filters: Filters, incident_ids: tuple[str, ...]) -> pd.DataFrame:
    """The follow-ups of these incidents, whatever the filters, in their state on the day looked from."""
    return _rows(build, filters, "fixes_of_incidents", incident_ids=incident_ids)


@dataclass(frozen=True)
class Why:
    """What two incidents have in common. Items are None where they share no follow-up or say nothing of each other."""

    sentences: tuple[SharedSentence, ...]
    services: tuple[str, ...]
    theme: str | None
    fix: str | None
    earlier_fix: str | None
    reference: str | None
    is_named: bool
    is_denied: bool


# A follow-up that is less like another than this asks for something else.
LEAST_SAME_FIX = 0.45


@st.cache_data(max_entries=1000, show_spinner=False, hash_funcs=HASHED)
def why(build: Build, filters: Filters, incident_id: str, earlier_id: str) -> Why:
    """The evidence that one incident repeats another, to be read by people."""
    both = _rows(build, filters, "pair_incidents", incident_ids=(incident_id, earlier_id))
    told = {row.incident_id: row for row in each_row(both)}
    own, earlier = told[incident_id], told[earlier_id]
    texts, earlier_texts = ([_text(getattr(row, name)) for name in TOLD] for row in (own, earlier))
    index = search_index(build)
    terms = terms_told([*texts, *earlier_texts])
    rarity = {term: float(index.rarity[index.term_rows[term]]) for term in terms if term in index.term_rows}
    rows = list(each_row(_rows(build, filters, "pair_evidence", incident_id=incident_id, earlier_id=earlier_id)))
    pair = rows[0] if rows else None
    has_fix = pair is not None and pair.fix >= LEAST_SAME_FIX
    return Why(
        sentences=tuple(shared_sentences(texts, earlier_texts, rarity)),
        services=tuple(sorted(set(own.services) & set(earlier.services))),
        theme=_text(own.theme) if own.theme == earlier.theme else None,
        fix=_text(pair.fix_text) if pair is not None and has_fix else None,
        earlier_fix=_text(pair.earlier_fix_text) if pair is not None and has_fix else None,
        reference=_text(pair.reference) if pair is not None else None,
        is_named=pair is not None and pair.named > 0,
        is_denied=pair is not None and pair.denied > 0,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
