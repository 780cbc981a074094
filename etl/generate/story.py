"""Turn a planned incident into the sentences of its postmortem, whatever form it will be written in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from etl.generate import phrases
from etl.generate.company import SITE_FACING, Service
from etl.generate.planned import PlannedFollowUp, PlannedIncident
from etl.generate.slots import fill_slots
from etl.generate.templates import capitalised, expand, pick, sentence, uncapitalised
from etl.generate.timeline import Event, TimelineTexts, plan_timeline


@dataclass(frozen=True, slots=True)
class Story:
    """All that one document says, in sentences and lists; see `document_families` for the forms."""

    incident: PlannedIncident
    title: str
    summary: str
    impact: tuple[str, ...]
    cause: str
    lead_up: str
    symptom: str
    detection: str
    diagnosis: str
    mitigation: str
    timeline: tuple[Event, ...]
    follow_ups: tuple[tuple[PlannedFollowUp, str], ...]
    went_well: tuple[str, ...]
    went_wrong: tuple[str, ...]
    got_lucky: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


def tell(incident: PlannedIncident, services: Mapping[str, Service], earlier: PlannedIncident | None = None) -> Story:
    """The story of one incident; the same incident always tells the same story.

    `earlier` is the incident that it repeats: some documents mention its day.
    """
    rng = Random(incident.seed)  # noqa: S311 - reproducible example data, not secrets
    teller = _Teller(incident, services, earlier, rng)
    return Story(
        incident=incident,
        title=capitalised(teller.say(pick(incident.cause.titles, rng))),
        summary=teller.summary(),
        impact=teller.impact(),
        cause=teller.root_cause(),
        lead_up=teller.lead_up,
        symptom=sentence(teller.say(pick(incident.cause.symptoms, rng))),
        detection=teller.detection(),
        diagnosis=teller.diagnosis(),
        mitigation=teller.mitigation(),
        timeline=teller.timeline(),
        follow_ups=teller.follow_ups(),
        went_well=teller.lessons(incident.cause.went_well, phrases.WENT_WELL),
        went_wrong=teller.went_wrong(),
        got_lucky=teller.lessons(incident.cause.got_lucky, phrases.GOT_LUCKY)[:1],
        roles=tuple((role, teller.say(holder)) for role, holder in phrases.ROLES),
    )


class _Teller:
    """Makes the choices that several parts of one document have to agree on."""

    def __init__(
        self,
        incident: PlannedIncident,
        services: Mapping[str, Service],
        earlier: PlannedIncident | None,
        rng: Random,
    ) -> None:
        self.incident, self.rng, self.cause = incident, rng, incident.cause
        service = services[incident.services[0]]
        self.is_site_facing = service.base_name in SITE_FACING
        others = incident.services[1:] or service.dependents
        self.slots = fill_slots(incident, service, services[others[0]], rng)
        if incident.theme is None:
            # A one-off has an effect of its own, which the service's usual outages would belie.
            self.slots["outage"] = uncapitalised(self.cause.symptoms[0]).rstrip(".")
        mitigation = self.cause.mitigations[incident.mitigation_nos[-1]]
        verb = mitigation.action.split()[0]
        untried = [attempt for attempt in self.cause.attempts if attempt[0].split()[0] != verb]
        chosen = rng.sample(untried, min(len(untried), pick((0, 1, 1, 2), rng)))
        self.attempts = [(self.say(action), self.say(outcome)) for action, outcome in chosen]
        self.lead_up = self.say(self.cause.lead_ups[incident.lead_up_no][1])
        self.short_cause = self.say(pick(self.cause.short_causes, rng))
        self.slots |= {
            "day": english_day(incident.started_at),
            "Outage": capitalised(self.slots["outage"]),
            "short_cause": self.short_cause,
            "action": self.say(mitigation.action),
            "outcome": self.say(mitigation.outcome),
        }
        self.slots["Action"] = capitalised(self.slots["action"])
        if earlier is not None:
            self.slots["earlier_day"] = english_day(earlier.started_at)
        if incident.mitigated_at is not None:
            self.slots["impact_duration"] = english_duration(incident.mitigated_at - incident.started_at)
        if incident.detected_at is not None and incident.diagnosed_at is not None:
            self.slots["time_to_diagnose"] = english_duration(incident.diagnosed_at - incident.detected_at)

    def say(self, template: str) -> str:
        """The template, filled in for this incident."""
        return expand(template, self.slots, self.rng)

    def summary(self) -> str:
        """Two to four sentences."""
        hint = f"The cause: {self.short_cause}." if self.short_cause else "No cause has been found."
        self.slots["Cause_hint"] = hint
        is_waiting = self.incident.mitigations[-1] in ("self_recovered", "wait_on_provider")
        self.slots["End_hint"] = self.say(pick(phrases.WAITING_ENDS if is_waiting else phrases.PLAIN_ENDS, self.rng))
        text = self.say(pick(phrases.SUMMARIES, self.rng))
        if "impact_duration" in self.slots and self.rng.random() < 0.5:
            text += " " + self.say(pick(phrases.SUMMARY_DURATIONS, self.rng))
        return sentence(text)

    def impact(self) -> tuple[str, ...]:
        """Sentences on what people met, the first with figures."""
        stated = "impact_duration" in self.slots
        lines = [self.say(pick(phrases.IMPACTS if stated else phrases.IMPACTS_WITHOUT_DURATION, self.rng))]
        if len(self.incident.services) > 1:
            lines.append(self.say(pick(phrases.OTHER_IMPACTS, self.rng)))
        lines.append(
            self.say(pick(phrases.SITE_IMPACTS if self.is_site_facing else phrases.CUSTOMER_IMPACTS, self.rng))
        )
        if self.rng.random() < 0.6:
            of_theme = phrases.SLOWDOWN_IMPACTS if self.incident.theme else ()
            lines.append(self.say(pick((*phrases.SIDE_IMPACTS, *of_theme), self.rng)))
        return tuple(sentence(line) for line in lines)

    def root_cause(self) -> str:
        """The mechanism, sometimes with a contributing factor."""
        text = sentence(self.say(self.cause.causes[0]))
        if self.incident.theme is None or self.rng.random() < 0.1:
            return text
        factors = list(phrases.CONTRIBUTING_FACTORS)
        factors += phrases.CATEGORY_CONTRIBUTING_FACTORS.get(self.cause.category, ())
        factors += () if self.is_site_facing else phrases.CUSTOMER_CONTRIBUTING_FACTORS
        return f"{text} {sentence(self.say(pick(factors, self.rng)))}"

    def detection(self) -> str:
        """Who noticed, and how."""
        source = self.incident.detection_source
        at_site = self.is_site_facing and source == "user_report"
        return sentence(self.say(pick(phrases.SITE_DETECTION if at_site else phrases.DETECTION[source], self.rng)))

    def diagnosis(self) -> str:
        """How the cause was found, method by method, and what was tried in vain."""
        said = [self.say(self.cause.diagnosis[number][1]) for number in self.incident.diagnosis_nos]
        forms = (phrases.ATTEMPT_SENTENCES, phrases.SECOND_ATTEMPT_SENTENCES)
        for forms_of_attempt, (attempt, outcome) in zip(forms, self.attempts, strict=False):
            self.slots |= {"attempt": attempt, "attempt_outcome": outcome}
            said.append(self.say(pick(forms_of_attempt, self.rng)))
        if self.incident.is_mitigated_first and self.short_cause:
            said.append(pick(phrases.MITIGATED_FIRST, self.rng))
        elif "time_to_diagnose" in self.slots and self.rng.random() < 0.3:
            said.append(self.say(pick(phrases.TIME_TO_DIAGNOSE_SENTENCES, self.rng)))
        return " ".join(sentence(text) for text in said)

    def mitigation(self) -> str:
        """What ended the impact."""
        text = self.say(pick(phrases.MITIGATION_SENTENCES, self.rng))
        afterwards = self.say(pick(phrases.AFTERWARDS, self.rng))
        return " ".join(sentence(part) for part in (text, afterwards) if part)

    def timeline(self) -> tuple[Event, ...]:
        """Five to twelve lines in order of time."""
        texts = TimelineTexts(tuple(self.attempts), self.is_site_facing, self.say)
        return plan_timeline(self.incident, texts, self.rng)

    def follow_ups(self) -> tuple[tuple[PlannedFollowUp, str], ...]:
        """Each planned item with its wording."""
        return tuple(
            (item, capitalised(self.say(follow_up_template(self.incident, item)))) for item in self.incident.follow_ups
        )

    def lessons(self, of_theme: Sequence[str], general: Sequence[str]) -> tuple[str, ...]:
        """One lesson of the theme (if it has any) and one or two general ones."""
        chosen = [pick(of_theme, self.rng)] if of_theme else []
        chosen += self.rng.sample(general, pick((1, 1, 2), self.rng))
        return tuple(sentence(self.say(text)) for text in chosen)

    def went_wrong(self) -> tuple[str, ...]:
        """What went wrong; sometimes that it had happened before."""
        lines = self.lessons(self.cause.went_wrong, phrases.WENT_WRONG)
        if "earlier_day" in self.slots and self.rng.random() < 0.4:
            lines = (*lines, sentence(self.say(pick(phrases.SEEN_BEFORE, self.rng))))
        return lines


def follow_up_template(incident: PlannedIncident, item: PlannedFollowUp) -> str:
    """The wording template of a planned follow-up."""
    return incident.cause.fix.text if item.template_no < 0 else incident.cause.follow_ups[item.template_no].text


def english_day(moment: datetime) -> str:
    """`4 March 2025`."""
    return f"{moment.day} {moment:%B %Y}"


def english_duration(duration: timedelta) -> str:
    """`47 minutes`, `1 hour`, `2 hours 5 minutes`."""
    hours, rest = divmod(round(duration.total_seconds() / 60), 60)
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((hours, "hour"), (rest, "minute")) if count
    ]
    return " ".join(parts)
