"""How well themes agree with hand labels and planted truth, beside simpler methods told their number.

Run from the project root: python -m benchmarks.themes [--corpora FOLDER] [--speed]

Each figure is the mean over resamples of nine tenths of the texts, each with a seed of its own, because
one seed alone moves it by 0.1 and more. A text in no theme counts as one of a group of its own, "none". The
lists of stop words and concepts were written by people who knew these data sets, so the figures say how
well the method does on texts of this kind, not on texts that nobody has seen; the row without concepts
shows what they add.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score
from sklearn.preprocessing import normalize

from etl.analysis import theme_text
from etl.analysis.theme_text import Kind
from etl.analysis.themes import find_themes

ROOT = Path(__file__).parents[1]
LABELS = "atlarge-research+llm-cloud-incident-extraction/4_label_data"
TRUTH = ROOT / "data" / "example" / "truth.json"
N_RESAMPLES = 10
SHARE = 0.9
LSA_DIMENSIONS = 20
NONE = "none"

Method = Callable[[pd.DataFrame, Kind, int], np.ndarray]


@dataclass(frozen=True)
class DataSet:
    """Texts with what people, or a generator, say of them: record_id, text, masks, label."""

    name: str
    kind: Kind
    texts: pd.DataFrame


def hand_labelled(corpora: Path) -> Iterator[DataSet]:
    """Azure and Google Cloud causes with a hand-given category (Chu et al., AtLarge Research, CC0)."""
    paths = [corpora / LABELS / f"{vendor}_label.csv" for vendor in ("azure", "gcp")]
    if not all(path.exists() for path in paths):
        print(f"no hand-labelled causes under {corpora}: skipped")
        return
    rows = pd.concat([pd.read_csv(path) for path in paths], ignore_index=True)
    category = rows["label_root_cause_category"]
    rows = rows[rows["label_root_cause"].notna() & category.notna() & ~category.isin(["OTHERS", "UNKNOWN"])]
    yield DataSet(
        "cloud causes, hand-labelled",
        "cause",
        pd.DataFrame(
            {
                "record_id": [f"r{row:04d}" for row in rows.index],
                "text": rows["label_root_cause"],
                "masks": [[] for _ in rows.index],
                "label": rows["label_root_cause_category"],
            }
        ),
    )


def example_company(truth: Path) -> Iterator[DataSet]:
    """Causes and follow-ups of the example company with their planted themes."""
    if not truth.exists():
        print("no example company: skipped")
        return
    incidents = json.loads(truth.read_text("utf-8"))["incidents"]
    causes = [
        (path, found["cause_text"], found["services"], found["theme"] or NONE) for path, found in incidents.items()
    ]
    items = [
        (f"{path}#{item['seq']}", item["text"], found["services"], item["remediation_theme"] or NONE)
        for path, found in incidents.items()
        for item in found["follow_ups"]
    ]
    columns = ["record_id", "text", "masks", "label"]
    all_causes = pd.DataFrame(causes, columns=columns)
    themed = all_causes[all_causes["label"] != NONE]
    yield DataSet("example causes", "cause", all_causes)
    yield DataSet("example causes, without one-offs", "cause", themed)
    yield DataSet("example follow-ups", "remediation", pd.DataFrame(items, columns=columns))


def by_themes(texts: pd.DataFrame, kind: Kind, seed: int) -> np.ndarray:
    """The project's own themes, not told how many."""
    members = find_themes(texts, kind, seed).members
    primary = members[members["is_primary"].astype(bool)].set_index("record_id")["theme_no"]
    return texts["record_id"].map(primary).fillna(-1).to_numpy(dtype=int)


def by_themes_without_concepts(texts: pd.DataFrame, kind: Kind, seed: int) -> np.ndarray:
    """The same, without the lists of words for the same thing."""
    with patch.object(theme_text, "concepts_by_stem", lambda _kind: {}):
        return by_themes(texts, kind, seed)


def by_kmeans(texts: pd.DataFrame, kind: Kind, seed: int) -> np.ndarray:
    """Plain TF-IDF and KMeans, told how many."""
    del kind
    weights = TfidfVectorizer(stop_words="english").fit_transform(texts["text"])
    return fit_kmeans(weights, texts, seed)


