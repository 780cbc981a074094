"""Writes one retro pack to a file, as `refrain retro` asks for it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.filters import Filters
from dashboard.pack.html import to_html
from dashboard.pack.markdown import to_markdown
from dashboard.pack.model import Pack
from dashboard.pack.pdf import to_pdf
from dashboard.pack.read import Scope, read_pack
from dashboard.warehouse import Build, Source, current_build, query
from etl.errors import InputError, RefrainError


def chosen_scope(build: Build, choices: Mapping[str, Any]) -> Scope:
    """The scope that `theme`, `service`, `start`, `end` and `as_of` (each may be missing) choose.

    Raises InputError, with the names there are, for a theme or service that is not in the warehouse.
    """
    as_of = _day(choices.get("as_of")) or build.as_of
    start, end = _day(choices.get("start")), _day(choices.get("end"))
    filters = Filters(end=end or as_of, as_of=as_of, start=start or (dt.date.min if end else None))
    theme, service = choices.get("theme"), choices.get("service")
    if service:
        known = list(query(build, "choices").iloc[0]["services"])
        filters = _with(filters, services=(_named(service, known, "service"),))
    if theme:
        themes = query(build, "theme_choices")
        label = _named(theme, themes["label"].tolist(), "theme")
        filters = _with(filters, theme=label, theme_id=str(themes.set_index("label")["theme_id"][label]))
    name = ", ".join(part for part in (filters.theme, *filters.services) if part) or "all incidents"
    return Scope(name, filters, "cause_category" if theme else "theme")


def _with(filters: Filters, **changed: Any) -> Filters:
    return Filters(**{**vars(filters), **changed})


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _named(wanted: str, known: list[str], what: str) -> str:
    for name in known:
        if name.casefold() == wanted.casefold():
            return name
    listed = "; ".join(known[:20]) + (f"; and {len(known) - 20} more" if len(known) > 20 else "")
    raise InputError(f"There is no {what} {wanted} in the warehouse. Name one of: {listed or 'none is known'}")


def rendered(pack: Pack, form: str, day: dt.date) -> bytes:
    """The pack in one of the three formats: md, html or pdf."""
    if form == "pdf":
        return to_pdf(pack, day)
    return (to_html(pack) if form == "html" else to_markdown(pack)).encode()


def main(warehouse: str, choices: Mapping[str, Any]) -> int:
    """Write the file and say what is in it; 2 where the choices name nothing."""
    try:
        build = current_build(Source("warehouse", Path(warehouse)))
        scope = chosen_scope(build, choices)
        pack = read_pack(build, scope)
        Path(choices["output"]).write_bytes(rendered(pack, choices["format"], scope.filters.as_of))
    except (RefrainError, OSError) as error:
        print(f"refrain: {error}", file=sys.stderr)
        return 2
    print(f"{pack.title}. {pack.answer}\nWritten: {choices['output']}")
    return 0
