"""Where the follow-up of a stored link is today: ids change when a document is edited or moved, contents tell. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

ASIDE = "aside-"
_SAME_TEXT = 90.0
_LEVELS = (("text", "incident_title", "occurred_on"), ("text", "incident_title"), ("text", "occurred_on"))


@dataclass(frozen=True, slots=True)
class Home:
    """The follow-up that a link belongs to, and its fingerprint as it is now."""

    follow_up_id: str
    fingerprint: str


def find_homes(stored: Iterable[tuple[str, str]], current: Mapping[str, str]) -> dict[tuple[str, str], Home]:
    """The home of each stored (follow_up_id, fingerprint), given the fingerprints of today by follow_up_id.

    A follow-up keeps its links while its id and content are the same; else the one with the same text, title and day,
    or the same text and one of the others; else, under the same id, one whose text was only touched up (normalised
    Indel similarity of 90 and more). What has no home is put aside under an id of its own, never on another follow-up,
    and finds its home again when the content comes back.
    """
    by_level = [_index(current, level) for level in _LEVELS]
    homes: dict[tuple[str, str], Home] = {}
    for follow_up_id, fingerprint in stored:
        if (follow_up_id, fingerprint) in homes:
            continue
        home = _home(follow_up_id, fingerprint, current, by_level)
        homes[(follow_up_id, fingerprint)] = Home(home, current.get(home, fingerprint))
    return homes


def _home(
    follow_up_id: str, fingerprint: str, current: Mapping[str, str], by_level: list[dict[tuple[str, ...], str]]
) -> str:
    if current.get(follow_up_id) == fingerprint:
        return follow_up_id
    told = json.loads(fingerprint)
    for level, index in zip(_LEVELS, by_level, strict=True):
        if found := index.get(_part(told, level)):
            return found
    if follow_up_id not in current and not follow_up_id.startswith(ASIDE):
        return follow_up_id
    if follow_up_id in current:
        said = str(json.loads(current[follow_up_id])["text"])
        if fuzz.ratio(said.lower(), str(told["text"]).lower()) >= _SAME_TEXT:
            return follow_up_id
    return f"{ASIDE}{hashlib.sha256(fingerprint.encode()).hexdigest()[:12]}"


def _index(current: Mapping[str, str], level: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """Follow-ups by a part of their fingerprint; the first of several, none where that part is empty."""
    index: dict[tuple[str, ...], str] = {}
    for follow_up_id in sorted(current):
        told = json.loads(current[follow_up_id])
        if level == _LEVELS[0] or all(told[name] for name in level):
            index.setdefault(_part(told, level), follow_up_id)
    return index


def _part(told: Mapping[str, str | None], level: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(told.get(name) or "") for name in level)
