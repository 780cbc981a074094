"""Three forms with lists: a checklist, headings for each time, and nested label bullets."""

from etl.generate.documents_tables import bullets
from etl.generate.planned import PlannedFollowUp
from etl.generate.story import Story, english_day


def item_state(item: PlannedFollowUp) -> str:
    """The state in parentheses, with a leading blank: ` (owner: Delivery, opened: 2025-01-02, ...)`."""
    parts = [
        ("owner", item.owner),
        ("opened", item.opened_on),
        ("due", item.due_on),
        ("done", item.done_on),
        ("declined", item.declined_on),
        ("status", item.status.replace("_", " ") if item.status in ("open", "in_progress") else None),
    ]
    stated = ", ".join(f"{label}: {value}" for label, value in parts if value is not None)
    return f" ({stated})" if stated else ""


def checklist_document(story: Story) -> str:
    """Form 3: Atlassian's sections, timeline as bullets, corrective actions as a checklist."""
    incident = story.incident
    header = (
        f"**Date:** {incident.started_at:%Y-%m-%d}\n"
        f"**Severity:** {incident.severity}\n"
        f"**Team:** {incident.team}\n"
        f"**Services:** {', '.join(incident.services)}\n"
        + "".join(f"**{role}:** {holder}\n" for role, holder in story.roles)
        + f"**Published:** {incident.published_on}\n"
    )
    lead_up = f"## Leadup\n\n{story.lead_up}\n\n" if story.lead_up else ""
    lessons = "\n\n".join(
        f"**{label}**\n\n{bullets(lines)}"
        for label, lines in (
            ("What went well", story.went_well),
            ("What went wrong", story.went_wrong),
            ("Where we got lucky", story.got_lucky),
        )
    )
    return (
        f"# {story.title}\n\n{header}\n"
        f"## Incident summary\n\n{story.summary}\n\n"
        f"{lead_up}"
        f"## Fault\n\n{story.symptom}\n\n"
        f"## Impact\n\n{' '.join(story.impact)}\n\n"
        f"## Detection\n\n{story.detection}\n\n"
        f"## Response\n\n{story.diagnosis}\n\n"
        f"## Recovery\n\n{story.mitigation}\n\n"
        f"## Timeline\n\n{_clock_bullets(story)}\n\n"
        f"## Root cause\n\n{story.cause}\n\n"
        f"## Lessons learned\n\n{lessons}\n\n"
        f"## Corrective actions\n\n{_checklist(story)}\n"
    )


def _clock_bullets(story: Story) -> str:
    first = story.incident.started_at.date()
    lines = [f"All times in UTC, on {english_day(story.incident.started_at)} unless a date is given.\n"]
    for event in story.timeline:
        clock = f"{event.at:%H:%M}" if event.at.date() == first else f"{event.at:%Y-%m-%d %H:%M}"
        lines.append(f"- **{clock}** {event.text}")
    return "\n".join(lines)


def _checklist(story: Story) -> str:
    if not story.follow_ups:
        return "None."
    boxes = {"done": "[x] ", "not_recorded": ""}
    return "\n".join(f"- {boxes.get(item.status, '[ ] ')}{text}{item_state(item)}" for item, text in story.follow_ups)


def heading_document(story: Story) -> str:
    """Form 4: every time of the timeline is a heading, action items are a numbered list."""
    incident = story.incident
    timeline = "\n\n".join(f"### {event.at:%Y-%m-%d %H:%M}\n\n{event.text}." for event in story.timeline)
    actions = "\n".join(
        f"{number}. {text}{item_state(item)}" for number, (item, text) in enumerate(story.follow_ups, 1)
    )
    return (
        f"# {incident.started_at:%Y-%m-%d}, {story.title}\n\n"
        f"Severity: {incident.severity}  \nTeam: {incident.team}  \n"
        f"Services: {', '.join(incident.services)}  \n"
        + "".join(f"{role}: {holder}  \n" for role, holder in story.roles)
        + f"Published: {incident.published_on}\n\n"
        f"## Summary\n\n{story.summary}\n\n"
        f"## Impact\n\n{' '.join(story.impact)}\n\n"
        f"## Timeline\n\nAll times in UTC\n\n{timeline}\n\n"
        f"## Root cause\n\n{' '.join(filter(None, (story.lead_up, story.cause)))}\n\n"
        f"## How we noticed\n\n{story.detection} {story.symptom}\n\n"
        f"## How we found the cause\n\n{story.diagnosis}\n\n"
        f"## How we ended it\n\n{story.mitigation}\n\n"
        f"## Lessons learnt\n\n### What went well\n\n{bullets(story.went_well)}\n\n"
        f"### What went wrong\n\n{bullets(story.went_wrong)}\n\n"
        f"### Where we got lucky\n\n{bullets(story.got_lucky)}\n\n"
        f"## Action items\n\n{actions or 'No action items.'}\n"
    )


def label_document(story: Story) -> str:
    """Form 5: one list of bold labels with nested bullets."""
    incident = story.incident
    marks = (
        ("Fault occurs", incident.started_at, " "),
        ("First detected", incident.detected_at, ": "),
        ("Cause identified", incident.diagnosed_at, ": "),
        ("Repaired", incident.mitigated_at, ": "),
        ("Resolved", incident.resolved_at, " "),
    )
    key_events = "\n".join(f"  - {label}{sep}{at:%Y-%m-%d %H:%M}" for label, at, sep in marks if at)
    context = "\n".join(f"  - {event.at:%Y-%m-%d %H:%M}: {event.text}" for event in story.timeline)
    actions = "\n".join(f"  - {text}{item_state(item)}" for item, text in story.follow_ups)
    lead_up = f"  - {story.lead_up}\n" if story.lead_up else ""
    return (
        f"# Incident on {incident.started_at:%Y-%m-%d} - {story.title}\n\n"
        f"All times in UTC.\n\n"
        f"- **Key events**\n{key_events}\n\n"
        f"- **Severity**: {incident.severity}\n\n"
        f"- **Team**: {incident.team}\n\n"
        f"- **Services**: {', '.join(incident.services)}\n\n"
        f"- **Roles**\n" + "".join(f"  - {role}: {holder}\n" for role, holder in story.roles) + "\n"
        f"- **Published**: {incident.published_on}\n\n"
        f"- **Summary**: {story.summary}\n\n"
        f"- **Identified**: {story.detection} {story.symptom}\n\n"
        f"- **Impact**:\n" + "".join(f"  - {line}\n" for line in story.impact) + "\n"
        f"- **Context**:\n{context}\n\n"
        f"- **Root cause**:\n{lead_up}  - {story.cause}\n\n"
        f"- **Diagnosis**: {story.diagnosis}\n\n"
        f"- **Resolution**:\n  - {story.mitigation}\n\n"
        f"- **What went well**:\n" + "".join(f"  - {line}\n" for line in story.went_well) + "\n"
        "- **What went wrong**:\n" + "".join(f"  - {line}\n" for line in story.went_wrong) + "\n"
        "- **Where we got lucky**:\n" + "".join(f"  - {line}\n" for line in story.got_lucky) + "\n"
        f"- **Review actions**:\n{actions or '  - None'}\n"
    )
