"""Every colour of the dashboard, light and dark; safe for colour blindness (Okabe & Ito 2008)."""

from __future__ import annotations

from dataclasses import dataclass, field

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"


@dataclass(frozen=True)
class Palette:
    """Colours of one theme: ink for text, grid for lines, accent for the one series that matters."""

    ink: str
    muted: str
    grid: str
    surface: str
    accent: str
    accent_soft: str
    warning: str
    good: str
    severity: dict[int, str] = field(default_factory=dict)
    fix_state: dict[str, str] = field(default_factory=dict)
    follow_up_state: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    series: tuple[str, ...] = ()


LIGHT = Palette(
    ink="#26323d",
    muted="#5f6c78",
    grid="#e3e7eb",
    surface="#ffffff",
    accent=BLUE,
    accent_soft="rgba(0, 114, 178, 0.16)",
    warning=VERMILLION,
    good=GREEN,
    severity={1: "#8c2d04", 2: VERMILLION, 3: ORANGE, 4: SKY, 5: "#a6cee3", 0: "#b8c0c8"},
    fix_state={
        "never_filed": PURPLE,
        "open": ORANGE,
        "overdue": VERMILLION,
        "declined": "#6b7785",
        "done": BLUE,
        "not_recorded": "#c3cad1",
    },
    follow_up_state={
        "done": GREEN,
        "open": ORANGE,
        "overdue": VERMILLION,
        "declined": "#6b7785",
        "not_recorded": "#c3cad1",
    },
    event={
        "started": "#6b7785",
        "detected": ORANGE,
        "attempt": PURPLE,
        "communicated": "#9aa5b0",
        "diagnosed": BLUE,
        "mitigated": GREEN,
        "resolved": "#26323d",
        "note": "#c3cad1",
    },
    series=(BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, "#6b7785"),
)
DARK = Palette(
    ink="#e6ebf0",
    muted="#a3afba",
    grid="#333d47",
    surface="#14191e",
    accent=SKY,
    accent_soft="rgba(86, 180, 233, 0.22)",
    warning="#f07f2e",
    good="#2cc49a",
    severity={1: "#ffe08a", 2: "#f5963c", 3: "#c9612a", 4: SKY, 5: "#a6cee3", 0: "#75818c"},
    fix_state={
        "never_filed": "#dc9bbf",
        "open": ORANGE,
        "overdue": "#f07f2e",
        "declined": "#8d99a5",
        "done": SKY,
        "not_recorded": "#55606b",
    },
    follow_up_state={
        "done": "#2cc49a",
        "open": ORANGE,
        "overdue": "#f07f2e",
        "declined": "#8d99a5",
        "not_recorded": "#55606b",
    },
    event={
        "started": "#8d99a5",
        "detected": ORANGE,
        "attempt": "#dc9bbf",
        "communicated": "#75818c",
        "diagnosed": SKY,
        "mitigated": "#2cc49a",
        "resolved": "#e6ebf0",
        "note": "#55606b",
    },
    series=(SKY, "#f07f2e", "#2cc49a", "#dc9bbf", ORANGE, "#8ecbf0", "#8d99a5"),
)


def palette(is_dark: bool) -> Palette:
    """The colours for a dark or a light page."""
    return DARK if is_dark else LIGHT
