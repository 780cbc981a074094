"""`refrain retro`: a file from a warehouse, in the format that its name asks for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dashboard.conftest import ROOT


def _run(warehouse: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "etl.cli", "retro", "--warehouse", str(warehouse), *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)


@pytest.mark.parametrize(("name", "begins"), [("r.pdf", b"%PDF"), ("r.html", b"<!doctype html>"), ("r.md", b"# Retro")])
def test_the_files_name_says_the_format(name: str, begins: bytes, example_warehouse: Path, tmp_path: Path) -> None:
    """One theme, one file, one line about what is in it."""
    target = tmp_path / name
    done = _run(example_warehouse, "--theme", "expired tls certificates", "-o", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Retrospective: Expired TLS certificates.")
    assert target.read_bytes().startswith(begins)


def test_an_unknown_theme_is_answered_with_those_there_are(example_warehouse: Path, tmp_path: Path) -> None:
    """Exit code 2, one sentence, no file."""
    done = _run(example_warehouse, "--theme", "Nothing", "-o", str(tmp_path / "r.md"))
    assert done.returncode == 2
    assert "There is no theme Nothing" in done.stderr
    assert "Provider outage" in done.stderr
    assert not (tmp_path / "r.md").exists()


def test_a_service_and_a_period_narrow_the_pack(example_warehouse: Path, tmp_path: Path) -> None:
    """Fewer incidents in half a year of one service than in all of it; the same choice gives the same bytes."""
    counts = []
    for number, period in enumerate(((), ("--from", "2026-01-01", "--to", "2026-06-30"))):
        target = tmp_path / f"{number}.md"
        done = _run(example_warehouse, "--service", "checkout", *period, "-o", str(target))
        assert done.returncode == 0, done.stderr
        counts.append(int(done.stdout.split("checkout. ", 1)[1].split(" ", 1)[0]))
    assert 0 < counts[1] < counts[0]
