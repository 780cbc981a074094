"""A document's text stays text, with the lines that facts were read from marked."""

import pandas as pd

from dashboard.document import IN_SECTION, MARKED, highlighted
from dashboard.links import urls

EVIDENCE = pd.DataFrame(
    {
        "field": ["cause_text", "started_at", "title"],
        "line_start": [11, 12, None],
        "line_end": [12, None, None],
    }
)


def test_markup_in_a_document_is_shown_not_run() -> None:
    """Every character of the document is escaped."""
    page = highlighted("<script>alert(1)</script>\n<img src=x onerror=y>", 1, EVIDENCE)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_lines_are_numbered_as_in_the_file_and_marked() -> None:
    """Evidence on lines 11-12 marks those two of the lines 10-13."""
    page = highlighted("a\nb\nc\nd", 10, EVIDENCE)
    assert page.count(MARKED) == 2
    assert page.index("Root cause") < page.index("Started")
    assert ">13<" in page


def test_a_whole_section_is_marked_in_the_margin_only() -> None:
    """A section of four lines gets a margin; the one line of a fact inside it stands out."""
    rows = [("cause_text", 1, 4), ("started_at", 2, 2)]
    page = highlighted("a\nb\nc\nd", 1, pd.DataFrame(rows, columns=["field", "line_start", "line_end"]))
    assert (page.count(IN_SECTION), page.count(MARKED)) == (3, 1)
    assert page.count("Root cause") == 1


def test_a_link_to_an_incident_keeps_the_filters() -> None:
    """Repeated filters stay repeated; the title cannot break the link."""
    (url,) = urls(["i1"], ["50 % #1 & more"], [("service", "a"), ("service", "b")])
    assert url == "incidents?service=a&service=b&incident=i1#50%20%25%20%231%20%26%20more"
