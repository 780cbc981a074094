"""The floor, a Streamlit script: what a page of the dashboard draws, from constants. `?page=` names the page.

The same sidebar with the same numbers of options, the same texts, figures, charts and tables in the same order; no
query, no statistics, no figure built. A filter chooses among the constants that were recorded under one of its kind.
"""

import os
import pickle
from pathlib import Path

import streamlit as st

st.set_page_config(page_title="Floor", layout="wide", initial_sidebar_state=280)


@st.cache_resource
def recorded():
    """The calls that draw each page, read once."""
    return pickle.loads(Path(os.environ["FLOOR"]).read_bytes())  # noqa: S301 - our own file


lists, calls = recorded()
with st.sidebar:
    st.selectbox("Period", lists["period"], key="period", bind="query-params")
    st.date_input("As known on", key="as_of")
    chosen = {key: st.multiselect(key.capitalize(), lists[key], key=key) for key in ("service", "team", "severity")}
    st.selectbox("Theme", lists["theme"], key="theme")
    st.multiselect("Sources", lists["source"], key="source")
    st.text_input("Your name", key="who")
kind = next((key for key, values in chosen.items() if values), "")
said = [value for values in chosen.values() for value in values]
with st.container(horizontal=True):
    st.caption(" · ".join([*(said or ["All incidents"]), "as known on 30 Sep 2026"]))
for name, args, kwargs in calls[st.query_params.get("page", "Overview"), kind]:
    getattr(st, name)(*args, **kwargs)
