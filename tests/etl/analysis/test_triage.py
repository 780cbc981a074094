"""Early signals and the tree that is grown from them."""

import datetime as dt
import random

import pandas as pd
import pytest

from etl.analysis.triage import NOT_KNOWN, Triage, count_named, grow_triage, likely_themes
from etl.analysis.triage_signals import first_told, read_signals

MONDAY_NOON = dt.datetime(2024, 3, 4, 12, tzinfo=dt.UTC)
SATURDAY_NOON = dt.datetime(2024, 3, 9, 12, tzinfo=dt.UTC)
PLANTED = {
    "Full disks": "Writes to the disk failed and the volume had no space.",
    "Expired TLS certificates": "Browsers warned of the certificate and refused the TLS handshake.",
    "DNS failures": "Names did not resolve any more: DNS answered nothing.",
}


def incidents(n: int, is_random: bool = False) -> pd.DataFrame:
    """Incidents of three themes in turn, each with its own symptom, or with the symptom of any theme."""
    rng = random.Random(0)  # noqa: S311
    rows = []
    for number in range(n):
        theme = list(PLANTED)[number % len(PLANTED)]
        symptom = rng.choice(list(PLANTED.values())) if is_random else PLANTED[theme]
        rows.append(
            (f"i{number:03d}", theme, symptom, "", ["shop" if number % 2 else "depot"], "monitoring", MONDAY_NOON)
        )
    columns = ["incident_id", "theme", "symptoms", "early_events", "services", "detection_source", "began_at"]
    return pd.DataFrame(rows, columns=columns)


def grown(rows: pd.DataFrame) -> Triage:
    """The tree of these incidents."""
    found = grow_triage(rows)
    assert found is not None
    return found


def test_themes_that_show_themselves_early_are_told_apart() -> None:
    """Each planted theme has a symptom of its own: every leaf holds one theme, and unseen incidents are all guessed."""
    triage = grown(incidents(60))
    leaves = [node for node in triage.nodes if node.question is None]
    assert all(len(likely_themes(triage, leaf)) == 1 for leaf in leaves)
    assert (triage.accuracy.n, triage.accuracy.first, triage.accuracy.first_baseline) == (60, 60, 20)


def test_symptoms_that_tell_nothing_are_no_better_than_the_baseline() -> None:
    """With symptoms drawn at random the tree guesses about as often right as one who always says the same."""
    accuracy = grown(incidents(90, is_random=True)).accuracy
    assert accuracy.first <= accuracy.first_baseline * 1.35
    assert accuracy.p_value > 0.05


def test_the_branches_of_a_question_part_its_incidents() -> None:
    """Yes and no together are all, and no incident stands on both sides."""
    triage = grown(incidents(60))
    asked = [node for node in triage.nodes if node.if_yes is not None and node.if_no is not None]
    assert asked
    for node in asked:
        yes, no = (triage.nodes[place].incident_ids for place in (node.if_yes, node.if_no) if place is not None)
        assert sorted([*yes, *no]) == sorted(node.incident_ids)


def test_yes_is_yes() -> None:
    """Those who say yes to the certificate's question are the incidents of certificates."""
    triage = grown(incidents(60))
    (asked,) = [node for node in triage.nodes if node.question and "certificates" in node.question.lower()]
    assert asked.if_yes is not None
    assert {triage.themes[one] for one in triage.nodes[asked.if_yes].incident_ids} == {"Expired TLS certificates"}


@pytest.mark.parametrize("n", [0, 6, 39])
def test_too_few_incidents_grow_no_tree(n: int) -> None:
    """Forty are needed."""
    assert grow_triage(incidents(n)) is None


def test_one_theme_alone_grows_no_tree() -> None:
    """There is nothing to tell apart; a theme of four counts as none."""
    rows = incidents(60)
    rows["theme"] = ["Full disks"] * 56 + ["DNS failures"] * 4
    assert grow_triage(rows) is None


def test_incidents_without_a_theme_are_a_possibility_too() -> None:
    """What is going on may be like nothing before."""
    rows = incidents(60)
    rows.loc[rows["theme"] == "DNS failures", "theme"] = None
    assert NOT_KNOWN in set(grown(rows).themes.values())


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Checkout failed because the certificate had expired.", "Checkout failed"),
        ("Orders were late due to a full disk. Mails came twice.", "Mails came twice"),
        ("Investigating: pages are slow. Update: the database is overloaded.", "pages are slow"),
    ],
)
def test_what_is_known_only_later_is_cut_off(told: str, kept: str) -> None:
    """Reasons and later updates of a status page."""
    left = first_told(told)
    assert kept in left
    for later in ("certificate", "full disk", "database"):
        assert later not in left


def test_circumstances_are_asked_too() -> None:
    """A change in the timeline before the detection, and the weekend."""
    rows = incidents(12)
    rows["early_events"] = ["10:01 release 2.1 deployed"] * 6 + [None] * 6
    rows["began_at"] = [SATURDAY_NOON] * 6 + [pd.NaT] * 6
    signals = read_signals(rows, fewest=3)
    for question in ("Was anything released or changed shortly before?", "Did it begin at a weekend?"):
        assert signals.answers[:, signals.questions.index(question)].tolist() == [1] * 6 + [0] * 6


def test_equal_counts_are_ordered_by_name() -> None:
    """And "No theme" stands last, however common."""
    counted = count_named(["b", "a", NOT_KNOWN, NOT_KNOWN, "c", "c"])
    assert [(one.name, one.n) for one in counted] == [("c", 2), ("a", 1), ("b", 1), (NOT_KNOWN, 2)]
