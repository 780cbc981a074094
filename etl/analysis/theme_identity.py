"""Themes keep their ids from one run to the next, by the records that they share."""

import hashlib
from collections.abc import Iterable

import pandas as pd
from scipy.optimize import linear_sum_assignment

from etl.analysis.theme_model import Themes

LEAST_JACCARD = 0.3


def match_themes(old_members: pd.DataFrame, new: Themes) -> dict[int, str]:
    """Give each new theme the id of the old one whose members it shares, else an id of its own.

    `old_members` has one row per old theme_id and record_id (primary members). Themes are paired so that the
    summed Jaccard similarity is greatest (Hungarian method); pairs under 0.3 are no match.
    """
    if new.themes.empty:
        return {}
    primary = new.members[new.members["is_primary"]]
    theme_nos = new.themes["theme_no"].tolist()
    matched = _best_pairs(old_members, primary)
    taken = set(old_members["theme_id"])
    central = dict(zip(theme_nos, new.themes["central_ids"], strict=True))
    ids: dict[int, str] = {}
    for theme_no in theme_nos:
        ids[theme_no] = matched.get(theme_no) or new_theme_id(new.kind, central[theme_no], taken)
        taken.add(ids[theme_no])
    return ids


def _best_pairs(old: pd.DataFrame, new: pd.DataFrame) -> dict[int, str]:
    old_sizes = old.groupby("theme_id").size()
    new_sizes = new.groupby("theme_no").size()
    if old_sizes.empty or new_sizes.empty:
        return {}
    shared = old.merge(new, on="record_id").groupby(["theme_id", "theme_no"]).size().unstack(fill_value=0)
    overlap = shared.reindex(index=old_sizes.index, columns=new_sizes.index, fill_value=0).to_numpy(dtype=float)
    jaccard = overlap / (old_sizes.to_numpy()[:, None] + new_sizes.to_numpy()[None, :] - overlap)
    rows, columns = linear_sum_assignment(-jaccard)
    return {
        int(new_sizes.index[int(column)]): str(old_sizes.index[int(row)])
        for row, column in zip(rows, columns, strict=True)
        if jaccard[row, column] >= LEAST_JACCARD
    }


def new_theme_id(kind: str, central_ids: Iterable[str], taken: set[str]) -> str:
    """First letter of the kind and a short hash of the central records, told apart from the ids in use."""
    text = "\n".join(sorted(central_ids))
    while True:
        theme_id = kind[0] + hashlib.sha256(text.encode()).hexdigest()[:8]
        if theme_id not in taken:
            return theme_id
        text += "\n"
