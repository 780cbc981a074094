"""``[digest]`` in ``refrain.toml``: to whom the news go, and how."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from etl.errors import InputError
from etl.settings_part import Part

LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")


def _web_address(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError("it is no http or https address")
    return url.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_web_address)]
Address = Annotated[str, Field(pattern=r"^[^\s@<>,]+@[^\s@<>,]+$")]


class Target(Part):
    """Somewhere that the digest goes. Its ``name`` says in the memory of what was sent which one it is."""

    name: str | None = Field(default=None, min_length=1, max_length=100)


class FileTarget(Target):
    """A file, relative to ``refrain.toml``: .md, .html or .json; ``{until}`` in its name is the digest's last day."""

    path: str = Field(pattern=r"\.(md|html|json)$")

    @property
    def key(self) -> str:
        """Which target this is, whatever else of it changes."""
        return self.name or f"file {self.path}"


class EmailTarget(Target):
    """An SMTP server and who gets the digest. The password stands in an environment variable."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    user: str | None = None
    password_env: str | None = None
    sender: Address = Field(alias="from")
    to: tuple[Address, ...] = Field(min_length=1)

    @property
    def key(self) -> str:
        """Which target this is, whatever else of it changes."""
        return self.name or f"email {', '.join(sorted(self.to))}"

    @model_validator(mode="after")
    def _password_is_safe(self) -> Self:
        if bool(self.user) != bool(self.password_env):
            raise ValueError("user and password_env go together")
        if self.user and not self.starttls and self.host not in LOCAL_HOSTS:
            raise ValueError("without starttls the password would travel unencrypted")
        return self


class WebhookTarget(Target):
    """A web address that takes the digest: Slack, Teams, or anything that reads JSON. The address is a secret."""

    kind: Literal["slack", "teams", "json"]
    url: SecretStr | None = None
    url_env: str | None = None

    @property
    def key(self) -> str:
        """Which target this is, whatever else of it changes; the secret is not in it."""
        return self.name or f"{self.kind} {self.url_env or 'url'}"

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if bool(self.url) == bool(self.url_env):
            raise ValueError("name either url or url_env, the environment variable that holds it")
        if self.url:
            _web_address(self.url.get_secret_value())
        return self

    def address(self, environment: Mapping[str, str] = os.environ) -> str:
        """The web address. Raises InputError, which does not tell it, where there is none."""
        url = self.url.get_secret_value() if self.url else environment.get(self.url_env or "", "").strip()
        try:
            return _web_address(url)
        except ValueError as error:
            raise InputError(
                f"{self.key}: the environment variable {self.url_env} holds no http or https address. Set it"
            ) from error


class DigestSettings(Part):
    """``base_url``: where the app stands, for links. ``owners``: whether an item names its owner."""

    base_url: WebAddress | None = None
    owners: bool = False
    file: tuple[FileTarget, ...] = ()
    email: tuple[EmailTarget, ...] = ()
    webhook: tuple[WebhookTarget, ...] = ()

    @property
    def targets(self) -> tuple[FileTarget | EmailTarget | WebhookTarget, ...]:
        """All of them, in a fixed order."""
        return (*self.file, *self.email, *self.webhook)

    @model_validator(mode="after")
    def _targets_differ(self) -> Self:
        keys = [target.key for target in self.targets]
        if double := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"two targets are called {double!r}: give each a name")
        return self
