"""Draw docs/screenshots anew: every page of the demo, in both themes. Run by `make screenshots`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.load_figures.pages import ROOT, SERVED
from benchmarks.load_figures.servers import serving

SHOTS = Path(__file__).parent / "screenshots"
PAGES = {
    "overview": "?tour=off",
    "recurrence": "recurrence",
    "fixes": "fixes",
    "time-to-diagnose": "time_to_diagnose",
    "follow-ups": "follow_ups",
    "themes": "themes",
    "triage": "triage",
    "incidents": "incidents",
    "data-health": "data_health",
    "retro-pack": "retro_pack",
    "writing-quality": "writing_quality",
    "earned-its-keep": "earned_its_keep",
    "benchmarks": "benchmarks",
}
WIDTH, HEIGHT = 1440, 1000
SETTLED_MS = 2500


def shoot(page: Page, address: str, target: Path) -> None:
    """One page as a reader first sees it."""
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=target)


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        warehouse = Path(folder) / "example.duckdb"
        load = [str(Path(sys.executable).parent / "refrain"), "load", str(ROOT / "data" / "example"), "--quiet"]
        subprocess.run([*load, "--warehouse", str(warehouse)], check=True)  # noqa: S603
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with serving(SERVED, {"REFRAIN_WAREHOUSES": f"Larkspur (example)={warehouse}"}) as server:
            for theme in ("light", "dark"):
                context = browser.new_context(color_scheme=theme, viewport={"width": WIDTH, "height": HEIGHT})
                page = context.new_page()
                for name, path in PAGES.items():
                    shoot(page, f"{server.url}/{path}", SHOTS / f"{name}-{theme}.png")
        browser.close()


if __name__ == "__main__":
    main()
