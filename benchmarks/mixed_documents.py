"""Documents of about 6 KB, mixed from every family at hand, no two of them alike.

A short postmortem is filled up with parts of others of its family, a long one is cut at a line. Into each longer line a
word goes that no other document holds, so that nothing that is remembered of one document helps with the next.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from etl.generate import generate

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
N_CHARS = 6_000
_N_GENERATED = 300
_ARTICLE = re.compile(r"\b(?:the|an?|our|of|in) ", re.IGNORECASE)
_TITLE = re.compile(r"^# ", re.MULTILINE)
_RULE = frozenset("|-: ")
_LONG_LINE = 30


def families(scratch: Path) -> dict[str, list[str]]:
    """The texts of each family: the real postmortems of the corpora where they stand beside the project, those in
    ``data/public``, and generated ones, which are written below ``scratch``."""
    generate(scratch, _N_GENERATED, 1)
    folders = [*sorted(CORPORA.glob("*/")), *sorted((ROOT / "data" / "public").glob("*/")), scratch]
    found = {folder.name: _texts(folder) for folder in folders}
    return {name: texts for name, texts in found.items() if texts}


def _texts(folder: Path) -> list[str]:
    paths = (p for p in sorted(folder.rglob("*")) if p.suffix in (".md", ".erb") and p.is_file())
    return [p.read_text(encoding="utf-8", errors="replace") for p in paths if "template" not in p.name]


def mixed_documents(texts: dict[str, list[str]], n: int) -> Iterator[tuple[str, str]]:
    """``(name, text)`` of n documents, the families in turn."""
    rng = random.Random(1)  # noqa: S311
    names = sorted(texts)
    for number in range(n):
        name = names[number % len(names)]
        text = _of_length(texts[name], number // len(names), rng)
        yield f"{name}-{number:06d}.md", _marked(text, f"orion{number}")


def _of_length(texts: list[str], number: int, rng: random.Random) -> str:
    text = texts[number % len(texts)]
    while len(text) < 0.9 * N_CHARS:
        more = rng.choice(texts)
        more = more.split("\n---\n", 1)[-1] if more.startswith("---\n") else more
        text += "\n" + _TITLE.sub("## ", more)
    return text[: text.rfind("\n", 0, N_CHARS) + 1] or text[:N_CHARS]


def _marked(text: str, word: str) -> str:
    """The text with the word in each longer line below the front matter, behind an article or at the end."""
    head, mark, body = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    return head + mark + "\n".join(_marked_line(line, word) for line in body.split("\n"))


def _marked_line(line: str, word: str) -> str:
    if len(line) <= _LONG_LINE or set(line) <= _RULE:
        return line
    article = _ARTICLE.search(line)
    at = article.end() if article else len(line)
    return f"{line[:at]}{word} {line[at:]}" if article else f"{line} {word}"
