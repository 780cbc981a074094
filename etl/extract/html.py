"""HTML to Markdown: the readable text of a page."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from markdownify import markdownify

_PAGE_FURNITURE = (
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "svg",
    "noscript",
    "button",
    "iframe",
)
_DEEPEST_TAG = 100


def html_to_markdown(html: str) -> str:
    """The readable text of HTML as Markdown; scripts, styles and page furniture left out."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(_PAGE_FURNITURE):
        tag.decompose()
    if _is_too_deep(soup):  # beyond what any page needs, and the converter recurses: the words alone
        return soup.get_text("\n\n", strip=True)
    markdown = markdownify(
        str(soup), heading_style="ATX", bullets="-", escape_underscores=False, escape_asterisks=False
    )
    return str(markdown).replace("\xa0", " ").strip()


def _is_too_deep(soup: Tag) -> bool:
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if depth > _DEEPEST_TAG:
            return True
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
    return False
