"""What `refrain serve` starts: the dashboard, warmed up as its server begins."""

from pathlib import Path

import streamlit as st

from dashboard.warm import warming

app = st.App(Path(__file__).with_name("app.py"), lifespan=warming)
