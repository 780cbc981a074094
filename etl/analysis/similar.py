"""The nearest incidents to a text: an inverted TF-IDF index over what postmortems say.

Terms are those of the themes (stems and concepts; numbers, hosts, identifiers and paths left out), with two
differences: the words of code and log lines count, because an error message is what people search by, and so
do service names, because the same service is a reason to look.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, diags_array
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from etl.analysis.theme_text import (
    BREAK,
    MARKS,
    MASKED,
    WORD,
    concepts_by_stem,
    stem,
    telling_stem,
    words_of_token,
)

CLAUSE_END = re.compile(r"(?<=[.!?;:,])\s+|\n+")
# The rest of a long text adds time and little else.
MOST_QUERY_TERMS = 48
MOST_SHARED_TERMS = 8
# When it began tells nothing of what failed, and is rare enough to outweigh what does.
TIMES_OF_DAY = frozenset(("midnight", "noon", "overnight", "tonight", "weekend", "weekends"))
NEAREST_COLUMNS = ("incident_id", "score", "shared_terms")


@dataclass(frozen=True, eq=False)
class SimilarIndex:
    """Which incidents use which terms, and how much each use weighs.

    `postings` (n_terms x n_incidents, float32) holds the TF-IDF weights: an incident's weights over all terms
    have length 1. `term_rows` is the row of each term, `rarity` (n_terms) its inverse document frequency. An
    index may hold only the terms of one query: the answers to it are the same.
    """

    incident_ids: npt.NDArray[np.object_]
    term_rows: dict[str, int]
    rarity: npt.NDArray[np.float64]
    postings: csr_array[Any]

    def nearest(self, text: str, n: int = 10, among: Collection[str] | None = None) -> pd.DataFrame:
        """The `n` incidents that say most nearly what `text` says, the nearest first.

        Columns: incident_id, score (cosine similarity, above 0 and at most 1) and shared_terms (words of
        `text` that the incident uses in some form, or that name the same thing; those that tell most first).
        Incidents that share no term are left out, so there may be fewer than `n` rows, or none. `among`
        limits the answer to these incident_ids.
        """
        rows, weights, shown = self._weigh(text)
        held = self.postings[rows]
        scores = np.asarray(held.T @ weights)
        if among is not None:
            wanted = frozenset(among)
            scores[[place for place, one in enumerate(self.incident_ids) if one not in wanted]] = 0
        places = highest(scores, n)
        held_terms = held[:, places].toarray() * weights[:, None]
        found = {
            "incident_id": self.incident_ids[places],
            "score": scores[places].astype(float),
            "shared_terms": [list_shared(shown, column) for column in held_terms.T],
        }
        return pd.DataFrame(found, columns=list(NEAREST_COLUMNS))

    def _weigh(self, text: str) -> tuple[list[int], npt.NDArray[np.float32], list[str]]:
        """Rows of the text's weightiest terms, their weights to length 1, and the words they stand for."""
        words = written_terms(text)
        counts = Counter(term for term, _ in words if term in self.term_rows)
        weight = {term: count**0.5 * self.rarity[self.term_rows[term]] for term, count in counts.items()}
        kept = sorted(weight, key=lambda term: (-weight[term], term))[:MOST_QUERY_TERMS]
        weights = np.array([weight[term] for term in kept], dtype=np.float32)
        as_written = dict(reversed(words))
        length = float(np.linalg.norm(weights)) or 1.0
        return [self.term_rows[term] for term in kept], weights / length, [as_written[term] for term in kept]


def build_index(texts: pd.DataFrame) -> SimilarIndex:
    """Index incidents by all text columns of `texts` (str or missing) beside incident_id.

    A term weighs the square root of its clauses' weights times its rarity. A clause that stands word for word
    in n places counts 1 / sqrt(n): set phrases would otherwise make every postmortem alike. The same rows
    give the same index in whatever order they come. Raises ValueError where an incident_id stands twice.
    """
    if texts["incident_id"].duplicated().any():
        raise ValueError("incident_id must be unique: give each incident one row of texts")
    ordered = texts.sort_values("incident_id", ignore_index=True)
    clause_use, clauses = _use_of_clauses(ordered.drop(columns="incident_id"))
    ids = ordered["incident_id"].to_numpy(dtype=object)
    vectorizer = CountVectorizer(analyzer=read_terms, dtype=np.float32)
    if not any(map(read_terms, clauses)):
        return SimilarIndex(ids, {}, np.empty(0), csr_array(np.zeros((0, len(ids)), dtype=np.float32)))
    counts = csr_array(clause_use @ vectorizer.fit_transform(clauses)).sqrt()
    transformer = TfidfTransformer()
    postings = csr_array(transformer.fit_transform(counts).T, dtype=np.float32)
    postings.sort_indices()
    rows = {term: int(row) for term, row in vectorizer.vocabulary_.items()}
    return SimilarIndex(ids, rows, np.asarray(transformer.idf_), postings)


def _use_of_clauses(texts: pd.DataFrame) -> tuple[csr_array[Any], list[str]]:
    """How much each different clause counts in each text (n_texts x n_clauses), and the clauses."""
    numbers: dict[str, int] = {}
    indices: list[int] = []
    ends = [0]
    columns = [texts[name].tolist() for name in texts]
    for said in zip(*columns, strict=True):
        for text in said:
            if isinstance(text, str):
                indices += [numbers.setdefault(clause, len(numbers)) for clause in CLAUSE_END.split(text)]
        ends.append(len(indices))
    ones = np.ones(len(indices), dtype=np.float32)
    use = csr_array((ones, indices, ends), shape=(len(ends) - 1, len(numbers)))
    n_places = np.bincount(np.asarray(indices, dtype=int), minlength=len(numbers))
    return csr_array(use @ diags_array(n_places.astype(np.float32) ** -0.5)), list(numbers)


def highest(scores: npt.NDArray[np.float32], n: int) -> npt.NDArray[np.intp]:
    """Places of the `n` highest scores above 0, the highest first; equal scores in order of their places."""
    places = np.flatnonzero(scores > 0)
    if 0 < n < len(places):
        least = np.partition(scores[places], len(places) - n)[len(places) - n]
        places = places[scores[places] >= least]
    return places[np.argsort(-scores[places], kind="stable")][: max(n, 0)]


def list_shared(words: Iterable[str], weights: npt.NDArray[np.float32]) -> list[str]:
    """The different words that weigh anything in one incident, the weightiest first."""
    weighed = sorted(zip(-weights, words, strict=True), key=lambda pair: float(pair[0]))
    return list(dict.fromkeys(word for weight, word in weighed if weight < 0))[:MOST_SHARED_TERMS]


def read_terms(text: str) -> list[str]:
    """The terms of one text, in order."""
    return [term for term, _ in written_terms(text)]


def written_terms(text: str) -> list[tuple[str, str]]:
    """The terms of one text, each with the word that it was read from, in order."""
    return [pair for token in WORD.findall(MARKS.sub(" ", text)) for pair in terms_of_token(token)]


@lru_cache(maxsize=200_000)
def terms_of_token(token: str) -> tuple[tuple[str, str], ...]:
    """Stems and concepts of one token as written, each with its word."""
    pairs: list[tuple[str, str]] = []
    concepts = concepts_by_stem("cause")
    for word in words_of_token(token):
        if word in (BREAK, MASKED) or word.lower() in TIMES_OF_DAY:
            continue
        telling = telling_stem(word, "cause")
        pairs += [(telling, word)] if telling else []
        pairs += [(concept, word) for concept in concepts.get(stem(word.lower()), ())]
    return tuple(pairs)
