"""What people can see in the first minutes of an incident, as yes/no questions.

Nothing that is known only later is used: no cause, no title (it is written afterwards), no severity as finally judged,
no mitigation. From what a postmortem says of the impact, clauses that give a reason and later updates are cut off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.transform.patterns import worded

REASON = re.compile(
    r"\b(?:because|due to|caused by|as a result of|owing to|root cause|since the|after (?:the|a) (?:release|deploy\w*))"
    r"[^.\n]*",
    re.IGNORECASE,
)
LATER_UPDATE = re.compile(r"(?<=.)\b(?:update|identified|monitoring|resolved)\s*:.*", re.IGNORECASE | re.DOTALL)
CHANGE = re.compile(
    r"\b(?:deploy\w*|releas\w+|roll(?:ed|ing)?[- ]?out|upgrad\w+|migrat\w+|merg\w+|config\w* change|flag"
    r"|new version|maintenance)\b",
    re.IGNORECASE,
)
# What a responder is asked, and the words of a symptom that say yes.
SYMPTOMS = {
    "Do requests fail with errors?": r"errors?|5\d\d|fail\w*|exceptions?|refused|rejected",
    "Is it slow, or do requests time out?": r"slow\w*|latenc\w+|time[sd]? ?-?outs?|timing out|lag\w*|delay\w*|late",
    "Is it down altogether?": r"down|outages?|unavailab\w+|unreachable|not (be )?reach\w*|total",
    "Can people not sign in?": r"sign(ed|ing)?[- ]?in|log(ged|ging)?[- ]?in|logins?|authenticat\w+|401|403|password\w*",
    "Are figures or other data wrong, old or missing?": (
        r"wrong|stale|old|yesterday\S*|incorrect|inconsisten\w+|outdated|missing|corrupt\w*|zero|empty|gone"
    ),
    "Does anything happen twice?": r"twice|duplicat\w+|double\w*|repeated(ly)?",
    "Are messages, mails or events late or lost?": r"messages?|e-?mails?|events?|notifications?|webhooks?|texts?",
    "Do jobs, builds or deployments not run?": r"jobs?|builds?|deploy\w*|pipelines?|runners?|imports?|agents?",
    "Is only one site, region or zone affected?": r"sites?|regions?|zones?|data ?cent(er|re)s?|availability zone",
    "Is only a part of users or requests affected?": r"%|per ?cent|subset|some|part|few|limited",
    "Do machines, pods or nodes restart or look unhealthy?": (
        r"pods?|nodes?|restart\w*|crash\w*|unhealthy|killed|not ?ready|instances?|virtual machines?|vms?"
    ),
    "Are disks or volumes full or gone?": r"disks?|storage|volumes?|space|filesystem",
    "Is memory, CPU or load high?": r"memory|cpu|load|saturat\w+|overload\w*|capacity",
    "Do names not resolve, or connections not open?": (
        r"dns|name resolution|connect\w*|network\w*|packets?|rout(e|ing|ers?)"
    ),
    "Do certificates or TLS show warnings?": r"certificates?|tls|ssl|handshakes?|https",
    "Is there much more traffic than usual?": r"traffic|spikes?|surge|flood|bots?|busy|peak",
    "Are logs, metrics or dashboards missing?": r"logs?|logging|metrics?|dashboards?|monitoring|alarms?",
    "Is an outside provider involved?": r"providers?|vendors?|upstream|third[- ]part\w+|suppliers?",
    "Does a database answer badly?": r"databases?|sql|quer(y|ies)|replicas?|replication",
}
FIRST_WORKING_HOUR, LAST_WORKING_HOUR = 8, 18
SATURDAY = 5
MOST_SIGNALS = 400
SIGNAL_COLUMNS = ("symptoms", "early_events", "services", "detection_source", "began_at")


Answers = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Signals:
    """Yes/no answers (`answers`, n_incidents x n_questions, 0 or 1) and the `questions`, in the same order.

    An answer that a postmortem does not give counts as no.
    """

    answers: npt.NDArray[np.int8]
    questions: tuple[str, ...]


def read_signals(incidents: pd.DataFrame, fewest: int) -> Signals:
    """The signals of incidents, of those that at least `fewest` of them show and as many do not.

    `incidents`: symptoms (what the postmortem says of the impact and of the alert or report; str or missing),
    early_events (timeline lines up to the detection), services (list), detection_source (str or missing), began_at
    (UTC time or missing).
    """
    columns: dict[str, Answers] = {}
    for question, answers in [
        *_circumstances(incidents),
        *_symptoms(incidents),
        *_services(incidents),
    ]:
        n_yes = int(answers.sum())
        if fewest <= n_yes <= len(incidents) - fewest:
            columns[question] = answers
    kept = sorted(columns, key=lambda question: -int(columns[question].sum()))[:MOST_SIGNALS]
    answers = np.array([columns[question] for question in kept], dtype=np.int8).reshape(len(kept), len(incidents)).T
    return Signals(answers, tuple(kept))


Column = tuple[str, Answers]


def _circumstances(incidents: pd.DataFrame) -> Iterator[Column]:
    began = pd.to_datetime(incidents["began_at"], utc=True)
    is_weekend = (began.dt.day_of_week >= SATURDAY).to_numpy()
    hour = began.dt.hour
    is_late = ((hour < FIRST_WORKING_HOUR) | (hour >= LAST_WORKING_HOUR)).to_numpy()
    changed = incidents["early_events"].fillna("").str.contains(CHANGE)
    yield "Was anything released or changed shortly before?", changed.to_numpy().astype(np.int8)
    yield "Did it begin at a weekend?", is_weekend.astype(np.int8)
    yield (
        "Did it begin at night or on a weekend (UTC, before 8:00 or after 18:00)?",
        (is_weekend | is_late).astype(np.int8),
    )
    source = incidents["detection_source"]
    for value, question in (
        ("monitoring", "Did monitoring raise it?"),
        ("user_report", "Did users report it?"),
        ("staff_noticed", "Did staff notice it by themselves?"),
        ("third_party", "Did somebody outside tell us?"),
    ):
        yield question, (source == value).to_numpy().astype(np.int8)


def _symptoms(incidents: pd.DataFrame) -> Iterator[Column]:
    """One question per group of words for the same symptom."""
    told = [first_told(text) for text in incidents["symptoms"].fillna("").astype(str)]
    for question, words in SYMPTOMS.items():
        pattern = worded(rf"(^|[^\w])({words})($|[^\w])")
        yield question, np.array([bool(pattern.search(text)) for text in told]).astype(np.int8)


def first_told(symptoms: str) -> str:
    """What is told at first: no later update of a status page, no clause that gives a reason."""
    return REASON.sub(" ", LATER_UPDATE.sub(" ", symptoms))


def _services(incidents: pd.DataFrame) -> Iterator[Column]:
    named = [frozenset(services) for services in incidents["services"]]
    for service in sorted(frozenset().union(*named)) if named else ():
        yield f"Is {service} affected?", np.array([service in services for services in named]).astype(np.int8)
