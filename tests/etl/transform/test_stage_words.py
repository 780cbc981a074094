"""Many ways in which people tell that they noticed, understood and ended an incident."""

from __future__ import annotations

import pytest

from etl.transform.stages import is_detection, is_recovery
from tests.etl.transform.test_told_times import timeline


@pytest.mark.parametrize(
    "line",
    [
        "Cashiers detect an issue with the tills",
        "Nils pings Ada about tills not starting",
        "The shop team notices unusual refusals and looks into it",
        "Ada sends a mail to Nils observing that orders are late",
        "On-call gets a page for the till service",
        "Alertmanager fires TillErrors",
        "A visitor writes in the forum that the shop is unreachable",
        "Ada sees a spike of 500s",
        "Ada asks why the receipts did not arrive",
        "Support escalates the tickets to the shop team",
        "Page acknowledged",
        "Reports start to come in",
        "First complaint from a shop",
    ],
)
def test_somebody_learns_of_it(line: str) -> None:
    """People, tools and channels of many kinds."""
    told = timeline("09:50 New till software is installed", f"10:05 {line}", "10:40 Tills are back")
    assert told["detected"] == "05 10:05"


@pytest.mark.parametrize(
    "line",
    [
        "The till server logs a WARNING-level message",
        "First till timeouts observed",
        "The till starts logging refused cards",
        "No refusals were reported",
    ],
)
def test_a_record_that_nobody_reads_is_no_detection(line: str) -> None:
    """Nobody learned of it yet."""
    assert not is_detection(line)


@pytest.mark.parametrize(
    "line",
    [
        "The shop team identifies the misconfiguration and corrects it",
        "Ada confirms that the card certificate expired",
        "Ada checks the till queue and observes that it has failed",
        "Nils traces the refusals back to the price service",
        "Bad price list discovered",
        "We were able to pinpoint the runaway query",
        "Graphs show the pool of connections saturated",
        "Card provider confirms an outage",
        "Ada notes that the bank is having an outage",
        "Hypothesis: the price list is stale",
        "RCA: full disk on the price server",
    ],
)
def test_the_cause_is_found(line: str) -> None:
    """Found, seen, told by a provider or supposed."""
    lines = ("10:00 Tills fail", "10:05 Alert fires", f"10:20 {line}", "10:40 Tills are back")
    assert timeline(*lines)["diagnosed"] == "05 10:20"


@pytest.mark.parametrize(
    "line",
    [
        "Team works to identify the faulty till",
        "Ada notices that something is wrong",
        "We could not find any obvious cause",
        "Bank confirms that card payments are available again",
        "Graphs show no problems",
    ],
)
def test_what_is_looked_for_is_not_found(line: str) -> None:
    """Nor is a recovery that somebody confirms."""
    assert "diagnosed" not in timeline("10:00 Tills fail", "10:05 Alert fires", f"10:20 {line}")


@pytest.mark.parametrize(
    "line",
    [
        "Shop re-opened",
        "Tills up",
        "Cards accepted again",
        "The card service was successfully restarted",
        "Error rate normalises",
        "Alarm clears",
        "Backlog of orders processed",
        "Orders resume",
        "Last refused card logged",
        "No further refusals, no new errors",
        "Back in business",
        "All checks passing",
        "Shop owners confirm the fix",
        "Monitoring is green again",
        "The last of the waiting payments is processed and succeeds",
        "Replication caught up",
        "Mitigation in place",
        "Receipts are being sent again",
    ],
)
def test_it_is_over(line: str) -> None:
    """What runs again, and what is gone."""
    lines = ("10:00 Tills fail", "10:05 Alert fires", f"10:40 {line}", "11:30 Wrote a note to the shops")
    assert timeline(*lines)["mitigated"] == "05 10:40"


@pytest.mark.parametrize(
    "line",
    [
        "Orders drop to zero",
        "We work on getting the tills back up",
        "Ada is back from lunch",
        "We expect the tills to be restored soon",
        "Tills are not responding",
        "Ada hands the issue over to Nils",
        "Looked at the tills to check everything is okay",
    ],
)
def test_it_is_not_over(line: str) -> None:
    """Denied, hoped for, or about something else."""
    assert not is_recovery(line)
