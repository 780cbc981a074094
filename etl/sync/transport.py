"""Requests to a tracker: patient with limits, stubborn with faults, and silent about the token."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from etl import __version__
from etl.errors import TrackerError
from etl.sync.limits import limited_for, retry_after, spent_for

_ATTEMPTS = 5
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LONGEST_WAIT_SECONDS = 15 * 60
_MEANINGS = {
    400: ("the question was not understood", "Check the names in refrain.toml"),
    401: ("the token is not accepted", "Make a new one, and put it into the environment variable"),
    403: ("the token may not read this", "Give it the right to read issues"),
    404: (
        "there is no such place, or the token may not see it",
        "Check the name in refrain.toml and the token's rights",
    ),
    410: ("this is switched off", "Check the kind of the tracker in refrain.toml, and that its issues are switched on"),
    422: ("the question was not understood", "Check the names in refrain.toml"),
}


@dataclass(frozen=True)
class Clock:
    """The time, and waiting for it; tests have one of their own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Answer:
    """The decoded body of an answer, and its headers."""

    body: Any
    headers: httpx.Headers


@dataclass(frozen=True)
class _Failure:
    problem: str
    wait: float


class Secret(httpx.Auth):
    """The header that holds the token. It is shown to nobody, and httpx does not send it on to another host.

    `words` are what no message may hold: the token, and what it is encoded as.
    """

    def __init__(self, header: str, words: Iterable[str]) -> None:
        self._header, self._words = header, tuple(words)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request

    def redacted(self, text: str) -> str:
        """A text without those words."""
        for word in self._words:
            text = text.replace(word, "[token]")
        return text

    def __repr__(self) -> str:
        return "Secret(...)"


class Transport:
    """Requests below one address; `name` is what messages call the tracker."""

    def __init__(
        self,
        name: str,
        base_url: str,
        clock: Clock,
        secret: Secret | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.name, self.base_url, self._clock, self._secret = name, base_url, clock, secret
        self._not_before: datetime | None = None
        self._ahead = timedelta(0)
        agent = {"User-Agent": f"refrain/{__version__}", "Accept": "application/json", **(headers or {})}
        self._client = httpx.Client(timeout=_TIMEOUT, headers=agent, auth=secret, follow_redirects=True)

    def __repr__(self) -> str:
        return f"Transport({self.name!r}, {self.base_url!r})"

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Raises TrackerError, which says what, where and what to do."""
        return self._ask("GET", path, params=dict(params or {}))

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """A question that is put as a body (GraphQL, Jira's search); to ask it again changes nothing."""
        return self._ask("POST", path, json=dict(body))

    def now(self) -> datetime:
        """The time by the tracker's clock, as its last answer told it."""
        return self._clock.now() + self._ahead

    def refusal(self, path: str, status: int, said: str) -> TrackerError:
        """What a refused request means, in words; what the server says is shown without the token."""
        what, to_do = _MEANINGS.get(status, ("the request was refused", "Check the settings of this tracker"))
        detail = f": {self.redacted(said)}" if said else ""
        return TrackerError(f"{self._where(path)}: {what} ({status}{detail}). {to_do}")

    def redacted(self, text: str) -> str:
        """A text without the token, on one line and not long."""
        text = self._secret.redacted(text) if self._secret else text
        return " ".join(text.split())[:200]

    def _ask(self, method: str, path: str, **options: Any) -> Answer:
        problem = ""
        for attempt in range(_ATTEMPTS):
            self._wait_for_limit()
            try:
                heard = self._heard(path, attempt, self._client.request(method, self.base_url + path, **options))
            except (httpx.TransportError, httpx.DecodingError) as error:
                heard = _Failure(f"no whole answer came ({type(error).__name__})", 2.0**attempt)
            if isinstance(heard, Answer):
                return heard
            problem = heard.problem
            if attempt < _ATTEMPTS - 1:
                self._hold(heard.wait)
        raise TrackerError(
            f"{self._where(path)}: {problem}, {_ATTEMPTS} times in a row. What was read is kept; sync again later"
        )

    def _heard(self, path: str, attempt: int, response: httpx.Response) -> Answer | _Failure:
        """What came back: an answer, or why to ask again and when. Raises TrackerError for a refusal."""
        now = self._clock.now()
        self._ahead = _date(response, now) - now
        if (limit := limited_for(response, now, attempt)) is not None:
            return _Failure(f"it asks for fewer requests ({response.status_code})", limit)
        if response.status_code >= 500:
            return _Failure(f"it is out of order ({response.status_code})", retry_after(response, now) or 2.0**attempt)
        if response.is_error and not _is_graphql(response):
            raise self.refusal(path, response.status_code, _said(response))
        body = _decoded(response)
        if body is _CUT_OFF:
            return _Failure("the answer is no whole JSON", 2.0**attempt)
        wait = spent_for(response, now)
        self._not_before = now + timedelta(seconds=wait) if wait else None
        return Answer(body, response.headers)

    def _where(self, path: str) -> str:
        return f"{self.name}, {self.base_url}{path}"

    def _wait_for_limit(self) -> None:
        if self._not_before is not None:
            wait, self._not_before = (self._not_before - self._clock.now()).total_seconds(), None
            self._hold(max(wait, 0.0))

    def _hold(self, seconds: float) -> None:
        if seconds > _LONGEST_WAIT_SECONDS:
            until = self._clock.now() + timedelta(seconds=seconds)
            raise TrackerError(
                f"{self.name}, {self.base_url}: no more requests are allowed until {until:%Y-%m-%d %H:%M} UTC. "
                "What was read is kept; sync again after that"
            )
        self._clock.sleep(seconds)


_CUT_OFF = object()


def _decoded(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError:
        return _CUT_OFF


def _date(response: httpx.Response, default: datetime) -> datetime:
    try:
        return parsedate_to_datetime(response.headers["date"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return default


def _is_graphql(response: httpx.Response) -> bool:
    """Whether a refusal is one of GraphQL's, whose reader knows what its codes mean."""
    body = _decoded(response) if response.status_code == 400 else None
    return isinstance(body, dict) and isinstance(body.get("errors"), list) and "message" not in body


def _said(response: httpx.Response) -> str:
    body = _decoded(response)
    if not isinstance(body, dict):
        return ""
    said = body.get("message") or body.get("error_description") or body.get("error")
    listed = body.get("errorMessages") or [e.get("message") for e in body.get("errors") or [] if isinstance(e, dict)]
    return str(said or "; ".join(map(str, listed)))


def read_token(name: str, variable: str, environment: Mapping[str, str] | None = None) -> str:
    """The token from the environment. Raises TrackerError where there is none, or one that no header can hold."""
    token = (os.environ if environment is None else environment).get(variable, "").strip()
    if not token:
        raise TrackerError(f"{name}: the environment variable {variable} is not set. Put the token into it")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise TrackerError(
            f"{name}: what {variable} holds is no token, for it has spaces or other signs. Copy it again"
        )
    return token
