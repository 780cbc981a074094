"""What people decide once, in ``refrain.toml``. Every part may be left out; an unknown name is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator

from etl.digest_settings import DigestSettings
from etl.errors import InputError
from etl.policy_settings import PolicySettings
from etl.settings_part import Part

FILE_NAME = "refrain.toml"


class EditsSettings(Part):
    """Where what people type is kept: an SQLAlchemy URL; else a SQLite file beside the warehouse."""

    url: str | None = None


def _safe_url(url: str) -> str:
    """A token must not travel unencrypted, except to this machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        raise ValueError(f"{url!r} is not an https address, and a token would travel unencrypted")
    if parts.username or parts.password:
        raise ValueError("the address holds a user or a password; put the token into an environment variable")
    return url.rstrip("/")


Url = Annotated[str, AfterValidator(_safe_url)]
ItemStatus = Literal["open", "in_progress", "done", "declined"]
JiraProject = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class TrackerSettings(Part):
    """What every tracker has: the name it is called by, and what its own words for a state mean."""

    name: str = Field(min_length=1, max_length=100)
    statuses: dict[str, ItemStatus] = Field(default_factory=dict)


class GitHubTracker(TrackerSettings):
    """The issues of one GitHub repository. `token_env = ""` reads a public one without a token."""

    kind: Literal["github"]
    repo: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    labels: tuple[str, ...] = ()
    token_env: str = "GITHUB_TOKEN"
    base_url: Url = "https://api.github.com"


class GitLabTracker(TrackerSettings):
    """The issues of one GitLab project, named by its path."""

    kind: Literal["gitlab"]
    project: str = Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")
    labels: tuple[str, ...] = ()
    token_env: str = "GITLAB_TOKEN"
    base_url: Url = "https://gitlab.com"


class JiraSettings(TrackerSettings):
    """What both kinds of Jira have. `jql` narrows what is read."""

    base_url: Url
    projects: tuple[JiraProject, ...] = Field(min_length=1)
    jql: str = ""
    token_env: str = "JIRA_TOKEN"


class JiraCloudTracker(JiraSettings):
    """Projects on Jira Cloud: an e-mail address and an API token."""

    kind: Literal["jira_cloud"]
    email: str = Field(min_length=3)


class JiraDataCenterTracker(JiraSettings):
    """Projects on Jira Data Center: a personal access token."""

    kind: Literal["jira_data_center"]


class LinearTracker(TrackerSettings):
    """The issues of Linear teams, named by their keys; all that the key may see where none is named."""

    kind: Literal["linear"]
    teams: tuple[str, ...] = ()
    token_env: str = "LINEAR_API_KEY"
    base_url: Url = "https://api.linear.app"


class FileTracker(TrackerSettings):
    """Exports in files; the path is relative to refrain.toml and may be a glob. `base_url` is where the items stand."""

    kind: Literal["file"]
    path: str = Field(min_length=1)
    base_url: Url | None = None


Tracker = Annotated[
    GitHubTracker | GitLabTracker | JiraCloudTracker | JiraDataCenterTracker | LinearTracker | FileTracker,
    Field(discriminator="kind"),
]


class Settings(Part):
    """The whole file."""

    edits: EditsSettings = EditsSettings()
    policy: PolicySettings = PolicySettings()
    digest: DigestSettings = DigestSettings()
    trackers: tuple[Tracker, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Settings:
        names = [tracker.name for tracker in self.trackers]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two trackers are called {double!r}")
        return self


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults where none is named. Raises InputError with what, where, what to do."""
    if path is None:
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Name a file that exists") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}. Correct that line") from error
    except ValidationError as error:
        raise InputError(f"{path}: {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{where} is not a setting that Refrain knows. Correct or remove it"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}. Correct it"
