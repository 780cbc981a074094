"""People's say over themes: rename, merge, split, pin, move, applied to what the clustering found. Pure.

Edits of a theme (subject ``theme``, record_key its id): ``label``; ``merged_into`` (another theme's id); ``members``
(record ids that stay in it whatever the clustering finds: a pinned theme, or one that was split off). Edits of a
record (subject ``theme_member``, record_key ``<kind>|<record id>``): ``theme_id``, None for no theme.

A theme keeps its id from load to load. If it is found no longer, its edits go to the theme that holds most of the
members which it had when it was edited (``members`` and ``target_members`` of the edit's reference); if none holds half
of them, a theme with members of its own is made again, and any other edit waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.edits.records import Edit

LEAST_SHARE = 0.5
N_CENTRAL = 3
KINDS = ("cause", "remediation")


@dataclass(frozen=True, slots=True)
class Named:
    """Themes and their members in the columns of the warehouse's tables, and the edits that found no theme."""

    themes: pd.DataFrame
    members: pd.DataFrame
    waiting: tuple[Edit, ...] = ()


def is_theme_edit(edit: Edit) -> bool:
    """Whether the edit is about themes."""
    return edit.subject in {"theme", "theme_member"}


def apply_theme_edits(
    found: Named, edits: Sequence[Edit], ids: Mapping[tuple[str, str], str], incident_of: Mapping[str, str]
) -> Named:
    """What people made of the themes that were found.

    ``found.themes``: theme_id, kind, label, n_members, central_ids, ... ``found.members``: theme_id, kind, incident_id,
    follow_up_id, is_primary, distance. ``ids``: today's id of each moved record, by subject and record_key.
    ``incident_of``: the incident of each record that the edits name and that is still there.
    """
    members = found.members.astype({"incident_id": object, "follow_up_id": object})
    members["record_id"] = members["follow_up_id"].where(members["follow_up_id"].notna(), members["incident_id"])
    newest = list({e.address: e for e in edits if is_theme_edit(e)}.values())
    today = _todays_themes(newest, members)
    waiting = tuple(e for e in newest if _waits(e, today))
    standing = [e for e in newest if e not in waiting and not e.is_reset]
    values = {(today[e.record_key], e.field): e.value for e in standing if e.subject == "theme"}
    themes = _with_own(found.themes.copy(), values, standing)
    members = _hold(members, themes, values, incident_of)
    members = _keep_merged(members, standing, today, incident_of)
    members = _move(members, standing, ids, today, incident_of)
    members = _merge(
        members, {theme: today.get(str(v), str(v)) for (theme, f), v in values.items() if f == "merged_into"}
    )
    labels = {theme: str(v) for (theme, name), v in values.items() if name == "label" and v}
    themes["label"] = [labels.get(t, own) for t, own in zip(themes["theme_id"], themes["label"], strict=True)]
    return Named(_recounted(themes, members), members.drop(columns="record_id"), waiting)


def _todays_themes(edits: Sequence[Edit], members: pd.DataFrame) -> dict[str, str]:
    """Today's id of each theme that the edits name: its own, or that of the theme which holds most of its members."""
    had: dict[str, set[str]] = {}
    for edit in edits:
        if edit.subject == "theme":
            had.setdefault(edit.record_key, set()).update(edit.reference.get("members", ()))
        if edit.field in {"merged_into", "theme_id"} and edit.value:
            had.setdefault(str(edit.value), set()).update(edit.reference.get("target_members", ()))
    made = {e.record_key for e in edits if e.field == "members" and e.value and not e.is_reset}
    here = {*members["theme_id"], *made}
    found = {theme: theme if theme in here else _heir(had[theme], members) for theme in had}
    return {theme: today for theme, today in found.items() if today}


def _heir(had: set[str], members: pd.DataFrame) -> str | None:
    """The theme that holds at least half of the members that another one had."""
    held = members[members["record_id"].isin(had) & members["is_primary"]]["theme_id"].value_counts()
    return str(held.index[0]) if len(held) and held.iloc[0] >= LEAST_SHARE * len(had) else None


def _waits(edit: Edit, today: Mapping[str, str]) -> bool:
    named = [edit.record_key] if edit.subject == "theme" else []
    target = [str(edit.value)] if edit.field in {"merged_into", "theme_id"} and edit.value and not edit.is_reset else []
    return any(theme not in today for theme in (*named, *target))


