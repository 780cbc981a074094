"""One raw incident (a document, or a record of a structured file) to an Incident with its facts and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from etl.records import (
    TIME_FIELDS,
    Evidence,
    Incident,
    Problem,
    RawIncident,
    TimelineEvent,
    Witness,
)  # fmt: skip
from etl.transform.agreement import length_evidence
from etl.transform.clock import read_day, read_moment, settle_year, stamps
from etl.transform.follow_ups import read_follow_ups
from etl.transform.judge import why_not_incident
from etl.transform.labels import Told, line_of, read_labels
from etl.transform.lexicon import fact_name
from etl.transform.outline import Fact, Outline, outline, stated_facts
from etl.transform.parts import Part, read_parts
from etl.transform.patterns import worded
from etl.transform.prose import plain
from etl.transform.services import read_services
from etl.transform.spans import Said
from etl.transform.timeline import kind_of, outcome_of, read_timeline
from etl.transform.times import choose, witnesses
from etl.transform.zones import only_zone, stated_zone, zone_of

_TITLE_DATE = worded(
    r"^\W*(?:\{\{[^{}\n]{0,80}\}\}|(?:(?:incident|post-?mortem|post-?incident|rca|outage)(?: review| report)?|review|report)\b(?:\s*[:–—-]\s*|\s+(?:report|date|on|for)\b[\s:]*|(?=\s+\d{4}-)))*(?:(?:19|20)\d\d[-/.]\d\d[-/.]\d\d|\d{1,2} \w+ 20\d\d)?(?:\s*\(?\d{1,2}:\d\d\)?(?:\s?[AP]M)?(?:\s[A-Z]{3,4}\b)?)?[\s,:–—-]*"
)
_STEM_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_STEM_ID = re.compile(r"^[A-Za-z]{1,6}[-_ ]?\d{2,4}[-_]\d+\s*[-_]\s*")
_ROLES = worded(
    r"\b(incident (?:commander|lead|manager|coordinator|command)|on-?call (?:lead|manager)|comm(?:unication)?s?[ -](?:lead|manager|liaison|officer)|customer liaison|subject matter expert|operations lead|ops lead|scribe|planning lead|executive sponsor|deputy|problem manager|duty manager|tech(?:nical)? lead)\b"
)
_MENTIONED_SEVERITY = worded(
    r"\b(?:sev(?:erity)?[ -]?[1-5]|P[1-4](?= (?:incident|ticket|outage|alert))|major outage)\b"
)
_LEVEL = re.compile(r"(?i)\b(?:sev(?:erity)?|p|s|priority|level|tier)?[\s:_-]*([0-5])\b")
_SEVERITY_WORDS = (
    (1, r"critical|blocker|catastroph\w*|emergency|major outage|\bdown\b|highest|full outage|severe"),
    (2, r"major|high|partial outage|outage|urgent"),
    (3, r"minor|medium|moderate|degraded|disrupted|partial|normal"),
    (4, r"low|trivial|none|notice|informational|info|cosmetic|negligible"),
)


def read_incident(raw: RawIncident, default_zone: str = "UTC", parent: str = "") -> Incident:
    """Read every fact of one raw incident. Pure: the same input gives the same incident."""
    drawn = outline(raw.body)
    facts = _named(raw.facts)
    stated = list(stated_facts(drawn.sections))
    zone, zone_is_stated = _zone(facts, raw, default_zone)
    title = _title(facts, drawn, raw.file_stem)
    anchor = _anchor(facts, drawn, raw.file_stem)
    near = _near(facts, drawn, raw.file_stem, stated)
    near = near or next((d for value in raw.fallbacks.values() if (d := read_day(value))), None)
    if near and anchor and near != anchor:
        near = settle_year(datetime.combine(near, time(), UTC), anchor).date()
    told = read_timeline(drawn.sections, zone, near)
    events = [
        *(replace(e, at=settle_year(e.at, anchor)) if e.at else e for e in told),
        *_update_events(raw.updates, zone),
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

    found = witnesses(
        facts,
        _lines(raw, facts),
        stated,
        events,
        [*_written(raw.updates, zone), *_prose(drawn)],
        zone,
        zone_is_stated,
        near,
        anchor,
        _from_updates(raw.updates, zone),
    )
    found = found or _from_fallbacks(raw, zone)
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
    severity = _first(facts.get("severity"), stated, "severity") or _mentioned_severity(events)
    severity = re.sub(r"(?<=\w)\s*\(.*$", "", severity) if severity else None
    follow_ups = read_follow_ups(drawn.sections, near, raw.text)
    started = chosen.get("started_at") or chosen.get("detected_at")
    published = _moment(_first(facts.get("published_at"), stated, "published_at"), zone)
    day = _day(facts, near, started, zone, anchor if not zone_is_stated else None, read_day(drawn.title or ""))
    values = {
        "is_incident": True,
        "title": title,
        "url": _url(facts),
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
        "team": _first(facts.get("team"), stated, "team"),
        "licence": facts.get("licence"),
        "line_start": raw.line_start,
        "line_end": raw.line_end,
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
        problems=tuple(sorted(_unreadable_times(facts, raw.fact_lines, zone, near), key=lambda p: p.line or 0)),
    )


def _unreadable_times(
    facts: Mapping[str, Any], lines: Mapping[str, int], zone: tzinfo, near: date | None
) -> Iterator[Problem]:
    """A time that the source names but that is none ("2024-13-45"): told, and left NULL. A lone clock time is no mistake:
    its day may just not be stated."""
    for name in (*TIME_FIELDS, "occurred_on", "published_at"):
        value = facts.get(name)
        if not isinstance(value, str) or _NO_TIME.fullmatch(value.strip()):
            continue
        if _impossible_day(value) or (read_moment(value, zone, near) is None and not stamps(value, near)):
            line = lines.get(name) or next(
                (n for key, n in lines.items() if key not in _OWN_NAMES and fact_name(key) == name), None
            )
            yield Problem(
                line, f"{name}: {value[:60]!r} is no date or time", "Write it as 2026-03-14 or 2026-03-14T09:30Z"
            )


_NO_TIME = re.compile(
    r"(?i)|n/?a|none|unknown|tb[acd]|\?+|-+|not (known|stated|recorded|yet)|ongoing|true|false|yes|no|unresolved|open|null"
)


def _impossible_day(value: str) -> bool:
    """ "2024-13-45 10:00": shaped like a date, and none."""
    shaped = re.search(r"\b\d{4}-\d{1,2}-\d{1,2}\b", value)
    return bool(shaped) and read_day(shaped[0]) is None  # type: ignore[index]


def _no_incident(
    raw: RawIncident, facts: Mapping[str, Any], title: str | None, near: date | None, reason: str
) -> Incident:
    values = {
        "is_incident": False, "title": title, "url": _url(facts), "occurred_on": near, "not_incident_reason": reason,
        "line_start": raw.line_start, "line_end": raw.line_end,
    }  # fmt: skip
    return Incident(key=raw.key, values=values, text=raw.text)


def _named(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter and mapped columns under Refrain's own names; the first key that names a fact wins."""
    named: dict[str, Any] = {}
    for key, value in facts.items():
        if value is None or value == "" or value == []:
            continue
        name = key if key in _OWN_NAMES else fact_name(key)
        if (name == "occurred_on" and key.lower() == "date" and isinstance(value, datetime)) or (
            name == "occurred_on" and isinstance(value, str) and re.search(r"\d[T ]\d\d:\d\d", value)
        ):
            named.setdefault("started_at", value)
        if name and (name not in named or (name in TIME_FIELDS and isinstance(named[name], bool))):
            named[name] = value
    return named


