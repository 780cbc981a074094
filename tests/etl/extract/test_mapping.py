"""Which column is which fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import RejectedError
from etl.extract.mapping import apply_mapping, guess_mapping, mapping_for, shipped_mappings, updates_of


def test_columns_with_plain_names_need_no_mapping() -> None:
    """Names that say what they are settle it, in any case and order."""
    mapping = guess_mapping(["Severity", "Summary", "Start time", "Root cause", "Colour"])
    assert mapping is not None
    assert {k: v[0] for k, v in mapping.fields.items()} == {
        "severity": "Severity", "title": "Summary", "started_at": "Start time", "cause_text": "Root cause",
    }  # fmt: skip


def test_columns_that_tell_no_time_give_no_mapping() -> None:
    """A title alone is no incident."""
    assert guess_mapping(["title", "colour"]) is None


def test_the_mapping_beside_the_data_comes_first(tmp_path: Path) -> None:
    """Also where the columns' own names would do."""
    (tmp_path / "refrain-mapping.toml").write_text('[fields]\ntitle = "b"\nstarted_at = ["x", "start"]\n')
    mapping = mapping_for(["title", "start"], tmp_path)
    assert mapping is not None
    assert apply_mapping(mapping, {"title": "no", "b": "yes", "start": "2024"}) == {
        "title": "yes",
        "started_at": "2024",
    }


@pytest.mark.parametrize(
    "text",
    [
        "[fields",
        "fields = 3",
        "name = 'x'",
        "[fields]\ntitle = 3",
        "updates = 'x'\n[fields]\ntitle = 'a'",
        "\xff",
    ],
)
def test_a_broken_mapping_is_refused_with_what_it_needs(tmp_path: Path, text: str) -> None:
    """The message names the file and shows what a mapping looks like."""
    (tmp_path / "refrain-mapping.toml").write_text(text, encoding="latin-1")
    with pytest.raises(RejectedError, match=r"refrain-mapping\.toml") as caught:
        mapping_for(["title"], tmp_path)
    assert "[fields]" in caught.value.hint


def test_every_shipped_mapping_names_its_columns() -> None:
    """A shipped mapping fits only what it was written for."""
    assert all(m.columns and m.fields for m in shipped_mappings())


def test_values_that_mean_missing_are_left_out() -> None:
    """Empty values and the words that the mapping lists are missing; nested columns are named with dots."""
    mapping = next(m for m in shipped_mappings() if "incident_updates" in m.columns)
    record = {
        "id": "1",
        "name": "A",
        "impact": "none",
        "components": [],
        "started_at": None,
        "created_at": "2024",
    }
    assert apply_mapping(mapping, record) == {"id": "1", "title": "A", "started_at": "2024"}


@pytest.mark.parametrize("updates", [None, "x", [1, "a"], {"a": 1}])
def test_updates_of_another_shape_are_none(updates: object) -> None:
    """A column that holds no list of updates gives none."""
    mapping = next(m for m in shipped_mappings() if "incident_updates" in m.columns)
    assert updates_of(mapping, {"incident_updates": updates}) == ()
