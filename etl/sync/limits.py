"""How long a tracker asks to wait, from the headers in which each of them says so. Pure: the time is given."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

_LIMITED = re.compile(r"rate limit|abuse detection|too many requests|\"code\"\s*:\s*\"ratelimited\"", re.IGNORECASE)
_GRAPHQL_LIMITED = re.compile(r"\"code\"\s*:\s*\"RATELIMITED\"")
_DEFAULT_SECONDS = 60.0


def limited_for(response: httpx.Response, now: datetime, attempt: int) -> float | None:
    """Seconds to wait where the answer is that there were too many requests, else None.

    GitHub answers 403 or 429 (a minute or more where no header tells how long), GitLab and Jira 429, Linear 400 or 200
    with an error of the code RATELIMITED.
    """
    if not _is_limited(response):
        return None
    waits = [retry_after(response, now), spent_for(response, now)]
    return next((w for w in waits if w is not None), _DEFAULT_SECONDS * 2**attempt)


def _is_limited(response: httpx.Response) -> bool:
    status = response.status_code
    if status == 200:
        return bool(_GRAPHQL_LIMITED.search(response.text[:1_000]))
    if status == 403 and ("retry-after" in response.headers or _spent(response)):
        return True
    return status == 429 or (status in (400, 403) and bool(_LIMITED.search(response.text[:2_000])))


def retry_after(response: httpx.Response, now: datetime) -> float | None:
    """Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    try:
        return max((parsedate_to_datetime(value) - now).total_seconds(), 0.0) if value else None
    except (TypeError, ValueError):
        return None


def spent_for(response: httpx.Response, now: datetime) -> float | None:
    """Seconds until the last of the limits that are spent is filled again, or None where none is spent."""
    waits = [_until(response.headers.get(reset), now) for reset in _spent(response)]
    return max((w for w in waits if w is not None), default=None)


def _spent(response: httpx.Response) -> list[str]:
    """The headers that tell when each spent limit is filled again."""
    return [
        name.lower().replace("remaining", "reset")
        for name, value in response.headers.items()
        if "ratelimit" in name.lower() and name.lower().endswith("remaining") and value.strip() == "0"
    ]


def _until(value: str | None, now: datetime) -> float | None:
    """GitHub and GitLab write seconds since 1970, Linear milliseconds, Jira a time stamp."""
    try:
        stamp = float(value or "")
    except ValueError:
        try:
            stamp = datetime.fromisoformat(value or "").timestamp()
        except ValueError:
            return None
    stamp = stamp / 1_000 if stamp > 10**11 else stamp
    return max(stamp - now.timestamp() + 1.0, 0.0)
