"""What changed in the themes between one build of the warehouse and the next."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Change = Literal["new_theme", "vanished_theme", "renamed_theme", "arrived", "joined", "left", "moved"]
MOVE_COLUMNS = ("change", "record_id", "from_theme_id", "to_theme_id", "from_label", "to_label")


@dataclass(frozen=True)
class ThemeState:
    """Themes of one kind in one build: `themes` (theme_id, label), `members` (record_id, theme_id; primary members
    only) and the ids of all `records` of that kind, in a theme or not."""

    themes: pd.DataFrame
    members: pd.DataFrame
    records: frozenset[str]

    @property
    def labels(self) -> dict[str, str]:
        """Label by theme id."""
        return dict(zip(self.themes["theme_id"], self.themes["label"], strict=True))

    @property
    def theme_of(self) -> dict[str, str]:
        """Theme id by record id."""
        return dict(zip(self.members["record_id"], self.members["theme_id"], strict=True))


def compare_themes(before: ThemeState, after: ThemeState) -> pd.DataFrame:
    """One row per theme that is new, vanished or renamed, and per record whose theme changed.

    Columns: change, record_id (missing for a theme), from_theme_id, to_theme_id, from_label, to_label. A record that
    the earlier build did not hold `arrived`; one that was in no theme `joined`; one that is in none any more `left`.
    Records that are not there any more are not listed.
    """
    rows = [*_theme_rows(before.labels, after.labels), *_member_rows(before, after)]
    named = [(*row, before.labels.get(row[2] or ""), after.labels.get(row[3] or "")) for row in rows]
    return pd.DataFrame(named, columns=list(MOVE_COLUMNS), dtype=object)


Row = tuple[Change, str | None, str | None, str | None]


def _theme_rows(before: dict[str, str], after: dict[str, str]) -> list[Row]:
    new: list[Row] = [("new_theme", None, None, theme) for theme in after if theme not in before]
    vanished: list[Row] = [("vanished_theme", None, theme, None) for theme in before if theme not in after]
    renamed: list[Row] = [
        ("renamed_theme", None, theme, theme) for theme in after if theme in before and before[theme] != after[theme]
    ]
    return [*new, *vanished, *renamed]


def _member_rows(before: ThemeState, after: ThemeState) -> list[Row]:
    old_themes, new_themes = before.theme_of, after.theme_of
    rows: list[Row] = []
    for record in sorted(after.records):
        old, new = old_themes.get(record), new_themes.get(record)
        if old == new:
            continue
        is_known = record in before.records
        change: Change = "left" if new is None else "moved" if old else "joined" if is_known else "arrived"
        rows.append((change, record, old, new))
    return rows
