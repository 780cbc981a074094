"""What kind of safeguard noticed an incident, from the words that say how it was noticed. English words; pure."""

from __future__ import annotations

from etl.transform.patterns import worded

# In this order: the first kind whose words stand in the text decides.
KINDS = {
    "synthetic check or probe": worded(
        r"\b(?:synthetic|prob(?:e|es|ing)|pingdom|uptime ?(?:check|robot|monitor)\w*|health ?-?checks?|statuscake|blackbox|heartbeats?|"
        r"canary (?:quer|request|check)\w*|end-to-end (?:check|test)s?)\b"
    ),
    "test or release check": worded(
        r"\b(?:(?:integration|smoke|regression|unit|load|acceptance) tests?|pipelines?|(?:ci|travis|jenkins|github actions|circleci) "
        r"(?:job|build|run|fail\w*|deploy\w*)|canary|release (?:check|gate|guard)\w*|(?:build|deploy\w*) (?:failed|fails))\b"
    ),
    "security check": worded(
        r"\b(?:vulnerability|secret|security|malware|intrusion)[ -](?:scan\w*|alert\w*|advisor\w*|detect\w*)|guardduty|\baudit (?:log|trail)s?\b"
    ),
    "alert": worded(
        r"\b(?:alert(?:s|ed|ing|manager)?|alarm(?:s|ed)?|pag(?:ed|er|es|ing)|pagerduty|opsgenie|victorops|thresholds?|burn rate)\b"
    ),
    "dashboard": worded(r"\b(?:dashboards?|graphs?|grafana|datadog|cloudwatch|kibana)\b"),
}
UNNAMED = "monitoring, not said which"


def safeguard(text: str | None) -> str:
    """The kind of safeguard that a text names, or that it names none."""
    return next((kind for kind, pattern in KINDS.items() if pattern.search(text or "")), UNNAMED)
