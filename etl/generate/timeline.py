"""The timeline of one incident: its five times, and what was tried, noted and communicated between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from etl.generate import phrases
from etl.generate.planned import PlannedIncident
from etl.generate.templates import capitalised, pick

MIN_EVENTS = 5
MAX_EVENTS = 12
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One line: when (UTC), what kind (started, detected, attempt, communicated, ...), and what."""

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TimelineTexts:
    """What the timeline tells: failed attempts as (action, outcome), and how to fill a template."""

    attempts: tuple[tuple[str, str], ...]
    is_site_facing: bool
    say: Callable[[str], str]


def plan_timeline(incident: PlannedIncident, texts: TimelineTexts, rng: Random) -> tuple[Event, ...]:
    """Five to twelve events in order of time. A time that is not to be stated gets no line."""
    say = texts.say
    events = [Event(incident.started_at, "started", say(pick(phrases.STARTED_EVENTS, rng)))]
    events += _milestones(incident, texts, rng)
    first = incident.detected_at or incident.started_at
    last = incident.mitigated_at or incident.resolved_at
    known = min(filter(None, (incident.diagnosed_at, last)))
    for action, outcome in texts.attempts:
        _add_between(events, first, known, "attempt", f"{capitalised(action)}: {outcome}", rng)
    updates = phrases.SITE_COMMUNICATED_EVENTS if texts.is_site_facing else phrases.COMMUNICATED_EVENTS
    for text in rng.sample(updates, pick((1, 1, 2), rng)):
        _add_between(events, first, last, "communicated", say(text), rng)
    if incident.mitigated_at is not None:
        text = say(pick(phrases.FINAL_COMMUNICATED_EVENTS, rng))
        _add_between(events, incident.mitigated_at, incident.resolved_at, "communicated", text, rng)
    _add_notes(events, first, last, say, rng)
    return tuple(sorted(events, key=lambda event: event.at))


def _milestones(incident: PlannedIncident, texts: TimelineTexts, rng: Random) -> list[Event]:
    say = texts.say
    events = []
    if incident.detected_at is not None:
        at_site = texts.is_site_facing and incident.detection_source == "user_report"
        noticed = phrases.SITE_DETECTED_EVENTS if at_site else phrases.DETECTED_EVENTS[incident.detection_source]
        events.append(Event(incident.detected_at, "detected", say(pick(noticed, rng))))
        declared_at = incident.detected_at + timedelta(minutes=1 + int(rng.random() * 4))
        next_at = min(filter(None, (incident.diagnosed_at, incident.mitigated_at, incident.resolved_at)))
        if declared_at < next_at:
            events.append(Event(declared_at, "note", say(pick(phrases.DECLARED_EVENTS, rng))))
    if incident.diagnosed_at is not None:
        events.append(Event(incident.diagnosed_at, "diagnosed", say(pick(phrases.DIAGNOSED_EVENTS, rng))))
    if incident.mitigated_at is not None:
        events.append(Event(incident.mitigated_at, "mitigated", say(pick(phrases.MITIGATED_EVENTS, rng))))
    events.append(Event(incident.resolved_at, "resolved", say(pick(phrases.RESOLVED_EVENTS, rng))))
    return events


def _add_notes(events: list[Event], first: datetime, last: datetime, say: Callable[[str], str], rng: Random) -> None:
    missing = max(MIN_EVENTS - len(events), pick((0, 0, 1, 2), rng))
    for text in rng.sample(phrases.NOTE_EVENTS, min(missing, MAX_EVENTS - len(events))):
        _add_between(events, first, last, "note", say(text), rng)


def _add_between(events: list[Event], first: datetime, last: datetime, kind: str, text: str, rng: Random) -> None:
    """Add an event on a minute strictly between the two that no other event has; skip it if none is free."""
    taken = {event.at for event in events}
    minutes = int((last - first) / _MINUTE)
    for _ in range(4):
        at = first + (1 + int(rng.random() * max(1, minutes - 1))) * _MINUTE
        if first < at < last and at not in taken:
            events.append(Event(at, kind, text))
            return
