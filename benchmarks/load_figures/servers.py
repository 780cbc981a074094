"""Streamlit servers on 127.0.0.1, ended by their own ids."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.load_figures.pages import ROOT

START_SECONDS = 30
BUSY_PERCENT = 8


@dataclass(frozen=True)
class Server:
    """Where one is, and its process."""

    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory_mb(self) -> float:
        """Its resident memory."""
        return float(self.process.memory_info().rss) / 1e6

    def wait_until_idle(self, most_seconds: int = 300) -> None:
        """Until it has nothing left to prepare: three seconds with hardly any work."""
        n_idle = 0
        for _ in range(most_seconds):
            n_idle = n_idle + 1 if self.process.cpu_percent(interval=1) < BUSY_PERCENT else 0
            if n_idle == 3:
                return


@contextmanager
def serving(script: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server of one script, on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(port, psutil.Process(process.pid))
        _wait_until_up(f"{server.url}/_stcore/health")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_up(url: str) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no server at {url} within {START_SECONDS} s")
