"""One person in a browser on two servers by turns: each click on the dashboard is followed by the same on the floor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from benchmarks.load_figures.pages import Page

DASHBOARD, FLOOR = "dashboard", "floor"
LIKELY, OTHER, WARM, FIRST = "likely filter", "other filter", "seen before", "first page"
MOST_MS = 30_000
# From the click until the page says what is chosen, its run has ended, nothing on it is stale or still to come, each
# chart and table is drawn, and that is painted.
IS_DRAWN = """(said) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const told = document.querySelector('[data-testid="stMain"] [data-testid="stCaptionContainer"]');
    return app && told && told.textContent.includes(said) && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
        && [...document.querySelectorAll('.stPlotlyChart')].every((chart) => chart.querySelector('.main-svg'))
        && [...document.querySelectorAll('.stDataFrame')].every((table) => table.querySelector('canvas'));
}"""
WATCH = f"""(said) => {{
    const isDrawn = {IS_DRAWN};
    window.drawn = new Promise((resolve, reject) => document.addEventListener('click', () => {{
        setTimeout(() => reject(new Error(`not drawn: ${{said}}`)), {MOST_MS});
        const start = performance.now();
        const look = () => isDrawn(said)
            ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
            : setTimeout(look, 4);
        setTimeout(look, 20);
    }}, {{capture: true, once: true}}));
}}"""
OPEN = f"""(said) => new Promise((resolve, reject) => {{
    setTimeout(() => reject(new Error(`not drawn: ${{said}}`)), {MOST_MS});
    const isDrawn = {IS_DRAWN};
    const look = () => isDrawn(said)
        ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        : setTimeout(look, 4);
    look();
}})"""


@dataclass(frozen=True)
class Timing:
    """One click, or one first page: milliseconds from it to the drawn page."""

    page: str
    what: str
    filter: str
    where: str
    milliseconds: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's, else Playwright's own."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def addresses(page: Page, urls: dict[str, str]) -> dict[str, str]:
    """Where a page is on both servers."""
    return {
        DASHBOARD: f"{urls[DASHBOARD]}/{page.address}?{urlencode(page.state)}",
        FLOOR: f"{urls[FLOOR]}/?{urlencode({'page': page.name, **page.state})}",
    }


def first_pages(browser: Browser, page: Page, urls: dict[str, str], n: int) -> Iterator[Timing]:
    """A page opened by someone who was never there: a new browser context each time."""
    for _, (where, address) in product(range(n), addresses(page, urls).items()):
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        tab = context.new_page()
        tab.goto(address, wait_until="commit")
        yield Timing(page.name, FIRST, "", where, float(tab.evaluate(OPEN, "All incidents")))
        context.close()


def clicks(
    browser: Browser, page: Page, urls: dict[str, str], chosen: Sequence[tuple[str, str, str]]
) -> Iterator[Timing]:
    """Each (filter, value, LIKELY or OTHER) is chosen for the first time, cleared, chosen again, cleared: on both
    servers by turns."""
    tabs = {where: _opened(browser, address) for where, address in addresses(page, urls).items()}
    for (kind, value, first), again in product(chosen, (False, True)):
        what = WARM if again else first
        for where, tab in tabs.items():
            yield Timing(page.name, what, kind, where, _choose(tab, kind, value))
        for where, tab in tabs.items():
            yield Timing(page.name, WARM, "cleared", where, _clear(tab, kind, value))
    for tab in tabs.values():
        tab.context.close()


def _opened(browser: Browser, address: str) -> Tab:
    tab = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    tab.set_default_timeout(MOST_MS)
    tab.goto(address, wait_until="commit")
    tab.evaluate(OPEN, "All incidents")
    tab.wait_for_timeout(500)
    return tab


def _choose(tab: Tab, kind: str, value: str) -> float:
    box = tab.locator(f".st-key-{kind} input")
    box.click()
    box.fill(value)
    option = tab.get_by_role("option", name=value, exact=True)
    option.wait_for()
    tab.evaluate(WATCH, value)
    option.click()
    took = float(tab.evaluate("window.drawn"))
    tab.keyboard.press("Escape")
    return took


def _clear(tab: Tab, kind: str, value: str) -> float:
    tab.evaluate(WATCH, "All incidents")
    tab.locator(f".st-key-{kind} [aria-label='Remove {value}'] >> visible=true").click()
    took = float(tab.evaluate("window.drawn"))
    tab.keyboard.press("Escape")
    return took
