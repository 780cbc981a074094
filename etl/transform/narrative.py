"""One raw incident (a document, or a record of a structured file) to an Incident with its facts and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from etl.records import (
    Evidence,
    Incident,
    RawIncident,
    Witness,
)  # fmt: skip
from etl.transform.agreement import length_evidence
from etl.transform.clock import leading_stamp, read_day, settle_year
from etl.transform.dating import (
    agreed_day,
    dated_name,
    day_near,
    day_of,
    day_told_first,
    incident_day,
    named_day,
    title_of,
    zone_for,
)
from etl.transform.delays import told_delays
from etl.transform.follow_ups import read_follow_ups
from etl.transform.judge import why_not_incident
from etl.transform.labels import Told, line_of, read_labels
from etl.transform.outline import Fact, Outline, outline, stated_facts
from etl.transform.parts import Part, read_parts
from etl.transform.patterns import worded
from etl.transform.posted import unposted
from etl.transform.promises import with_promises
from etl.transform.prose import plain
from etl.transform.services import read_services
from etl.transform.severity import mentioned_severity, severity_level
from etl.transform.spans import Said, told_lengths
from etl.transform.stated import fact_lines, first_stated, instant, named_facts, unreadable_times, url_of
from etl.transform.timeline import read_timeline
from etl.transform.times import choose, witnesses
from etl.transform.updates import from_fallbacks, from_updates, update_events, written

_ROLES = worded(
    r"\b(incident (?:commander|lead|manager|coordinator|command)|on-?call (?:lead|manager)|comm(?:unication)?s?[ -](?:lead|manager|liaison|officer)|customer liaison|subject matter expert|operations lead|ops lead|scribe|planning lead|executive sponsor|deputy|problem manager|duty manager|tech(?:nical)? lead)\b"
)


def read_incident(raw: RawIncident, default_zone: str = "UTC", parent: str = "") -> Incident:
    """Read every fact of one raw incident. Pure: the same input gives the same incident."""
    drawn = with_promises(outline(raw.body))
    facts = unposted(named_facts(raw.facts), raw.facts, drawn)
    stated = list(stated_facts(drawn.sections))
    zone, zone_is_stated = zone_for(facts, raw, default_zone)
    title = title_of(facts, drawn, raw.file_stem)
    name = dated_name(raw.file_stem, parent)
    anchor = named_day(facts, drawn, name)
    near = day_near(facts, drawn, name, stated)
    if told_first := day_told_first(drawn, anchor):
        near = anchor = told_first
    near = near or next((d for value in raw.fallbacks.values() if (d := read_day(value))), None)
    if near and anchor and near != anchor:
        near = settle_year(datetime.combine(near, time(), UTC), anchor).date()
    told = read_timeline(drawn.sections, zone, near)
    events = [
        *(e._replace(at=at) if e.at and (at := settle_year(e.at, anchor)) != e.at else e for e in told),
        *update_events(raw.updates, zone),
    ]
    reason = why_not_incident(
        raw.file_stem,
        parent,
        drawn,
        {**raw.facts, **facts, "title": title},
        events,
        raw.text,
        is_record=bool(raw.key),
        is_dated=near is not None,
    )
    if reason:
        return _no_incident(raw, facts, title, near, reason)

    prose = [*written(raw.updates, zone), *_prose(drawn)]
    stated += [*told_lengths(prose), *told_delays(prose)]
    found = witnesses(
        facts,
        fact_lines(raw, facts),
        stated,
        events,
        prose,
        zone,
        zone_is_stated,
        near,
        anchor,
        from_updates(raw.updates, zone),
    )
    found = found or from_fallbacks(raw, zone)
    chosen = choose(found)
    parts = read_parts(drawn, events, facts, raw.updates)
    evidence = list(_time_evidence(chosen))
    evidence += [_part_evidence(p, raw) for p in parts.values()]
    labels, label_evidence = read_labels(Told(facts, stated, parts, drawn, events, chosen, raw.text))
    evidence += [*label_evidence, *length_evidence(stated)]
    opening = "\n".join(p.text for name in ("summary_text", "impact_text", "cause_text") if (p := parts.get(name)))
    services, services_rule = read_services(facts, stated, title or "", opening)
    if services_rule:
        evidence.append(Evidence("", "services", None, None, ", ".join(services), services_rule))
    severity = first_stated(facts.get("severity"), stated, "severity") or mentioned_severity(events)
    severity = re.sub(r"(?<=\w)\s*\(.*$", "", severity) if severity else None
    follow_ups = read_follow_ups(drawn.sections, near, raw.text)
    started = chosen.get("started_at") or chosen.get("detected_at")
    published = instant(first_stated(facts.get("published_at"), stated, "published_at"), zone)
    day = day_of(
        facts,
        near,
        started,
        zone,
        anchor if not zone_is_stated else None,
        read_day(drawn.title or ""),
        told_first or incident_day(stated) or agreed_day(drawn, name),
    )
    values = {
        "is_incident": True,
        "title": title,
        "url": url_of(facts),
        "severity": severity,
        "severity_level": severity_level(severity),
        "occurred_on": day,
        **{name: w.at for name, w in chosen.items()},
        **{f"{name.removesuffix('_at')}_precision": w.precision for name, w in chosen.items()},
        "zone_stated": zone_is_stated or any(w.zone_stated for w in chosen.values()),
        "published_at": published,
        **{p.column: p.text for p in parts.values()},
        "cause_category": labels["cause_category"],
        "trigger": labels["trigger"],
        "detection_source": labels["detection_source"],
        "team": first_stated(facts.get("team"), stated, "team"),
        "licence": facts.get("licence"),
        "line_start": raw.line_start,
        "line_end": raw.line_end,
        "record_key": _record_key(raw),
    }
    return Incident(
        key=raw.key,
        values=values,
        text=raw.text,
        services=services,
        mitigations=labels["mitigations"],
        methods=labels["diagnosis_methods"],
        roles=_roles(facts, stated, raw.text),
        events=tuple(events),
        follow_ups=tuple(follow_ups),
        witnesses=tuple(found),
        chosen=chosen,
        evidence=tuple(evidence),
        problems=tuple(sorted(unreadable_times(facts, raw.fact_lines, zone, near), key=lambda p: p.line or 0)),
    )


def _no_incident(
    raw: RawIncident, facts: Mapping[str, Any], title: str | None, near: date | None, reason: str
) -> Incident:
    values = {
        "is_incident": False, "title": title, "url": url_of(facts), "occurred_on": near, "not_incident_reason": reason,
        "line_start": raw.line_start, "line_end": raw.line_end,
    }  # fmt: skip
    return Incident(key=raw.key, values=values, text=raw.text)


def _record_key(raw: RawIncident) -> str | None:
    """The id that the source itself gives the record."""
    key = raw.key if raw.origin.startswith("mapping") else raw.facts.get("id")
    return str(key) if key else None


def _prose(drawn: Outline) -> list[Said]:
    order = ("summary", "impact", None, "cause", "background", "trigger", "detection", "diagnosis", "short_term")
    return [
        (plain(b.text), b.line, None)
        for role in order
        for s in drawn.of(role)
        for b in s.blocks
        if b.kind in ("paragraph", "item") and not _is_timeline(b.text)
    ]


def _is_timeline(text: str) -> bool:
    """Lines that each begin with a time are no sentences."""
    lines = text.split("\n")
    return (
        len(lines) >= _TIMED_LINES
        and sum(1 for line in lines if ":" in line and leading_stamp(line, _SOME_DAY)) >= _TIMED_LINES
    )


_TIMED_LINES = 3
"""A wrapped sentence may have one or two."""
_SOME_DAY = date(2000, 1, 1)


def _part_evidence(part: Part, raw: RawIncident) -> Evidence:
    """Where a part's first words stand; the part's own line where they do not stand there as written. Of sentences that
    were gathered from several places the first is quoted."""
    first = part.text.split("\n")[0]
    line = line_of(raw.text, first) if not raw.key else None
    if part.rule.startswith("section:"):
        return Evidence(
            "", part.column, line or part.line, max(line or 0, part.line_end or 0) or None, part.text[:300], part.rule
        )
    return Evidence("", part.column, line or part.line, line or part.line, first[:300], part.rule)


def _time_evidence(chosen: Mapping[str, Witness]) -> Iterator[Evidence]:
    for name, witness in chosen.items():
        yield Evidence("", name, witness.line, witness.line, witness.quote, witness.rule)


def _roles(facts: Mapping[str, Any], stated: Sequence[Fact], text: str) -> tuple[str, ...]:
    given = facts.get("roles")
    named = [str(r).lower() for r in given] if isinstance(given, list) else []
    named += [f.label.lower() for f in stated if f.name in ("commander", "communications_lead", "scribe")]
    named += [m[0].lower() for m in _ROLES.finditer(text)]
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", r) for r in named))[:8]
