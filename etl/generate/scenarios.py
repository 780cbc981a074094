"""Split a cause theme into scenarios, so that cause, symptom, diagnosis and remedy of one document agree.

A theme's causes are lettered a, b, c... in order. A text that begins with letters and a tilde (`ab~...`)
fits only those causes; a cause that begins with `@service,service~` strikes only those services.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from etl.generate.causes import CauseTheme

T = TypeVar("T")
_LETTERS = re.compile(r"([a-g]+)~")
_SERVICES = re.compile(r"@([a-z,-]+)~")


def scenarios(theme: CauseTheme) -> tuple[CauseTheme, ...]:
    """One theme for each of its causes, holding only the texts that fit this cause, without their tags."""
    return tuple(_scenario(theme, cause, "abcdefg"[number]) for number, cause in enumerate(theme.causes))


def _scenario(theme: CauseTheme, cause: str, letter: str) -> CauseTheme:
    match = _SERVICES.match(cause)
    allowed = match[1].split(",") if match else [name for name, _ in theme.services]
    pairs = (theme.lead_ups, theme.diagnosis)
    lead_ups, diagnosis = (_fitting(texts, letter, lambda t: t[1], lambda t, s: (t[0], s)) for texts in pairs)
    return replace(
        theme,
        services=tuple(service for service in theme.services if service[0] in allowed),
        causes=(cause[match.end() :] if match else cause,),
        lead_ups=lead_ups,
        diagnosis=diagnosis,
        attempts=_fitting(theme.attempts, letter, lambda t: t[0], lambda t, s: (s, t[1])),
        mitigations=_fitting(theme.mitigations, letter, lambda m: m.action, lambda m, s: replace(m, action=s)),
        follow_ups=_fitting(theme.follow_ups, letter, lambda f: f.text, lambda f, s: replace(f, text=s)),
        titles=_fitting_texts(theme.titles, letter),
        short_causes=_fitting_texts(theme.short_causes, letter),
        symptoms=_fitting_texts(theme.symptoms, letter),
        went_well=_fitting_texts(theme.went_well, letter),
        went_wrong=_fitting_texts(theme.went_wrong, letter),
        got_lucky=_fitting_texts(theme.got_lucky, letter),
    )


def _fitting_texts(texts: Sequence[str], letter: str) -> tuple[str, ...]:
    return _fitting(texts, letter, lambda text: text, lambda _, stripped: stripped)


def _fitting(
    items: Sequence[T], letter: str, text_of: Callable[[T], str], with_text: Callable[[T, str], T]
) -> tuple[T, ...]:
    kept = []
    for item in items:
        text = text_of(item)
        match = _LETTERS.match(text)
        if match is None:
            kept.append(item)
        elif letter in match[1]:
            kept.append(with_text(item, text[match.end() :]))
    return tuple(kept)
