"""Different people changing production at the same time, where a timeline names who acted. Nobody is named here.

An actor is a role ("the on-call engineer", "second responder") or a handle ("@kim"), as the subject of a change at
the start of a timeline line. Handles become pseudonyms, "person A" and so on, in order of appearance in their
incident; a capitalised word may be a system as well as a person, so it counts for neither.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pandas as pd

AT_ONCE = timedelta(minutes=10)
_ROLE = (
    r"(?:(?:the|a|an) )?(?:(?:first|second|third|other|another|primary|secondary|incident|technical|tech|communications|on-call|"
    r"duty|database|network|platform|release|site) ?)*(?:engineer|responder|operator|administrator|commander|lead|manager|developer|on-call)"
)
_CHANGE = (
    r"(?:re-?started|rolled (?:back|out)|reverted|deployed|re-?deployed|scaled|deleted|removed|merged|applied|disabled|enabled|drained|"
    r"cordoned|patched|pushed|killed|changed|increased|raised|lowered|decreased|failed over|switched|re-?routed|updated|upgraded|"
    r"downgraded|re-?booted|terminated|cleared|flushed|added|edited|ran|executed|re-?started|stopped|started|moved|promoted|rotated)"
)
_ACTOR = re.compile(
    rf"^(?:-\s*)?(?:(?P<handle>@[\w-]+)|(?P<role>{_ROLE})) (?:then |also |manually |again )?{_CHANGE}\b", re.IGNORECASE
)


def actor_of_change(text: str) -> str | None:
    """The role (lower case, without article) or handle that a timeline line names as changing something, or None."""
    found = _ACTOR.match(text.strip())
    if found is None:
        return None
    return found["handle"] or re.sub(r"^(?:the|an?) ", "", found["role"].lower())


def changes_at_once(events: pd.DataFrame) -> pd.DataFrame:
    """Pairs of changes by different actors at most `AT_ONCE` apart: incident_id, first, second, at, minutes_apart.

    `events`: incident_id, at (UTC, not missing), text, in any order. Only neighbours among an incident's changes pair.
    """
    named = events.assign(actor=events["text"].map(actor_of_change)).dropna(subset="actor")
    rows = []
    for incident_id, group in named.sort_values("at", kind="stable").groupby("incident_id", sort=False):
        shown = _pseudonyms(list(group["actor"]))
        moments = list(group["at"])
        for place in range(1, len(moments)):
            apart = moments[place] - moments[place - 1]
            if shown[place] != shown[place - 1] and apart <= AT_ONCE:
                pair = (shown[place - 1], shown[place], moments[place - 1], apart.total_seconds() / 60)
                rows.append((incident_id, *pair))
    return pd.DataFrame(rows, columns=["incident_id", "first", "second", "at", "minutes_apart"])


def _pseudonyms(actors: list[str]) -> list[str]:
    handles = [actor for actor in dict.fromkeys(actors) if actor.startswith("@")]
    letters = {handle: f"person {chr(ord('A') + place % 26)}" for place, handle in enumerate(handles)}
    return [letters.get(actor, actor) for actor in actors]
