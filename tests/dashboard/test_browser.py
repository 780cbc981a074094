"""A real browser on a real server: every page, a filter in the URL, a shared link, the other warehouse."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.load_figures.servers import serving
from tests.dashboard.conftest import APP

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the accessibility checker is not installed")
PAGES = (
    "",
    "recurrence",
    "fixes",
    "time_to_diagnose",
    "follow_ups",
    "follow_ups?show=How+they+get+done",
    "themes",
    "triage",
    "incidents",
    "incidents?incident=i005",
    "data_health",
    "retro_pack",
    "writing_quality",
    "earned_its_keep",
    "benchmarks",
)
# Streamlit looks for its own address below every page's path first: these two are not found, by design.
EXPECTED = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture(scope="module", name="server")
def _server(example_warehouse: Path, empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a free port, ended by its own id; edits are kept beside a copy."""
    example_warehouse = Path(shutil.copy(example_warehouse, tmp_path_factory.mktemp("served") / "example.duckdb"))
    named = f"Example={example_warehouse}{os.pathsep}Empty={empty_warehouse}"
    with serving(APP.with_name("serve.py"), {"REFRAIN_WAREHOUSES": named}) as server:
        yield server.url


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[sync_api.Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_api.sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium found")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(name="problems")
def _problems() -> list[str]:
    return []


@pytest.fixture(name="page")
def _page(browser: sync_api.Browser, problems: list[str]) -> Iterator[sync_api.Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.on("console", lambda message: _note(problems, message))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()


def _note(problems: list[str], message: sync_api.ConsoleMessage) -> None:
    address = str(message.location.get("url", ""))
    if message.type == "error" and not address.endswith(EXPECTED):
        problems.append(f"{message.text} ({address})")


def _open(page: sync_api.Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1", timeout=20_000)
    _settle(page)


def _settle(page: sync_api.Page) -> None:
    """Wait until the run is over: Streamlit says so on its root element."""
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=20_000)


def _barriers(page: sync_api.Page) -> list[str]:
    """Serious findings of the accessibility checker axe (rules of WCAG 2.2), each with where it is."""
    grave: list[dict[str, Any]] = []
    for _ in range(3):  # what is still fading in has too little contrast for a moment
        found = axe.Axe().run(page).response["violations"]
        grave = [one for one in found if one["impact"] in {"serious", "critical"}]
        if not grave:
            return []
        page.wait_for_timeout(1_000)
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]


def _has_exception(page: sync_api.Page) -> bool:
    return page.locator('[data-testid="stException"]').count() > 0 or "Traceback" in page.inner_text("body")


def test_a_shared_link_opens_on_a_fresh_server(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """The very first request may be for any page, with filters, not for the front page."""
    _open(page, f"{server}/recurrence?service=checkout")
    assert not _has_exception(page)
    assert page.locator("h1").inner_text() == "Which failures keep coming back?"
    assert not problems


@pytest.mark.parametrize("path", PAGES)
def test_every_page_draws_without_an_error(path: str, server: str, page: sync_api.Page, problems: list[str]) -> None:
    """No exception, nothing in the console, no barrier to anyone, no sideways scrolling at 800 pixels."""
    _open(page, f"{server}/{path}")
    assert not _has_exception(page)
    assert not _barriers(page)
    page.set_viewport_size({"width": 800, "height": 1000})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    assert not problems


def test_a_filter_is_in_the_url_and_opens_elsewhere(
    server: str, page: sync_api.Page, browser: sync_api.Browser, problems: list[str]
) -> None:
    """Choose a service, walk to another page, open its address in a second window: the filter is there."""
    _open(page, server)
    page.locator(".st-key-service input").click()
    page.get_by_role("option", name="checkout").click()
    page.wait_for_url("**service=checkout**")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Follow-ups").first.click()
    page.wait_for_url("**/follow_ups**service=checkout**")
    _settle(page)
    second = browser.new_page()
    _open(second, page.url)
    second.locator(".st-key-service").get_by_text("checkout").wait_for()
    assert second.locator("h1").inner_text() == page.locator("h1").inner_text()
    second.close()
    assert not problems


def test_the_other_warehouse_is_one_click_away(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """The switch is kept in the URL, and filters of the one do not carry over to the other."""
    _open(page, f"{server}/?service=checkout")
    page.locator(".st-key-data").get_by_text("Empty").click()
    page.wait_for_url("**data=Empty**")
    _settle(page)
    assert "service=" not in page.url
    assert "No incidents here yet" in page.inner_text("body")
    assert not problems


def test_clearing_the_filters_clears_the_url(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """Period, dates, day and service are all gone, from the page and from the address."""
    period = "period=Choose+dates&dates=2025-01-01&dates=2025-06-30&as_of=2025-12-31"
    _open(page, f"{server}/?{period}&service=checkout")
    page.get_by_role("button", name="Clear filters").click()
    page.wait_for_url(f"{server}/")
    _settle(page)
    assert "All incidents · as known on 30 Jun 2026" in page.inner_text("body")
    assert not problems


def test_one_incident_leads_back_to_all(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """The way back keeps the filters and drops the incident."""
    _open(page, f"{server}/incidents?service=checkout&incident=i005")
    page.get_by_role("button", name="All incidents").click()
    page.wait_for_url(f"{server}/incidents?service=checkout")
    page.get_by_text("Have we seen this before?").wait_for()
    assert not problems


def test_a_thing_to_act_on_leads_to_its_page(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """A click on the overview opens the page with the theme already chosen."""
    _open(page, server)
    page.get_by_text("See its repeats").first.click()
    page.wait_for_url("**/recurrence?theme=**")
    _settle(page)
    assert page.locator("h1").inner_text() == "Which failures keep coming back?"
    assert "Any theme" not in page.locator(".st-key-theme").inner_text()
    assert not problems


def test_the_tour_leads_from_page_to_page_and_does_not_come_back(
    server: str, page: sync_api.Page, problems: list[str]
) -> None:
    """Offered on the first visit; each step keeps the filters; once ended, neither the session nor the address nags."""
    _open(page, f"{server}/?service=checkout")
    page.get_by_role("button", name="Show me").click()
    page.get_by_text("Step 1 of 6").wait_for()
    page.get_by_role("button", name="Next: what keeps coming back").click()
    page.get_by_text("Step 2 of 6").wait_for()
    page.wait_for_url("**/recurrence**tour=2**")
    assert "service=checkout" in page.url
    page.get_by_role("button", name="Next: what is left to do").click()
    page.get_by_text("Step 3 of 6").wait_for()
    page.get_by_role("button", name="End the tour").click()
    page.wait_for_url("**tour=off**")
    _settle(page)
    assert not page.get_by_text("Step 3 of 6").count()
    page.get_by_role("link", name="Overview").first.click()
    page.get_by_text("What keeps failing").wait_for()
    _settle(page)
    assert not page.get_by_text("New here?").count()
    _open(page, f"{server}/?tour=off")
    assert not page.get_by_text("New here?").count()
    page.get_by_role("button", name="Tour", exact=True).click()
    page.get_by_text("Step 1 of 6").wait_for()
    assert not problems


def test_a_bubble_of_the_map_leads_to_its_theme(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """Open the map, click a theme that is not the one below: it is now."""
    _open(page, f"{server}/themes")
    page.get_by_text("Map of the themes").click()
    bubbles = page.locator(".stPlotlyChart .points .point")
    bubbles.first.wait_for()
    _settle(page)
    for place in range(bubbles.count()):
        bubbles.nth(place).scroll_into_view_if_needed()
        box = bubbles.nth(place).bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(700)
        _settle(page)
        if "cause_theme=" in page.url:
            break
    else:
        pytest.fail("no click on a bubble changed the theme")
    assert not _has_exception(page)
    assert not problems


def _click_first_title(page: sync_api.Page) -> sync_api.Page:
    """Click into the first cell of the table until the canvas, which is drawn late, answers."""
    for _ in range(10):
        box = page.locator('[data-testid="stDataFrame"]').first.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 60, box["y"] + 52)
        page.wait_for_timeout(300)
        page.mouse.click(box["x"] + 60, box["y"] + 52)
        page.wait_for_timeout(700)
        if len(page.context.pages) > 1:
            return page.context.pages[-1]
    pytest.fail("no click on a title opened an incident")


def test_a_title_in_a_table_opens_its_incident(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """The first row's title, a link drawn on a canvas, opens a new tab on the incident, filters kept."""
    _open(page, f"{server}/incidents?service=checkout")
    incident = _click_first_title(page)
    incident.wait_for_url("**/incidents?service=checkout&incident=**")
    incident.get_by_text("Facts, and where each was read").wait_for()
    assert not _has_exception(incident)
    incident.close()
    assert not problems


def _owners_cell(page: sync_api.Page) -> tuple[float, float]:
    """Where the first row's owner stands on the board's canvas."""
    table = page.locator('[data-testid="stDataFrame"]').first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    return box["x"] + 75 + 310 + 110 + 40, box["y"] + 52


def _type_owner(page: sync_api.Page, owner: str) -> None:
    """Choose the cell, open it, type, commit; the canvas is drawn late, so until it answers."""
    for _ in range(10):
        page.mouse.click(*_owners_cell(page))
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_timeout(400)
        if page.locator("#portal input, #portal textarea").count():
            page.keyboard.press("Control+a")
            page.keyboard.type(owner, delay=50)
            page.wait_for_timeout(400)
            page.keyboard.press("Enter")
            return
        page.wait_for_timeout(500)
    pytest.fail("the owner's cell did not open")


def _open_board(page: sync_api.Page, server: str, who: str) -> None:
    _open(page, f"{server}/follow_ups?queue=Open")
    page.get_by_role("textbox", name="Your name").fill(who)
    page.keyboard.press("Enter")
    page.get_by_text("Change a cell and it is saved").wait_for()
    _settle(page)


def test_two_people_on_the_board_lose_nothing(
    server: str, page: sync_api.Page, browser: sync_api.Browser, problems: list[str]
) -> None:
    """Both give the first item an owner: the first is kept, the second is told and may use their own."""
    second = browser.new_page(viewport={"width": 1440, "height": 1000})
    _open_board(page, server, "Ana")
    _open_board(second, server, "Ben")
    _type_owner(page, "Ana")
    page.get_by_text("Saved: 1 change").wait_for()
    _type_owner(second, "Ben")
    second.get_by_text("Theirs stands; yours is not lost").wait_for()
    second.get_by_role("button", name="Use mine").click()
    second.get_by_text("Saved: 1 change").wait_for()
    second.get_by_text("Latest changes (2 in all)").click()
    second.get_by_text("Ben, 30 Jun 2026").wait_for()
    second.close()
    assert not problems


@pytest.mark.parametrize(
    ("label", "begins"),
    [("Download PDF", b"%PDF"), ("Download HTML", b"<!doctype html>"), ("Download Markdown", b"# Retrospective")],
)
def test_a_retro_pack_can_be_taken_along(
    label: str, begins: bytes, server: str, page: sync_api.Page, problems: list[str]
) -> None:
    """Choose a service, click, and the file is there, named after what it is about."""
    _open(page, f"{server}/retro_pack?retro_about=A+service&retro_service=checkout")
    with page.expect_download(timeout=30_000) as waiting:
        page.get_by_role("button", name=label).click()
    assert waiting.value.suggested_filename.startswith("retrospective-checkout.")
    assert Path(waiting.value.path()).read_bytes().startswith(begins)
    assert not problems


@pytest.mark.parametrize("path", ["", "recurrence", "incidents?incident=i005"])
def test_a_dark_page_can_be_read_by_everyone(path: str, server: str, browser: sync_api.Browser) -> None:
    """The checker finds nothing serious in the dark theme either."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    _open(page, f"{server}/{path}")
    assert not _barriers(page)
    context.close()


def test_a_click_on_a_bar_lists_its_incidents(server: str, page: sync_api.Page, problems: list[str]) -> None:
    """A bar, its list, one of its incidents; and the whole list by the keyboard."""
    _open(page, server)
    page.locator(".stPlotlyChart").first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    bar = page.locator(".stPlotlyChart .points .point").last.bounding_box()
    assert bar is not None
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.get_by_text(re.compile(r"^[A-Z][a-z]{2} 20\d\d: \d+ incidents?$")).wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="List what is behind it").press("Enter")
    page.get_by_role("button", name="Hide the list").wait_for()
    assert not _has_exception(page)
    assert not problems


def test_a_chart_can_be_taken_along(server: str, page: sync_api.Page) -> None:
    """Its rows as CSV, its picture as PNG under its own name."""
    _open(page, server)
    with page.expect_download() as table:
        page.get_by_role("button", name="Download CSV").first.click()
    assert table.value.path().read_text(encoding="utf-8-sig").startswith("month,severity_level,n_incidents")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Download plot as a PNG").first.click()
    assert picture.value.suggested_filename == "refrain-incidents-by-month.png"
    data = picture.value.path().read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 2000


def test_times_are_those_of_the_readers_clock(server: str, browser: sync_api.Browser) -> None:
    """A reader in Tokyo sees Tokyo's time, and UTC on request; the address keeps the choice."""
    context = browser.new_context(timezone_id="Asia/Tokyo", viewport={"width": 1440, "height": 1400})
    page = context.new_page()
    _open(page, f"{server}/incidents?incident=i005")
    page.get_by_text("Time (Asia/Tokyo)").wait_for()
    page.locator(".st-key-times").get_by_text("UTC").click()
    page.wait_for_url("**times=UTC**")
    page.get_by_text("Time (UTC)").wait_for()
    context.close()
