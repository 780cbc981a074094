"""The project's own rules: one direction of imports, no registry in the tree, an example for each command."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from etl.cli import main

ROOT = Path(__file__).parents[1]
# Package registries: a project file names packages, never the host that they come from. Joined here, so that
# this file does not name one either.
REGISTRIES = ("pypi" + ".org", "npm" + "js", "debian" + ".org", "python" + "hosted")
_TEXT = frozenset(
    [
        ".py",
        ".sql",
        ".toml",
        ".md",
        ".txt",
        ".cfg",
        ".yml",
        ".yaml",
        ".json",
        ".css",
        ".js",
        ".sh",
        ".html",
        ".lock",
        "",
    ]
)


def tracked_files() -> list[Path]:
    """The files that Git holds, or will hold; outside a clone, those of the tree."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    found = [ROOT / n for n in names] or [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
    return [p for p in found if p.is_file() and p.suffix.lower() in _TEXT]


def commands(group: click.Group, path: str = "refrain") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


def test_imports_go_one_way() -> None:
    """The import contracts of pyproject.toml hold: transform and analysis are pure."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_no_file_names_a_registry() -> None:
    """Nobody who installs the project is tied to one host of packages."""
    named = {
        str(path.relative_to(ROOT)): word
        for path in tracked_files()
        for word in REGISTRIES
        if word in path.read_text(encoding="utf-8", errors="ignore")
    }
    assert named == {}


@pytest.mark.parametrize(
    ("name", "command"), [("refrain", main), *commands(main)], ids=lambda v: v if isinstance(v, str) else ""
)
def test_each_command_has_an_example(name: str, command: click.Command) -> None:
    """Its help holds an example that calls it, and every option says what it does."""
    shown = command.get_help(click.Context(command, info_name=name))
    assert re.search(rf"Example:\s+{re.escape(name)}", shown), shown
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [o.name for o in options if not o.help] == []
