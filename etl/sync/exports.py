"""Rows of exports that hold no history: an item is opened, and closed when it says so; the rest is seen on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from etl.extract.values import as_date
from etl.settings import TrackerSettings
from etl.sync.items import Change, Item, day, maybe_utc, names, utc
from etl.sync.statuses import DECLINED, of_category, of_labels, of_word, plain_word

_JIRA_DATES = ("%d/%b/%y %I:%M %p", "%d/%b/%y %H:%M", "%d/%b/%Y %I:%M %p", "%d/%b/%y", "%Y-%m-%d %H:%M")


def gh_item(record: Mapping[str, Any], tracker: TrackerSettings) -> Item:
    """An issue of `gh issue list --json number,title,url,state,stateReason,labels,assignees,createdAt,...`."""
    parts = urlsplit(record["url"]).path.strip("/").split("/")
    is_closed = str(record["state"]).upper() != "OPEN"
    reason = str(record.get("stateReason") or "").lower()
    labels = sorted(str(label["name"]) for label in record.get("labels") or [])
    status = of_labels(labels, is_closed, tracker.statuses)
    if is_closed and reason in ("not_planned", "duplicate"):
        status = "declined"
    return _item(
        key=f"{parts[0]}/{parts[1]}#{int(record['number'])}", title=str(record["title"]), status=status,
        status_as_written=f"closed as {reason}" if is_closed and reason else str(record["state"]).lower(),
        url=str(record["url"]), owner=names(a["login"] for a in record.get("assignees") or []),
        due_on=day((record.get("milestone") or {}).get("dueOn")), opened_at=utc(record["createdAt"]),
        closed_at=maybe_utc(record.get("closedAt")), updated_at=utc(record.get("updatedAt") or record["createdAt"]),
    )  # fmt: skip


def gitlab_row(row: Mapping[str, Any], tracker: TrackerSettings, exported_at: datetime) -> Item:
    """A row of GitLab's CSV."""
    project = re.split(r"/-/|/issues/", urlsplit(row["URL"]).path.strip("/"), maxsplit=1)[0]
    is_closed = str(row["State"]).lower() == "closed"
    status = of_labels([la.strip() for la in str(row.get("Labels") or "").split(",")], is_closed, tracker.statuses)
    number = str(row["URL"]).rstrip("/").rsplit("/", 1)[-1]
    return _item(
        key=f"{project}#{int(number)}", title=str(row["Title"]), status=status,
        status_as_written=str(row["State"]).lower(), url=str(row["URL"]), owner=row.get("Assignee Username") or None,
        due_on=day(row.get("Due Date")), opened_at=utc(row["Created At (UTC)"]),
        closed_at=maybe_utc(row.get("Closed At (UTC)")),
        updated_at=maybe_utc(row.get("Updated At (UTC)")) or exported_at,
    )  # fmt: skip


def jira_row(row: Mapping[str, Any], tracker: TrackerSettings, base_url: str | None, exported_at: datetime) -> Item:
    """A row of Jira's CSV. Its times bear no zone: they are taken as UTC."""
    key, word, resolution = str(row["Issue key"]), str(row["Status"]), row.get("Resolution") or None
    resolution = None if plain_word(resolution or "") in ("", "unresolved") else resolution
    category = {"to do": "new", "in progress": "indeterminate", "done": "done"}.get(
        str(row.get("Status Category") or "").lower()
    )
    status = of_category(category or ("done" if resolution else None), word, resolution, tracker.statuses)
    return _item(
        key=key, title=str(row["Summary"]), status=status,
        status_as_written=f"{word} ({resolution})" if resolution else word,
        url=f"{base_url}/browse/{key}" if base_url else None, owner=row.get("Assignee") or None,
        due_on=_jira_day(row.get("Due date") or row.get("Due Date")), opened_at=_jira_time(row["Created"]),
        closed_at=_jira_time(row["Resolved"]) if row.get("Resolved") else None,
        updated_at=_jira_time(row["Updated"]) if row.get("Updated") else exported_at,
    )  # fmt: skip


def linear_row(row: Mapping[str, Any], tracker: TrackerSettings, base_url: str | None, exported_at: datetime) -> Item:
    """A row of Linear's CSV. `base_url` is the workspace's address (https://linear.app/acme)."""
    key, word = str(row["ID"]), str(row["Status"])
    status = of_word(word, tracker.statuses)
    if status == "open" and plain_word(word) not in DECLINED:
        ended = "declined" if row.get("Canceled") else "done" if row.get("Completed") else None
        status = ended or ("in_progress" if row.get("Started") else "open")
    return _item(
        key=key, title=str(row["Title"]), status=status, status_as_written=word,
        url=f"{base_url}/issue/{key}" if base_url else None, owner=row.get("Assignee") or None,
        due_on=day(row.get("Due Date")), opened_at=utc(row["Created"]),
        closed_at=maybe_utc(row.get("Completed") or row.get("Canceled")),
        updated_at=maybe_utc(row.get("Updated")) or exported_at,
    )  # fmt: skip


def without_history(item: Item) -> Item:
    """The item opened as open, and closed when it says so; what else changes is seen from one export to the next.

    What is seen once is kept: the next export of an item that was opened again no longer tells when it was closed.
    """
    changes = [Change("opened-status", item.opened_at, "status", None, "open")]
    if item.closed_at:
        closing = f"observed-closed-{item.closed_at:%Y%m%dT%H%M%S}"
        changes.append(Change(closing, item.closed_at, "status", "open", item.status))
    return replace(item, changes=tuple(changes))


def _item(*, status: str, closed_at: datetime | None, **told: Any) -> Item:
    is_over = status in ("done", "declined")
    return without_history(Item(status=status, closed_at=closed_at if is_over else None, **told))


def _jira_time(value: Any) -> datetime:
    read = as_date(value, _JIRA_DATES)
    if read is None:
        raise ValueError(f"{value!r} is no time")
    return utc(read)


def _jira_day(value: Any) -> date | None:
    read = as_date(value, _JIRA_DATES) if value else None
    return utc(read).date() if read else None
