"""Exports of trackers in files: the answers of their interfaces as JSON, `gh issue list --json`, and their CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.errors import TrackerError
from etl.settings import FileTracker, TrackerSettings
from etl.sync.cursors import Cursor
from etl.sync.exports import gh_item, gitlab_row, jira_row, linear_row, without_history
from etl.sync.github import github_item
from etl.sync.gitlab import gitlab_item
from etl.sync.items import Item, Page
from etl.sync.jira_items import jira_item
from etl.sync.linear import linear_item
from etl.sync.records import read_all

_PER_PAGE = 500
_KNOWN = "GitHub (REST or gh --json), GitLab (REST or CSV), Jira (REST or CSV), Linear (GraphQL or CSV)"
Read = Callable[[Mapping[str, Any]], Item]


class FileReader:
    """Every item of some files. Each file is read whole at each sync; nothing is written twice."""

    def __init__(self, tracker: FileTracker, folder: Path) -> None:
        self._tracker, self._folder = tracker, folder

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages file by file, in order of name. Raises TrackerError where there is no file, or one of no known kind."""
        named = Path(self._tracker.path)
        folder, pattern = (named.parent, named.name) if named.is_absolute() else (self._folder, str(named))
        paths = sorted(p for p in folder.glob(pattern) if p.is_file())
        if not paths:
            raise TrackerError(
                f"{self._tracker.name}: no file fits {self._tracker.path}. Paths start at the folder of refrain.toml"
            )
        for path in paths:
            records = _records(path, self._tracker.name)
            exported_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            kind, read, name = _kind(records, self._tracker, exported_at, path)
            for start in range(0, len(records), _PER_PAGE):
                items, problems = read_all(records[start : start + _PER_PAGE], read, name)
                yield Page(items, cursor.write(None), tuple(f"{path.name} ({kind}), {p}" for p in problems))


def _records(path: Path, name: str) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".csv":
            csv.field_size_limit(100_000_000)
            return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return _listed(json.loads(text))
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise TrackerError(f"{name}: {path} cannot be read: {error}. Export it again") from error


def _listed(document: Any) -> list[dict[str, Any]]:
    """The records of a document: a list, pages of lists (`gh api --paginate --slurp`), or what an answer holds."""
    if isinstance(document, list):
        return [r for d in document for r in (_listed(d) if isinstance(d, list) else [d]) if isinstance(r, dict)]
    for inner in ("data", "issues", "nodes"):
        if isinstance(document, dict) and isinstance(document.get(inner), dict | list):
            return _listed(document[inner])
    return [document] if isinstance(document, dict) else []


def _kind(
    records: list[dict[str, Any]], tracker: FileTracker, exported_at: datetime, path: Path
) -> tuple[str, Read, str]:
    """The kind of an export, by the names of its first record's fields."""
    first = set(records[0]) if records else set()
    url = tracker.base_url
    kinds: tuple[tuple[str, set[str], Read, str], ...] = (
        ("GitHub REST", {"number", "html_url"}, lambda r: _github(r, tracker), "number"),
        ("gh --json", {"number", "title", "state", "url", "createdAt"}, lambda r: gh_item(r, tracker), "number"),
        ("GitLab REST", {"iid", "web_url"}, lambda r: _gitlab(r, tracker), "iid"),
        ("Jira REST", {"key", "fields"}, lambda r: _jira(r, tracker, url), "key"),
        (
            "Linear GraphQL",
            {"identifier", "state", "createdAt"},
            lambda r: _whole(linear_item(r, tracker)),
            "identifier",
        ),
        ("GitLab CSV", {"Issue ID", "URL", "State"}, lambda r: gitlab_row(r, tracker, exported_at), "URL"),
        ("Jira CSV", {"Issue key", "Summary", "Status"}, lambda r: jira_row(r, tracker, url, exported_at), "Issue key"),
        ("Linear CSV", {"ID", "Team", "Title", "Status"}, lambda r: linear_row(r, tracker, url, exported_at), "ID"),
    )
    for kind, fields, read, name in kinds:
        if not records or fields <= first:
            return kind, read, name
    raise TrackerError(f"{tracker.name}: {path} is no export that Refrain knows. Known are {_KNOWN}")


def _github(record: Mapping[str, Any], tracker: TrackerSettings) -> Item:
    """`events` may stand in the record, as a script of one's own may put them there."""
    return _whole(github_item(record, record.get("events"), lambda _: None, tracker))


def _gitlab(record: Mapping[str, Any], tracker: TrackerSettings) -> Item:
    names = ("resource_state_events", "resource_label_events", "resource_milestone_events", "notes")
    told = {name: record[name] for name in names if name in record}
    return _whole(gitlab_item(record, told or None, tracker))


def _jira(record: Mapping[str, Any], tracker: TrackerSettings, base_url: str | None) -> Item:
    if base_url is None and "/rest/api/" in str(record.get("self", "")):
        base_url = str(record["self"]).split("/rest/api/")[0]
    histories = record["changelog"]["histories"] if "changelog" in record else None
    return _whole(jira_item(record, histories, {}, tracker, base_url))


def _whole(item: Item) -> Item:
    return item if item.changes is not None else without_history(item)
