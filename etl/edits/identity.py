"""Which record of the warehouse an edit is about, when documents were moved, renamed or rewritten since.

An edit remembers its record by id and by content. An incident is the one with the same id, if its title or its day
still agrees; else the only one with the same title on the same day. A follow-up is the one of that incident with the
same text; else the most alike one, if it is alike enough; else the only one anywhere with that text. What fits none
or several is not guessed: the edit stays in the log, and Data health lists it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from etl.edits.records import Edit

ALIKE = 85.0
"""Least likeness (rapidfuzz token-sort ratio, 0..100) of a follow-up's text before and after it was rewritten."""

ABOUT_RECORDS = {"incident", "follow_up", "theme_member"}
"""The subjects whose edits are about one incident or follow-up."""

_ABOUT_FOLLOW_UP = "text"
_INCIDENT_COLUMNS = ("incident_id", "title", "occurred_on")
_FOLLOW_UP_COLUMNS = ("follow_up_id", "incident_id", "text")


def incident_reference(incident: Mapping[Any, Any]) -> dict[str, Any]:
    """The content by which an incident is found again: its id, title and day (ISO)."""
    return {"incident_id": incident["incident_id"], "title": incident["title"], "occurred_on": _day(incident)}


def follow_up_reference(follow_up: Mapping[Any, Any], incident: Mapping[Any, Any]) -> dict[str, Any]:
    """The content by which a follow-up is found again: its text, and its incident's reference."""
    return {**incident_reference(incident), _ABOUT_FOLLOW_UP: follow_up["text"]}


def _day(incident: Mapping[Any, Any]) -> str | None:
    day = incident["occurred_on"]
    return None if pd.isna(day) else pd.Timestamp(day).date().isoformat()


class Records:
    """The incidents and follow-ups of a warehouse, to be looked up by id or by content.

    ``incidents``: incident_id, title, occurred_on. ``follow_ups``: follow_up_id, incident_id, text.
    """

    def __init__(self, incidents: pd.DataFrame, follow_ups: pd.DataFrame) -> None:
        listed = incidents[list(_INCIDENT_COLUMNS)].to_dict("records")
        self._incidents = {row["incident_id"]: incident_reference(row) for row in listed}
        self._by_content: dict[tuple[Any, Any], list[str]] = {}
        for row in self._incidents.values():
            self._by_content.setdefault((row["title"], row["occurred_on"]), []).append(row["incident_id"])
        self._texts: dict[str, dict[str, str]] = {}
        self._by_text: dict[str, list[str]] = {}
        self._text_of: dict[str, str] = {}
        for follow_up_id, incident_id, text in follow_ups[list(_FOLLOW_UP_COLUMNS)].itertuples(index=False):
            self._texts.setdefault(incident_id, {})[follow_up_id] = text
            self._by_text.setdefault(text, []).append(follow_up_id)
            self._text_of[follow_up_id] = text

    def find(self, edit: Edit) -> str | None:
        """The id of the incident or follow-up that the edit is about today, or None."""
        reference = edit.reference
        incident_id = self._incident(reference.get("incident_id", _id_in(edit)), reference)
        if _ABOUT_FOLLOW_UP not in reference:
            return incident_id
        return self._follow_up(_id_in(edit), incident_id, str(reference[_ABOUT_FOLLOW_UP]))

    def _incident(self, incident_id: str, reference: Mapping[str, Any]) -> str | None:
        there = self._incidents.get(incident_id)
        content = reference.get("title"), reference.get("occurred_on")
        if there and (content == (None, None) or there["title"] == content[0] or there["occurred_on"] == content[1]):
            return incident_id
        same = self._by_content.get(content, [])
        return same[0] if len(same) == 1 else None

    def _follow_up(self, key: str, incident_id: str | None, text: str) -> str | None:
        if self._text_of.get(key) == text:  # of whichever record of the incident
            return key
        texts = self._texts.get(incident_id or "", {})
        same = [i for i, other in texts.items() if other == text]
        if not same and texts:
            found = process.extractOne(text, texts, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
            same = [found[2]] if found else []
        same = same or self._by_text.get(text, [])
        return same[0] if len(same) == 1 else None


def _id_in(edit: Edit) -> str:
    """The record's id; the key of a moved theme member has its kind before it."""
    return edit.record_key.rpartition("|")[2]


def locate(edits: Iterable[Edit], records: Records) -> tuple[dict[tuple[str, str], str], list[Edit]]:
    """Today's id for each (subject, record_key) of an incident or follow-up, and the edits whose record is not found.

    The newest reference of a record is looked up: it is nearest to what stands there today.
    """
    newest: dict[tuple[str, str], Edit] = {}
    listed = [e for e in edits if e.subject in ABOUT_RECORDS]
    for edit in listed:
        newest[edit.subject, edit.record_key] = edit
    ids = {address: found for address, edit in newest.items() if (found := records.find(edit))}
    return ids, [e for e in listed if (e.subject, e.record_key) not in ids]
