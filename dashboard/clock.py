"""The clock that the reader looks at: that of their own time zone, or UTC."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from dashboard import format as fmt

OWN, UTC = "Yours", "UTC"


def zone() -> dt.tzinfo:
    """The reader's time zone as their browser tells it; UTC where they chose it, or nothing is told."""
    own = st.context.timezone
    if not own or st.session_state.get("times") == UTC:
        return dt.UTC
    try:
        return ZoneInfo(own)
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def choose() -> None:
    """Ask which clock to read; nothing where the reader's own is UTC anyway."""
    own = st.context.timezone
    if not own or fmt.zone_at(dt.datetime.now(dt.UTC), zone()) == UTC != st.session_state.get("times"):
        return
    st.segmented_control(
        "Times of day",
        [OWN, UTC],
        default=OWN,
        required=True,
        key="times",
        bind="query-params",
        persist_state="session",
        help=f"Your browser's time zone is {own}. Days are counted by UTC, whatever you choose here.",
    )


def moment(value: dt.datetime | None, precision: str | None = "minute") -> str:
    """A time by the reader's clock, no finer than it is known: 4 Jul 2026, 12:34 CEST."""
    return fmt.moment(value, precision, zone())
