"""What `refrain serve` starts: the dashboard, kept warm from its server's beginning to its end."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime import get_instance

# These warn that no session asks.
QUIET = ("caching.cache_data_api", "scriptrunner_utils.script_run_context")


@asynccontextmanager
async def warming(_: Any) -> AsyncIterator[None]:
    """Read the modules before the server listens, then fill the caches beside it: a visitor at once waits no longer."""
    for name in QUIET:
        logging.getLogger(f"streamlit.runtime.{name}").setLevel(logging.ERROR)
    from dashboard.warm import keep_warm  # here, where the above holds

    gc.freeze()  # what was read stays: no collection needs to look at it again
    warmer = asyncio.create_task(keep_warm(get_instance()))
    yield
    warmer.cancel()
    await asyncio.gather(warmer, return_exceptions=True)


app = st.App(Path(__file__).with_name("app.py"), lifespan=warming)
