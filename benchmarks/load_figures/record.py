"""What each page draws, recorded once from the real page, so that a bare script can draw the same from constants."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from benchmarks.load_figures.pages import APP, Page

Call = tuple[str, tuple[Any, ...], dict[str, Any]]
# What is drawn; containers are left out, so the floor is rather too light than too heavy.
DRAWN = (
    "title", "header", "markdown", "caption", "metric", "plotly_chart", "dataframe", "data_editor",
    "download_button",
    "segmented_control", "selectbox", "pills", "toggle", "text_input", "page_link", "button", "pagination", "space",
    "badge",
)  # fmt: skip
CALLABLES = {"on_change", "on_click", "args", "kwargs", "format_func"}


class _Recorder:
    """Stands in for the functions of Streamlit while a page runs, and notes each call."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.is_on = False
        for name in DRAWN:
            setattr(st, name, self._noting(name, getattr(st, name)))
        run = StreamlitPage.run

        def noted(page: StreamlitPage) -> None:
            self.calls, self.is_on = [], True
            try:
                run(page)
            finally:
                self.is_on = False

        StreamlitPage.run = noted  # type: ignore[method-assign]

    def _noting(self, name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        def drawn(*args: Any, **kwargs: Any) -> Any:
            if self.is_on:
                self.calls.append(_as_constant(name, args, kwargs))
            return draw(*args, **kwargs)

        return drawn


def _as_constant(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
    """The same call without functions: labels in place of what is formatted, nothing to download."""
    kept = {key: value for key, value in kwargs.items() if key not in CALLABLES}
    if name == "download_button":
        kept["data"] = b""
    if name == "page_link":
        return name, ("https://example.com",), {key: value for key, value in kept.items() if key != "query_params"}
    if name == "dataframe" and hasattr(args[0], "data"):
        args = (args[0].data,)
    if "format_func" in kwargs:
        options = {option: kwargs["format_func"](option) for option in args[1]}
        args = (args[0], list(dict.fromkeys(options.values())))
        kept |= {"default": options[kept["default"]]} if "default" in kept else {}
    return pickle.loads(pickle.dumps((name, args, kept)))  # noqa: S301 - our own values, now nobody else's


def record(pages: tuple[Page, ...], service: str, to: Path) -> dict[str, list[str]]:
    """Draw each page under no filter and under one filter of each kind (this service), and keep {(page, kind): calls}.

    Returns what the filters can be set to.
    """
    recorder = _Recorder()
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.run()
    choices = {
        "service": [service],
        "team": [app.multiselect(key="team").options[-1]],
    }
    choices |= {"severity": [3]}
    found: dict[tuple[str, str], list[Call]] = {}
    for page in pages:
        app.switch_page(page.file).run()
        for key, value in page.state.items():
            app.session_state[key] = value
        for kind in ("", *choices):
            for key in choices:
                app.session_state[key] = choices[key] if key == kind else []
            app.run()
            found[page.name, kind] = recorder.calls
            if app.exception:
                raise RuntimeError(f"{page.name}: {app.exception[0].message}")
    lists = {key: app.multiselect(key=key).options for key in ("service", "team", "severity", "source")}
    lists |= {"theme": app.selectbox(key="theme").options, "period": app.selectbox(key="period").options}
    to.write_bytes(pickle.dumps((lists, found)))
    return lists
