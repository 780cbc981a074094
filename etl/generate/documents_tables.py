"""Two forms with tables: metadata bullets with an action-item table, and YAML front matter."""

from datetime import date, datetime

from etl.generate.planned import PlannedFollowUp, PlannedIncident
from etl.generate.story import Story

STATUS_WORDS = {
    "open": "Open",
    "in_progress": "In progress",
    "done": "Done",
    "declined": "Declined",
    "not_recorded": "",
}
TIME_KEYS = ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at")


def bullets(lines: tuple[str, ...]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {line}" for line in lines)


def stated_times(incident: PlannedIncident) -> list[tuple[str, datetime]]:
    """The times that the document states, with their field names."""
    times = ((key, getattr(incident, key)) for key in TIME_KEYS)
    return [(key, at) for key, at in times if at is not None]


def metadata_document(story: Story) -> str:
    """Form 1: metadata as bullets, sections as in Google's SRE book, action items as a table."""
    incident = story.incident
    labels = dict(zip(TIME_KEYS, ("Started", "Detected", "Diagnosed", "Mitigated", "Resolved"), strict=True))
    metadata = [
        f"- **Date**: {incident.started_at:%Y-%m-%d}",
        f"- **Severity**: {incident.severity}",
        f"- **Team**: {incident.team}",
        f"- **Affected services**: {', '.join(incident.services)}",
        *(f"- **{role}**: {holder}" for role, holder in story.roles),
        *(f"- **{labels[key]}**: {at:%Y-%m-%d %H:%M} UTC" for key, at in stated_times(incident)),
        f"- **Published**: {incident.published_on}",
    ]
    timeline = "\n".join(f"- {event.at:%Y-%m-%d %H:%M} {event.text}" for event in story.timeline)
    lead_up = f"## Trigger\n\n{story.lead_up}\n\n" if story.lead_up else ""
    return (
        f"# Postmortem: {story.title}\n\n" + "\n".join(metadata) + "\n\n"
        f"## Summary\n\n{story.summary}\n\n"
        f"## Impact\n\n{' '.join(story.impact)}\n\n"
        f"## Root cause\n\n{story.cause}\n\n"
        f"{lead_up}"
        f"## Detection\n\n{story.detection} {story.symptom}\n\n"
        f"## Diagnosis\n\n{story.diagnosis}\n\n"
        f"## Resolution\n\n{story.mitigation}\n\n"
        f"## Action items\n\n{_action_table(story)}\n\n"
        f"## Lessons learned\n\n### What went well\n\n{bullets(story.went_well)}\n\n"
        f"### What went wrong\n\n{bullets(story.went_wrong)}\n\n"
        f"### Where we got lucky\n\n{bullets(story.got_lucky)}\n\n"
        f"## Timeline\n\nAll times in UTC.\n\n{timeline}\n"
    )


def _action_table(story: Story) -> str:
    if not story.follow_ups:
        return "No action items were filed."
    rows = [
        f"| {text} | {item.kind} | {item.owner or ''} | {_status(item)} | {_day(item.opened_on)} "
        f"| {_day(item.due_on)} | {_day(item.done_on)} |"
        for item, text in story.follow_ups
    ]
    head = "| Action item | Type | Owner | Status | Opened | Due | Done |\n|---|---|---|---|---|---|---|\n"
    return head + "\n".join(rows)


def _status(item: PlannedFollowUp) -> str:
    word = STATUS_WORDS[item.status]
    return f"{word} {item.declined_on}" if item.declined_on else word


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def front_matter_document(story: Story) -> str:
    """Form 2: times in YAML front matter, the timeline and the follow-ups as tables."""
    incident = story.incident
    front = [
        f'title: "{story.title.replace(chr(34), chr(39))}"',
        f"date: {incident.started_at:%Y-%m-%d}",
        f"severity: {incident.severity}",
        f"team: {incident.team}",
        f"services: [{', '.join(incident.services)}]",
        *(f"{key}: {at:%Y-%m-%dT%H:%MZ}" for key, at in stated_times(incident)),
        f"published_on: {incident.published_on}",
        "timezone: UTC",
        "roles:",
        *(f"  {role.lower().replace(' ', '_')}: {holder}" for role, holder in story.roles),
    ]
    rows = "\n".join(f"| {event.at:%Y-%m-%d %H:%M} | {event.text} |" for event in story.timeline)
    background = f" {story.lead_up}" if story.lead_up else ""
    return (
        "---\n" + "\n".join(front) + "\n---\n\n"
        f"# {story.title}\n\n"
        f"## Summary\n\n{story.summary}\n\n"
        f"## Impact\n\n{bullets(story.impact)}\n\n"
        f"## Root cause\n\n{story.cause}{background}\n\n"
        f"## Detection\n\n{story.detection} {story.symptom}\n\n"
        f"## Diagnosis\n\n{story.diagnosis}\n\n"
        f"## Timeline\n\nAll times are UTC.\n\n| Time | Event |\n|---|---|\n{rows}\n\n"
        f"## Mitigation\n\n{story.mitigation}\n\n"
        f"## Follow-ups\n\n{_follow_up_table(story)}\n\n"
        f"## What went well\n\n{bullets(story.went_well)}\n\n"
        f"## What went wrong\n\n{bullets(story.went_wrong)}\n\n"
        f"## Where we got lucky\n\n{bullets(story.got_lucky)}\n"
    )


def _follow_up_table(story: Story) -> str:
    if not story.follow_ups:
        return "None were agreed."
    rows = [
        f"| {text} | {item.kind} | {item.owner or ''} | {STATUS_WORDS[item.status].lower()} "
        f"| {_day(item.opened_on)} | {_day(item.due_on)} | {_day(item.done_on or item.declined_on)} |"
        for item, text in story.follow_ups
    ]
    head = "| Follow-up | Kind | Owner | Status | Opened | Due | Closed |\n|---|---|---|---|---|---|---|\n"
    return head + "\n".join(rows)
