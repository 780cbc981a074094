"""Severity, as written and as a level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.records import TimelineEvent
from etl.transform.patterns import worded

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


def mentioned_severity(events: Sequence[TimelineEvent]) -> str | None:
    """A severity that a timeline names in passing ("Sev 1 ticket raised")."""
    mentioned = _MENTIONED_SEVERITY.search("\n".join([e.text for e in events]))
    return mentioned[0] if mentioned else None


def severity_level(severity: str | None) -> int | None:
    """1 (worst) to 5 for a severity as written ("SEV2", "P1", "major"); None where the word is unknown."""
    if not severity:
        return None
    if match := _LEVEL.search(severity):
        return max(1, int(match[1]))
    return next((level for level, words in _SEVERITY_WORDS if re.search(words, severity, re.IGNORECASE)), None)
