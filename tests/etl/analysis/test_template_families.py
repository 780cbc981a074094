"""Templates told by headings, on sets made by hand."""

from etl.analysis.template_families import families, family_names

SRE = frozenset({"summary", "impact", "root cause", "trigger", "resolution", "action items"})
REVIEW = frozenset({"incident summary", "leadup", "fault", "impact", "recovery", "corrective actions"})


def test_a_document_that_leaves_a_part_out_is_of_the_same_template() -> None:
    """Five of six headings, and two of six; the other template has one heading in common only."""
    shorter, shortest = SRE - {"trigger"}, frozenset({"summary", "trigger"})
    found = families({SRE: 40, shorter: 8, shortest: 1, REVIEW: 12})
    assert found == {SRE: SRE, shorter: SRE, shortest: SRE, REVIEW: REVIEW}


def test_another_heading_or_two_make_no_other_template() -> None:
    """7 of 8 headings are common (0.75 is enough); of 5 among 7 only 0.71."""
    more = SRE | {"glossary", "appendix"}
    other = (SRE - {"trigger"}) | {"cause in brief"}
    found = families({SRE: 40, more: 2, other: 3})
    assert found[more] == SRE
    assert found[other] == other


def test_few_headings_or_few_documents_are_no_template() -> None:
    """One heading says nothing; a set that two documents have is nobody's form."""
    alone, rare = frozenset({"impact"}), frozenset({"what", "why", "then"})
    assert families({SRE: 9, alone: 50, rare: 2}) == {SRE: SRE, alone: None, rare: None}


def test_a_template_is_named_after_what_only_it_has() -> None:
    """ "Impact" stands in both."""
    names = family_names([SRE, REVIEW])
    assert names[SRE] == "Action items · Resolution · Root cause"
    assert "Impact" not in names[REVIEW]
