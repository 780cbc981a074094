"""Sentences that fit any incident of Larkspur: detection, communication, lessons."""

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
SIDE_IMPACTS = (
    "While it lasted, {slow}.",
    "Support answered {n_mid2} [contacts|calls and chats] about it.",
    "Orders that had been placed before were not affected.",
    "No personal data was exposed and no data was lost.",
    "{n_mid} orders were delivered late that day as a consequence.",
    "The monthly availability target of {svc} was [missed|used up to {pct} %].",
    "The {site} site caught up with the delay by the end of the shift.",
    "Customers with a membership received a voucher as an apology.",
)
OTHER_IMPACTS = (
    "{other} was affected as well: {other_effect}.",
    "Through {other} it spread further: {other_effect}.",
)

DETECTION = {
    "monitoring": (
        "The alert on the {metric} fired and paged the {team} on-call.",
        "Monitoring paged the {team} on-call when the {metric} left its usual range.",
        "A synthetic check of `{endpoint}` failed [twice|three times] in a row, and its alert paged {team}.",
        "An automatic alert on errors of {svc} reached the on-call of {team} first.",
    ),
    "user_report": (
        "No alert fired. Customers reported it, and support passed {n_mid} reports on to {team}.",
        "Support noticed a run of customer reports about it and called the {team} on-call.",
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
DETECTED_EVENTS = {
    "monitoring": ("Alert fires on the {metric}, {team} on-call is paged", "On-call of {team} paged by an alert on {svc} errors",
                   "Alert: synthetic check of `{endpoint}` fails"),
    "user_report": ("First customer report reaches {team} through support", "Support forwards customer reports about {svc}"),
    "staff_noticed": ("Detected by an engineer of {team} looking at the dashboards", "Colleagues at {site} notice the problem and call {team}"),
    "third_party": ("Detected through an outside partner, who reports the failure to support", "A third party reports the failure"),
}
STARTED_EVENTS = ("Impact begins: {outage}", "Start of impact: {outage}", "Fault occurs, {slow}", "First failures on {svc}: {outage}")
DECLARED_EVENTS = ("Incident declared as {severity}, {team} on-call lead takes command",
                   "{severity} incident declared; incident commander and communications lead assigned",
                   "Incident channel opened, {team} on-call lead is incident commander")
COMMUNICATED_EVENTS = ("Status page updated: problems with {svc} under investigation", "Update sent to support and to the site managers",
                       "Status page updated, next update promised in 30 minutes", "Banner shown in the shop and the app",
                       "Support receives a text for customers who ask", "Internal update posted: impact, suspicion, next step")
FINAL_COMMUNICATED_EVENTS = ("Status page updated: service restored, we keep watching", "Support and sites informed that the impact is over",
                             "Status page set to monitoring")
NOTE_EVENTS = ("Graphs and logs of the last hour are saved for the review", "{other} on-call joins the call", "Support counts {n_mid2} contacts so far",
               "Access to the production console requested for a second responder", "Releases of {svc} are put on hold",
               "Command handed over to the next on-call lead", "Two theories are written down, work on them is split",
               "{site} asked to describe what they see")
RESOLVED_EVENTS = ("Incident resolved: {metric} normal for {n_mid} minutes", "Incident closed after {n_mid} minutes without new errors",
                   "Resolved: all graphs of {svc} back in their usual range")
DIAGNOSED_EVENTS = ("Cause identified: {short_cause}", "Cause found: {short_cause}", "Diagnosis confirmed: {short_cause}")
MITIGATED_EVENTS = ("Mitigated: {action}; {outcome}", "Service restored: {action}, {outcome}", "{Action}: {outcome}. Impact over")

MITIGATED_FIRST = (
    "Service was restored before the cause was known; the search for it went on afterwards without pressure.",
    "The impact was ended first, on suspicion, and the cause was established later.",
)
ATTEMPT_SENTENCES = (
    "Before that, the team {attempt}, but {attempt_outcome}.",
    "A first attempt did not help: responders {attempt}, and {attempt_outcome}.",
    "The team had also {attempt}; the result: {attempt_outcome}.",
)
SECOND_ATTEMPT_SENTENCES = ("After that, responders {attempt}: {attempt_outcome}.", "Then the team {attempt}, with as little success: {attempt_outcome}.")
UNKNOWN_DIAGNOSIS = ("The search was ended after {days} hours of work without a result.",)
MITIGATION_SENTENCES = ("The team {action}; {outcome}.", "Responders {action}, after which {outcome}.", "To end the impact, the team {action}: {outcome}.")
AFTERWARDS = ("{svc} was then watched for {n_mid} minutes before the incident was closed.", "The remaining clean-up was done during the same shift.",
              "Delayed work was caught up by the end of the day.", "")

WENT_WELL = ("The incident commander kept one list of theories and what had been tried.", "Support had a text for customers within {mins} minutes.",
             "{team} and the owners of {other} worked in one channel from the start.", "Updates went out every half hour as promised.",
             "Command was handed over cleanly at the change of shift.", "Each attempt was written down with its outcome, which made this review easy.")
WENT_WRONG = ("The first dashboard that responders opened did not show the part that failed.", "The runbook of {svc} did not cover this case.",
              "Access rights for a second responder took {mins} minutes to arrange.", "The status page was updated later than our own rule asks for.",
              "An alert had fired {days} days earlier and was closed as noise.", "The search began in the wrong layer.")
GOT_LUCKY = ("Someone who knows this part well happened to be at work.", "It did not hit during the evening peak.",
             "A recent copy of the data was at hand.", "The next wave at {site} was a small one.", "Another release had been postponed that day.")
SEEN_BEFORE = ("This kind of failure had struck {svc} before, on {earlier_day}.", "We had met the same failure on {earlier_day}; what was decided then had not prevented it.")
ROLES = (("Incident commander", "on-call lead, {team}"), ("Communications lead", "duty manager, customer support"), ("Scribe", "second on-call, {team}"))
