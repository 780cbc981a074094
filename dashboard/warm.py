"""What visitors would otherwise wait for: pages are opened before them, so that the caches hold what they ask and draw.

A session that nobody looks at opens each page as a browser would: without a filter as the server starts, then, while
nobody asks for a page, under each of the likeliest filters; and again for each new build and after edits.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import duckdb
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, SessionClient

from dashboard import links, similar
from dashboard.filters import MONTHS_BACK
from dashboard.visitors import VISITORS
from dashboard.warehouse import Build, Source, current_build, query, sources
from dashboard.words import severity_name
from etl.errors import RefrainError

SECONDS_BETWEEN_LOOKS = 5.0
MOST_SECONDS = 60.0
Parameters = dict[str, str]
# The pages of every week, each in every state that has figures of its own.
OFTEN: tuple[tuple[str, Parameters], ...] = (
    (links.OVERVIEW, {}),
    (links.RECURRENCE, {}),
    (links.DIAGNOSE, {}),
    (links.FOLLOW_UPS, {}),
    (links.FOLLOW_UPS, {"show": "How they get done"}),
    (links.THEMES, {}),
    (links.INCIDENTS, {}),
)
# Those that are opened less often, or keep much in memory: without a filter only.
SELDOM: tuple[tuple[str, Parameters], ...] = (
    (links.FIXES, {}),
    (links.TRIAGE, {}),
    (links.RETRO, {}),
    (links.EARNED, {}),
    (links.WRITING, {}),
    (links.BENCHMARKS, {}),
    (links.HEALTH, {}),
)


class _Nobody(SessionClient):
    """The other end of a session that nobody looks at."""

    def __init__(self) -> None:
        self.is_complete = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take what a page sends; after the last of it the page is complete."""
        if msg.WhichOneof("type") == "script_finished":
            self.is_complete.set()


async def keep_warm(runtime: Runtime) -> None:
    """Prepare each warehouse, and whatever takes its place, until this is cancelled."""
    prepared: dict[Source, Build] = {}
    while True:
        for source in sources():
            with suppress(OSError, duckdb.Error, RefrainError):  # what cannot be opened is explained by the page
                build = await asyncio.to_thread(current_build, source)
                if prepared.get(source) != build:
                    prepared[source] = build
                    await prepare(runtime, source, build)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def prepare(runtime: Runtime, source: Source, build: Build) -> None:
    """Open the pages without a filter, then, in quiet moments, under each likely one.

    Ends early where another build has taken the place of this one.
    """
    if not int((await asyncio.to_thread(query, build, "choices")).iloc[0]["n_incidents"]):
        return
    data = {"data": source.label} if len(sources()) > 1 else {}
    for page, state in (*OFTEN, *SELDOM):
        await open_page(runtime, page, {**data, **state})
    await asyncio.to_thread(similar.search_index, build)
    await _until_quiet()
    gc.unfreeze()  # what the caches let go of since the build before goes now
    _set_aside()
    for chosen in await asyncio.to_thread(lambda: list(likely(build))):
        for page, state in OFTEN:
            await _until_quiet()
            await open_page(runtime, page, {**data, **state, **chosen})
        _set_aside()
        if await asyncio.to_thread(current_build, source) != build:
            return


async def _until_quiet() -> None:
    while not VISITORS.are_reading():
        await asyncio.sleep(1)


def _set_aside() -> None:
    """Let Python's collector not look again at what the caches hold: that would stop everybody for half a second."""
    gc.collect()
    gc.freeze()


async def open_page(runtime: Runtime, page: str, parameters: Parameters) -> None:
    """Run a page once, as for a browser that asks for its address; what it draws goes nowhere."""
    nobody, message = _Nobody(), BackMsg()
    message.rerun_script.page_name = "" if page == links.OVERVIEW else Path(page).stem
    message.rerun_script.query_string = urlencode(parameters)
    session = runtime.connect_session(nobody, user_info={})
    try:
        runtime.handle_backmsg(session, message)
        await asyncio.wait_for(nobody.is_complete.wait(), MOST_SECONDS)
    except TimeoutError:
        logging.getLogger(__name__).warning("%s took longer than %.0f s", page, MOST_SECONDS)
    finally:
        runtime.close_session(session)


def likely(build: Build) -> Iterator[Parameters]:
    """The filters that people are likely to choose first: each period, and what most incidents have in common."""
    for period in MONTHS_BACK:
        yield {"period": period}
    for kind, value, _ in query(build, "likely_filters").itertuples(index=False):
        yield {kind: severity_name(int(value)) if kind == "severity" else value}