def _with_own(themes: pd.DataFrame, values: Mapping[tuple[str, str], Any], edits: Sequence[Edit]) -> pd.DataFrame:
    """The themes found, and those that people made or hold together."""
    kinds = {e.record_key: str(e.reference.get("kind", KINDS[0])) for e in edits if e.field == "members"}
    labels = {e.record_key: str(e.reference.get("label", "")) for e in edits if e.field == "members"}
    missing = [
        t for (t, name), value in values.items() if name == "members" and value and t not in set(themes["theme_id"])
    ]
    own: list[dict[str, Any]] = [
        {"theme_id": t, "kind": kinds[t], "label": labels[t] or "Theme without a name", "terms": [], "n_members": 0,
         "stability": None, "central_ids": []}
        for t in missing
    ]  # fmt: skip
    return pd.concat([themes, pd.DataFrame(own)], ignore_index=True) if own else themes


def _hold(
    members: pd.DataFrame,
    themes: pd.DataFrame,
    values: Mapping[tuple[str, str], Any],
    incident_of: Mapping[str, str],
) -> pd.DataFrame:
    """Put the members that a theme is to keep into it."""
    for (theme_id, name), held in values.items():
        if name == "members" and held:
            kind = str(themes.loc[themes["theme_id"] == theme_id, "kind"].iloc[0])
            members = _put(members, kind, [str(h) for h in held if h in incident_of], theme_id, incident_of)
    return members


def _keep_merged(
    members: pd.DataFrame, edits: Sequence[Edit], today: Mapping[str, str], incident_of: Mapping[str, str]
) -> pd.DataFrame:
    """What was merged stays so for the records it was said of, wherever the clustering puts them later."""
    for edit in edits:
        if edit.field == "merged_into" and edit.value:
            said_of = [str(r) for r in edit.reference.get("members", ()) if r in incident_of]
            members = _put(
                members, str(edit.reference.get("kind", KINDS[0])), said_of, today[str(edit.value)], incident_of
            )
    return members


def _move(
    members: pd.DataFrame,
    edits: Sequence[Edit],
    ids: Mapping[tuple[str, str], str],
    today: Mapping[str, str],
    incident_of: Mapping[str, str],
) -> pd.DataFrame:
    for edit in edits:
        record_id = ids.get((edit.subject, edit.record_key))
        if edit.subject == "theme_member" and record_id in incident_of:
            target = today[str(edit.value)] if edit.value else None
            members = _put(members, edit.record_key.split("|", 1)[0], [str(record_id)], target, incident_of)
    return members


def _put(
    members: pd.DataFrame, kind: str, record_ids: Sequence[str], theme_id: str | None, incident_of: Mapping[str, str]
) -> pd.DataFrame:
    """Take records out of their first theme, and into another one if there is one. A person's say has no distance."""
    is_moved = members["record_id"].isin(record_ids) & (members["kind"] == kind)
    left = members[~(is_moved & (members["is_primary"] | (members["theme_id"] == theme_id)))]
    if theme_id is None or not record_ids:
        return left
    before = members[is_moved & members["is_primary"]].set_index("record_id")["distance"].to_dict()
    moved = [
        {"theme_id": theme_id, "kind": kind, "incident_id": incident_of[r],
         "follow_up_id": r if kind == "remediation" else None, "is_primary": True, "distance": before.get(r, 0.0),
         "record_id": r}
        for r in record_ids
    ]  # fmt: skip
    return pd.concat(
        [left, pd.DataFrame(moved).astype({"follow_up_id": left["follow_up_id"].dtype})], ignore_index=True
    )


def _merge(members: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    """Members of a merged theme belong to the one it was merged into, through any number of merges."""
    targets = {theme: _last(theme, into) for theme in into}
    renamed = members.assign(theme_id=members["theme_id"].replace(targets))
    ordered = renamed.sort_values("is_primary", ascending=False, kind="stable")
    return ordered.drop_duplicates(["theme_id", "record_id"]).sort_index()


def _last(theme: str, into: Mapping[str, str]) -> str:
    seen = [theme]
    while into.get(seen[-1]) and into[seen[-1]] not in seen:
        seen.append(into[seen[-1]])
    return seen[-1]


def _recounted(themes: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Sizes and central members anew; a theme without members is none."""
    first = members[members["is_primary"]]
    sizes = first.groupby("theme_id").size()
    kept = themes[themes["theme_id"].isin(sizes.index)].copy()
    kept["n_members"] = kept["theme_id"].map(sizes).astype(int)
    nearest = first.sort_values(["distance", "record_id"]).groupby("theme_id")["record_id"]
    central = {theme: list(ids.head(N_CENTRAL)) for theme, ids in nearest}
    held = first.groupby("theme_id")["record_id"].agg(set)
    kept["central_ids"] = [
        list(ids) if len(ids) and set(ids) <= held[theme] else central[theme]
        for theme, ids in zip(kept["theme_id"], kept["central_ids"], strict=True)
    ]
    return kept.reset_index(drop=True)
