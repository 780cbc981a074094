"""The words that people read: names of states and kinds, and one short definition for each figure."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Real

NOT_STATED = "not stated"

# In the order in which they are shown, from what was never begun to what was done in vain.
FIX_STATES = {
    "never_filed": "never filed",
    "open": "open",
    "overdue": "overdue",
    "declined": "declined",
    "done": "done (the fix did not hold)",
    "not_recorded": "not recorded",
}
FOLLOW_UP_STATES = {
    "open": "open",
    "overdue": "overdue",
    "done": "done",
    "declined": "declined",
    "not_recorded": "not recorded",
}
METRICS = {
    "time_to_detect": "Time to detect",
    "time_to_diagnose": "Time to diagnose",
    "time_to_mitigate": "Time to mitigate",
    "time_to_resolve": "Time to resolve",
}
LIFE = {
    "detect": "Start to detection",
    "diagnose": "Detection to diagnosis",
    "mitigate": "Diagnosis to mitigation",
    "resolve": "Mitigation to resolution",
}
VERDICTS = {"recurred": "came back", "held": "held", "too_early_to_tell": "too early to tell"}
FIELDS = {
    "started_at": "Started",
    "detected_at": "Detected",
    "diagnosed_at": "Diagnosed",
    "mitigated_at": "Mitigated",
    "resolved_at": "Resolved",
    "published_at": "Published",
    "occurred_on": "Day of the incident",
    "cause_text": "Root cause",
    "cause_category": "Kind of cause",
    "detection_source": "Detected by",
    "diagnosis_text": "Diagnosis",
    "impact_text": "Impact",
    "short_term_text": "Mitigation",
    "long_term_text": "Follow-ups",
    "summary_text": "Summary",
    "went_well_text": "What went well",
    "went_wrong_text": "What went wrong",
    "got_lucky_text": "Where we got lucky",
    "done_on": "Done on",
    "due_on": "Due on",
    "opened_on": "Opened on",
    "declined_on": "Declined on",
    "title": "Title",
    "text": "Follow-up",
    "status": "State of the follow-up",
    "owner": "Owner",
    "severity": "Severity",
    "services": "Services",
    "url": "Link",
    "note": "Note",
    "kind": "Kind",
    "evidence_url": "Evidence",
    "declined_reason": "Reason for declining",
    "label": "Name",
    "merged_into": "Theme it was merged into",
    "members": "Members",
    "theme_id": "Theme",
    "is_incident": "Is it an incident",
    "team": "Team",
    "query": "Saved view",
    "tracker_item": "Tracker item",
    "verdict": "Is it the same failure",
}
EVENT_KINDS = {
    "started": "Started",
    "detected": "Detected",
    "attempt": "Attempt",
    "communicated": "Communicated",
    "diagnosed": "Diagnosed",
    "mitigated": "Mitigated",
    "resolved": "Resolved",
    "note": "Note",
}
SPECIAL = {
    "network_dns": "network or DNS",
    "certificate_credential": "certificate or credential",
    "hardware_power": "hardware or power",
    "user_report": "a user's report",
    "monitoring": "monitoring",
    "staff_noticed": "staff noticed",
    "third_party": "a third party",
    "change_rollout": "rollout of a change",
    "human_procedure": "gap in a procedure",
    "drain_or_remove": "drain or remove",
    "redeploy_or_replace": "redeploy or replace",
    "wait_on_provider": "waited for the provider",
    "self_recovered": "recovered by itself",
    "not_incident": "no incident",
}

DEFINITIONS = {
    "incidents": "Documents that describe an incident. Templates, index pages and planned maintenance"
    " are kept but never counted.",
    "period_change": "Each figure in the period and in the one of the same length before it. A change counts as better "
    "or worse only if its 95 % interval leaves out no change; all else is too early to tell. One comparison in twenty "
    "shows a change by chance alone; the share of repeats can rise merely because there is more to repeat.",
    "actions": "At most five. Ordered by what they cost: the time that the incidents lasted which came back, or, for a "
    "slow diagnosis, the time beyond the median of all. Only incidents that state their times count.",
    "recurrence": "A later incident whose cause is told so much like an earlier one's that it stands out from the "
    "other incidents of the service that both name, and that began after the earlier one was resolved. Each "
    "repeat points to the latest earlier one.",
    "fix_state": "The state of the earlier incident's follow-ups at the moment the failure came back."
    " *Not recorded* means that nothing says what became of them, or that postmortems of that kind list none.",
    "refrain": "A row of incidents in which each repeats an earlier one. Each dot is an incident; the"
    " colour says what state the earlier fix was in when it came back.",
    "refrain_history": "The incidents of one refrain and, under them, each fix from the day it was filed to the day "
    "it was done (a dot) or declined (a cross). Follow a dotted line down from an incident to see how each stood then.",
    "fix_held": "For each finished fix: how often its failure came on its services before and after "
    "it was done. It *held* only if enough time has passed for repeats to be expected.",
    "rate_ratio": "How often the failure came per day since the fix, against before it. The bar is the exact 95 % "
    "interval: where it crosses *as before*, chance may explain the difference.",
    "open_cost": "Incidents of the same theme on the same services since the fix was filed: what finishing it might "
    "have spared. The incident that it was filed for is not counted.",
    "time_to_diagnose": "From detection to the moment the cause was first found. An incident counts "
    "only if both times are stated to the hour or the minute, and in order.",
    "interval": "The range in which the figure would lie in 95 of 100 repeats of this much data.",
    "ecdf": "For every length of time: the share of incidents whose cause was found within it. The median is "
    "where the line crosses one half. Below, each dot is one incident (the 1,000 latest); its height means nothing.",
    "lifecycle": "The median of each part, over the incidents that state both of its ends: each part has incidents "
    "of its own, so the medians do not add up. Incidents mitigated before their cause was known have no third part.",
    "incident_timeline": "Drawn to scale. Large dots are the times that the figures use, small ones the other lines of "
    "the timeline; a cross is an attempt that the document says did not help.",
    "median": "Half of the incidents took less, half took more. Unlike a mean it is not moved by one long incident.",
    "p90": "Nine of ten incidents took less than this.",
    "smallest_change": "With this many incidents, a smaller change could not be told from chance (80 % power).",
    "mitigated_first": "The impact ended before the cause was known, for example by rolling back "
    "first. This is a good sign: users did not have to wait for the diagnosis.",
    "completion": "Share of follow-ups finished by each number of days since they were opened. Items "
    "still open count for as long as they have been watched; declined ones are known never to be "
    "finished.",
    "within_days": "Share of follow-ups finished within that many days of being opened, allowing for "
    "items that have not been open that long yet.",
    "backlog": "Follow-ups that are neither done nor declined, by how long ago they were opened.",
    "flow": "Follow-ups by the month in which they were opened, done or declined, and those open at the end of each. "
    "Only items whose opening, state and closing are known; one closed and opened again counts as open throughout.",
    "moves": "Re-opened: done or declined before, open again. Put off: an agreed date replaced by a later one. Known "
    "only of items whose changes were observed: by a tracker, on the board, or when a changed document was loaded.",
    "overdue": "Not finished, and the agreed date has passed; or, where no date was agreed, the one that follows from "
    "the policy.",
    "policy": "Open follow-ups at the end of each period. Beyond policy: open for more days than the policy gives for "
    "their severity and kind, whatever date was agreed for the one item.",
    "done_in_time": "Share of the follow-ups opened in each month that were done in the days that the policy gives. "
    "Items that still have time are left open, not counted as failures; declined ones are known never to be done.",
    "not_recorded": "The postmortem lists the follow-up but nothing says whether it was done. It is "
    "shown, not guessed.",
    "theme": "Incidents whose causes are described alike, found by the words they share. Some "
    "incidents belong to no theme.",
    "remediation_theme": "Follow-ups that ask for the same kind of improvement.",
    "stability": "How much of a theme stays together when it is found again from a random part of the data. "
    "Clear: found again nearly every time. Fair: its edges are blurred. Loose: read its members first.",
    "coverage": "Follow-ups filed against each cause, by what they do: prevent it, detect it sooner or mitigate it "
    "faster. A marked cell has none, or none that is done.",
    "parts": "Share of documents that tell the root cause, the impact, the diagnosis, the mitigation, the "
    "follow-ups and what went well, wherever in the document they stand. Documents are of one template if their parts "
    "stand under the same headings, some of which may be missing.",
    "blame": "Words that put a failure on a person or a team, or judge them with hindsight, as the guides to "
    "blameless writing name them. Names are left out. The rules are for English.",
    "sound_follow_up": "Actionable: a verb with an outcome. Specific: one component, one change. Bounded: one can "
    "tell when it is finished. Judged by the wording alone, after the criteria of Google's SREs.",
    "communication": "First update: from detection to the first line that tells users something. Longest silence: "
    "the longest time between detection, updates and the end of the impact. Only where the timeline gives the times.",
    "promise": "A next update was promised for a time, and an update, or the end of the incident, came at most five "
    "minutes after it.",
    "roles": "Documents that name the role, whoever held it.",
    "caught": "Incidents that the document says monitoring noticed first, of those that say how they were noticed.",
    "practice": "What the documents say ended the impact, and how the cause was found. One incident may name several; "
    "that it was used says that it worked here, not that it is the best.",
    "benchmark": "Dots: your share with its 95 % interval. Diamonds: the published share. A difference is called clear "
    "only where chance alone would rarely make it.",
    "fixed_category": "Themes are found in the texts; kinds of cause, triggers and the like are a fixed list. Where one"
    " value of the list falls into several themes, it hides several problems.",
    "theme_map": "A bubble is a theme, as large as it has incidents. A line joins two themes of which each is the "
    "other's nearest by the words of their 25 most central causes. Places keep such distances only roughly, so trust "
    "the lines. Of twenty themes, one looks changed by chance.",
    "theme_moves": "Themes are looked for anew with each load and matched with the earlier ones by the members that "
    "they share. A text stays with those that it was with, unless it is plainly nearer to others.",
    "triage": "A small decision tree over what can be seen in the first minutes: symptoms, services, who noticed, "
    "when, and whether something was changed just before. An answer that a postmortem does not give counts as no.",
    "missing": "Share of incidents whose text does not state that time. Missing stays missing, it is never estimated.",
    "excluded": "Durations that could not be measured, and why. They are left out, never set to zero.",
    "conflicts": "One event to which a document gives two times, both to the minute and more than a quarter of an hour "
    "apart. A time named as such is chosen first, then a status update, a sentence, a line of the timeline, and last a "
    "stated length added to the start.",
    "stated_length": "A length that the document states in words, against the one between its own times. Rounding, and "
    "a quarter of an hour, are allowed.",
    "left_out": "What is in the filters but not in a figure, as it lacks what the figure is made of.",
    "impossible": "Two times of one incident that contradict each other, such as a diagnosis before the detection.",
}
# Roles that a reader looks for, and the words by which documents name them.
LOOKED_FOR = {
    "incident commander": r"incident[ -]*(?:commander|lead|manager|coordinator)|^ic$",
    "communications lead": r"(?:communications?|comms)[ -]*(?:lead|manager|liaison|officer)",
}


def words(value: object) -> str:
    """A stored state or kind as people say it: `not_recorded` -> not recorded; missing -> not stated."""
    if value is None or value != value or value == "":
        return NOT_STATED
    text = str(value)
    return SPECIAL.get(text, text.replace("_", " "))


def fix_state(value: str) -> str:
    """The state of an earlier fix, in words."""
    return FIX_STATES.get(value, words(value))


def field_name(value: str) -> str:
    """A column of the warehouse as a heading."""
    name = FIELDS.get(value, words(value))
    return name[:1].upper() + name[1:]


def severity_name(level: object) -> str:
    """A severity level 1 (worst) to 5; 0 or missing where the postmortem names none that is known."""
    if not isinstance(level, Real) or level != level or level < 1:
        return "Severity not stated"
    return f"Severity {round(float(level))}"


def stability_in_words(stability: float | None) -> str:
    """What a theme's stability means to a reader (mean bootstrap Jaccard; the marks are Hennig's, 2007)."""
    if stability is None or stability != stability:
        return "not measured"
    if stability >= 0.75:
        return "clear (found again nearly every time)"
    if stability >= 0.6:
        return "fair (its edges are blurred)"
    return "loose (read its members before relying on it)"


def joined(values: Iterable[object]) -> str:
    """Several stored kinds in one phrase."""
    return ", ".join(words(value) for value in values) or NOT_STATED
