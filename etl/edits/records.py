"""One edit, as it is asked for and as it is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from etl.records import TIME_FIELDS

SUBJECTS = ("follow_up", "incident", "theme", "theme_member", "recurrence", "link", "view")
FOLLOW_UP_FIELDS = ("status", "owner", "due_on", "kind", "note", "declined_reason", "evidence_url")
DECLINED_REASONS = ("risk_accepted", "duplicate", "obsolete")
LIST_FIELDS = ("services", "mitigations", "diagnosis_methods")
INCIDENT_FIELDS = (
    *TIME_FIELDS, *LIST_FIELDS, "title", "severity", "occurred_on", "published_at", "team", "is_incident", "cause_text",
    "cause_category", "trigger", "detection_source", "impact_text", "diagnosis_text", "short_term_text",
    "long_term_text", "went_well_text",
)  # fmt: skip
"""The facts of an incident that a person may correct."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that someone asks for.

    ``value`` None clears the field; ``is_reset`` gives it back to what the document says. ``effective_on`` is the day
    on which it became true, where that is not the day of the edit. ``seen_version`` is the version of the field that
    the person had on the screen (0: never edited): it tells a conflict. ``reference`` names the record by its content,
    so that the edit finds it again when ids change.
    """

    subject: str
    record_key: str
    field: str
    value: Any
    seen_version: int = 0
    effective_on: date | None = None
    is_reset: bool = False
    undoes: str | None = None
    reference: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as it is kept: with who and when, and its place in the log. ``version`` counts from 1 for each field."""

    seq: int
    edit_id: str
    made_at: datetime
    made_by: str
    subject: str
    record_key: str
    field: str
    version: int
    value: Any
    is_reset: bool
    effective_on: date | None
    undoes: str | None
    reference: Mapping[str, Any]

    @property
    def address(self) -> tuple[str, str, str]:
        """What is edited: subject, record, field."""
        return self.subject, self.record_key, self.field


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that was not kept, because someone else's came first and the person had not seen it."""

    mine: Draft
    theirs: Edit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of several edits that were asked for at once: each is kept or in conflict."""

    kept: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
