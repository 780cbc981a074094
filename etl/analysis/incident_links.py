"""Which records tell of one incident: a status page's record and its postmortem; a chat export, a ticket, the write-up.

What documents say themselves comes first: one names the other's address, key or file, or both have the same one.
Whether that means the same incident or another one that is only mentioned is told by their times. Where nothing is
said, two records of different kinds (source, format, folder) are linked if they agree in time, service and words, and
neither has another match of that kind nearly as good. Records of one file are never the same incident.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.analysis.link_names import DAYS_APART, shared_names
from etl.analysis.link_signals import measure
from etl.analysis.link_times import DAY, Times, near_pairs
from etl.analysis.recurrence_text import Floats, Rows

Flags = npt.NDArray[np.bool_]
LINK_COLUMNS = ("incident_id", "other_id", "kind", "confidence", "rule", "origin", "quote")
SAME, POSSIBLE, MENTIONS, DIFFERENT = "same_incident", "possible", "mentions", "different"
DOCUMENT, FOUND, PERSON = "document", "found", "person"
SURE = 0.8
"""The least confidence of a link that holds until a person says otherwise."""
LIKELY = 0.45
"""The least confidence of a pair that people are asked about."""
MARGIN = 1.0
"""How much stronger (in log odds) a match must be than the next of the same kind."""
MOST_POSSIBLE = 3
NAMES_IT, SHARES_NAME = "names the other record", "has the same name or address"
ALIKE = "time, service and words"
NAMED_CONFIDENCE = 0.95
NEAR_MINUTES = 120.0
# Words before a name that tell of another incident.
ANOTHER = re.compile(
    r"\b(?:related|previous\w*|earlier|prior|similar\w*|unrelated|see also|last|again|recurr\w+|repeat\w*|caused by"
    r"|result of|due to|triggered by|after|since|compare|like|follow(?:s|ed|ing)?|before)\b[^.;:]{0,60}$",
    re.IGNORECASE,
)


def find_links(records: pd.DataFrame, names: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """One row per linked pair; columns: ``LINK_COLUMNS``.

    ``records`` (unique incident_id): document_id, source_name, format, folder, told, services (lists) and the times
    that `Times` wants. ``names``: see `own_names`. ``named``: incident_id, other_id, name, quote: the one's text has a
    name of the other. A link of kind ``mentions`` leads from the record that names to the one that is named; in all
    others incident_id < other_id.
    """
    records = records.reset_index(drop=True)
    rows = pd.Series(np.arange(len(records)), index=records["incident_id"])
    times = Times(records)
    told = _told_links(records, rows, times, names, named)
    found = _found_links(records, times)
    if len(told) and len(found):
        known = {frozenset(pair) for pair in zip(told["incident_id"], told["other_id"], strict=True)}
        pairs = zip(found["incident_id"], found["other_id"], strict=True)
        found = found[[frozenset(pair) not in known for pair in pairs]]
    parts = [part for part in (told, found) if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    listed = pd.concat(parts, ignore_index=True)[list(LINK_COLUMNS)]
    return listed.sort_values(["incident_id", "other_id", "origin"], ignore_index=True)


def _told_links(
    records: pd.DataFrame, rows: pd.Series, times: Times, names: pd.DataFrame, named: pd.DataFrame
) -> pd.DataFrame:
    """Links that documents state: of several names of one pair the one that says most."""
    shared = shared_names(names).assign(rule=SHARES_NAME, quote=None)
    stated = named.assign(rule=NAMES_IT)
    both = pd.concat([part for part in (shared, stated) if len(part)] or [stated], ignore_index=True)
    both = both[both["incident_id"].isin(rows.index) & both["other_id"].isin(rows.index)]
    if both.empty:
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    left, right = rows.loc[both["incident_id"]].to_numpy(), rows.loc[both["other_id"]].to_numpy()
    is_shared = (both["rule"] == SHARES_NAME).to_numpy()
    quotes = zip(both["quote"], both["name"], strict=True)
    is_another = np.array([_tells_of_another(quote, name) for quote, name in quotes], dtype=bool)
    documents = records["document_id"].to_numpy()
    kinds = _kinds(records)
    may_be = (documents[left] != documents[right]) & (is_shared | (kinds[left] != kinds[right]))
    is_same = _agree(times, left, right, is_shared) & may_be & ~is_another
    both = both.assign(kind=np.where(is_same, SAME, MENTIONS), confidence=NAMED_CONFIDENCE, origin=DOCUMENT)
    both = both[is_same | ~is_shared]
    one, other = both["incident_id"], both["other_id"]
    low, high = one.where(one < other, other), other.where(one < other, one)
    is_mention = both["kind"] == MENTIONS
    by = ["pair", "is_mention", "rule", "incident_id", "name"]
    ranked = both.assign(pair=low + "|" + high, is_mention=is_mention).sort_values(
        by, ascending=[True, True, False, True, True]
    )
    found: pd.DataFrame = ranked.assign(incident_id=one.where(is_mention, low), other_id=other.where(is_mention, high))
    return found.drop_duplicates("pair")


def _tells_of_another(quote: object, name: str) -> bool:
    if not isinstance(quote, str):
        return False
    before = quote.casefold().replace("_", "-").partition(name)[0]
    return bool(ANOTHER.search(re.sub(r"(?:https?://\S*|\]\(\S*|[\[(]\S*)$", "", before)))


def _agree(times: Times, left: Rows, right: Rows, is_shared: Flags) -> Flags:
    """Whether two records may be of one time: they meet, and begin within a day or end within two hours of each other;
    where either is known only to the day, they are at most a day apart, and three where they share a name."""
    begins, ends = times.between_begins(left, right), times.between_ends(left, right)
    with np.errstate(invalid="ignore"):
        is_near = (begins <= DAY) | (ends <= NEAR_MINUTES)
        meets = times.gap(left, right) <= NEAR_MINUTES
        of_a_day = times.days_apart(left, right) <= np.where(is_shared, DAYS_APART, 1)
    is_timed = times.is_timed[left] & times.is_timed[right]
    agree: Flags = np.where(is_timed & ~is_shared, is_near & meets, of_a_day)
    return agree


def _kinds(records: pd.DataFrame) -> Rows:
    """A number for each source, format and folder."""
    numbers = records.groupby(["source_name", "format", "folder"], dropna=False).ngroup()
    kinds: Rows = numbers.to_numpy().astype(np.intp)
    return kinds


def _found_links(records: pd.DataFrame, times: Times) -> pd.DataFrame:
    """Links by likeness: same_incident where it is sure and no other match comes near, possible where it may be."""
    kinds = _kinds(records)
    left, right = near_pairs(times, kinds)
    documents = records["document_id"].to_numpy()
    is_pair = documents[left] != documents[right]
    left, right = left[is_pair], right[is_pair]
    if not len(left):
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    confidence = measure(records, times, left, right)["confidence"].to_numpy(float)
    is_likely = confidence >= LIKELY
    left, right, confidence = left[is_likely], right[is_likely], confidence[is_likely]
    clear = _stands_alone(left, kinds[right], confidence) & _stands_alone(right, kinds[left], confidence)
    is_same = (confidence >= SURE) & clear
    ids = records["incident_id"].to_numpy(dtype=object)
    links = pd.DataFrame(
        {
            "incident_id": np.minimum(ids[left], ids[right]),
            "other_id": np.maximum(ids[left], ids[right]),
            "kind": np.where(is_same, SAME, POSSIBLE),
            "confidence": confidence.round(3),
            "rule": ALIKE,
            "origin": FOUND,
            "quote": None,
        }
    )
    return _best_possible(links)


def _stands_alone(rows: Rows, kinds: Rows, confidence: Floats) -> Flags:
    """Whether each pair is clearly the best that its row has among the records of the other's kind."""
    odds = np.log(confidence / np.maximum(1 - confidence, 1e-9))
    order = np.lexsort((-odds, kinds, rows))
    row, kind, odds = rows[order], kinds[order], odds[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (row[1:] != row[:-1]) | (kind[1:] != kind[:-1])
    lead = np.full(len(order), np.inf)
    lead[:-1] = np.where(is_first[1:], np.inf, odds[:-1] - odds[1:])
    alone = np.zeros(len(order), dtype=bool)
    alone[order] = is_first & (lead >= MARGIN)
    return alone


def _best_possible(links: pd.DataFrame) -> pd.DataFrame:
    """All that are the same, and of the possible ones the best three of each record."""
    possible = links[links["kind"] == POSSIBLE].sort_values("confidence", ascending=False, kind="stable")
    for side in ("incident_id", "other_id"):
        possible = possible[possible.groupby(side).cumcount() < MOST_POSSIBLE]
    return pd.concat([links[links["kind"] == SAME], possible])
