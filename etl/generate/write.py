"""Write the example company to a folder: Markdown postmortems, their planted truth, and a source file."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.generate.company import AS_OF, SOURCE_NAME, services_for
from etl.generate.document_families import render
from etl.generate.plan import plan_incidents
from etl.generate.planned import PlannedIncident
from etl.generate.status_page import STATUS_FILE, status_page, status_records
from etl.generate.story import tell
from etl.generate.truth import MAX_INCIDENTS_WITH_TEXTS, incident_truth, planted_fixes, truth_header

MAX_FILES_IN_FOLDER = 1000
MAX_INCIDENTS_BY_YEAR = 5000


@dataclass(frozen=True)
class GeneratedSummary:
    """What was written: the folder, how many incidents, follow-ups, recurrences, and bytes of Markdown."""

    folder: Path
    n_incidents: int
    n_follow_ups: int
    n_recurrences: int
    n_bytes: int


def write_example(
    folder: Path, n: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> GeneratedSummary:
    """Write `n` postmortems under `folder/postmortems`, the status page's records of some of them (up to 5,000
    incidents), `truth.json` and `refrain-source.toml`.

    The same `n` and `seed` give the same bytes. `progress(done, n)` is called every 1,000 documents.
    Raises FileExistsError when `folder/postmortems` already holds files, so that two examples never mix.
    """
    postmortems = folder / "postmortems"
    if postmortems.exists() and any(postmortems.rglob("*.md")):
        raise FileExistsError(f"{postmortems} already holds postmortems: choose an empty folder or remove them")
    incidents = plan_incidents(n, seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "refrain-source.toml").write_text(_source_file(), encoding="utf-8", newline="\n")
    return _write_all(folder, incidents, seed, progress)


def _write_all(
    folder: Path,
    incidents: Sequence[PlannedIncident],
    seed: int,
    progress: Callable[[int, int], None] | None,
) -> GeneratedSummary:
    n = len(incidents)
    services = services_for(n)
    paths: list[str] = []
    n_bytes = 0
    places = _places(n)
    told_again: dict[str, str] = {}
    page: list[dict[str, Any]] = []
    with (folder / "truth.json").open("w", encoding="utf-8", newline="\n") as truth:
        truth.write(json.dumps(truth_header(n, seed), indent=1)[:-2] + ',\n "incidents": {')
        for incident in incidents:
            recurrence = incident.recurrence
            story = tell(incident, services, incidents[recurrence.earlier] if recurrence else None)
            path = places(incident, story.title)
            n_bytes += _write_document(folder / path, render(story))
            paths.append(path)
            if n <= MAX_INCIDENTS_WITH_TEXTS:
                record, work = status_records(incident, services, path)
                page += [one for one in (record, work) if one]
                told_again |= {record["id"]: path} if record else {}
            facts = incident_truth(incident, story, paths, n <= MAX_INCIDENTS_WITH_TEXTS)
            comma = "," if incident.index else ""
            truth.write(f"{comma}\n  {json.dumps(path)}: {json.dumps(facts, ensure_ascii=False)}")
            if progress and (incident.index + 1) % 1000 == 0:
                progress(incident.index + 1, n)
        truth.write('\n },\n "fixes": [')
        truth.write(",".join(f"\n  {json.dumps(fix)}" for fix in planted_fixes(incidents, paths)))
        truth.write("\n ],\n" + f' "status_records": {json.dumps(told_again, indent=2)[:-1]} }}\n}}\n')
    if page:
        _write_document(folder / STATUS_FILE, status_page(page))
    n_follow_ups = sum(len(incident.follow_ups) for incident in incidents)
    n_recurrences = sum(incident.recurrence is not None for incident in incidents)
    return GeneratedSummary(folder, n, n_follow_ups, n_recurrences, n_bytes)


def _write_document(path: Path, text: str) -> int:
    data = text.encode()
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return len(data)


def _places(n: int) -> Callable[[PlannedIncident, str], str]:
    """A function that gives each document a path of its own, by year or (when there are many) by thousand."""
    taken: set[str] = set()

    def place(incident: PlannedIncident, title: str) -> str:
        year = f"{incident.started_at:%Y}"
        group = f"/{incident.index // MAX_FILES_IN_FOLDER:03d}" if n > MAX_INCIDENTS_BY_YEAR else ""
        stem = f"postmortems/{year}{group}/{incident.started_at:%Y-%m-%d}-{slug(title)}"
        path = next(path for path in _candidates(stem) if path not in taken)
        taken.add(path)
        return path

    return place


def _candidates(stem: str) -> Iterator[str]:
    yield f"{stem}.md"
    number = 2
    while True:
        yield f"{stem}-{number}.md"
        number += 1


def slug(title: str) -> str:
    """Lower-case ASCII words of a title joined by hyphens, at most about 60 characters."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "")).strip("-")
    return words if len(words) <= 60 else words[:60].rsplit("-", 1)[0]


def _source_file() -> str:
    return (
        "# Larkspur is an invented company; truth.json beside this file holds what was planted.\n"
        f'source_name = "{SOURCE_NAME}"\n'
        "is_example = true\n"
        f"as_of = {AS_OF}\n"
        'ignore = ["truth.json"]\n'
    )
