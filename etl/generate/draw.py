"""Draw what fails and where: theme or one-off, service, and what a planted fix has ended by then."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from etl.generate.causes import CauseTheme, Weighted, all_themes
from etl.generate.company import PERIOD_START, REGIONS, Service, n_regions, services_for
from etl.generate.one_offs import one_offs
from etl.generate.scenarios import scenarios
from etl.generate.templates import pick

SHARE_ONE_OFF = 0.15
# Themes with a planted fix, and above all the service that it is for, are struck more often:
# before and after can only be told apart where there are enough incidents.
PLANTED_THEME_FACTOR = 1.4
PLANTED_SERVICE_FACTOR = 3.0

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draw:
    """What fails, where, and how it is met; the numbers point into the cause's templates."""

    cause: CauseTheme
    theme: str | None
    services: tuple[Service, ...]
    lead_up_no: int
    detection_source: str
    diagnosis_nos: tuple[int, ...]
    mitigation_nos: tuple[int, ...]

    @property
    def trigger(self) -> str:
        """What set the failure off."""
        return self.cause.lead_ups[self.lead_up_no][0]

    @property
    def diagnosis_methods(self) -> tuple[str, ...]:
        """Methods in the order in which they were used."""
        return tuple(self.cause.diagnosis[number][0] for number in self.diagnosis_nos)

    @property
    def mitigations(self) -> tuple[str, ...]:
        """Kinds of mitigation; the one that ended the impact comes last."""
        return tuple(dict.fromkeys(self.cause.mitigations[number].kind for number in self.mitigation_nos))


class Drawer:
    """Draws one failure after another in order of time and remembers the planted fixes."""

    def __init__(self, n: int, rng: Random) -> None:
        self.rng = rng
        self.services = services_for(n)
        self.regions: Sequence[str] = REGIONS[: n_regions(n)] if n_regions(n) > 1 else ("",)
        self.themes = all_themes()
        self.theme_weights = list(itertools.accumulate(map(_theme_weight, self.themes)))
        self.scenarios: dict[Cell, list[CauseTheme]] = {}
        for theme in self.themes:
            for scenario in scenarios(theme):
                for name, _ in scenario.services:
                    self.scenarios.setdefault((theme.key, name), []).append(scenario)
        self.last_scenario: dict[Cell, CauseTheme] = {}
        self.first_service = {theme.key: theme.services[0][0] for theme in self.themes}
        self.one_offs = one_offs()
        self.deck: list[CauseTheme] = []
        self.n_in_cell: dict[Cell, int] = {}
        self.fixed: set[Cell] = set()
        self.held_since: dict[Cell, date] = {}

    def draw(self, day: date) -> Draw:
        """One failure on `day`."""
        rng = self.rng
        is_one_off = rng.random() < SHARE_ONE_OFF
        cause, service = self._one_off() if is_one_off else self._themed(day)
        theme = None if is_one_off else cause.key
        n_methods = min(len(cause.diagnosis), pick((1, 2, 2, 3), rng))
        return Draw(
            cause=cause,
            theme=theme,
            services=(service, *self._also_affected(service, theme, day)),
            lead_up_no=int(rng.random() * len(cause.lead_ups)),
            detection_source=weighted(cause.detection, rng),
            diagnosis_nos=tuple(rng.sample(range(len(cause.diagnosis)), n_methods)),
            mitigation_nos=_mitigation_nos(cause, rng),
        )

    def plants_fix(self, draw: Draw, day: date) -> bool:
        """Whether this incident is the one whose follow-up is the planted fix of its theme."""
        cause, service = draw.cause, draw.services[0]
        if draw.theme is None or cause.fix_holds is None:
            return False
        if service.base_name != self.first_service[draw.theme]:
            return False
        cell = (draw.theme, service.name)
        self.n_in_cell[cell] = self.n_in_cell.get(cell, 0) + 1
        n_seen, days = self.n_in_cell[cell], (day - PERIOD_START).days
        is_due = (n_seen >= 4 and days >= 150) or (n_seen >= 3 and days >= 330) or days >= 540
        return is_due and cell not in self.fixed

    def remember_fix(self, draw: Draw, done_on: date) -> None:
        """From `done_on` on, a fix that holds keeps the failure away from its service."""
        cell = (draw.cause.key, draw.services[0].name)
        self.fixed.add(cell)
        if draw.cause.fix_holds:
            self.held_since[cell] = done_on

    def _one_off(self) -> tuple[CauseTheme, Service]:
        if not self.deck:
            self.deck = list(self.one_offs)
            self.rng.shuffle(self.deck)
        cause = self.deck.pop()
        return cause, self.services[self._in_a_region(cause.services[0][0])]

    def _themed(self, day: date) -> tuple[CauseTheme, Service]:
        while True:
            theme = self.rng.choices(self.themes, cum_weights=self.theme_weights)[0]
            base_name = self._service_of(theme)
            name = self._in_a_region(base_name)
            if not self._is_held(theme.key, name, day):
                return self._scenario(theme.key, base_name), self.services[name]

    def _scenario(self, theme: str, base_name: str) -> CauseTheme:
        """One of the theme's causes, but not the one that struck this service the last time."""
        options = self.scenarios[theme, base_name]
        last = self.last_scenario.get((theme, base_name))
        chosen = pick([option for option in options if option is not last] or options, self.rng)
        self.last_scenario[theme, base_name] = chosen
        return chosen

    def _service_of(self, theme: CauseTheme) -> str:
        first, *others = theme.services
        factor = 1.0 if theme.fix_holds is None else PLANTED_SERVICE_FACTOR
        return weighted(((first[0], first[1] * factor), *others), self.rng)

    def _in_a_region(self, base_name: str) -> str:
        region = pick(self.regions, self.rng)
        return f"{base_name}-{region}" if region else base_name

    def _also_affected(self, service: Service, theme: str | None, day: date) -> list[Service]:
        count = pick((0, 0, 0, 0, 0, 0, 1, 1, 1, 2), self.rng)
        names = self.rng.sample(service.dependents, min(count, len(service.dependents)))
        return [self.services[name] for name in names if not self._is_held(theme, name, day)]

    def _is_held(self, theme: str | None, service: str, day: date) -> bool:
        if theme is None:
            return False
        done_on = self.held_since.get((theme, service))
        return done_on is not None and day > done_on - timedelta(days=1)


def weighted(options: Weighted, rng: Random) -> str:
    """One option, as likely as its weight says."""
    target = rng.random() * sum(weight for _, weight in options)
    for option, weight in options:
        target -= weight
        if target < 0:
            return option
    return options[-1][0]


def _theme_weight(theme: CauseTheme) -> float:
    return theme.weight if theme.fix_holds is None else theme.weight * PLANTED_THEME_FACTOR


def _mitigation_nos(cause: CauseTheme, rng: Random) -> tuple[int, ...]:
    weights = tuple((str(number), item.weight) for number, item in enumerate(cause.mitigations))
    return (int(weighted(weights, rng)),)
