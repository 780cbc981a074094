"""Start and end of cloud incidents, read from their texts alone, against labels made by hand.

The labels are those of https://github.com/atlarge-research/llm-cloud-incident-extraction (AWS, Azure and GCP, CC0).
A label counts where the text states it: its time of day, its day (AWS labels have none) and its zone all stand there.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from etl.extract.document import raw_incidents
from etl.records import Incident, SourceFile
from etl.transform.narrative import read_incident
from etl.transform.zones import zone_of

LABELS = (
    Path(__file__).parents[3] / "shared" / "corpora" / "atlarge-research+llm-cloud-incident-extraction" / "4_label_data"
)
pytestmark = pytest.mark.skipif(not LABELS.is_dir(), reason="the real records do not stand beside the project")
# The labels, which the mapping reads as facts: withheld here.
WITHHELD = frozenset({"started_at", "mitigated_at", "zone", "cause_text", "impact_text"})
FORMATS = {"aws": "%H:%M", "azure": "%Y%m%dT%H:%M:%S", "gcp": "%Y-%m-%d %H:%M:%S"}
ENDS = {"start": ("started_at",), "end": ("mitigated_at", "resolved_at")}
PACIFIC = r"PST|PDT|Pacific|\bPT\b"
ZONES = {"UTC": "UTC|GMT", "PST": PACIFIC, "PDT": PACIFIC}
LEAST_RIGHT = 0.95


@dataclass(frozen=True)
class Case:
    """One labelled time that its text states, and what was read."""

    vendor: str
    label: datetime
    zone: str
    incident: Incident

    def is_right(self, end: str) -> bool:
        """To the minute; of an AWS label, which has no day, the time of day."""
        zone = zone_of(self.zone)
        for at in (self.incident.values.get(field) for field in ENDS[end]):
            if at is None or zone is None:
                continue
            local = at.astimezone(zone).replace(tzinfo=None)
            if self.vendor == "aws" and (local.hour, local.minute) == (self.label.hour, self.label.minute):
                return True
            if self.vendor != "aws" and abs(local - self.label) <= timedelta(minutes=1):
                return True
        return False


def states(text: str, label: datetime, zone: str) -> bool:
    """True if the text states the label's zone, time of day (on either clock) and, where it has one, its day."""
    hour, minute, short = label.hour, f"{label.minute:02d}", label.hour % 12 or 12
    half = "[aA]" if hour < 12 else "[pP]"
    clock = [
        rf"(?<![\d:])0?{hour}:?{minute}(?!\d|\s?[aApP]\.?[mM])",
        rf"(?<![\d:])0?{short}[:.]{minute}\s?{half}\.?[mM]",
    ]
    clock += [rf"(?<![\d:])0?{short}[:.]{minute}\s?(?:and|to|-|until)\s[^.]{{2,20}}{half}\.?[mM]"]
    clock += [rf"(?<![\d:])0?{short}\s?{half}\.?[mM]"] if label.minute == 0 else []
    day, month = label.day, label.strftime("%b")
    days = [rf"{label:%Y}[-/]{label:%m}[-/]{label:%d}", rf"{label:%m}/{label:%d}/{label:%Y}"]
    days += [rf"(?<!\d)0?{day}(?:st|nd|rd|th)?\s+(?:of\s+)?{month}", rf"{month}[a-z]*\.?\s+0?{day}(?!\d)"]
    wanted = [[ZONES.get(zone, re.escape(zone))], clock, days if label.year != 1900 else [""]]
    return all(any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns) for patterns in wanted)


def moment_of(label: str, written: str) -> datetime | None:
    """The label's time, which has no zone of its own; None for "UNKNOWN" and the like."""
    try:
        return datetime.strptime(label, written)  # noqa: DTZ007 - the zone stands in a column beside it
    except ValueError:
        return None


def cases(end: str) -> Iterator[Case]:
    for vendor, written in FORMATS.items():
        path = LABELS / f"{vendor}_label.csv"
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
        _, raws = raw_incidents(SourceFile(str(path), str(LABELS), "labels", path.name), path.read_bytes(), [])
        for row, raw in zip(rows, raws, strict=True):
            label, zone = row[f"label_{end}_time"], row["label_timezone"]
            moment = moment_of(label, written)
            if moment is None or zone in ("", "UNKNOWN"):
                continue
            text = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(row["description"])).split())
            if not states(text, moment, zone):
                continue
            facts = {k: v for k, v in raw.facts.items() if k not in WITHHELD}
            if vendor == "aws":
                facts["occurred_on"] = f"{row['year']}-06-15"
            yield Case(vendor, moment, zone, read_incident(replace(raw, facts=facts, fact_lines={})))


@pytest.mark.parametrize(("end", "least_stated"), [("start", 300), ("end", 330)])
def test_times_that_a_text_states_are_read_right(end: str, least_stated: int) -> None:
    """95 % of the labelled starts and ends, to the minute and in their zone."""
    found = list(cases(end))
    assert len(found) >= least_stated
    assert sum(case.is_right(end) for case in found) / len(found) >= LEAST_RIGHT
