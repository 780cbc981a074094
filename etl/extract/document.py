"""One file to raw incidents: the format is settled here, once."""

from __future__ import annotations

import re
from dataclasses import replace

from bs4 import BeautifulSoup

from etl.errors import RejectedError
from etl.extract.blocks import markdown_blocks
from etl.extract.front_matter import split_front_matter
from etl.extract.html import html_to_markdown
from etl.extract.office import office_to_markdown
from etl.extract.read import HTML_SUFFIXES, LIBRARIES, RECORD_SUFFIXES, decode, suffix_of
from etl.extract.several import split_incidents
from etl.extract.structured import raw_records
from etl.records import Problem, RawIncident, Reject, SourceFile

_ENDINGS = re.compile(r"(?<!^)(?:\.[A-Za-z][A-Za-z0-9]{0,7})+$")
_HTML = re.compile(r"\A\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)

_MARKED_UP = re.compile(r"\s*<(?:p|div|h[1-6]|ul|ol|table|article|section)\b[^<>]{0,200}>", re.IGNORECASE)
"""A post whose text is HTML below its head, as feeds and older blogs keep it."""
_MARKDOWN = re.compile(r"^(?:#{1,6} |[*+-] |\d+\. |\|)", re.MULTILINE)


def raw_incidents(file: SourceFile, data: bytes, rejects: list[Reject]) -> tuple[str, list[RawIncident]]:
    """``(format, raw incidents)`` of one file. Raises RejectedError where nothing of it can be read."""
    suffix = suffix_of(file)
    if suffix in RECORD_SUFFIXES:
        text = "" if suffix == ".parquet" else decode(data)
        return suffix[1:], raw_records(file, suffix, data, text, rejects)
    if suffix in LIBRARIES:
        return suffix[1:], split_incidents(_markdown(file, office_to_markdown(suffix, data), rejects))
    text = decode(data)
    if suffix in HTML_SUFFIXES or _HTML.match(text):
        return "html", split_incidents(_html(file, text))
    kind = "markdown" if suffix in (".md", ".markdown", ".mdx", "") else suffix[1:]
    return kind, split_incidents(_markdown(file, text, rejects))


def stem_of(file: SourceFile) -> str:
    """The file's name without its endings."""
    return _ENDINGS.sub("", file.name.rpartition("/")[2])


def _markdown(file: SourceFile, text: str, rejects: list[Reject]) -> RawIncident:
    problems: list[Problem] = []
    facts, lines, body, first = split_front_matter(text, problems)
    if problems and not body.strip():
        raise RejectedError(problems[0].problem, problems[0].hint, problems[0].line)
    rejects += [Reject(file.path, p.line, p.problem, p.hint) for p in problems]
    if _MARKED_UP.match(body) and not _MARKDOWN.search(body):
        raw = _html(file, body)
        return replace(raw, facts={**raw.facts, **facts}, fact_lines=lines)
    return RawIncident(
        key="",
        body=markdown_blocks(body, first),
        facts=facts,
        fact_lines=lines,
        line_start=1,
        line_end=text.count("\n") + 1,
        text=text,
        file_stem=stem_of(file),
    )


def _html(file: SourceFile, text: str) -> RawIncident:
    soup = BeautifulSoup(text, "lxml")
    title = soup.title.get_text(strip=True) if soup.title else None
    body = html_to_markdown(str(soup.find("main") or soup.find("article") or soup.body or soup))
    facts = {"title": title} if title and not re.search(r"^# ", body, re.MULTILINE) else {}
    return RawIncident("", markdown_blocks(body), facts, 1, body.count("\n") + 1, body, file_stem=stem_of(file))
