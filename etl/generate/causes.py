"""The planted cause themes: the truth that an analysis of the example should find again."""

from dataclasses import dataclass

Weighted = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Mitigation:
    """A short-term remediation: `action` in the past tense, `outcome` a clause saying what came of it."""

    kind: str
    weight: float
    action: str
    outcome: str


@dataclass(frozen=True, slots=True)
class FollowUpTemplate:
    """A long-term remediation item: its kind, the planted remediation theme (or "") and its wording."""

    kind: str
    theme: str
    text: str


@dataclass(frozen=True, slots=True)
class CauseTheme:
    """One way of failing and the words for it. The first service is the one it strikes most.

    `lead_ups` are (trigger, sentence), `diagnosis` (method, sentence), `attempts` (action, outcome that
    did not help). `fix_holds` says what becomes of the planted fix on the first service: True, its rate
    drops once the fix is done; False, it goes on as before; None, no fix is planted.
    """

    key: str
    label: str
    category: str
    weight: float
    services: Weighted
    detection: Weighted
    time_to_diagnose_median_minutes: float
    fix_holds: bool | None
    titles: tuple[str, ...]
    causes: tuple[str, ...]
    short_causes: tuple[str, ...]
    lead_ups: tuple[tuple[str, str], ...]
    symptoms: tuple[str, ...]
    diagnosis: tuple[tuple[str, str], ...]
    attempts: tuple[tuple[str, str], ...]
    mitigations: tuple[Mitigation, ...]
    fix: FollowUpTemplate
    follow_ups: tuple[FollowUpTemplate, ...]
    went_well: tuple[str, ...]
    went_wrong: tuple[str, ...]
    got_lucky: tuple[str, ...]


REMEDIATION_THEMES = {
    "alerting": "Alerts on early signs",
    "rollout": "Staged rollouts and automatic rollback",
    "capacity": "Capacity headroom and load tests",
    "renewal": "Automated renewal of certificates and credentials",
    "runbook": "Runbooks and response guides",
    "tests": "Automated checks before release",
    "limits": "Timeouts, limits and circuit breakers",
    "failover": "Redundancy and failover drills",
    "guardrails": "Guard rails on manual operations",
    "cleanup": "Retention and automatic clean-up",
    "communication": "Faster, clearer communication",
}


def all_themes() -> tuple[CauseTheme, ...]:
    """Every planted theme, in a fixed order."""
    from etl.generate import (
        causes_access,
        causes_capacity,
        causes_change,
        causes_data,
        causes_infrastructure,
        causes_release,
        causes_traffic,
    )

    modules = (
        causes_access,
        causes_change,
        causes_release,
        causes_capacity,
        causes_traffic,
        causes_infrastructure,
        causes_data,
    )
    return tuple(theme for module in modules for theme in module.THEMES)
