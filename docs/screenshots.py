"""Draw docs/screenshots anew: every page of the demo, in both themes. Run by `make screenshots`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
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


@contextmanager
def serving(warehouse: Path) -> Iterator[str]:
    """The dashboard on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(ROOT / "dashboard" / "serve.py"),
        "--server.port",
        str(port),
    ]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    environment = {**os.environ, "REFRAIN_WAREHOUSES": f"Larkspur (example)={warehouse}"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


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
        with serving(warehouse) as address:
            for theme in ("light", "dark"):
                context = browser.new_context(color_scheme=theme, viewport={"width": WIDTH, "height": HEIGHT})
                page = context.new_page()
                for name, path in PAGES.items():
                    shoot(page, f"{address}/{path}", SHOTS / f"{name}-{theme}.png")
        browser.close()


if __name__ == "__main__":
    main()
