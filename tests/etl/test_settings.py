"""refrain.toml: the README's example is true, and what is wrong is said with what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from etl.cli import main
from etl.errors import InputError
from etl.settings import read_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = re.search(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def load(*arguments: str | Path, **options: Any) -> Result:
    listed = ["load", *(str(a) for a in arguments), "--as-of", "2024-06-30", "--jobs", "1"]
    return CliRunner().invoke(main, listed, **options)


def test_the_example_of_the_readme_is_true(tmp_path: Path) -> None:
    """Its example parses, with something in each table."""
    assert EXAMPLE
    path = tmp_path / "refrain.toml"
    path.write_text(EXAMPLE[1])
    found = read_settings(path)
    assert found.edits.url
    assert found.trackers
    assert len(found.policy.rows()) >= 4
    assert found.digest.base_url
    for target in (found.digest.file, found.digest.email, found.digest.webhook):
        assert target


def test_the_example_company_has_a_policy() -> None:
    assert read_settings(ROOT / "data" / "refrain.toml").policy.rows()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[policy", "is not valid TOML"),
        ("[polices]\na = 1", "polices is not a setting that Refrain knows"),
        ("[policy.due_within_days]\ndefault = 0", "policy.due_within_days.default"),
        ("[policy.due_within_days]\nby_severity = { 9 = 3 }", "policy.due_within_days.by_severity.9"),
        ("[policy.due_within_days]\nby_kind = { cleaning = 3 }", "policy.due_within_days.by_kind.cleaning"),
        ('[digest]\nbase_url = "refrain.internal"', "no http or https address"),
        ('[[digest.webhook]]\nkind = "slack"', "either url or url_env"),
        ('[[digest.email]]\nhost = "h"\nfrom = "a@b"\nto = []', "digest.email.0.to"),
        ('[[digest.email]]\nhost = "h"\nfrom = "a@b"\nto = ["a@b\\nBcc: c@d"]', "digest.email.0.to.0"),
        (
            '[[digest.email]]\nhost = "h"\nfrom = "a@b"\nto = ["a@b"]\nstarttls = false\n'
            'user = "u"\npassword_env = "P"',
            "would travel unencrypted",
        ),
        ('[[digest.file]]\npath = "a.md"\n[[digest.file]]\npath = "a.md"', "give each a name"),
    ],
)
def test_a_wrong_file_is_explained_and_ends_with_exit_code_2(
    docs: Path, warehouse: Path, tmp_path: Path, text: str, told: str
) -> None:
    """The message names the file and the setting; nothing is loaded."""
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    result = load(docs, "--warehouse", warehouse, "--config", path)
    assert result.exit_code == 2
    assert told in result.output
    assert str(path) in result.output
    assert not warehouse.exists()


def test_a_secret_address_is_in_no_message(tmp_path: Path) -> None:
    path = tmp_path / "refrain.toml"
    path.write_text('[[digest.webhook]]\nkind = "slack"\nurl = "ftp://hooks.example.org/T0/hunter2"')
    with pytest.raises(InputError) as caught:
        read_settings(path)
    assert "hunter2" not in str(caught.value)
    path.write_text('[[digest.webhook]]\nkind = "slack"\nurl = "https://hooks.example.org/T0/hunter2"')
    assert "hunter2" not in repr(read_settings(path))


def test_a_file_that_is_not_there_is_said(docs: Path, warehouse: Path, tmp_path: Path) -> None:
    result = load(docs, "--warehouse", warehouse, "--config", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "none.toml cannot be read" in result.output


def test_the_file_in_the_current_folder_is_taken(
    docs: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless another one is named, on the command line or in the environment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refrain.toml").write_text("[wrong]")
    (tmp_path / "right.toml").write_text("")
    assert load(docs, "--warehouse", warehouse).exit_code == 2
    assert load(docs, "--warehouse", warehouse, "--config", "right.toml").exit_code == 0
    assert load(docs, "--warehouse", warehouse, env={"REFRAIN_CONFIG": "right.toml"}).exit_code == 0


def test_the_edits_are_read_from_where_the_file_says(docs: Path, warehouse: Path, tmp_path: Path) -> None:
    """A place that cannot be opened is an error, so it was looked at."""
    path = tmp_path / "refrain.toml"
    path.write_text(f'[edits]\nurl = "sqlite:///{docs}"')
    result = load(docs, "--warehouse", warehouse, "--config", path)
    assert result.exit_code == 2
    assert "The edits cannot be kept" in result.output


def test_serve_hands_the_file_on_to_the_app(
    docs: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an absolute path, in REFRAIN_CONFIG."""
    load(docs, "--warehouse", warehouse)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refrain.toml").write_text("")
    monkeypatch.setenv("REFRAIN_WAREHOUSES", "")
    monkeypatch.setenv("REFRAIN_CONFIG", "")
    started: list[tuple[str, str]] = []

    def remember(program: str, arguments: list[str]) -> None:
        started.append((program, os.environ["REFRAIN_CONFIG"]))

    monkeypatch.setattr("etl.cli.os.execv", remember)
    result = CliRunner().invoke(main, ["serve", "--warehouse", str(warehouse), "--no-browser"])
    assert result.exit_code == 0, result.output
    assert [config for _, config in started] == [str(tmp_path / "refrain.toml")]
