"""A digest to a web address. The address is a secret: it stands in no message and in no log."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from etl import __version__
from etl.errors import DeliveryError

ATTEMPTS = 5
_LONGEST_WAIT_SECONDS = 60.0
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
wait = time.sleep
_LOGGERS = ("httpx", "httpcore")


def post(key: str, url: str, body: Mapping[str, Any]) -> None:
    """Send JSON, again after a while where the other side is busy, out of order or not reached.

    Raises DeliveryError where it is refused, or still not taken the last time.
    """
    problem = ""
    with _unlogged(), httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": f"refrain/{__version__}"}) as client:
        for attempt in range(ATTEMPTS):
            seconds = 2.0**attempt
            try:
                response = client.post(url, json=body)
            except httpx.TransportError as error:
                problem = f"it was not reached ({type(error).__name__})"
            except (httpx.InvalidURL, UnicodeError) as error:
                raise DeliveryError(f"{key}: its address cannot be used. Check [digest.webhook]") from error
            else:
                if response.is_success:
                    return
                problem = f"it answered {response.status_code}"
                if response.status_code != 429 and response.status_code < 500:
                    raise DeliveryError(f"{key}: {problem}. Check its address and kind in [digest.webhook]")
                seconds = _asked_to_wait(response, seconds)
            if attempt < ATTEMPTS - 1:
                wait(seconds)
    raise DeliveryError(f"{key}: {problem}, {ATTEMPTS} times in a row. The next run tries again")


def _asked_to_wait(response: httpx.Response, otherwise: float) -> float:
    """Retry-After in seconds (RFC 9110, 10.2.3), no longer than a minute; a date is not waited for."""
    asked = response.headers.get("retry-after", "")
    return min(float(asked), _LONGEST_WAIT_SECONDS) if asked.isdecimal() else otherwise


@contextmanager
def _unlogged() -> Iterator[None]:
    """HTTP libraries log each address at INFO and DEBUG; here none is."""
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in _LOGGERS]
    for logger, _ in before:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)
