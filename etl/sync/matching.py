"""Which item a follow-up is: by an address, by a key, and, as a proposal, by its words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from etl.sync.proposals import propose
from etl.sync.references import Reference, references

_BARE_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class Link:
    """A follow-up and an item. `how` is link, key or proposed; `state` linked or proposed."""

    follow_up_id: str
    tracker: str
    key: str
    how: str
    score: float
    state: str


@dataclass(frozen=True)
class Matches:
    """Links, and what documents name without its having been read: (follow_up_id, key)."""

    links: tuple[Link, ...]
    not_found: tuple[tuple[str, str], ...]


class _Names:
    """Items by the names that documents use for them."""

    def __init__(self, items: pd.DataFrame) -> None:
        self._by_key: dict[str, list[tuple[str, str, str | None]]] = {}
        for tracker, key, url in items[["tracker", "key", "url"]].itertuples(index=False):
            host = (urlsplit(url).hostname or "").lower() if isinstance(url, str) else None
            self._by_key.setdefault(str(key).lower(), []).append((str(tracker), str(key), host))
        self._repos = {_place(key) for key in self._by_key if "#" in key}
        self._places = {place for key in self._by_key if (place := _place(key))}

    def find(self, reference: Reference) -> list[tuple[str, str]]:
        """The items of that name; of an address only those at its host, where an item's own address is known."""
        key = reference.key.lower()
        if key.startswith("#"):
            if len(self._repos) != 1:
                return []
            key = next(iter(self._repos)) + key
        found = self._by_key.get(key, [])
        return [(t, k) for t, k, host in found if reference.host is None or host in (None, reference.host)]

    def expects(self, reference: Reference) -> bool:
        """Whether one of the trackers should hold what is named."""
        return _place(reference.key.lower()) in self._places


def _place(key: str) -> str:
    """The repository or project of a key."""
    return key.rpartition("#" if "#" in key else "-")[0]


def match(
    follow_ups: pd.DataFrame,
    items: pd.DataFrame,
    confirmed: Iterable[tuple[str, str, str]] = (),
    with_proposals: bool = True,
) -> Matches:
    """Links of follow-ups with items.

    `follow_ups` has follow_up_id, text, url, row, quotes, incident_title, occurred_on; `items` tracker, key, url,
    title, opened_at; `confirmed` (follow_up_id, tracker, key) is what people have said. A follow-up that has an item is
    not proposed another, and an item that is a follow-up is proposed to none.
    """
    known = _Names(items)
    links: dict[tuple[str, str, str], Link] = {}
    missing: set[tuple[str, str]] = set()
    for row in rows_of(follow_ups):
        for reference in _named(row):
            found = known.find(reference)
            if not found and known.expects(reference):
                missing.add((str(row["follow_up_id"]), reference.key))
            for tracker, key in found:
                link = _link(str(row["follow_up_id"]), tracker, key, reference)
                held = links.get((link.follow_up_id, tracker, key))
                if held is None or held.score < link.score:
                    links[(link.follow_up_id, tracker, key)] = link
    sure = [(x.follow_up_id, x.tracker, x.key) for x in links.values() if x.state == "linked"]
    sure += confirmed
    taken, settled = {(tracker, key) for _, tracker, key in sure}, {follow_up_id for follow_up_id, _, _ in sure}
    unsettled = follow_ups[~follow_ups["follow_up_id"].isin(settled)]
    for link in _proposed(unsettled, items, taken) if with_proposals else ():
        links.setdefault((link.follow_up_id, link.tracker, link.key), link)
    return Matches(tuple(links.values()), tuple(sorted(missing)))


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries, what is missing as None."""
    columns = [str(name) for name in table.columns]
    values = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    return [dict(zip(columns, row, strict=True)) for row in values]


def fingerprint(row: Mapping[str, Any]) -> str:
    """What identifies a follow-up by its content, whatever its id: JSON of text, incident_title and occurred_on."""
    on = row["occurred_on"]
    return json.dumps(
        {
            "text": row["text"],
            "incident_title": row["incident_title"] or None,
            "occurred_on": on.isoformat()[:10] if isinstance(on, date) else None,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def _named(row: Mapping[str, Any]) -> Iterator[Reference]:
    """What a follow-up names, once each. The "#12" of "[#12](https://...)" is what the address says it is."""
    texts = [row[column] for column in ("url", "row", "quotes", "text") if isinstance(row[column], str)]
    named = list(dict.fromkeys(reference for text in texts for reference in references(text)))
    numbers = {r.key.partition("#")[2] for r in named if not r.key.startswith("#")}
    yield from (r for r in named if not (r.key.startswith("#") and r.key[1:] in numbers))


def _link(follow_up_id: str, tracker: str, key: str, reference: Reference) -> Link:
    how = "link" if reference.kind == "url" else "key"
    if reference.is_certain:
        return Link(follow_up_id, tracker, key, how, 1.0, "linked")
    return Link(follow_up_id, tracker, key, how, _BARE_SCORE, "proposed")


def _proposed(follow_ups: pd.DataFrame, items: pd.DataFrame, taken: set[tuple[str, str]]) -> Iterator[Link]:
    is_pull_request = items["url"].fillna("").str.contains(r"/pull/\d+$", regex=True)
    is_taken = [pair in taken for pair in zip(items["tracker"], items["key"], strict=True)]
    free = items[~is_pull_request & ~pd.Series(is_taken, index=items.index, dtype=bool)]
    for pair in propose(follow_ups, free):
        yield Link(pair.follow_up_id, pair.tracker, pair.key, "proposed", pair.score, "proposed")
