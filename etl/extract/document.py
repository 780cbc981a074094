"""One file to raw incidents: the format is settled here, once."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import markdownify

from etl.errors import RejectedError
from etl.extract.blocks import markdown_blocks
from etl.extract.front_matter import split_front_matter
from etl.extract.mapping import apply_mapping, mapping_for, updates_of
from etl.extract.read import HTML_SUFFIXES, RECORD_SUFFIXES, decode, suffix_of
from etl.extract.tabular import records_of
from etl.records import Block, RawIncident, Reject, SourceFile

_HTML = re.compile(r"\A\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_PAGE_FURNITURE = ("script", "style", "nav", "header", "footer", "aside", "form", "svg", "noscript", "button", "iframe")
_DEEPEST_TAG = 60


def raw_incidents(file: SourceFile, data: bytes, rejects: list[Reject]) -> tuple[str, list[RawIncident]]:
    """``(format, raw incidents)`` of one file. Raises RejectedError where nothing of it can be read."""
    suffix = suffix_of(file)
    if suffix in RECORD_SUFFIXES:
        text = "" if suffix == ".parquet" else decode(data)
        return suffix[1:], _records(file, suffix, data, text, rejects)
    text = decode(data)
    if suffix in HTML_SUFFIXES or _HTML.match(text):
        return "html", [_html(file, text)]
    return "markdown" if suffix in (".md", ".markdown", ".mdx", "") else suffix[1:], [_markdown(file, text)]


def stem_of(file: SourceFile) -> str:
    """The file's name without its endings."""
    name = Path(file.name).name
    while (suffix := Path(name).suffix) and re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{0,7}", suffix):
        name = name[: -len(suffix)]
    return name


def _markdown(file: SourceFile, text: str) -> RawIncident:
    facts, lines, body, first = split_front_matter(text)
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


def html_to_markdown(html: str) -> str:
    """The readable text of HTML as Markdown; scripts, styles and page furniture left out."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(_PAGE_FURNITURE):
        tag.decompose()
    _unwrap_below(soup, _DEEPEST_TAG)
    markdown = markdownify(str(soup), heading_style="ATX", bullets="-", escape_underscores=False, escape_asterisks=False)
    return str(markdown).replace("\xa0", " ").strip()


def _unwrap_below(soup: Tag, deepest: int) -> None:
    """Take out the tags, not the words, that lie deeper than any page needs: the converter recurses."""
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
        if depth > deepest:
            tag.unwrap()


def _records(file: SourceFile, suffix: str, data: bytes, text: str, rejects: list[Reject]) -> list[RawIncident]:
    found: list[RawIncident] = []
    mapping = None
    for number, (start, end, record, shown) in enumerate(records_of(suffix, data, text, file.path, rejects), start=1):
        if mapping is None:
            folder = None if file.zip_path else Path(file.path).parent
            mapping = mapping_for(record.keys(), folder)
            if mapping is None:
                raise RejectedError(
                    f"No mapping fits its columns ({', '.join(map(str, list(record)[:8]))})",
                    "Put a refrain-mapping.toml beside the file that says which column is the title and the start time",
                )
        facts = apply_mapping(mapping, record)
        identity = str(facts.pop("id", "") or number)
        body = str(facts.pop("body", "") or "")
        blocks = _body(body, mapping.body_format, start)
        if "title" not in facts and (title := _title_of(body, mapping.body_format)):
            facts["title"] = title
        updates = tuple({**u, "line": start} for u in updates_of(mapping, record))
        found.append(
            RawIncident(identity, blocks, facts, start, end, shown, dict.fromkeys(facts, start), updates, f"mapping: {mapping.name}")
        )
    if not found:
        raise RejectedError("The file holds no records", "Export it anew: one incident a line or row")
    return found


def _body(body: str, body_format: str, line: int) -> tuple[Block, ...]:
    """A record's text as blocks. All of them stand on the record's line: a cell has no lines of its own."""
    if not body:
        return ()
    text = html_to_markdown(body) if body_format == "html" else _unescaped(body) if body_format == "escaped" else body
    return tuple(Block(b.kind, b.text, line, line, b.depth, b.cells, b.header) for b in markdown_blocks(text))


def _unescaped(body: str) -> str:
    """The update texts of a printed list of updates, oldest first."""
    texts = re.findall(r"'text': ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", body)
    read: list[Any] = []
    for quoted in texts:
        try:
            read.append(ast.literal_eval(quoted))
        except (ValueError, SyntaxError):
            continue
    return "\n\n".join(str(t) for t in reversed(read)) if read else body.replace("\\n", "\n")


def _title_of(body: str, body_format: str) -> str | None:
    if body_format != "html":
        return None
    soup = BeautifulSoup(body, "lxml")
    named = soup.find(class_=re.compile("title")) or soup.find(["h1", "h2", "h3"])
    return " ".join(named.get_text(" ", strip=True).split()) if named else None
