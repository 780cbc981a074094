"""The records that flow from files to the warehouse. Frozen values, no behaviour beyond their own shape; those
of which a document has dozens are tuples, which are made in a third of the time.

Field names of the row records equal the columns of ``sql/schema.sql``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

Precision = Literal["minute", "hour", "day"]

TIME_FIELDS = ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at")

CAUSE_CATEGORIES = (
    "code_defect", "configuration", "change_rollout", "capacity", "dependency", "network_dns",
    "certificate_credential", "hardware_power", "data_storage", "security", "human_procedure", "unknown",
)  # fmt: skip
TRIGGERS = (
    "deploy", "config_change", "traffic", "scheduled_job", "provider_change", "maintenance", "gradual_decay",
    "expiry", "manual_action", "hardware_failure", "attack", "unknown",
)  # fmt: skip
DETECTION_SOURCES = ("monitoring", "user_report", "staff_noticed", "third_party", "unknown")
DIAGNOSIS_METHODS = (
    "logs", "metrics", "recent_changes", "reproduction", "code_reading", "provider_status",
    "system_inspection", "documentation_search", "hypothesis_test", "asked_expert",
)  # fmt: skip
MITIGATIONS = (
    "rollback", "restart", "drain_or_remove", "add_capacity", "redeploy_or_replace", "config_change",
    "code_fix", "failover", "credential_renewal", "data_repair", "wait_on_provider", "self_recovered",
    "workaround",
)  # fmt: skip
FOLLOW_UP_KINDS = ("prevent", "detect", "mitigate", "process", "document", "investigate")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read: a path on disk, or a member of a zip archive on disk."""

    path: str
    root: str
    source_name: str
    name: str
    """The path below its source's folder: what the document's identity is made of."""
    zip_path: str | None = None
    member: str | None = None
    default_zone: str = "UTC"
    is_example: bool = False


class Block(NamedTuple):
    """One block of a document's body, in reading order. Lines are 1-based and inclusive."""

    kind: Literal["heading", "paragraph", "item", "row", "code"]
    text: str
    line: int
    line_end: int
    depth: int = 0
    """Heading level, or nesting depth of a list item (0 at the top)."""
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawIncident:
    """One document, or one record of a structured file, before its facts are read.

    ``facts`` holds what the source states by name (front matter, mapped columns), as written;
    ``updates`` the dated status updates of structured sources, oldest first.
    """

    key: str
    body: tuple[Block, ...]
    facts: Mapping[str, Any]
    line_start: int
    line_end: int
    text: str
    fact_lines: Mapping[str, int] = field(default_factory=dict)
    updates: tuple[Mapping[str, Any], ...] = ()
    origin: str = "front matter"
    file_stem: str = ""
    fallbacks: Mapping[str, Any] = field(default_factory=dict)
    """Times of the record itself (an issue filed, closed): they count where its text tells no time."""


@dataclass(frozen=True, slots=True)
class Reject:
    path: str
    line: int | None
    problem: str
    hint: str
    document_id: str | None = None


class Evidence(NamedTuple):
    record_id: str
    field: str
    line_start: int | None
    line_end: int | None
    quote: str
    rule: str


class Witness(NamedTuple):
    """One candidate for one of the five times."""

    field: str
    at: datetime
    precision: Precision
    zone_stated: bool
    line: int | None
    quote: str
    rule: str


class TimelineEvent(NamedTuple):
    seq: int
    at: datetime | None
    kind: str
    text: str
    line: int | None
    precision: Precision | None
    outcome: str | None = None
    zone_stated: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    seq: int
    text: str
    kind: str | None
    status: str
    line: int | None
    owner: str | None = None
    opened_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    declined_on: date | None = None
    url: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One stated fact that cannot be read; the rest of its document is."""

    line: int | None
    problem: str
    hint: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Everything read from one raw incident. ``values`` are columns of ``incidents``."""

    key: str
    values: Mapping[str, Any]
    text: str
    services: tuple[str, ...] = ()
    mitigations: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    events: tuple[TimelineEvent, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    chosen: Mapping[str, Witness] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()
