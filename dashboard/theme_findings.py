"""Themes put into words: where a fixed category hides several problems, what moved since the last load. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard import format as fmt
from dashboard.rows import each_row
from dashboard.words import words

FEWEST_IN_PART = 3
LEAST_SHARE_OF_PART = 0.1
MOST_SENTENCES = 8
UNKNOWN = "unknown"
# How a value of each fixed category is spoken of, before its name.
DIMENSIONS = {
    "cause_category": "kind of cause",
    "trigger": "trigger",
    "mitigation": "mitigation",
    "method": "diagnosis method",
    "detection": "detection",
}


@dataclass(frozen=True)
class Split:
    """One value of a fixed category and the themes that its incidents fall into, the largest first."""

    value: str
    n_incidents: int
    parts: tuple[tuple[str, int], ...]

    @property
    def n_in_parts(self) -> int:
        """Incidents in those themes."""
        return sum(n for _, n in self.parts)


def splits(counts: pd.DataFrame) -> list[Split]:
    """The values that hide several themes, from theme (missing: none), value, n_incidents; "unknown" first.

    A theme counts when it has at least three of the value's incidents, and a tenth of them.
    """
    found = []
    for value, rows in counts.groupby("value"):
        total = int(rows["n_incidents"].sum())
        themed = rows[rows["theme"].notna() & (rows["n_incidents"] >= max(FEWEST_IN_PART, LEAST_SHARE_OF_PART * total))]
        ordered = themed.sort_values(["n_incidents", "theme"], ascending=[False, True])
        parts = tuple((str(row.theme), int(row.n_incidents)) for row in each_row(ordered))
        if len(parts) > 1:
            found.append(Split(str(value), total, parts))
    return sorted(found, key=lambda split: (split.value != UNKNOWN, -len(split.parts), -split.n_in_parts, split.value))


def split_title(found: list[Split], dimension: str) -> str:
    """Where the fixed category hides several problems, in one sentence."""
    spoken = DIMENSIONS[dimension]
    if not found:
        return f"Each {spoken} with enough incidents stands for one theme"
    split = found[0]
    named = fmt.listing([f"{fmt.plain(theme)} ({n:,})" for theme, n in split.parts], limit=4)
    whose = f"whose {spoken} is {words(split.value)}"
    counted = f"{split.n_in_parts:,} of {fmt.count(split.n_incidents, 'incident')}"
    return f"{counted} {whose} fall into {_themes(split)}: {named}"


def _themes(split: Split) -> str:
    spelled = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
    return f"{spelled.get(len(split.parts), len(split.parts))} themes"


def value_table(counts: pd.DataFrame, most_columns: int = 12) -> pd.DataFrame:
    """Themes by values, the most frequent first, "No theme" last; values beyond `most_columns` are left out."""
    named = counts.assign(theme=counts["theme"].fillna(NO_THEME))
    table = named.pivot_table(index="theme", columns="value", values="n_incidents", aggfunc="sum", fill_value=0)
    columns = table.sum().sort_values(ascending=False, kind="stable").index[:most_columns]
    rows = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ordered = [*(theme for theme in rows if theme != NO_THEME), *([NO_THEME] if NO_THEME in rows else [])]
    return table.loc[ordered, columns].astype(int)


NO_THEME = "No theme"


def move_sentences(moves: pd.DataFrame, noun: str) -> list[str]:
    """What moved since the earlier build, a sentence each, the themes first, then the largest moves."""
    themes = [
        *_of_themes(moves, "new_theme"),
        *_of_themes(moves, "vanished_theme"),
        *_of_themes(moves, "renamed_theme"),
    ]
    return [*themes, *_arrivals(moves, noun), *_of_records(moves, noun)]


def _of_themes(moves: pd.DataFrame, change: str) -> list[str]:
    sentences = {
        "new_theme": "New theme: **{to}**",
        "vanished_theme": "No longer a theme: **{old}**",
        "renamed_theme": "**{old}** is now called **{to}**",
    }
    return [sentences[change].format(**_labels(row)) for row in each_row(moves[moves["change"] == change])]


def _arrivals(moves: pd.DataFrame, noun: str) -> list[str]:
    arrived = moves.loc[moves["change"] == "arrived", "to_label"].value_counts()
    if arrived.empty:
        return []
    named = fmt.listing([f"{fmt.plain(str(theme))} ({n:,})" for theme, n in arrived.items()], limit=5)
    return [f"{fmt.count(int(arrived.sum()), f'new {noun}')} came into themes that are there: {named}"]


def _of_records(moves: pd.DataFrame, noun: str) -> list[str]:
    records = moves[moves["change"].isin(["moved", "joined", "left"])]
    counted = records.groupby(["change", "from_label", "to_label"], dropna=False).size().reset_index(name="n")
    ordered = counted.sort_values(["n", "change", "to_label", "from_label"], ascending=[False, True, True, True])
    return [_record_sentence(row, noun) for row in each_row(ordered)]


def _record_sentence(row: object, noun: str) -> str:
    labels, n = _labels(row), int(row.n)  # type: ignore[attr-defined]
    counted = fmt.count(n, noun)
    return {
        "moved": f"{counted} moved from **{labels['old']}** to **{labels['to']}**",
        "joined": f"{counted} that had no theme joined **{labels['to']}**",
        "left": f"{counted} left **{labels['old']}** and {'has' if n == 1 else 'have'} no theme now",
    }[str(row.change)]  # type: ignore[attr-defined]


def _labels(row: object) -> dict[str, str]:
    return {"old": _plain(row.from_label), "to": _plain(row.to_label)}  # type: ignore[attr-defined]


def _plain(label: object) -> str:
    return "" if fmt.is_missing(label) else fmt.plain(str(label))


def also_in(labels: Iterable[object]) -> list[str]:
    """The other theme of each member, or nothing."""
    return ["" if fmt.is_missing(label) else str(label) for label in labels]
