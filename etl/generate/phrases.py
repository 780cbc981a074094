"""Sentences that fit any incident of Larkspur: detection, communication, lessons."""

# ruff: noqa: E501 - sentences of a template read better unbroken

SUMMARIES = (
    "On {day}, {outage}. {Cause_hint} {End_hint}",
    "{Outage} [on|during the incident of] {day}. {Cause_hint} {End_hint}",
    "{svc} was impaired on {day}: {outage}. {Cause_hint} {End_hint}",
    "On {day} {svc} failed in a way that [customers and colleagues could feel|people noticed]: {outage}. {Cause_hint} {End_hint}",
)
SUMMARY_DURATIONS = (
    "The impact lasted {impact_duration}.",
    "It took {impact_duration} from the first failure to the end of the impact.",
    "Impact lasted for {impact_duration} in all.",
)
IMPACTS = (
    "For {impact_duration}, {outage}. About {n_affected} {unit} were affected.",
    "{Outage}. We count {n_affected} affected {unit} over {impact_duration}.",
    "{n_affected} {unit} were affected within {impact_duration}. {Outage}.",
)
IMPACTS_WITHOUT_DURATION = (
    "{Outage}. About {n_affected} {unit} were affected.",
    "We count {n_affected} affected {unit}. {Outage}.",
)
SLOWDOWN_IMPACTS = ("While it lasted, {slow}.", "At times {slow}.")
SIDE_IMPACTS = (
    "No personal data was exposed.",
    "The monthly availability target of {svc} was [missed|used up to {pct} %].",
)
CUSTOMER_IMPACTS = (
    "Support answered {n_mid2} [contacts|calls and chats] about it.",
    "Orders that had been placed before were not affected.",
    "{calls} orders were delivered late that day as a consequence.",
    "Affected customers received a voucher as an apology.",
)
SITE_IMPACTS = (
    "{site} lost {mins2} minutes of work and caught up by the end of the shift.",
    "{calls} orders left {site} late, and most of them still reached their slot.",
    "The other sites were not affected.",
)
PLAIN_ENDS = ("[It|The impact] ended when the team {action}.", "It was over after the team {action}.")
WAITING_ENDS = (
    "The impact ended by itself; until then the team {action}.",
    "Responders {action}, and the impact ended without further action.",
)
TIME_TO_DIAGNOSE_SENTENCES = (
    "From detection to diagnosis it took {time_to_diagnose}.",
    "The cause was known {time_to_diagnose} after detection.",
)
OTHER_IMPACTS = (
    "{other} was affected as well: {other_effect}.",
    "Through {other} it spread further: {other_effect}.",
)

CONTRIBUTING_FACTORS = (
    "The weakness had been there for {n_small} weeks before it showed.",
    "A design review of {svc} had listed the risk without giving it a date.",
    "Two teams each took this part for the other's.",
    "The description of this part of {svc} dates from before its last redesign.",
    "A note about it had been in the backlog of {team} for {n_mid2} days.",
    "It was known in {team} that this could happen, though not how much would depend on it.",
    "The owner of this part had changed {n_small} months earlier, and the hand-over did not mention it.",
)
CUSTOMER_CONTRIBUTING_FACTORS = (
    "It reached customers because {other} relies on {svc} without a fallback.",
    "About {pct2} % of {unit} take this path.",
)
_OF_CHANGE = (
    "The test environment differs from production in exactly this point.",
    "Nothing in the release checks of {team} looks at this.",
    "The change had passed its review, which looked at the code and not at how it is rolled out.",
)
_OF_SIZE = (
    "The sizing was sound [two years|a year] ago, when {svc} carried half its present load.",
    "Load tests had stopped short of the level at which this shows.",
)
CATEGORY_CONTRIBUTING_FACTORS: dict[str, tuple[str, ...]] = {
    "code_defect": _OF_CHANGE[:2],
    "configuration": _OF_CHANGE,
    "change_rollout": _OF_CHANGE,
    "capacity": _OF_SIZE,
    "dependency": (
        "How {svc} behaves when {other} is slow had never been tried.",
        "Its dependencies are listed in no single place.",
    ),
    "certificate_credential": (
        "Dates of expiry are kept in three places.",
        "The inventory of secrets did not list it.",
    ),
    "data_storage": (
        "The last drill for this case was {n_mid} months ago.",
        "Growth of the {store} is looked at once a year.",
    ),
    "hardware_power": (
        "{site} has no second way of working that does not need {svc}.",
        "Sites opened since last year have a better layout; {site} is the oldest.",
    ),
}