def by_lsa_kmeans(texts: pd.DataFrame, kind: Kind, seed: int) -> np.ndarray:
    """TF-IDF, LSA and KMeans, told how many."""
    del kind
    weights = TfidfVectorizer(stop_words="english").fit_transform(texts["text"])
    vectors = normalize(TruncatedSVD(LSA_DIMENSIONS, random_state=seed).fit_transform(weights))
    return fit_kmeans(vectors, texts, seed)


def fit_kmeans(weights: Any, texts: pd.DataFrame, seed: int) -> np.ndarray:
    """KMeans with as many clusters as there are labels."""
    fitted = KMeans(texts["label"].nunique(), n_init=4, random_state=seed).fit(weights)
    return np.asarray(fitted.labels_)


METHODS: dict[str, Method] = {
    "TF-IDF + KMeans (told k)": by_kmeans,
    "LSA + KMeans (told k)": by_lsa_kmeans,
    "themes without concepts": by_themes_without_concepts,
    "themes": by_themes,
}


def purity(labels: pd.Series, clusters: np.ndarray) -> float:
    """Share of texts whose label is the commonest of their cluster."""
    return float(pd.crosstab(labels.to_numpy(), clusters).max().sum() / len(labels))


def score(data: DataSet, method: Method, seed: int) -> dict[str, float]:
    """Agreement on nine tenths of the texts."""
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(len(data.texts), round(len(data.texts) * SHARE), replace=False))
    texts = data.texts.iloc[rows].reset_index(drop=True)
    found = method(texts, data.kind, seed)
    return {
        "clusters": float(len(set(found) - {-1})),
        "in none": float((found == -1).mean()),
        "ARI": adjusted_rand_score(texts["label"], found),
        "AMI": adjusted_mutual_info_score(texts["label"], found),
        "V": v_measure_score(texts["label"], found),
        "purity": purity(texts["label"], found),
    }


def report(data: DataSet) -> None:
    """Print one line per method."""
    print(f"\n{data.name}: {len(data.texts)} texts, {data.texts['label'].nunique()} labels")
    print(f"  {'':26}{'clusters':>9}{'in none':>9}{'ARI':>13}{'AMI':>13}{'V':>7}{'purity':>8}")
    for name, method in METHODS.items():
        runs = pd.DataFrame([score(data, method, seed) for seed in range(N_RESAMPLES)])
        mean, spread = runs.mean(), runs.std()
        print(
            f"  {name:26}{mean['clusters']:9.1f}{mean['in none']:9.2f}"
            f"{mean['ARI']:7.2f} ±{spread['ARI']:.2f} {mean['AMI']:6.2f} ±{spread['AMI']:.2f} "
            f"{mean['V']:6.2f}{mean['purity']:8.2f}"
        )


def report_speed(truth: Path, n: int = 100_000) -> None:
    """Time on n texts: sentences of the example's causes, mixed within their theme."""
    incidents = pd.DataFrame(json.loads(truth.read_text("utf-8"))["incidents"].values())
    rng = np.random.default_rng(0)
    by_theme = [group["cause_text"].str.split(". ", regex=False).sum() for _, group in incidents.groupby("theme")]
    themes = rng.integers(len(by_theme), size=n)
    texts = [". ".join(rng.choice(by_theme[theme], 2)) for theme in themes]
    frame = pd.DataFrame({"record_id": [f"r{row}" for row in range(n)], "text": texts, "masks": [[]] * n})
    began = time.perf_counter()
    found = by_themes(frame, "cause", 0)
    seconds = time.perf_counter() - began
    print(
        f"\n{n:,} texts: {seconds:.1f} s, {len(set(found) - {-1})} themes of {len(by_theme)} planted, "
        f"ARI {adjusted_rand_score(themes, found):.2f}, AMI {adjusted_mutual_info_score(themes, found):.2f}"
    )


def main() -> None:
    """Report on every data set that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--speed", action="store_true", help="also time 100,000 texts")
    arguments = parser.parse_args()
    for data in [*hand_labelled(arguments.corpora), *example_company(TRUTH)]:
        report(data)
    if arguments.speed and TRUTH.exists():
        report_speed(TRUTH)


if __name__ == "__main__":
    main()
