"""The names by which other documents may call an incident, and whether two that share or use one tell of the same.

A name is the address of the record, its key in the tool that it comes from ("kctbh9vrtdwd", "INC-42"), an identifier at
the head of its file name, folder or title, or a file name that says enough to be its own. What records of different
days have in common (the address of a repository) names none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pandas as pd

NAME_COLUMNS = ("incident_id", "name")
IDENTIFIER = re.compile(
    r"(?:^|(?<=[\s\[(]))([a-z]{2,10}[-_]?\d{4}-\d{1,5}|[a-z]{2,10}[-_]\d{1,7})(?![\w.]|-\d)", re.IGNORECASE
)
AT_HEAD = re.compile(rf"[\[(]?{IDENTIFIER.pattern}", re.IGNORECASE)
IN_BRACKETS = re.compile(rf"[\[(]{IDENTIFIER.pattern}[\])]", re.IGNORECASE)
# "HTTP-503", "CVE-2021-44228", "SEV-1", "UTC-5" and the like are no incident's own.
NO_IDENTIFIER = re.compile(
    r"(?:https?|cve|tls|ssl|sha|utf|iso|rfc|md|ip|ipv|utc|gmt|est|pst|cest?|port|aes|rsa|sev|pri?|tcp|udp|jdk|java|node"
    r"|week|q|fy|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september"
    r"|october|november|december|day|top|part|phase|version|ver|v|step|error|code|status|draft|no|nr|us|eu|ap)[-_]?\d",
    re.IGNORECASE,
)
KEY = re.compile(r"(?=\S*\d)(?=\S*[a-z])[a-z0-9][\w-]{5,60}", re.IGNORECASE)
OPAQUE_STEM = re.compile(r"(?=.{12,})(?=.*[a-z]{3})", re.IGNORECASE)
MONTHS = r"january|february|march|april|june|july|august|september|october|november|december"
COMMON_STEM = re.compile(
    rf"(?:\W|\d|post-?mortem|incident|report|index|readme|review|outage|status|{MONTHS})+", re.IGNORECASE
)
DATED_FOLDER = re.compile(r"(?=.*\d{4}-?\d\d-?\d\d)(?=.*[a-z]{3})", re.IGNORECASE)
"""A folder of one incident: "2024-03-05-checkout"."""
ENDING = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7})+$")
ADDRESS = re.compile(r"^https?://(?:www\.)?|#.*$|[/.,;:]+$")
MOST_OWNERS, DAYS_APART = 5, 3


def own_names(records: pd.DataFrame) -> pd.DataFrame:
    """One row per record and name (lower case). ``records``: incident_id, occurred_on, title, url, record_key, stem,
    folder. Names of more than five records, or of records of different days, are left out."""
    columns = ("incident_id", "title", "url", "record_key", "stem", "folder")
    rows = [
        (own, name) for own, *told in zip(*(records[c] for c in columns), strict=True) for name in set(_names(*told))
    ]
    named = pd.DataFrame(rows, columns=list(NAME_COLUMNS))
    if named.empty:
        return named
    days = pd.to_datetime(records.set_index("incident_id")["occurred_on"])
    day = named["incident_id"].map(days)
    by_name = day.groupby(named["name"])
    spread = by_name.transform("max") - by_name.transform("min")
    is_own = (named.groupby("name")["incident_id"].transform("size") <= MOST_OWNERS) & ~(
        spread > pd.Timedelta(days=DAYS_APART)
    )
    return named[is_own].sort_values(list(NAME_COLUMNS), ignore_index=True)


def shared_names(names: pd.DataFrame) -> pd.DataFrame:
    """Pairs of records that have a name in common: incident_id, other_id (either order), name."""
    pairs = names.merge(names.rename(columns={"incident_id": "other_id"}), on="name")
    return pairs[pairs["incident_id"] != pairs["other_id"]][["incident_id", "other_id", "name"]]


def _names(title: Any, url: Any, key: Any, stem: Any, folder: Any) -> Iterator[str]:
    if isinstance(url, str) and url:
        yield plain_address(url)
    if isinstance(key, str) and (KEY.fullmatch(key) or _identifiers(key)):
        yield key.casefold().replace("_", "-")
    for written in (stem, folder):
        if isinstance(written, str):
            yield from _identifiers(ENDING.sub("", written))
    if isinstance(folder, str) and DATED_FOLDER.match(folder):
        yield folder.casefold()
    for file in (stem, unquote(url.split("#")[0].rsplit("/", 1)[-1]) if isinstance(url, str) else None):
        plain = ENDING.sub("", file) if isinstance(file, str) else ""
        if OPAQUE_STEM.match(plain) and not COMMON_STEM.fullmatch(plain):
            yield plain.casefold()
    if isinstance(title, str):
        yield from _identifiers(title)
        yield from _kept(m[1] for m in IN_BRACKETS.finditer(title))


def _identifiers(text: str) -> Iterable[str]:
    """The identifier at the head of a text, if it has one."""
    found = AT_HEAD.match(text)
    return list(_kept([found[1]])) if found else []


def _kept(found: Iterable[str]) -> Iterator[str]:
    return (one.casefold().replace("_", "-") for one in found if not NO_IDENTIFIER.match(one))


def plain_address(url: str) -> str:
    """An address without what does not tell it from others; ``sql/link_mentions.sql`` does the same with a text's."""
    return ADDRESS.sub("", ADDRESS.sub("", url.strip())).casefold()