DETECTION = {
    "monitoring": (
        "The alert on the {metric} fired and paged the {team} on-call.",
        "Monitoring paged the {team} on-call when the {metric} left its usual range.",
        "A synthetic check of `{endpoint}` failed [twice|three times] in a row, and its alert paged {team}.",
        "An automatic alert on errors of {svc} reached the on-call of {team} first.",
    ),
    "user_report": (
        "No alert fired. Customers reported it, and support passed {n_mid} reports on to {team}.",
        "Support noticed a run of customer reports and called the {team} on-call.",
        "We heard of it from user reports; monitoring of {svc} stayed green throughout.",
    ),
    "staff_noticed": (
        "An engineer of {team} noticed it while [looking at a dashboard for another reason|checking a different release]; no alert had fired.",
        "Colleagues at {site} noticed that something was off and told {team}.",
        "It was noticed by staff during [a routine check|the morning review of graphs], not by an alert.",
    ),
    "third_party": (
        "An outside partner told us about it before our own monitoring did.",
        "We learned of it from a third party, who [called|wrote to] our support line.",
    ),
}
SITE_DETECTION = (
    "The floor desk at {site} reported it to the {team} on-call; no alert had fired.",
    "User reports from {site} reached {team} before any alert.",
)
SITE_DETECTED_EVENTS = (
    "Floor desk at {site} reports the problem to {team}",
    "First user report from {site} reaches {team} on-call",
)
DETECTED_EVENTS = {
    "monitoring": (
        "Alert fires on the {metric}, {team} on-call is paged",
        "On-call of {team} paged by an alert on {svc} errors",
        "Alert: synthetic check of `{endpoint}` fails",
    ),
    "user_report": (
        "First customer report reaches {team} through support",
        "Support forwards customer reports about {svc}",
    ),
    "staff_noticed": (
        "Detected by an engineer of {team} looking at the dashboards",
        "Colleagues at {site} notice the problem and call {team}",
    ),
    "third_party": (
        "Detected through an outside partner, who reports the failure to support",
        "A third party reports the failure",
    ),
}
STARTED_EVENTS = (
    "Impact begins: {outage}",
    "Start of impact: {outage}",
    "Fault occurs: {outage}",
    "First failures on {svc}: {outage}",
)
DECLARED_EVENTS = (
    "Incident declared as {severity}, {team} on-call lead takes command",
    "{severity} incident declared; incident commander and communications lead assigned",
    "Incident channel opened, {team} on-call lead is incident commander",
)
COMMUNICATED_EVENTS = (
    "Status page updated: problems with {svc} under investigation",
    "Update sent to support and to the site managers",
    "Status page updated, next update promised in 30 minutes",
    "Banner shown in the shop and the app",
    "Support receives a text for customers who ask",
    "Internal update posted: impact, suspicion, next step",
)
SITE_COMMUNICATED_EVENTS = (
    "Update sent to the site managers",
    "Shift leads at all sites informed by radio",
    "Internal update posted: impact, suspicion, next step",
    "Status page for the sites updated, next update promised in 30 minutes",
)
FINAL_COMMUNICATED_EVENTS = (
    "Status page updated: service restored, we keep watching",
    "Support and sites informed that the impact is over",
    "Status page set to monitoring",
)
NOTE_EVENTS = (
    "Graphs and logs of the last hour are saved for the review",
    "{other} on-call joins the call",
    "Dashboards of {svc} shared in the channel",
    "Access to the production console requested for a second responder",
    "Releases of {svc} are put on hold",
    "A second responder takes over the search in the logs",
    "Two theories are written down, work on them is split",
    "{site} asked to describe what they see",
)
RESOLVED_EVENTS = (
    "Incident resolved: {metric} is steady",
    "Incident closed after a period without new errors",
    "Resolved: all graphs of {svc} back in their usual range",
    "Incident resolved, the remaining clean-up is finished",
)
DIAGNOSED_EVENTS = (
    "Cause identified: {short_cause}",
    "Cause found: {short_cause}",
    "Diagnosis confirmed: {short_cause}",
)
MITIGATED_EVENTS = (
    "Mitigated: {action}; {outcome}",
    "Service restored: {action}, {outcome}",
    "{Action}: {outcome}. Impact over",
)

MITIGATED_FIRST = (
    "Service was restored before the cause was known; the search for it went on afterwards without pressure.",
    "The impact was ended first, on suspicion, and the cause was established later.",
)
ATTEMPT_SENTENCES = (
    "Before that, the team {attempt}, but {attempt_outcome}.",
    "A first attempt did not help: responders {attempt}, and {attempt_outcome}.",
    "The team had also {attempt}; the result: {attempt_outcome}.",
)
SECOND_ATTEMPT_SENTENCES = (
    "After that, responders {attempt}: {attempt_outcome}.",
    "Then the team {attempt}, with as little success: {attempt_outcome}.",
)
MITIGATION_SENTENCES = (
    "The team {action}; {outcome}.",
    "Responders {action}, after which {outcome}.",
    "To end the impact, the team {action}: {outcome}.",
)
AFTERWARDS = (
    "{svc} was then watched for a while before the incident was closed.",
    "The remaining clean-up was done during the same shift.",
    "Delayed work was caught up by the end of the day.",
    "",
)

WENT_WELL = (
    "The incident commander kept one list of theories and what had been tried.",
    "Support and sites had a first explanation soon after the incident was declared.",
    "{team} and the owners of {other} worked in one channel from the start.",
    "Updates went out every half hour as promised.",
    "Decisions were repeated aloud in the channel before anyone acted on them.",
    "Each attempt was written down with its outcome, which made this review easy.",
)
WENT_WRONG = (
    "The first dashboard that responders opened did not show the part that failed.",
    "The runbook of {svc} did not cover this case.",
    "Access rights for a second responder took {mins2} minutes to arrange.",
    "In the first minutes nobody was free to answer questions from other teams.",
    "A similar alert had fired {days2} days earlier and was closed as noise.",
    "The search began in the wrong layer.",
)
GOT_LUCKY = (
    "Someone who knows this part well happened to be at work.",
    "It did not hit during the evening peak.",
    "A recent copy of the data was at hand.",
    "The next wave at {site} was a small one.",
    "Another release had been postponed that day.",
)
SEEN_BEFORE = (
    "This kind of failure had struck {svc} before, on {earlier_day}.",
    "We had met the same failure on {earlier_day}; what was decided then had not prevented it.",
)
ROLES = (
    ("Incident commander", "on-call lead, {team}"),
    ("Communications lead", "duty manager, customer support"),
    ("Scribe", "second on-call, {team}"),
)
