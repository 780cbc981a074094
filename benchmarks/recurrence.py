"""How well earlier occurrences of a failure are found, beside two simpler methods.

Run from the project root: python -m benchmarks.recurrence [--rootecho PATH-TO-ITS-PYTHON]

The postmortems and labels stand beside the project, in ../shared: 39 documents of one company and the 25 pairs of
them that a careful reader holds to be the same failure coming back. A ranked list of pairs has an average precision
(pairs that a method does not name count as never found); the pairs that it would show as repeats have a precision
and a recall. The methods:

- Refrain's candidates;
- the cosine of scikit-learn's TF-IDF over whole documents (sublinear, without English stop words), cut where it has
  the best recall at a precision of 0.6, which no user would know;
- rootecho 0.1.0 from PyPI at its own threshold, given the causes that Refrain reads, with their categories, triggers
  and services as tags. Name the Python of an environment that has it; it is left out otherwise.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from etl.load.warehouse import frame, reading
from etl.pipeline import load

SHARED = Path(__file__).parents[2] / "shared"
DFDS_GOLD = SHARED / "gold" / "dfds_recurrence.json"
DFDS = SHARED / "corpora" / "dfds+postmortems"
ROOTECHO = """
import json, sys
from rootecho.core import find_matches, similarity
told = json.load(sys.stdin)
pairs = [(a["id"], b["id"], similarity(a, b)) for n, b in enumerate(told) for a in told[:n]]
found = [(m["incident"]["id"], b["id"]) for n, b in enumerate(told) for m in find_matches(b, told[:n])]
json.dump({"pairs": pairs, "found": found}, sys.stdout)
"""

Pair = tuple[str, str]


@dataclass(frozen=True)
class Quality:
    """Agreement with the labels: of the likely pairs, and of the ranked list."""

    precision: float
    recall: float
    average_precision: float
    n_likely: int


@dataclass(frozen=True)
class Found:
    """What a method says: pairs by score, and those that it would show as repeats. Pairs are sorted document names."""

    scores: Mapping[Pair, float]
    likely: frozenset[Pair]

    def against(self, gold: Mapping[Pair, str]) -> Quality:
        """Precision, recall and average precision, the last as scikit-learn defines it."""
        right = len(self.likely & gold.keys())
        ranked = sorted(self.scores, key=lambda pair: (-self.scores[pair], pair))
        is_right = np.array([pair in gold for pair in ranked], dtype=bool)
        precision = np.cumsum(is_right) / np.arange(1, len(ranked) + 1)
        return Quality(
            right / max(len(self.likely), 1),
            right / len(gold),
            float(precision[is_right].sum() / len(gold)),
            len(self.likely),
        )


@dataclass(frozen=True, eq=False)
class Judged:
    """The incidents (document, body, cause_text, tags, started_at), Refrain's candidates, and the labels."""

    incidents: pd.DataFrame
    candidates: pd.DataFrame
    gold: Mapping[Pair, str]


def load_source(warehouse: Path) -> Judged:
    """Load the documents into a warehouse of their own."""
    load([str(DFDS)], warehouse, today=date(2026, 1, 1), n_jobs=1)
    with reading(warehouse) as connection:
        incidents = frame(
            connection,
            """SELECT i.incident_id, regexp_extract(d.path, '[^/]*$') AS document, t.text AS body, i.cause_text,
                   coalesce(i.started_at, i.detected_at, i.occurred_on::TIMESTAMPTZ) AS started_at,
                   list_concat([i.cause_category, i.trigger], coalesce(s.services, [])) AS tags
               FROM incidents AS i
               INNER JOIN documents AS d ON i.document_id = d.document_id
               INNER JOIN incident_texts AS t ON i.incident_id = t.incident_id
               LEFT JOIN (
                   SELECT incident_id, list(service) AS services FROM incident_services GROUP BY incident_id
               ) AS s ON i.incident_id = s.incident_id
               WHERE i.is_incident ORDER BY started_at, document""",
        )
        candidates = frame(connection, "SELECT * FROM recurrence_candidates")
    return Judged(incidents, candidates, read_gold())


def read_gold() -> dict[Pair, str]:
    """Pairs of document names, each with the reader's confidence: high or medium."""
    found: dict[Pair, str] = {}
    for group in json.loads(DFDS_GOLD.read_text(encoding="utf-8")):
        names = sorted(name.rsplit("/", 1)[-1] for name in group["docs"])
        for pair in combinations(names, 2):
            found[pair] = "high" if "high" in (group["confidence"], found.get(pair)) else "medium"
    return found


def by_refrain(judged: Judged) -> Found:
    """The warehouse's candidates."""
    name = judged.incidents.set_index("incident_id")["document"]
    rows = judged.candidates
    pairs = [
        _pair(name[one], name[other])
        for one, other in zip(rows["incident_id"], rows["earlier_incident_id"], strict=True)
    ]
    likely = (pair for pair, is_likely in zip(pairs, rows["is_likely"], strict=True) if is_likely)
    return Found(dict(zip(pairs, rows["score"], strict=True)), frozenset(likely))


def by_whole_documents(judged: Judged) -> Found:
    """Cosine of scikit-learn's TF-IDF; likely from the threshold with the best recall at a precision of 0.6."""
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(judged.incidents["body"])
    likeness = cosine_similarity(weights)
    names = judged.incidents["document"].tolist()
    scores = {_pair(names[a], names[b]): float(likeness[a, b]) for a, b in combinations(range(len(names)), 2)}
    ranked = sorted(scores, key=lambda pair: -scores[pair])
    right = np.cumsum([pair in judged.gold for pair in ranked])
    n_likely = max((n for n in range(1, len(ranked) + 1) if right[n - 1] / n >= 0.6), default=0)
    return Found(scores, frozenset(ranked[:n_likely]))


def by_rootecho(judged: Judged, python: str) -> Found:
    """rootecho in a process of its own, given causes and tags in order of time."""
    told = [
        {"id": row["document"], "root_cause": row["cause_text"] or "", "root_cause_tags": list(row["tags"])}
        for row in judged.incidents.to_dict("records")
    ]
    answer = subprocess.run(
        [python, "-c", ROOTECHO], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    said = json.loads(answer.stdout)
    scores = {_pair(one, other): score for one, other, score in said["pairs"]}
    return Found(scores, frozenset(_pair(one, other) for one, other in said["found"]))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def main() -> None:
    """Load, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rootecho", help="the Python of an environment that has rootecho")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        judged = load_source(Path(folder) / "source.duckdb")
    methods = {"Refrain": by_refrain(judged), "TF-IDF cosine, whole documents": by_whole_documents(judged)}
    if arguments.rootecho:
        methods["rootecho 0.1.0"] = by_rootecho(judged, arguments.rootecho)
    print(f"{len(judged.incidents)} incidents, {len(judged.gold)} labelled pairs")
    for name, found in methods.items():
        quality = found.against(judged.gold)
        print(
            f"  {name:32} precision {quality.precision:.2f}, recall {quality.recall:.2f} of {quality.n_likely:2} shown,"
            f" average precision {quality.average_precision:.2f}"
        )


if __name__ == "__main__":
    main()
