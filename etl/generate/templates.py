"""The small template language of the generator: `{slot}` and `[one|another|third]`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import TypeVar

T = TypeVar("T")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@lru_cache(maxsize=20_000)
def compile_template(template: str) -> tuple[tuple[str, ...], ...]:
    """Alternatives of each part in turn: `"a [b|c]"` gives `(("a ",), ("b", "c"))`."""
    parts = _CHOICE.split(template)
    return tuple(tuple(part.split("|")) if position % 2 else (part,) for position, part in enumerate(parts) if part)


def pick(options: Sequence[T], rng: Random) -> T:
    """One of the options, all equally likely."""
    return options[int(rng.random() * len(options))]


def expand(template: str, slots: Mapping[str, str], rng: Random) -> str:
    """The template with every choice made and every slot filled.

    Raises KeyError on a slot that nobody fills, so that no residue can reach a document.
    """
    random = rng.random
    parts = compile_template(template)
    chosen = "".join([part[int(random() * len(part))] for part in parts])
    return chosen.format_map(slots) if "{" in chosen else chosen


def sentence(text: str) -> str:
    """The text with a capital first letter and a closing full stop."""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?`" else text + "."


def uncapitalised(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def capitalised(text: str) -> str:
    """The text with a capital first letter."""
    return text[0].upper() + text[1:]
