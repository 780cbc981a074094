"""Why one incident is held to repeat another: what the two say alike, the fix they share, what the later one says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import streamlit as st

from dashboard import editing
from dashboard import format as fmt
from dashboard.layout import View
from dashboard.refrains import Why, why
from etl.edits.identity import incident_reference
from etl.edits.records import Draft
from etl.load.verdicts import SEPARATOR

LONGEST = 280
LABELS = {"confirmed": "The same failure again", "rejected": "Not the same"}
VERDICTS = {"confirmed": "the same failure again", "rejected": "not the same"}
HINT = "Type your name at the left first."


def show_why(view: View, incident_id: str, earlier_id: str) -> None:
    """The evidence for one pair, a line each."""
    found = why(view.build, view.filters, incident_id, earlier_id)
    lines = list(_lines(found)) or ["Little in common but time and place: read both before relying on it."]
    st.markdown("\n".join(f"- {line}" for line in lines))


def show_verdict(view: View, pair: Any) -> None:
    """Two buttons that say whether the later incident is the earlier failure again, and what was said so far.

    ``pair``: incident_id, title, occurred_on and the same of the earlier one with ``earlier_`` before each name.
    """
    key = f"{pair['incident_id']}{SEPARATOR}{pair['earlier_incident_id']}"
    said = {e.record_key: e for e in editing.edits_of(view) if e.subject == "recurrence"}.get(key)
    if said and said.value and not said.is_reset:
        st.caption(f"{fmt.plain(said.made_by)} said on {fmt.day(said.made_at)}: {VERDICTS[said.value]}.")
    with st.container(horizontal=True):
        for value, label in LABELS.items():
            if st.button(label, key=f"{value}_{key}", disabled=not editing.who(), help=None if editing.who() else HINT):
                _keep_verdict(view, key, value, pair)


def _keep_verdict(view: View, key: str, value: str, pair: Any) -> None:
    sides = {"later": "", "earlier": "earlier_"}
    names = ("incident_id", "title", "occurred_on")
    reference = {
        side: incident_reference({name: pair[f"{before}{name}"] for name in names}) for side, before in sides.items()
    }
    version = editing.seen_version(view, "recurrence", key, "verdict")
    about = {**reference, "title": f"{pair['title']} / {pair['earlier_title']}"}
    editing.keep(view, [Draft("recurrence", key, "verdict", value, version, reference=about)])
    editing.changed()


def _lines(found: Why) -> Iterator[str]:
    if found.reference:
        label = "The later one says that it is not the same" if found.is_denied else "The later one says so itself"
        yield f"**{label}:** {_quote(found.reference)}"
    elif found.is_named:
        yield "**The later one names the earlier one**"
    for shared in found.sentences:
        words = fmt.plain(", ".join(shared.words))
        yield f"**Both tell of {words}:** then {_quote(shared.earlier)}, now {_quote(shared.later)}"
    if found.fix and found.earlier_fix:
        yield (
            f"**The same fix was promised again:** {_quote(found.fix)}"
            if found.fix.casefold() == found.earlier_fix.casefold()
            else f"**A like fix was promised again:** then {_quote(found.earlier_fix)}, now {_quote(found.fix)}"
        )
    noun = "service" if len(found.services) == 1 else "services"
    where = [f"the {noun} {fmt.plain(fmt.listing(list(found.services)))}"] if found.services else []
    where += [f"the theme {fmt.plain(found.theme)}"] if found.theme else []
    if where:
        yield f"**In common:** {' and '.join(where)}"


def _quote(text: str) -> str:
    return f"“{fmt.plain(fmt.shorten(text.strip(), LONGEST))}”"