_OWN_NAMES = frozenset(
    [
        "title",
        "url",
        "severity",
        "services",
        "team",
        "started_at",
        "detected_at",
        "diagnosed_at",
        "mitigated_at",
        "resolved_at",
        "published_at",
        "occurred_on",
        "cause_text",
        "cause_category",
        "trigger",
        "detection_source",
        "diagnosis_methods",
        "mitigations",
        "impact_text",
        "licence",
        "source",
        "zone",
        "roles",
        "summary_text",
    ]
)


def _lines(raw: RawIncident, facts: Mapping[str, Any]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, line in raw.fact_lines.items():
        name = key if key in _OWN_NAMES else fact_name(key)
        if name:
            lines.setdefault("started_at" if name == "occurred_on" and "started_at" in facts else name, line)
    return lines


def _zone(facts: Mapping[str, Any], raw: RawIncident, default: str) -> tuple[tzinfo, bool]:
    if facts.get("zone") and (zone := zone_of(str(facts["zone"]))):
        return zone, True
    said = stated_zone(raw.text) or only_zone(raw.text) if raw.body else None
    return (said, True) if said else (zone_of(default) or UTC, False)


def _title(facts: Mapping[str, Any], drawn: Outline, stem: str) -> str | None:
    title = str(facts.get("title") or drawn.title or "").strip()
    if not title:
        title = _STEM_DATE.sub("", _STEM_ID.sub("", stem)).strip("-_ ").replace("-", " ").replace("_", " ")
    bare = _TITLE_DATE.sub("", plain(title)).strip()
    return (bare if re.search(r"[^\W\d_]", bare) else plain(title)) or None


def _anchor(facts: Mapping[str, Any], drawn: Outline, stem: str) -> date | None:
    """The full date in the document's title or file name: the best witness of the year."""
    from_stem = _STEM_DATE.search(stem)
    titles = (str(facts.get("title") or ""), drawn.title or "", "-".join(from_stem.groups()) if from_stem else "")
    days = [d for t in titles if (d := read_day(t))]
    return days[-1] if days else None


def _near(facts: Mapping[str, Any], drawn: Outline, stem: str, stated: Sequence[Fact]) -> date | None:
    """The day that the incident began, as far as its name and first lines tell: settles times without a date."""
    key_event = next(
        (d for f in stated if f.name in ("started_at", "detected_at") and (d := read_day(plain(f.value)))), None
    )
    named = next((d for k in ("occurred_on", "started_at", "detected_at") if (d := read_day(facts.get(k)))), None)
    if named or key_event:
        return named or key_event
    stated_day = next((d for f in stated if f.name == "occurred_on" and (d := read_day(plain(f.value)))), None)
    title = read_day(str(facts.get("title") or "")) or read_day(drawn.title or "")
    from_stem = _STEM_DATE.search(stem)
    stem_day = read_day("-".join(from_stem.groups())) if from_stem else None
    body = (d for s in drawn.sections if s.role != "long_term" for b in s.blocks[:30] for d in _days(b.text))
    guess = stated_day or stem_day or title
    if guess:
        return guess
    in_timeline = (
        d for s in drawn.of("timeline") for text in (s.title, *(b.text for b in s.blocks)) for d in _days(text)
    )
    return next(in_timeline, None) or next(body, None)


def _days(text: str) -> Iterator[date]:
    return (s.day for s in stamps(text[:400]) if s.day)


_NEAR_DAYS = 7


def _day(
    facts: Mapping[str, Any],
    near: date | None,
    begun: Witness | None,
    zone: tzinfo,
    named: date | None,
    titled: date | None,
) -> date | None:
    """The civil day on which the incident began, in the document's own zone. Where only single lines state their zone,
    the day ``named`` in the title decides between the two sides of midnight; where the timeline states only days, the
    day in the title itself (``titled``) does."""
    if day := read_day(facts.get("occurred_on")):
        return day
    if begun is None:
        return near
    local = begun.at.astimezone(zone).date()
    if (
        begun.precision == "day"
        and begun.rule.startswith("timeline")
        and titled
        and abs((local - titled).days) <= _NEAR_DAYS
    ):
        return titled
    return named if named and begun.zone_stated and abs((local - named).days) == 1 else local


def _prose(drawn: Outline) -> list[Said]:
    order = ("summary", "impact", None, "cause", "background")
    return [
        (plain(b.text), b.line, None)
        for role in order
        for s in drawn.of(role)
        for b in s.blocks
        if b.kind in ("paragraph", "item")
    ]


def _written(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[Said]:
    """The messages of status updates, each with the time at which it was written."""
    moments = [(u, read_moment(u.get("at"), zone)) for u in updates]
    return [(plain(str(u.get("message") or "")), u.get("line"), m[0]) for u, m in moments if m]


def _update_events(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[TimelineEvent]:
    events = []
    for seq, update in enumerate(updates):
        read = read_moment(update.get("at"), zone)
        text = plain(str(update.get("message") or ""))
        status = str(update.get("status") or "").lower()
        kind = {"identified": "diagnosed", "monitoring": "mitigated", "resolved": "resolved"}.get(status) or (
            "communicated" if kind_of(text) in ("note", "detected") else kind_of(text)
        )
        shown = (
            f"{update['status']}: {text}" if update.get("status") and text else text or str(update.get("status") or "")
        )
        outcome = outcome_of(text) if kind == "attempt" else None
        events.append(
            TimelineEvent(
                seq,
                read[0] if read else None,
                kind,
                shown,
                update.get("line"),
                read[1] if read else None,
                outcome,
                bool(read and read[2]),
            )
        )
    return events


def _from_updates(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[Witness]:
    """A status page's "identified" update is the diagnosis, its "monitoring" update the mitigation."""
    found = []
    for status, name in (("identified", "diagnosed_at"), ("monitoring", "mitigated_at"), ("resolved", "resolved_at")):
        update = next((u for u in updates if str(u.get("status") or "").lower() == status), None)
        if update and (read := read_moment(update.get("at"), zone)):
            found.append(
                Witness(
                    name,
                    *read,
                    update.get("line"),
                    f"{update['status']}: {update.get('message')}"[:300],
                    f"status update: {status}",
                )
            )
    return found


def _from_fallbacks(raw: RawIncident, zone: tzinfo) -> list[Witness]:
    """The times of the record itself (an issue filed, closed), for a text that tells none."""
    read = ((name, value, read_moment(value, zone)) for name, value in raw.fallbacks.items() if name in TIME_FIELDS)
    return [
        Witness(name, *moment, raw.line_start, str(value), "record filed or closed")
        for name, value, moment in read
        if moment
    ]


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


def _mentioned_severity(events: Sequence[TimelineEvent]) -> str | None:
    """A severity that a timeline names in passing ("Sev 1 ticket raised")."""
    found = (_MENTIONED_SEVERITY.search(e.text) for e in events)
    return next((m[0] for m in found if m), None)


def severity_level(severity: str | None) -> int | None:
    """1 (worst) to 5 for a severity as written ("SEV2", "P1", "major"); None where the word is unknown."""
    if not severity:
        return None
    if match := _LEVEL.search(severity):
        return max(1, int(match[1]))
    return next((level for level, words in _SEVERITY_WORDS if re.search(words, severity, re.IGNORECASE)), None)


def _first(value: Any, stated: Sequence[Fact], name: str) -> str | None:
    if value not in (None, "", []):
        return str(value) if not isinstance(value, list) else ", ".join(map(str, value))
    found = next((f.value for f in stated if f.name == name), None)
    return plain(found)[:200] if found else None


def _roles(facts: Mapping[str, Any], stated: Sequence[Fact], text: str) -> tuple[str, ...]:
    given = facts.get("roles")
    named = [str(r).lower() for r in given] if isinstance(given, list) else []
    named += [f.label.lower() for f in stated if f.name in ("commander", "communications_lead", "scribe")]
    named += [m[0].lower() for m in _ROLES.finditer(text)]
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", r) for r in named))[:8]


def _url(facts: Mapping[str, Any]) -> str | None:
    url = str(facts.get("url") or "")
    return url if url.startswith(("https://", "http://")) else None


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    read = read_moment(value, zone) if value else None
    return read[0] if read else None
