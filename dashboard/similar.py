"""Have we seen this before? The incidents nearest to a text, each with what it turned out to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard import links
from dashboard.layout import View
from dashboard.rows import each_row
from dashboard.warehouse import Build, opened
from dashboard.words import NOT_STATED, joined
from etl.analysis.similar import SimilarIndex
from etl.load.search import read_index
from etl.transform.prose import gist
from etl.transform.timeline import what_helped

N_NEAREST = 5
SHOWN_ITEMS = 3


def show_nearest(view: View, search: str) -> bool:
    """Draw the nearest incidents that the filters let through; False where there are none."""
    nearest = find_nearest(view, search)
    if nearest.empty:
        return False
    st.markdown("**The nearest incidents**", help="Found by what they share with the text.")
    for row in each_row(nearest):
        with st.container(border=True, gap="small"):
            _show_one(row)
    return True


def find_nearest(view: View, search: str, n: int = N_NEAREST) -> pd.DataFrame:
    """One row per incident, those whose title holds the very words first, then the nearest."""
    seen = view.rows("incident_ids", search=search)
    in_title = seen.loc[seen["is_in_title"], "incident_id"]
    index = search_index(view.build)
    parts = [
        index.nearest(search, n, in_title.tolist()),
        in_title.head(n).to_frame(),  # words so common that the index leaves them out
        index.nearest(search, n, None if len(seen) == len(index.incident_ids) else seen["incident_id"].tolist()),
    ]
    found = pd.concat(parts).drop_duplicates("incident_id").head(n)
    found["is_in_title"] = found["incident_id"].isin(in_title)
    told = view.rows("similar_incidents", incident_ids=tuple(found["incident_id"]))
    nearest: pd.DataFrame = found.merge(told, on="incident_id")
    return nearest


def search_index(build: Build) -> SimilarIndex:
    """The index of a build, read once."""
    return _index(build.path, build.generation)


@st.cache_resource(max_entries=4, show_spinner=False)
def _index(path: str, generation: int) -> SimilarIndex:
    with closing(opened(path, generation, None).cursor()) as cursor:
        return read_index(cursor)


def _show_one(row: Any) -> None:
    links.incident_link(str(row.incident_id), row.title or "Untitled incident", icon=":material/history:")
    services = fmt.plain(", ".join(row.services)) or "service not stated"
    st.caption(" · ".join([fmt.day(row.occurred_on), services, *_why(row)]))
    st.markdown("  \n".join(f"**{label}:** {fmt.plain(said)}" for label, said in _told(row)))


def _why(row: Any) -> Iterator[str]:
    """What the incident has in common with the text."""
    if row.is_in_title:
        yield "in its title"
    if not fmt.is_missing(row.score):
        yield f"shares {fmt.plain(', '.join(row.shared_terms))} (score {row.score:.2f})"


def _told(row: Any) -> Iterator[tuple[str, str]]:
    yield "It turned out", gist(_text(row.cause_text)) or f"cause {NOT_STATED}"
    yield "Diagnosed by", joined(_listed(row.methods))
    ended = [joined(_listed(row.mitigations)), what_helped(_text(row.short_term_text))]
    yield "Ended by", ": ".join(part for part in ended if part and part != NOT_STATED) or NOT_STATED
    yield "Still open", open_items(_listed(row.open_items), int(row.n_follow_ups), int(row.n_not_recorded))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def open_items(items: Iterable[str], n_follow_ups: int, n_not_recorded: int) -> str:
    """The follow-ups that are open, and how many are in a state that nobody recorded."""
    listed = list(items)
    if not n_follow_ups:
        return "no follow-ups are listed"
    said = listed[:SHOWN_ITEMS]
    if len(listed) > SHOWN_ITEMS:
        said.append(f"and {len(listed) - SHOWN_ITEMS} more")
    if n_not_recorded:
        said.append(f"{fmt.count(n_not_recorded, 'follow-up')} whose state is not recorded")
    return "; ".join(said) or "nothing"


def _listed(values: Any) -> list[str]:
    return list(values) if pd.api.types.is_list_like(values) else []
