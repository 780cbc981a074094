"""What a text names of a tracker: addresses of items, and their keys. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_URL = re.compile(r"https?://[^\s<>\"'|\\]+")
_TRAILING = ".,;:!?*_`"
_WORKFLOW_KEY = re.compile(r"(?<![\w/-])([A-Z][A-Z0-9_]{0,14}-[1-9]\d{0,7})(?![\w-]|\.\d)")
_REPO_KEY = re.compile(r"(?<![\w/.-])((?:[\w.-]+/)+[\w.-]+#[1-9]\d{0,8})\b")
_NUMBER = re.compile(r"(?<![\w/&#-])#([1-9]\d{0,8})(?![\w-])")
_NEARBY = 40
# Words that say that a bare number is one of the tracker's; alone in brackets or in a cell it is, too.
_SAID = re.compile(
    r"(?:\b(?:issues?|tickets?|tasks?|bugs?|stor(?:y|ies)|cards?|gh|github|gitlab|prs?|pull requests?|see|via|opened"
    r"|track(?:ed|ing)?(?: (?:in|by|as|at))?|filed (?:as|in)|closes?|closed by|fix(?:es|ed)?(?: (?:in|by|with))?"
    r"|resolves?|done in)|[(\[|])[\s:(\[]{0,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One name of an item. `kind` is url or key; a bare number ("#12") has no repository."""

    kind: str
    key: str
    host: str | None = None
    is_certain: bool = True


def references(text: str) -> Iterator[Reference]:
    """Every item that a text names, addresses first; what stands within an address is no key of its own."""
    rest = text
    for match in _URL.finditer(text):
        address = _whole(match[0])
        rest = rest.replace(address, " ")
        if found := read_address(address):
            yield found
    for match in _REPO_KEY.finditer(rest):
        yield Reference("key", match[1])
    for match in _WORKFLOW_KEY.finditer(rest):
        yield Reference("key", match[1])
    for match in _NUMBER.finditer(rest):
        before = rest[max(0, match.start() - _NEARBY) : match.start()]
        yield Reference("key", f"#{match[1]}", is_certain=not before.strip() or bool(_SAID.search(before)))


def _whole(address: str) -> str:
    """An address without the punctuation of the sentence or the Markdown around it."""
    address = address.rstrip(_TRAILING)
    while (
        address and address[-1] in ")]}" and address.count(address[-1]) > address.count("([{"[")]}".index(address[-1])])
    ):
        address = address[:-1].rstrip(_TRAILING)
    return address


def read_address(address: str) -> Reference | None:
    """The item at an address of GitHub, GitLab, Jira or Linear (their pages and their interfaces), or None."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host, path = (parts.hostname or "").lower().removeprefix("api."), unquote(parts.path).strip("/")
    for pattern, shape in _ADDRESSES:
        if match := re.search(pattern, path):
            return Reference("url", shape.format(**match.groupdict()), host)
    selected = parse_qs(parts.query).get("selectedIssue", [""])[0]
    return Reference("url", selected, host) if _WORKFLOW_KEY.fullmatch(selected) else None


_JIRA_KEY = r"(?P<key>[A-Za-z][A-Za-z0-9_]*-[1-9]\d*)"
_ADDRESSES = (
    (rf"(?:^|/)browse/{_JIRA_KEY}(?:/|$)", "{key}"),
    (rf"(?:^|/)rest/api/\w+/issue/{_JIRA_KEY}(?:/|$)", "{key}"),
    (rf"(?:^|/)projects/\w+/(?:issues|queues/\w+/\w+)/{_JIRA_KEY}(?:/|$)", "{key}"),
    (rf"^[\w-]+/issue/{_JIRA_KEY}(?:/|$)", "{key}"),
    (
        r"^(?P<project>[\w.-]+(?:/[\w.-]+)+)/-/(?:issues(?:/incident)?|work_items|incidents)/(?P<n>[1-9]\d*)",
        "{project}#{n}",
    ),
    (r"^(?:api/v3/)?(?:repos/)?(?P<repo>[\w.-]+/[\w.-]+)/(?:issues|pull)/(?P<n>[1-9]\d*)(?:/|$)", "{repo}#{n}"),
    (r"^(?P<project>[\w.-]+(?:/[\w.-]+)+)/issues/(?P<n>[1-9]\d*)(?:/|$)", "{project}#{n}"),
)
