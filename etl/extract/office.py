"""Word files and PDFs with a text layer to Markdown. Their libraries come with the extra ``documents``."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterable
from importlib import import_module

from bs4 import BeautifulSoup, Tag

from etl.errors import RejectedError
from etl.extract.html import html_to_markdown
from etl.extract.read import LIBRARIES
from etl.transform.clock import leading_stamp
from etl.transform.lexicon import fact_name, section_role

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PAGES = 300

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_HINT = "Export the document as Markdown, HTML or plain text"
_BOXES = {"☐": "[ ]", "□": "[ ]", "☑": "[x]", "☒": "[x]", "✅": "[x]"}


def office_to_markdown(suffix: str, data: bytes) -> str:
    """The Markdown of a .docx or .pdf file.

    Raises RejectedError where the file is broken or holds no text. ``read_bytes`` saw to its library.
    """
    text = _docx(data) if suffix == ".docx" else _pdf(data)
    if not text.strip():
        kind = "PDF has no text layer (a scan?)" if suffix == ".pdf" else "document holds no text"
        raise RejectedError(f"The {kind}", "Run text recognition over it first" if suffix == ".pdf" else _HINT)
    return text


def _docx(data: bytes) -> str:
    mammoth = import_module(LIBRARIES[".docx"])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            if (
                sum(i.file_size for i in opened.infolist() if i.filename.endswith((".xml", ".rels")))
                > MAX_UNPACKED_BYTES
            ):
                raise RejectedError("The Word file unpacks to far too much text", _HINT)
        ignored = mammoth.images.img_element(lambda _: {})
        html = mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=ignored).value
    except RejectedError:
        raise
    except Exception as error:  # a broken file fails anywhere inside the library
        raise RejectedError(f"The Word file cannot be read: {str(error)[:100]}", _HINT) from error
    return html_to_markdown(_tidied(html))


def _tidied(html: str) -> str:
    """Pictures left out, check boxes as Markdown's, and the first row of each table as its header."""
    soup = BeautifulSoup(html, "lxml")
    for picture in soup("img"):
        picture.decompose()
    for box in soup("input"):
        box.replace_with("[x] " if box.has_attr("checked") else "[ ] ")
    for cell in soup(["td", "th"]):
        _on_one_line(cell)
    for table in soup("table"):
        first = table.find("tr")
        for cell in first("td") if isinstance(first, Tag) else ():
            cell.name = "th"
    for words in soup.find_all(string=re.compile(rf"^\s*[{''.join(_BOXES)}]")):
        told = str(words).lstrip()
        words.replace_with(f"{_BOXES[told[0]]} {told[1:].lstrip()}")
    return str(soup)


def _on_one_line(cell: Tag) -> None:
    """A cell's paragraphs parted by blanks: a Markdown table has one line a row."""
    for paragraph in cell("p"):
        paragraph.insert_after(" ")
        paragraph.unwrap()


def _pdf(data: bytes) -> str:
    pypdf = import_module(LIBRARIES[".pdf"])
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RejectedError("The PDF is locked with a password", "Save it without one")
        pages = [page.extract_text() or "" for page in reader.pages[:MAX_PAGES]]
    except RejectedError:
        raise
    except Exception as error:  # a broken file fails anywhere inside the library
        raise RejectedError(f"The PDF cannot be read: {str(error)[:100]}", _HINT) from error
    return lines_to_markdown(_without_furniture([page.split("\n") for page in pages]))


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """The lines of all pages, without page numbers and the lines that head or end most pages."""
    edges: dict[str, int] = {}
    for page in pages:
        told = [line.strip() for line in page if line.strip()]
        for line in {re.sub(r"\d+", "#", x) for x in (*told[:2], *told[-2:])}:
            edges[line] = edges.get(line, 0) + 1
    often = {line for line, n in edges.items() if n > max(2, len(pages) / 2)}
    kept: list[str] = []
    for page in pages:
        kept += [
            x.rstrip()
            for x in page
            if re.sub(r"\d+", "#", x.strip()) not in often and not _PAGE_NUMBER.fullmatch(x.strip())
        ]
    return kept


_PAGE_NUMBER = re.compile(r"(?i)(page\s+)?\d{1,3}(\s*(/|of)\s*\d{1,3})?")
_BULLET = re.compile(r"^\s*(?:[•◦▪‣●○·–*-]\s+|\(?\d{1,2}[.)]\s+(?=\S))")
_NUMBERED_HEADING = re.compile(r"^\d{1,2}(\.\d{1,2}){0,2}\.?\s+(?P<title>[A-Z].{2,70})$")
_ENDED = re.compile(r"[.!?:;]['\")\]]*$")
_LABEL = re.compile(r"^[A-Z][\w '/&()-]{1,40}:\s+\S")


def lines_to_markdown(lines: Iterable[str]) -> str:
    """Lines as a PDF gives them: headings told by their words, bullets and dated lines kept apart, the rest
    joined into paragraphs."""
    told: list[str] = [""]
    written = [" ".join(raw.split()) for raw in lines]
    margin = _margin(written)
    for before, line in zip(["", *written], written, strict=False):
        if not line:
            told.append("")
        elif heading := _heading(line, is_first=not any(told)):
            told += [heading, ""]
        elif bullet := _BULLET.match(line):
            told.append(f"- {_boxed(line[bullet.end() :])}")
        elif line[0] in _BOXES:
            told.append(f"- {_boxed(line)}")
        elif _begins_anew(line, before, margin):
            told.append(line)
        else:
            told[-1] = f"{told[-1]} {line}".strip()
    return "\n\n".join(x for x in told if x)


def _boxed(text: str) -> str:
    return f"{_BOXES[text[0]]} {text[1:].lstrip()}" if text and text[0] in _BOXES else text


def _margin(lines: list[str]) -> int:
    """About how many characters a full line holds; one that runs on beyond any page's width is no measure."""
    return min(max(map(len, lines), default=0), 100)


def _begins_anew(line: str, before: str, margin: int) -> bool:
    """Whether a line opens a paragraph: dated, labelled, or after one that ended well short of the margin."""
    stamp = leading_stamp(line)
    if stamp is not None and stamp.clock is not None and stamp.start <= 3:
        return True
    return bool(_LABEL.match(line)) or (len(before) < 0.6 * margin and not line[0].islower())


def _heading(line: str, *, is_first: bool) -> str | None:
    if is_first and len(line) <= 120 and not fact_name(line.partition(":")[0]):
        return f"# {line}"
    if len(line) > 80 or _ENDED.search(line.rstrip(":")):
        return None
    numbered = _NUMBERED_HEADING.match(line)
    title = numbered["title"] if numbered else line
    return f"## {title.rstrip(':')}" if section_role(title) and len(title.split()) <= 8 else None
