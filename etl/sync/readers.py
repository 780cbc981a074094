"""A reader for each kind of tracker, with the token from the environment."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from etl.settings import (
    FileTracker,
    GitHubTracker,
    GitLabTracker,
    JiraCloudTracker,
    JiraDataCenterTracker,
    LinearTracker,
    Tracker,
)
from etl.sync.cursors import Cursor
from etl.sync.files import FileReader
from etl.sync.github import GitHubReader
from etl.sync.gitlab import GitLabReader
from etl.sync.items import Page
from etl.sync.jira import JiraReader
from etl.sync.linear import LinearReader
from etl.sync.transport import Clock, Secret, Transport, read_token

_GITHUB_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


class Reader(Protocol):
    """Whatever reads a tracker from a cursor on."""

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Pages, each with the cursor behind it. Raises TrackerError."""


def read_pages(
    tracker: Tracker, cursor: Cursor, folder: Path, clock: Clock, environment: Mapping[str, str] | None = None
) -> Iterator[Page]:
    """The pages of a tracker that changed since a cursor; relative paths of files start at `folder`."""
    if isinstance(tracker, FileTracker):
        yield from FileReader(tracker, folder).pages(cursor)
        return
    with _transport(tracker, clock, environment) as transport:
        yield from _reader(tracker, transport).pages(cursor)


def _reader(tracker: Tracker, transport: Transport) -> Reader:
    match tracker:
        case GitHubTracker():
            return GitHubReader(tracker, transport)
        case GitLabTracker():
            return GitLabReader(tracker, transport)
        case JiraCloudTracker() | JiraDataCenterTracker():
            return JiraReader(tracker, transport)
        case LinearTracker():
            return LinearReader(tracker, transport)
        case _:
            raise AssertionError(tracker.kind)


def _transport(tracker: Tracker, clock: Clock, environment: Mapping[str, str] | None) -> Transport:
    assert not isinstance(tracker, FileTracker)
    headers = _GITHUB_HEADERS if isinstance(tracker, GitHubTracker) else None
    if not tracker.token_env:
        return Transport(tracker.name, tracker.base_url, clock, headers=headers)
    token = read_token(tracker.name, tracker.token_env, environment)
    header = f"Bearer {token}"
    if isinstance(tracker, JiraCloudTracker):
        header = "Basic " + base64.b64encode(f"{tracker.email}:{token}".encode()).decode()
    elif isinstance(tracker, LinearTracker) and token.startswith("lin_api_"):
        header = token
    secret = Secret(header, (token, header.split(" ")[-1]))
    return Transport(tracker.name, tracker.base_url, clock, secret, headers)
