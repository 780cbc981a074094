"""Finding themes: texts that tell of the same kind of cause, or of the same kind of remediation."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from etl.analysis.theme_clusters import Space, project
from etl.analysis.theme_identity import match_themes
from etl.analysis.theme_labels import name_themes
from etl.analysis.theme_members import bootstrap_stability, comparable_rows, drop_outliers, list_members
from etl.analysis.theme_model import MEMBER_COLUMNS, THEME_COLUMNS, Themes
from etl.analysis.theme_names import known_names
from etl.analysis.theme_partition import partition
from etl.analysis.theme_text import Corpus, Kind, read_corpus
from etl.analysis.theme_weights import weigh_terms

__all__ = ["Kind", "Themes", "find_themes", "match_themes"]

FEWEST_TEXTS = 6
N_CENTRAL = 3
# A smaller theme that nobody has a name for tells a reader nothing, and one that dissolves when it is looked for again
# (Hennig 2008) is none: their texts stay outliers.
FEWEST_UNNAMED = 6
LEAST_STABLE_UNNAMED = 0.5
LEAST_SHARE_WORDED = 0.2
LEAST_STABLE = 0.25
MOST_FITTED = 20_000


def find_themes(texts: pd.DataFrame, kind: Kind, seed: int = 0, earlier: pd.DataFrame | None = None) -> Themes:
    """Cluster texts into themes; how many there are is found, not told.

    `texts` has one row per record: record_id (unique), text (str or missing), masks (list of service names
    to hide, or None). `earlier` has the themes of an earlier run (record_id, theme_id; primary members): a text
    stays with those that it was with, unless it is plainly nearer to others. The same texts (and earlier themes)
    give the same themes, in whatever order they come. Fewer than six texts with words in them give
    no themes. Raises ValueError where a record_id stands twice.
    """
    if texts["record_id"].duplicated().any():
        raise ValueError("record_id must be unique: give each record one row of text")
    told = texts[texts["text"].fillna("").astype(str).str.strip() != ""].sort_values("record_id", ignore_index=True)
    if len(told) < FEWEST_TEXTS:
        return Themes.none(kind)
    masks = [[] if names is None else list(names) for names in told["masks"]]
    corpus = read_corpus(told["text"].tolist(), masks, kind)
    rng = np.random.default_rng(seed)
    fit_rows = np.sort(rng.choice(len(told), min(MOST_FITTED, len(told)), replace=False))
    weights = weigh_terms(corpus)
    everything = Space(weights.tfidf, project(weights.tfidf, fit_rows, seed))
    comparable = comparable_rows(everything.vectors, weights.share_kept)
    if len(comparable) < FEWEST_TEXTS:
        return Themes.none(kind)
    space = everything.take(comparable)
    found = partition(space, seed, _earlier_labels(told["record_id"].iloc[comparable], earlier))
    kept = drop_outliers(space.vectors, found)
    if kept.n_clusters == 0:
        return Themes.none(kind)
    stability = bootstrap_stability(space, kept.labels, found.n_clusters, seed)
    members = list_members(space.vectors, kept)
    members["row"] = comparable[members["row"]]
    return _themes_of(kind, corpus, told, weights.tfidf, members, stability)


def _earlier_labels(record_ids: pd.Series, earlier: pd.DataFrame | None) -> np.ndarray | None:
    if earlier is None or earlier.empty:
        return None
    themes = earlier.drop_duplicates("record_id").set_index("record_id")["theme_id"]
    return np.asarray(pd.factorize(record_ids.map(themes))[0], dtype=np.int64)


def _themes_of(
    kind: Kind, corpus: Corpus, told: pd.DataFrame, tfidf: csr_matrix, members: pd.DataFrame, stability: np.ndarray
) -> Themes:
    members["record_id"] = told["record_id"].to_numpy()[members["row"]]
    members = members.sort_values(
        ["theme_no", "is_primary", "distance", "record_id"], ascending=[True, False, True, True]
    )
    primary = members[members["is_primary"]]
    rows = primary.groupby("theme_no")["row"].agg(list)
    named = name_themes(corpus, rows.tolist())
    known = known_names(told["text"].tolist(), rows.tolist(), kind)
    themes = pd.DataFrame(
        {
            "theme_no": rows.index,
            "label": [name or wording.label for name, wording in zip(known, named, strict=True)],
            "terms": [wording.terms for wording in named],
            "n_members": rows.map(len).to_numpy(),
            "stability": stability,
            "central_ids": [
                told["record_id"].iloc[central_rows(tfidf, told["text"], listed)].tolist() for listed in rows
            ],
        }
    )
    is_known = np.array([name is not None for name in known])
    is_worded = np.array([wording.share >= LEAST_SHARE_WORDED for wording in named])
    themes = themes[_is_telling(themes, is_known, is_worded)]
    members = members[members["theme_no"].isin(themes["theme_no"])]
    return Themes(kind, themes[list(THEME_COLUMNS)], members[list(MEMBER_COLUMNS)].reset_index(drop=True))


def central_rows(tfidf: csr_matrix, texts: pd.Series, rows: list[int]) -> list[int]:
    """The three texts that use most of the words that their theme has in common, different texts before copies."""
    of_theme = tfidf[rows]
    closeness = np.asarray(of_theme @ of_theme.mean(axis=0).T).ravel()
    ordered = [rows[place] for place in np.argsort(-closeness, kind="stable")]
    is_copy = texts.iloc[ordered].duplicated().to_numpy()
    return [row for row, _ in sorted(zip(ordered, is_copy, strict=True), key=lambda pair: bool(pair[1]))][:N_CENTRAL]


def _is_telling(themes: pd.DataFrame, is_known: np.ndarray, is_worded: np.ndarray) -> np.ndarray:
    stability = themes["stability"].fillna(1.0).to_numpy()
    is_large_and_firm = (themes["n_members"] >= FEWEST_UNNAMED).to_numpy() & (stability >= LEAST_STABLE_UNNAMED)
    return np.asarray((stability >= LEAST_STABLE) & (is_known | (is_worded & is_large_and_firm)))
