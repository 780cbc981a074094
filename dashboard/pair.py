"""Why one incident is held to repeat another: what the two say alike, the fix they share, what the later one says."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard import format as fmt
from dashboard.layout import View
from dashboard.refrains import Why, why

LONGEST = 280


def show_why(view: View, incident_id: str, earlier_id: str) -> None:
    """The evidence for one pair, a line each."""
    found = why(view.build, view.filters, incident_id, earlier_id)
    lines = list(_lines(found)) or ["Little in common but time and place: read both before relying on it."]
    st.markdown("\n".join(f"- {line}" for line in lines))


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
    where = [f"services {fmt.plain(fmt.listing(list(found.services)))}"] if found.services else []
    where += [f"the theme {fmt.plain(found.theme)}"] if found.theme else []
    if where:
        yield f"**In common:** {' and '.join(where)}"


def _quote(text: str) -> str:
    return f"“{fmt.plain(fmt.shorten(text.strip(), LONGEST))}”"
