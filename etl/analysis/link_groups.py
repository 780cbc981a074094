"""Groups of records that tell of one incident, and the one of each that is counted: links and what people said of them.

Links are taken in order: what documents say, what was found (by confidence), what people say. A link that was only
found joins no two groups that hold records of one file, and no link but a person's joins two records of which people
said that they differ.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from etl.analysis.incident_links import DIFFERENT, DOCUMENT, FOUND, PERSON, SAME

TOLD_COLUMNS = ("incident_id", "told_in")
_ORDER = {DOCUMENT: 0, FOUND: 1, PERSON: 2}


def told_elsewhere(links: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """One row per record that another one tells of more fully: incident_id, told_in.

    ``links``: incident_id, other_id, kind, confidence, origin (a pair may have several rows). ``records``: incident_id
    (unique), document_id, fullness; links of others are left out. The fullest of a group is counted, of equals the one
    with the lowest id.
    """
    fullness = dict(zip(records["incident_id"], records["fullness"], strict=True))
    documents = dict(zip(records["incident_id"], records["document_id"], strict=True))
    known = links[links["incident_id"].isin(fullness) & links["other_id"].isin(fullness)]
    rows = []
    for group in _groups(known, documents):
        main = min(group, key=lambda one: (-fullness[one], one))
        rows += [(one, main) for one in sorted(group) if one != main]
    return pd.DataFrame(sorted(rows), columns=list(TOLD_COLUMNS))


def _groups(links: pd.DataFrame, documents: Mapping[str, str]) -> list[set[str]]:
    said = links[links["origin"] == PERSON]
    pairs = list(zip(said["incident_id"], said["other_id"], said["kind"] == DIFFERENT, strict=True))
    judged = {frozenset((one, other)) for one, other, _ in pairs}
    apart = {frozenset((one, other)) for one, other, is_different in pairs if is_different}
    same = links[links["kind"] == SAME]
    same = same.assign(order=same["origin"].map(_ORDER)).sort_values(
        ["order", "confidence", "incident_id", "other_id"], ascending=[True, False, True, True]
    )
    group_of: dict[str, set[str]] = {}
    for one, other, origin in zip(same["incident_id"], same["other_id"], same["origin"], strict=True):
        left, right = group_of.get(one, {one}), group_of.get(other, {other})
        if left is right or (origin != PERSON and frozenset((one, other)) in judged):
            continue
        if origin != PERSON and not _may_join(left, right, apart):
            continue
        if origin == FOUND and {documents[i] for i in left} & {documents[i] for i in right}:
            continue
        left |= right
        group_of.update(dict.fromkeys(left, left))
    return list({id(group): group for group in group_of.values()}.values())


def _may_join(left: set[str], right: set[str], apart: set[frozenset[str]]) -> bool:
    return not apart or not any(frozenset((one, other)) in apart for one in left for other in right)
