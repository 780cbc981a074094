"""What a planned incident is: the truth, before a word of any document is written."""

from dataclasses import dataclass
from datetime import date, datetime

from etl.generate.causes import CauseTheme


@dataclass(frozen=True, slots=True)
class PlannedFollowUp:
    """One long-term remediation item as it stands at `as_of`.

    `template_no` picks the wording among the cause's follow-ups, -1 the planted fix. `holds` is None
    unless this is a planted fix: then it says whether the failure's rate drops after `done_on`.
    """

    seq: int
    kind: str
    theme: str
    template_no: int
    owner: str | None
    status: str
    opened_on: date | None
    due_on: date | None
    done_on: date | None
    declined_on: date | None
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class PlannedRecurrence:
    """Which earlier incident (its index) an incident repeats, and how its fix stood at that moment."""

    earlier: int
    fix_state: str
    services: tuple[str, ...]
    days_since: float


@dataclass(frozen=True, slots=True)
class PlannedIncident:
    """One incident. A time that its document will not state is None. Times are in UTC."""

    index: int
    seed: int
    cause: CauseTheme
    theme: str | None
    team: str
    services: tuple[str, ...]
    severity: str
    lead_up_no: int
    trigger: str
    detection_source: str
    diagnosis_nos: tuple[int, ...]
    diagnosis_methods: tuple[str, ...]
    mitigation_nos: tuple[int, ...]
    mitigations: tuple[str, ...]
    started_at: datetime
    detected_at: datetime | None
    diagnosed_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime
    published_on: date
    is_mitigated_first: bool
    follow_ups: tuple[PlannedFollowUp, ...]
    recurrence: PlannedRecurrence | None = None
