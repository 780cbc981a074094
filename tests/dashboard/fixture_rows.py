"""Sixty invented incidents as warehouse rows: the same rows for the same seed, no clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

UTC = dt.UTC
AS_OF = dt.date(2026, 6, 30)
FIRST_DAY = dt.date(2024, 7, 1)
N_INCIDENTS = 60
SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"]
TEAMS = ["Payments", "Catalogue", "Platform"]
FOLLOW_UP_KINDS = ["prevent", "detect", "mitigate", "process", "document", "investigate"]
CATEGORY = ["certificate_credential", "capacity", "configuration", "dependency"]
CAUSES = {
    "theme-c1": (
        "Expired TLS certificates",
        "The certificate of {s} expired because its renewal job had stopped.",
    ),
    "theme-c2": ("Connection pool ran out", "{s} used up its database connections after a slow query."),
    "theme-c3": (
        "Wrong configuration rolled out",
        "A configuration change to {s} reached every region at once.",
    ),
    "theme-c4": ("Provider outage", "The provider behind {s} stopped answering for part of the traffic."),
}
SERVICES = {
    "theme-c1": ["api-gateway", "checkout"],
    "theme-c2": ["checkout", "orders"],
    "theme-c3": ["search", "api-gateway"],
    "theme-c4": ["email", "payments"],
}
REMEDIES = {
    "theme-r1": ("Alert before expiry", "Alert thirty days before {s} expires"),
    "theme-r2": ("Safer rollouts", "Roll out changes to {s} one region at a time"),
    "theme-r3": ("Runbooks", "Write a runbook for {s}"),
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Table name -> rows, in the columns of etl/sql/schema.sql."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **columns: Any) -> None:
        """Append one row to a table."""
        self.tables.setdefault(table, []).append(columns)


def example_rows(seed: int = 7) -> Rows:
    """All rows of the fixture warehouse."""
    rng, rows = np.random.default_rng(seed), Rows()
    days = np.sort(rng.integers(0, (AS_OF - FIRST_DAY).days - 10, N_INCIDENTS))
    latest: dict[tuple[str, str], str] = {}
    for number, day in enumerate(days):
        _add_incident(rows, rng, number, FIRST_DAY + dt.timedelta(days=int(day)), latest)
    _add_themes(rows)
    _add_odd_documents(rows)
    rows.add(
        "builds",
        build_id="b1",
        built_at=dt.datetime(2026, 7, 1, 6, tzinfo=UTC),
        as_of=AS_OF,
        refrain_version="0.1.0",
        n_documents=N_INCIDENTS + 2,
        is_example=True,
    )
    return rows


def _times(rng: np.random.Generator, day: dt.date) -> dict[str, dt.datetime | None]:
    start = dt.datetime.combine(day, dt.time(int(rng.integers(0, 23)), int(rng.integers(0, 59))), UTC)
    steps = np.exp(rng.normal([1.8, 3.4, 3.0, 4.0], [0.7, 0.9, 0.9, 0.8])).round()
    detected = start + dt.timedelta(minutes=int(steps[0]))
    diagnosed = detected + dt.timedelta(minutes=int(steps[1]))
    early = rng.random() < 0.25
    mitigated = (detected if early else diagnosed) + dt.timedelta(
        minutes=int(min(steps[2], steps[1]) if early else steps[2])
    )
    resolved = max(diagnosed, mitigated) + dt.timedelta(minutes=int(steps[3]))
    times: dict[str, dt.datetime | None] = {
        "started_at": start,
        "detected_at": None if rng.random() < 0.1 else detected,
        "diagnosed_at": None if rng.random() < 0.2 else diagnosed,
        "mitigated_at": None if rng.random() < 0.1 else mitigated,
        "resolved_at": resolved,
    }
    return times


def _add_incident(
    rows: Rows, rng: np.random.Generator, number: int, day: dt.date, latest: dict[tuple[str, str], str]
) -> None:
    incident_id, document_id = f"i{number:03d}", f"d{number:03d}"
    theme_id = str(rng.choice(list(CAUSES), p=[0.35, 0.3, 0.2, 0.15]))
    service = str(rng.choice(SERVICES[theme_id]))
    label, sentence = CAUSES[theme_id]
    times = _times(rng, day)
    if number == 5:
        times["detected_at"] = times["started_at"] and times["started_at"] - dt.timedelta(minutes=30)
    level = int(rng.choice([1, 2, 3, 4], p=[0.1, 0.3, 0.4, 0.2]))
    title = f"{service} unavailable: {label.lower()}" if number % 3 else f"Errors from {service} after {label.lower()}"
    cause = sentence.format(s=service)
    impact = f"About {int(rng.integers(2, 60))} % of requests to {service} failed."
    text = (
        f"# {title}\n\nSeverity: {SEVERITIES[level - 1]}\n\n## Impact\n{impact}\n\n"
        f"## Root cause\n{cause}\n<b>kept as text</b>\n"
    )
    rows.add(
        "documents",
        document_id=document_id,
        source_name="larkspur" if number % 2 else "wiki",
        path=f"postmortems/{day:%Y}/{day}-{service}.md",
        sha256=f"{number:064x}",
        format="markdown",
        loaded_at=dt.datetime(2026, 7, 1, 6, tzinfo=UTC),
        status="incident",
        extractor_version="1",
        n_incidents=1,
        n_bytes=len(text),
    )
    rows.add(
        "incidents",
        incident_id=incident_id,
        document_id=document_id,
        source_name="larkspur" if number % 2 else "wiki",
        is_incident=True,
        title=title,
        url=f"https://example.org/{incident_id}",
        severity=SEVERITIES[level - 1],
        severity_level=level,
        occurred_on=day,
        published_at=times["resolved_at"] and times["resolved_at"] + dt.timedelta(days=int(rng.integers(1, 12))),
        cause_text=cause,
        cause_category=CATEGORY[list(CAUSES).index(theme_id)],
        trigger="expiry" if theme_id == "theme-c1" else "deploy",
        detection_source=str(rng.choice(["monitoring", "user_report", "staff_noticed"], p=[0.6, 0.3, 0.1])),
        impact_text=impact,
        went_well_text="The dashboard showed it at once.\nThe rollback took two minutes." if number % 3 == 0 else None,
        diagnosis_text="Compared the deploy log with the error graph.",
        zone_stated=True,
        team=TEAMS[number % 3],
        line_start=1,
        line_end=9,
        **times,
        **{f"{name}_precision": "minute" for name in ("detected", "diagnosed", "mitigated", "resolved")},
        started_precision="day" if number % 17 == 3 else "minute",
    )
    rows.add("incident_services", incident_id=incident_id, service=service)
    rows.add("incident_texts", incident_id=incident_id, line_start=1, text=text)
    rows.add("incident_roles", incident_id=incident_id, role="incident commander")
    rows.add("incident_mitigations", incident_id=incident_id, mitigation=str(rng.choice(["rollback", "restart"])))
    rows.add(
        "incident_diagnosis_methods",
        incident_id=incident_id,
        method=str(rng.choice(["logs", "recent_changes", "metrics"])),
    )
    if number % 12 != 11:
        rows.add(
            "theme_members",
            theme_id=theme_id,
            kind="cause",
            incident_id=incident_id,
            is_primary=True,
            distance=float(rng.uniform(0.1, 0.7)),
        )
    _add_evidence(rows, incident_id, times, cause, impact)
    _add_events(rows, incident_id, times)
    _add_follow_ups(rows, rng, incident_id, service, day)
    _add_recurrence(rows, rng, incident_id, theme_id, service, latest)


def _add_evidence(rows: Rows, incident_id: str, times: Row, cause: str, impact: str) -> None:
    for name, line, quote in (("cause_text", 9, cause), ("impact_text", 6, impact)):
        rows.add(
            "evidence",
            record_id=incident_id,
            field=name,
            line_start=line,
            line_end=line,
            quote=quote,
            rule="section heading",
        )
    for name, at in times.items():
        if at is not None:
            rows.add(
                "evidence",
                record_id=incident_id,
                field=name,
                line_start=3,
                line_end=3,
                quote=f"{at:%H:%M} {name.removesuffix('_at')}",
                rule="timeline keyword",
            )


def _add_events(rows: Rows, incident_id: str, times: Row) -> None:
    said = [(at, name.removesuffix("_at"), None) for name, at in times.items() if at is not None]
    first = min(at for at, _, _ in said)
    said.append((first + dt.timedelta(minutes=12), "attempt", "failed"))
    said.append((first + dt.timedelta(minutes=20), "communicated", None))
    for seq, (at, kind, outcome) in enumerate(sorted(said, key=lambda event: event[0])):
        rows.add(
            "timeline_events",
            incident_id=incident_id,
            seq=seq,
            at=at,
            kind=kind,
            text="Restarted the workers: error rate unchanged" if kind == "attempt" else f"The incident was {kind}",
            line=10 + seq,
            precision="minute",
            outcome=outcome,
        )


def _add_follow_ups(rows: Rows, rng: np.random.Generator, incident_id: str, service: str, day: dt.date) -> None:
    for seq in range(int(rng.integers(0, 4))):
        follow_up_id = f"{incident_id}-f{seq}"
        theme_id = str(rng.choice(list(REMEDIES)))
        status = str(
            rng.choice(["done", "open", "in_progress", "declined", "not_recorded"], p=[0.45, 0.25, 0.1, 0.08, 0.12])
        )
        opened = day + dt.timedelta(days=int(rng.integers(1, 5)))
        closed = opened + dt.timedelta(days=int(np.exp(rng.normal(3.6, 0.8))))
        if closed > AS_OF and status in {"done", "declined"}:
            status = "open"
        rows.add(
            "follow_ups",
            follow_up_id=follow_up_id,
            incident_id=incident_id,
            text=REMEDIES[theme_id][1].format(s=service),
            kind=FOLLOW_UP_KINDS[int(rng.integers(0, 6))],
            status=status,
            owner=TEAMS[seq] if rng.random() < 0.7 else None,
            opened_on=opened if rng.random() < 0.9 else None,
            due_on=opened + dt.timedelta(days=30) if rng.random() < 0.6 else None,
            done_on=closed if status == "done" and rng.random() < 0.9 else None,
            declined_on=closed if status == "declined" else None,
            line=20 + seq,
            seq=seq,
        )
        rows.add(
            "theme_members",
            theme_id=theme_id,
            kind="remediation",
            incident_id=incident_id,
            follow_up_id=follow_up_id,
            is_primary=True,
            distance=0.2,
        )


CANDIDATE: dict[str, Any] = {
    **dict.fromkeys(("text", "cause", "service", "theme", "nearness"), 0.4),
    **dict.fromkeys(("fix", "other_theme", "named", "claimed", "denied"), 0.0),
    "score": 0.8,
    "bar": 0.2,
    "is_likely": True,
    "days_since": 30.0,
    "reference": "We had seen this before.",
}


def _add_recurrence(
    rows: Rows,
    rng: np.random.Generator,
    incident_id: str,
    theme_id: str,
    service: str,
    latest: dict[tuple[str, str], str],
) -> None:
    earlier = latest.get((theme_id, service))
    latest[theme_id, service] = incident_id
    if earlier is None or rng.random() < 0.3:
        return
    fixes = [f["follow_up_id"] for f in rows.tables.get("follow_ups", []) if f["incident_id"] == earlier]
    states = ["open", "overdue", "declined", "done", "not_recorded"] if fixes else ["never_filed"]
    rows.add(
        "recurrences",
        incident_id=incident_id,
        earlier_incident_id=earlier,
        fix_state=str(rng.choice(states)),
        days_since=float(rng.uniform(5, 200)),
        confidence=0.8,
        theme_id=theme_id,
        service=service,
        follow_up_id=fixes[0] if fixes else None,
    )
    rows.add("recurrence_candidates", **CANDIDATE, incident_id=incident_id, earlier_incident_id=earlier)


def _add_themes(rows: Rows) -> None:
    for kind, themes in (("cause", CAUSES), ("remediation", REMEDIES)):
        for theme_id, (label, _) in themes.items():
            members = [m for m in rows.tables["theme_members"] if m["theme_id"] == theme_id]
            ids = [m.get("follow_up_id") or m["incident_id"] for m in members]
            rows.add(
                "themes",
                theme_id=theme_id,
                kind=kind,
                label=label,
                terms=label.lower().split(),
                n_members=len(ids),
                stability=0.82 if theme_id.endswith("1") else 0.55,
                central_ids=ids[:3],
            )


def _add_odd_documents(rows: Rows) -> None:
    for number, (status, reason) in enumerate((("not_incident", "a template"), ("rejected", None))):
        rows.add(
            "documents",
            document_id=f"x{number}",
            source_name="wiki",
            path=f"postmortems/odd-{number}.md",
            sha256="0" * 64,
            format="markdown",
            loaded_at=dt.datetime(2026, 7, 1, 6, tzinfo=UTC),
            status=status,
            extractor_version="1",
            n_incidents=0,
            n_bytes=10,
            not_incident_reason=reason,
        )
    rows.add(
        "rejects",
        path="postmortems/odd-1.md",
        line=4,
        problem="The front matter is not valid YAML",
        hint="Close the quote that is opened on line 4.",
        document_id="x1",
    )
