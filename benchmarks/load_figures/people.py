"""Many people on one server: light clients that speak Streamlit's websocket protocol and draw nothing.

A click is timed from sending it to the message that its run has ended, so this is the server's part of it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.load_figures.pages import Page

SECONDS_BETWEEN_CLICKS = 10
MOST_SECONDS = 60


class Person:
    """One session on one page, with the widgets that it was sent."""

    def __init__(self, socket: ClientConnection, page: Page) -> None:
        self._socket, self._page = socket, page
        self._page_hash = ""
        self._services = ""
        self._shown = ""

    async def open(self) -> None:
        """The first run of the page."""
        await self._run([])

    async def choose(self, services: Sequence[str]) -> float:
        """Set the filter of services; seconds until the page is complete."""
        return await self._run(list(services))

    async def _run(self, services: list[str]) -> float:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = urlencode(self._page.state), self._page_hash
        state.page_name = "" if self._page_hash else self._page.address
        state.context_info.url = f"http://127.0.0.1/{self._page.address}"
        self._add(state, self._services, services)
        if self._page.state:
            self._add(state, self._shown, [self._page.state["show"]])
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(MOST_SECONDS):
            while not self._is_last(ForwardMsg.FromString(await self._socket.recv())):  # type: ignore[arg-type]
                pass
        return time.perf_counter() - start

    def _add(self, state: Any, widget_id: str, values: list[str]) -> None:
        if widget_id:
            widget = state.widget_states.widgets.add()
            widget.id = widget_id
            widget.string_array_value.data.extend(values)

    def _is_last(self, message: ForwardMsg) -> bool:
        if message.WhichOneof("type") == "navigation":
            self._page_hash = message.navigation.page_script_hash
        element = message.delta.new_element
        if element.HasField("multiselect") and element.multiselect.id.endswith("-service"):
            self._services = element.multiselect.id
        if element.HasField("button_group") and element.button_group.id.endswith("-show"):
            self._shown = element.button_group.id
        if element.HasField("exception"):
            raise RuntimeError(element.exception.message)
        return message.WhichOneof("type") == "script_finished"


def _arrive(port: int) -> connect:
    origin: Any = f"http://127.0.0.1:{port}"
    protocols: Any = ["streamlit"]
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=protocols, origin=origin, max_size=None)


async def _alone(port: int, pages: Sequence[Page], services: Sequence[str]) -> list[float]:
    took = []
    for page in pages:
        async with _arrive(port) as socket:
            person = Person(socket, page)
            await person.open()
            took += [await person.choose([service]) for service in services]
    return took


def alone(port: int, pages: Sequence[Page], services: Sequence[str]) -> list[float]:
    """Seconds of each click of one person, on each page each service, one after the other."""
    return asyncio.run(_alone(port, pages, services))


async def _clicking(port: int, page: Page, services: Sequence[str], wait: float) -> list[float]:
    async with _arrive(port) as socket:
        person = Person(socket, page)
        await person.open()
        await asyncio.sleep(wait)
        took = []
        for service in services:
            next_click = time.perf_counter() + SECONDS_BETWEEN_CLICKS
            took.append(await person.choose([service]))
            await asyncio.sleep(max(0.0, next_click - time.perf_counter()))
        return took


def together(port: int, pages: Sequence[Page], services: Sequence[str], n_people: int, n_clicks: int) -> list[float]:
    """Seconds of each click of many people at once, spread over the pages, each on services of their own."""
    rng = random.Random(1)  # noqa: S311 - when people click, no secret

    async def all_of_them() -> list[list[float]]:
        people = (
            _clicking(
                port,
                pages[number % len(pages)],
                [services[(number // len(pages) * n_clicks + click) % len(services)] for click in range(n_clicks)],
                rng.uniform(0, SECONDS_BETWEEN_CLICKS),
            )
            for number in range(n_people)
        )
        return await asyncio.gather(*people)

    return [seconds for took in asyncio.run(all_of_them()) for seconds in took]


async def _present(port: int, pages: Sequence[Page], n_people: int, n_before: float, memory: Any) -> float:
    sockets = [await _arrive(port) for _ in range(n_people)]
    for number, socket in enumerate(sockets):
        await Person(socket, pages[number % len(pages)]).open()
    grown = float(memory()) - n_before
    for socket in sockets:
        await socket.close()
    return grown / n_people


def memory_per_session(port: int, pages: Sequence[Page], n_people: int, memory: Any) -> float:
    """MB by which the server grows for each session that stays, on pages that were drawn before."""
    return asyncio.run(_present(port, pages, n_people, float(memory()), memory))
