"""The pages that are measured, and where the dashboard is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP, SERVED = ROOT / "dashboard" / "app.py", ROOT / "dashboard" / "serve.py"
FLOOR = Path(__file__).with_name("floor.py")


@dataclass(frozen=True)
class Page:
    """One page in one of its states."""

    name: str
    file: str
    address: str
    state: dict[str, str] = field(default_factory=dict, hash=False)


BOARD, CURVES = "What is left to do", "How they get done"
PAGES = (
    Page("Overview", "views/overview.py", ""),
    Page("Recurrence", "views/recurrence.py", "recurrence"),
    Page("Time to diagnose", "views/time_to_diagnose.py", "time_to_diagnose"),
    Page("Follow-ups, board", "views/follow_ups.py", "follow_ups", {"show": BOARD}),
    Page("Follow-ups, curves", "views/follow_ups.py", "follow_ups", {"show": CURVES}),
    Page("Themes", "views/themes.py", "themes"),
    Page("Incidents", "views/incidents.py", "incidents"),
)
