"""What a postmortem says itself about an earlier one: names it, says that it has come back, or that it has not.

- *named*: the text holds the earlier document's identifier ("PM-2021-005", from its file name or title), a link
  to it, or its whole title in quotes or as a link's words;
- *claimed*: a sentence says that this has happened before ("a second occurrence", "we had seen this before", "an
  ongoing issue"); which incident it means is for the other signals to say;
- *denied*: a sentence says that the cause is another one than before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from etl.transform.patterns import worded
from etl.transform.prose import sentences

NOUN = r"(?:issue|problem|failure|error|incident|outage|fault|bug|cause)s?"
CLAIM = worded(
    r"\b(?:second|third|fourth|fifth) (?:occur+ence|instance)\b"
    rf"|\bseen (?:this|these|it|the same)\b.{{0,30}}\bbefore\b"
    rf"|\bsame (?:\w+ ){{0,2}}{NOUN}\b.{{0,40}}\b(?:previous|earlier|last|before|prior)\b"
    r"|\b(?:happened|occurred|failed|seen) (?:before|earlier|previously)\b"
    rf"|\b(?:ongoing|known|recurring|recurrent) {NOUN}\b"
    r"|\b(?:a )?(?:recurrence|re-occurrence|reoccurrence|repeat) of\b"
    rf"|\b{NOUN} (?:has |have |had )?(?:re-?occurr?ed|recurred|returned|come back|came back)\b"
)
DENIAL = worded(
    r"\b(?:another|different|other|distinct|separate) (?:root )?cause\b"
    rf"|\bnot the same (?:root )?{NOUN}\b|\b(?:un|not )related to (?:the|an?|our) (?:\w+ )?(?:previous|earlier|last)\b"
)
# What is feared, asked or planned has not happened.
HEDGE = worded(
    r"\b(?:if|prevent\w*|avoid\w*|future|can we|could|ensure|make sure|so that|whether|might|should|investigate)\b"
    r"|\bmay (?:be|have|come|happen|occur)\b"
)
IDENTIFIER = re.compile(r"\b[A-Za-z]{2,12}[-_#]?\d[\d-]*\d\b")
LINK = re.compile(r"\]\(([^)\s]+)\)|(https?://[^\s)>\]]+)")
QUOTED = re.compile(r"\[([^\]\n]{12,200})\]|[\"“]([^\"”\n]{12,200})[\"”]")
EXTENSION = re.compile(r"(?:\.(?:md|markdown|html?|erb|txt|adoc|rst|docx|pdf))+$")
FEWEST_TITLE_WORDS = 3


@dataclass(frozen=True)
class Mentions:
    """By row of the incidents: which earlier rows each one names, and the sentences that claim or deny a repeat."""

    named: list[tuple[int, int]]
    claims: dict[int, str]
    denials: dict[int, str]


def find_mentions(incidents: pd.DataFrame) -> Mentions:
    """Read `incidents` (in order of time): body, told (the parts that tell of cause), title, url, stem (file name)."""
    owners = _owners(incidents)
    named = []
    for row, body in enumerate(incidents["body"]):
        found = {owners[name] for name in _names_in(body) if owners.get(name) is not None} if body else set()
        named += [(row, earlier) for earlier in sorted(found) if earlier < row]
    claims: dict[int, str] = {}
    denials: dict[int, str] = {}
    for row, told in enumerate(incidents["told"]):
        for sentence in sentences(told) if told and (CLAIM.search(told) or DENIAL.search(told)) else ():
            if DENIAL.search(sentence):
                denials.setdefault(row, sentence)
            elif CLAIM.search(sentence) and not HEDGE.search(sentence):
                claims.setdefault(row, sentence)
    return Mentions(named, claims, denials)


def _owners(incidents: pd.DataFrame) -> dict[str, int]:
    """Name -> the row of the only incident that has it."""
    owners: dict[str, int | None] = {}
    for row, own in enumerate(zip(incidents["title"], incidents["url"], incidents["stem"], strict=True)):
        for name in set(_names_of(*own)):
            owners[name] = row if name not in owners else None
    return {name: row for name, row in owners.items() if row is not None}


def _names_of(title: str | None, url: str | None, stem: str | None) -> Iterable[str]:
    if stem:
        yield _stem(stem)
        yield from (found.casefold() for found in IDENTIFIER.findall(stem)[:1])
    if title:
        yield from (found.casefold() for found in IDENTIFIER.findall(title)[:1])
        if len(title.split()) >= FEWEST_TITLE_WORDS:
            yield _plain(title)
    if url:
        yield url.rstrip("/").casefold()


def _names_in(body: str) -> Iterable[str]:
    yield from (found.casefold() for found in IDENTIFIER.findall(body))
    for target, address in LINK.findall(body):
        link = (target or address).rstrip("/.,;").casefold()
        yield link
        yield _stem(link.rsplit("/", 1)[-1].split("#")[0])
    yield from (_plain(words or quoted) for words, quoted in QUOTED.findall(body))


def _stem(name: str) -> str:
    return EXTENSION.sub("", name.casefold()).replace("%20", " ")


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
