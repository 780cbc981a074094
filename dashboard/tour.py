"""A short tour of the example: a panel above the page that says what to look at, and leads to the next one.

The step is in the URL. It is offered once on the front page, and never again in a session, or where the URL says "off".
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.layout import View
from dashboard.tour_steps import STEPS

PARAMETER, OFF, SEEN = "tour", "off", "_tour_seen"


def show_button(view: View) -> None:
    """The way into the tour, on the example only."""
    if view.build.is_example and st.button("Tour", icon=":material/explore:", type="tertiary", key="tour_button"):
        _go(view, 0)


def show_tour(view: View, is_front_page: bool) -> None:
    """The step that the URL names; on the front page, on the first visit, the offer."""
    if not view.build.is_example:
        return
    step = current_step(st.query_params.get(PARAMETER))
    if step is not None:
        st.session_state[SEEN] = True
        _show_step(view, step)
    elif is_front_page and PARAMETER not in st.query_params and not st.session_state.get(SEEN):
        _offer(view)


def current_step(value: Any) -> int | None:
    """The place of the step in the URL (counted from 1 there); None where it names none."""
    text = str(value or "")
    return int(text) - 1 if text.isdecimal() and 1 <= int(text) <= len(STEPS) else None


def _offer(view: View) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="tour_offer"):
        st.markdown(f"**New here?** A tour of the example: {len(STEPS)} steps, two minutes.", width="stretch")
        if st.button("Show me", key="tour_start"):
            _go(view, 0)
        st.button("No, thanks", key="tour_decline", on_click=_end)


def _show_step(view: View, place: int) -> None:
    step = STEPS[place]
    with st.container(border=True, key="tour_step"):
        st.markdown(f":material/explore: **Step {place + 1} of {len(STEPS)}: {step.title}**")
        st.markdown(step.said(view))
        with st.container(horizontal=True):
            if place and st.button("Back", key="tour_back", icon=":material/arrow_back:"):
                _go(view, place - 1)
            if place + 1 < len(STEPS):
                following = STEPS[place + 1].title
                if st.button(f"Next: {following[:1].lower()}{following[1:]}", key="tour_next"):
                    _go(view, place + 1)
            st.button("End the tour", key="tour_end", on_click=_end)


def _go(view: View, place: int) -> None:
    step = STEPS[place]
    needed = step.leads_to(view) if step.leads_to else {}
    st.switch_page(step.page, query_params={**needed, PARAMETER: str(place + 1)})


def _end() -> None:
    """No more of it, here or where this address is opened (a widget callback)."""
    st.session_state[SEEN] = True
    st.query_params[PARAMETER] = OFF
