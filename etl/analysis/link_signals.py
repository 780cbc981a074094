"""How alike two records tell what may be one incident: their times, services and words, and how sure that makes a link.

The strength of a pair is a logistic model of four signals, each 0 (nothing) to 1:

- start: exp(-minutes between the nearest beginnings / 60), 0.3 where either is known only to the day;
- end: exp(-minutes between the nearest ends / 120), 0.3 where either states none;
- words: cosine of title, summary, impact and cause (TF-IDF over stems), at most 0.5, times two;
- service: 1 where both name the same service, 0.5 where their services have a word in common.

Weights were fitted (logistic regression, rounded) on 155 write-ups of public incidents and the records that they were
written from, with exponential delays of 20 minutes put between the two, against all other records of the same days;
tests/etl/test_links_real.py measures what they find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from etl.analysis.link_times import Times
from etl.analysis.recurrence_score import logistic
from etl.analysis.recurrence_text import Floats, Rows, row_dots
from etl.analysis.theme_text import stem
from etl.analysis.theme_words import STOP_WORDS

WEIGHTS = {"start": 4.5, "end": 3.6, "words": 2.4, "service": 2.0}
INTERCEPT = -6.5
START_SCALE, END_SCALE = 60.0, 120.0
UNKNOWN = 0.3
MOST_WORDS = 0.5
FEWEST_WORDS, FEWEST_ALONE = 0.08, 0.2
"""The least cosine of two records that share a service, and of two that share none."""
LONGEST_GAP = 15.0
"""Minutes between the end of one and the start of the other, after which they are two incidents."""
DOUBTFUL, NOTHING_SHARED = 0.7, 0.4
"""The most that two records reach which do not meet in time or share a service but no words; which share neither."""
HYPHENS = re.compile(r"[-_]+")
WORD = re.compile(r"[a-z][a-z0-9]+")
COMMON_IN_NAMES = frozenset(
    {
        "service",
        "services",
        "server",
        "servers",
        "cluster",
        "clusters",
        "api",
        "apis",
        "app",
        "apps",
        "platform",
        "cloud",
    }
    | {"system", "systems", "the", "and", "of", "com", "io", "org", "net", "www", "production", "prod", "incident"}
)


def measure(records: pd.DataFrame, times: Times, left: Rows, right: Rows) -> pd.DataFrame:
    """Signals and ``confidence`` (0..1) of the pairs, a row each. ``records``: told, services (lists)."""
    begins, ends = times.between_begins(left, right), times.between_ends(left, right)
    used, at = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = at[: len(left)], at[len(left) :]
    told = records.iloc[used]
    vectors = _vectors(told["told"].fillna(""))
    names = _incidence([[HYPHENS.sub(" ", str(n).casefold()) for n in listed] for listed in told["services"]])
    parts = _incidence([_words_in(listed) for listed in told["services"]])
    cosine = row_dots(vectors, one, vectors, other)
    same = row_dots(names, one, names, other) > 0
    alike = row_dots(parts, one, parts, other) > 0
    measured = pd.DataFrame(
        {
            "start": np.where(np.isnan(begins), UNKNOWN, np.exp(-np.nan_to_num(begins) / START_SCALE)),
            "end": np.where(np.isnan(ends), UNKNOWN, np.exp(-np.nan_to_num(ends) / END_SCALE)),
            "words": np.minimum(cosine, MOST_WORDS) / MOST_WORDS,
            "service": np.where(same, 1.0, np.where(alike, 0.5, 0.0)),
        }
    )
    strength: Floats = INTERCEPT + measured[list(WEIGHTS)].to_numpy(float) @ np.array(list(WEIGHTS.values()))
    has_some = np.where(measured["service"] > 0, cosine >= FEWEST_WORDS, cosine >= FEWEST_ALONE)
    is_apart = times.gap(left, right) > LONGEST_GAP
    is_shared = has_some | (measured["service"] == 1).to_numpy()
    most = np.where(is_shared, np.where(is_apart | ~has_some, DOUBTFUL, 1.0), NOTHING_SHARED)
    measured["confidence"] = np.minimum(logistic(strength), most)
    return measured


def _vectors(texts: pd.Series) -> csr_array[Any]:
    """Unit TF-IDF vectors, a row per text; all zero where nothing is told."""
    counter = CountVectorizer(analyzer=_stems, dtype=np.float32)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no text has a word
        return csr_array(np.zeros((len(texts), 1), dtype=np.float32))
    vectors: csr_array[Any] = csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
    return vectors


def _stems(text: str) -> list[str]:
    return [stem(word) for word in WORD.findall(text.lower()) if len(word) > 2 and word not in STOP_WORDS]


def _words_in(names: Iterable[str]) -> list[str]:
    words = {word for name in names for word in WORD.findall(str(name).lower())}
    return sorted(words - COMMON_IN_NAMES)


def _incidence(listed: list[list[str]]) -> csr_array[Any]:
    """Which record has which name (n x n_names)."""
    columns: dict[str, int] = {}
    indices = [columns.setdefault(name, len(columns)) for names in listed for name in sorted(set(names))]
    ends = np.concatenate([[0], np.cumsum([len(set(names)) for names in listed])])
    return csr_array((np.ones(len(indices)), indices, ends.astype(int)), shape=(len(listed), max(len(columns), 1)))
