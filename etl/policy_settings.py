"""``[policy]`` in ``refrain.toml``: by when follow-ups are due where nobody agreed on a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from etl.settings_part import Part

Days = Annotated[int, Field(ge=1, le=3650)]
SeverityLevel = Literal["1", "2", "3", "4", "5"]
Kind = Literal["prevent", "detect", "mitigate", "process", "document", "investigate"]


class DueWithinDays(Part):
    """Days from the opening of a follow-up to the day by which it is due. The most specific one holds.

    Severity and kind together go before one of them alone; where both a severity's and a kind's days fit, the shorter
    hold; ``default`` is for the rest.
    """

    default: Days | None = None
    by_severity: dict[SeverityLevel, Days] = Field(default={})
    by_kind: dict[Kind, Days] = Field(default={})
    by_severity_and_kind: dict[SeverityLevel, dict[Kind, Days]] = Field(default={})


class PolicySettings(Part):
    """What was agreed for all follow-ups, whatever their documents say."""

    due_within_days: DueWithinDays = DueWithinDays()

    def rows(self) -> list[dict[str, Any]]:
        """The rules as rows of the table ``policies``: severity_level, kind (None: any), days."""
        names = ("severity_level", "kind", "days")
        return [dict(zip(names, rule, strict=True)) for rule in self._rules()]

    def _rules(self) -> Iterator[tuple[int | None, str | None, int]]:
        within = self.due_within_days
        if within.default is not None:
            yield None, None, within.default
        yield from sorted((int(level), None, n_days) for level, n_days in within.by_severity.items())
        yield from sorted((None, kind, n_days) for kind, n_days in within.by_kind.items())
        for level, by_kind in sorted(within.by_severity_and_kind.items()):
            yield from sorted((int(level), kind, n_days) for kind, n_days in by_kind.items())
