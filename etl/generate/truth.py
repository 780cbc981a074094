"""The planted truth in a form that can be written beside the documents."""

from collections.abc import Sequence
from typing import Any

from etl.generate.causes import REMEDIATION_THEMES, all_themes
from etl.generate.company import AS_OF, SOURCE_NAME
from etl.generate.planned import PlannedFollowUp, PlannedIncident
from etl.generate.story import Story

# Past this many incidents the truth leaves the texts out, so that it can still be read at once.
MAX_INCIDENTS_WITH_TEXTS = 5000


def truth_header(n: int, seed: int) -> dict[str, Any]:
    """What holds for the whole example: its size, seed, reading date and themes."""
    return {
        "source_name": SOURCE_NAME,
        "n_incidents": n,
        "seed": seed,
        "as_of": AS_OF.isoformat(),
        "themes": {
            theme.key: {
                "label": theme.label,
                "cause_category": theme.category,
                "services": [name for name, _ in theme.services],
            }
            for theme in all_themes()
        },
        "remediation_themes": REMEDIATION_THEMES,
    }


def incident_truth(incident: PlannedIncident, story: Story, paths: Sequence[str], with_texts: bool) -> dict[str, Any]:
    """What is true of one incident. A time that its document does not state is None."""
    texts = {"cause_text": story.cause} if with_texts else {}
    return {
        "theme": incident.theme,
        "theme_label": incident.cause.label if incident.theme else None,
        "cause_category": incident.cause.category,
        "trigger": incident.trigger,
        "team": incident.team,
        "services": list(incident.services),
        "severity": incident.severity,
        "detection_source": incident.detection_source,
        "diagnosis_methods": list(incident.diagnosis_methods),
        "mitigations": list(incident.mitigations),
        "started_at": _minute(incident.started_at),
        "detected_at": _minute(incident.detected_at),
        "diagnosed_at": _minute(incident.diagnosed_at),
        "mitigated_at": _minute(incident.mitigated_at),
        "resolved_at": _minute(incident.resolved_at),
        "published_on": incident.published_on.isoformat(),
        "is_mitigated_before_diagnosed": incident.is_mitigated_first,
        **texts,
        "follow_ups": [_follow_up(item, text, with_texts) for item, text in story.follow_ups],
        "recurrence": _recurrence(incident, paths),
    }


def _follow_up(item: PlannedFollowUp, text: str, with_text: bool) -> dict[str, Any]:
    days = {key: getattr(item, key) for key in ("opened_on", "due_on", "done_on", "declined_on")}
    return {
        "seq": item.seq,
        **({"text": text} if with_text else {}),
        "kind": item.kind,
        "remediation_theme": item.theme or None,
        "owner": item.owner,
        "status": item.status,
        **{key: day.isoformat() if day else None for key, day in days.items()},
    }


def _recurrence(incident: PlannedIncident, paths: Sequence[str]) -> dict[str, Any] | None:
    recurrence = incident.recurrence
    if recurrence is None:
        return None
    return {
        "earlier": paths[recurrence.earlier],
        "fix_state": recurrence.fix_state,
        "services": list(recurrence.services),
        "days_since": round(recurrence.days_since, 4),
    }


def planted_fixes(incidents: Sequence[PlannedIncident], paths: Sequence[str]) -> list[dict[str, Any]]:
    """Every planted fix: whether it holds, and how often its failure struck before and after."""
    starts: dict[tuple[str, str], list[str]] = {}
    for incident in incidents:
        for service in incident.services if incident.theme else ():
            starts.setdefault((incident.theme or "", service), []).append(incident.started_at.date().isoformat())
    fixes = []
    for incident in incidents:
        for item in incident.follow_ups:
            if item.holds is None or item.done_on is None or incident.theme is None:
                continue
            done_on = item.done_on.isoformat()
            days = starts[(incident.theme, incident.services[0])]
            n_before = sum(day <= done_on for day in days)
            fixes.append(
                {
                    "path": paths[incident.index],
                    "seq": item.seq,
                    "theme": incident.theme,
                    "service": incident.services[0],
                    "done_on": done_on,
                    "holds": item.holds,
                    "n_incidents_before": n_before,
                    "n_incidents_after": len(days) - n_before,
                }
            )
    return fixes


def _minute(moment: Any) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%MZ}" if moment else None
