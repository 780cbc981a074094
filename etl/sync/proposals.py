"""Items whose title says what a follow-up says, as proposals that a person confirms. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, utils
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST_SCORE = 0.5
_MOST_EACH = 3
_NEAREST = 10
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
    tickets = [
        _Ticket(str(t), str(k), title, opened)
        for t, k, title, opened in zip(items["tracker"], items["key"], titles, _days(items["opened_at"]), strict=True)
    ]
    rows = zip(follow_ups["follow_up_id"], texts, _days(follow_ups["occurred_on"]), strict=True)
    for start in range(0, len(texts), _CHUNK):
        cosines = sparse.csr_matrix(vectorizer.transform(texts[start : start + _CHUNK]) @ of_titles)
        for position, (follow_up_id, text, day) in enumerate(islice(rows, cosines.shape[0])):
            line = cosines.getrow(position)
            near = _largest(line.data)
            weighed = zip(line.data[near].tolist(), (tickets[i] for i in line.indices[near]), strict=True)
            for score, ticket in _likeliest(text, day, weighed):
                yield Proposal(str(follow_up_id), ticket.tracker, ticket.key, score)


class _Ticket(NamedTuple):
    tracker: str
    key: str
    title: str
    opened_on: date | None


def _likeliest(text: str, day: date | None, weighed: Iterable[tuple[float, _Ticket]]) -> list[tuple[float, _Ticket]]:
    """The tickets that may be the follow-up, the likeliest first, with their scores."""
    scored = [
        (round((cosine + _ratio(text, ticket.title)) / 2, 3), ticket)
        for cosine, ticket in weighed
        if cosine >= _LEAST_COSINE and _is_in_time(day, ticket.opened_on)
    ]
    return sorted((s for s in scored if s[0] >= LEAST_SCORE), key=lambda s: (-s[0], s[1].key))[:_MOST_EACH]


def _largest(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where the largest few values stand."""
    if len(values) <= _NEAREST:
        return np.arange(len(values))
    return np.sort(np.argpartition(-values, _NEAREST)[:_NEAREST])


def _ratio(text: str, title: str) -> float:
    return float(fuzz.token_sort_ratio(text, title, processor=utils.default_process)) / 100


def _days(column: pd.Series) -> list[date | None]:
    """Days of a column of dates or time stamps; None where nothing stands."""
    return [None if pd.isna(day) else day.date() for day in pd.to_datetime(column, utc=True)]


def _is_in_time(day: date | None, opened_on: date | None) -> bool:
    return day is None or opened_on is None or day - _BEFORE <= opened_on <= day + _AFTER
