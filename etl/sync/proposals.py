"""Items whose title says what a follow-up says, as proposals that a person confirms. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, utils
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST_SCORE = 0.6
_MOST_EACH = 3
_NEAREST = 5
_LEAST_COSINE = 0.25
_CHUNK = 2_000
_WORDS = r"(?u)\b\w[\w.-]*\w\b"
# A ticket is filed at most a month before its incident (known trouble), and within a year after it.
_BEFORE, _AFTER = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A follow-up and an item that may be it; the score is between 0 and 1."""

    follow_up_id: str
    tracker: str
    key: str
    score: float


def propose(follow_ups: pd.DataFrame, items: pd.DataFrame) -> Iterator[Proposal]:
    """At most three items for each follow-up, each above `LEAST_SCORE`.

    The score is the mean of the cosine of the TF-IDF vectors (words weighted by how rare they are, in titles and
    follow-ups together) and RapidFuzz's token sort ratio (all words, in any order, spelling forgiven): the first
    tells rare words from common ones, the second tells what is missing.
    """
    if follow_ups.empty or items.empty:
        return
    texts, titles = follow_ups["text"].fillna("").tolist(), items["title"].fillna("").tolist()
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=_WORDS)
    try:
        vectorizer.fit([*texts, *titles])
    except ValueError:  # only stop words
        return
    of_titles = vectorizer.transform(titles).T.tocsr()
    columns = ["follow_up_id", "text", "occurred_on"]
    rows = follow_ups[columns].itertuples(index=False)
    opened = pd.to_datetime(items["opened_at"], utc=True).dt.tz_localize(None).to_numpy()
    for start in range(0, len(texts), _CHUNK):
        cosines = sparse.csr_matrix(vectorizer.transform(texts[start : start + _CHUNK]) @ of_titles)
        for position in range(cosines.shape[0]):
            follow_up_id, text, occurred_on = next(rows)
            line = cosines.getrow(position)
            near = line.indices[np.argsort(-line.data, kind="stable")[:_NEAREST]]
            weights = dict(zip(line.indices.tolist(), line.data.tolist(), strict=True))
            found = [
                (round((weights[i] + _ratio(text, titles[i])) / 2, 3), i)
                for i in near.tolist()
                if weights[i] >= _LEAST_COSINE and _is_in_time(occurred_on, opened[i])
            ]
            for score, i in sorted((f for f in found if f[0] >= LEAST_SCORE), reverse=True)[:_MOST_EACH]:
                item = items.iloc[i]
                yield Proposal(str(follow_up_id), str(item["tracker"]), str(item["key"]), score)


def _ratio(text: str, title: str) -> float:
    return float(fuzz.token_sort_ratio(text, title, processor=utils.default_process)) / 100


def _is_in_time(occurred_on: object, opened_at: np.datetime64) -> bool:
    day = pd.Timestamp(occurred_on) if occurred_on is not None else pd.NaT  # type: ignore[arg-type]
    return bool(pd.isna(day) or day - _BEFORE <= pd.Timestamp(opened_at) <= day + _AFTER)
