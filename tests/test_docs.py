"""The documents tell the truth: commands, links and metrics that they name are there."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.words import DEFINITIONS
from etl.cli import main

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link and picture of a document stands in the repository."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_readme_names_the_two_commands_and_make_has_them() -> None:
    """`make demo` and `make test` are in the README and in the Makefile."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert target in targets


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_explained_with_an_example(name: str) -> None:
    """`refrain NAME --help` ends in an example, and the README or the help of `refrain` names the command."""
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert f"refrain {name}" in shown.output.split("Example:", 1)[1]


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_every_definition_in_the_app_has_its_long_form(name: str) -> None:
    """The "?" of the app is short; docs/metrics.md defines the same thing in full."""
    assert f"`{name}`" in (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")


def test_constraints_pin_every_dependency_and_name_no_registry() -> None:
    """Each dependency of pyproject.toml is pinned to one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {m.lower().replace("_", "-") for m in re.findall(r"^([\w.-]+)==[\w.]+$", pins, re.MULTILINE)}
    names = {re.split(r"[<>=\[]", d)[0].lower().replace("_", "-") for d in wanted} - {"refrain"}
    assert names <= pinned
    assert "://" not in pins
