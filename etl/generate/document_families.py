"""The five forms in which Larkspur's teams write postmortems, and the choice among them."""

from collections.abc import Callable

from etl.generate.company import DOCUMENT_FAMILY
from etl.generate.documents_lists import checklist_document, heading_document, label_document
from etl.generate.documents_tables import front_matter_document, metadata_document
from etl.generate.story import Story

RENDERERS: dict[int, Callable[[Story], str]] = {
    1: metadata_document,
    2: front_matter_document,
    3: checklist_document,
    4: heading_document,
    5: label_document,
}


def render(story: Story) -> str:
    """The Markdown of one postmortem, in the form that its team uses."""
    return RENDERERS[DOCUMENT_FAMILY[story.incident.team]](story)
