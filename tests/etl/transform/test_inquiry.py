"""How the cause was found: acts of looking, and what was seen by them."""

from __future__ import annotations

import pytest

from etl.transform.inquiry import methods_in

USED = [
    ("Looked at the logs of the gateway", {"logs"}),
    ("The logs of the upload service held 'signature expired'", {"logs"}),
    ("Grafana showed a dip in the success rate", {"metrics"}),
    ("CPU usage was at 97 %", {"metrics"}),
    ("The first errors coincided with the release of 4.2", {"recent_changes"}),
    ("The failure was reproduced in staging", {"reproduction"}),
    ("A look at the source code made it clear", {"code_reading"}),
    ("The status page of the mail provider told of an outage", {"provider_status"}),
    ("We discovered that the node had lost its volume", {"system_inspection"}),
    ("Searched the vendor's documentation for the error", {"documentation_search"}),
    ("Blocked the proxy for a minute to see whether it was to blame", {"hypothesis_test"}),
    ("Exceptions turned up in our error tracker", {"logs"}),
    ("The release of 4.2 was identified as the cause", {"recent_changes"}),
    ("Analysed the code of the upload job", {"code_reading"}),
    ("The mistake showed in a local environment", {"reproduction"}),
    ("Called the service via curl", {"system_inspection"}),
    ("The logs showed that the pod had no credentials", {"logs"}),
    ("The network team was contacted", {"asked_expert"}),
    ("The shops were asked to share logs of both tills", {"logs"}),
    ("Event logs were used to see what the till did", {"logs"}),
    ("The journal of that night contains no entry of the card reader", {"logs"}),
    ("A spike in response times was seen", {"metrics"}),
    ("Machine metrics were all that we had", {"metrics"}),
    ("A new key went live minutes before the first errors", {"recent_changes"}),
    ("We suspected that the build was bad", {"recent_changes"}),
    ("It seems to leave early (https://github.com/shop/till/blob/main/till.py#L66)", {"code_reading"}),
    ("We traced through the code of the till", {"code_reading"}),
    ("Lou checks the status of the till's service", {"system_inspection"}),
    ("It surfaced in an ad-hoc sweep of failed tasks", {"system_inspection"}),
    ("We hypothesized that the card reader was to blame", {"hypothesis_test"}),
    ("The other shop confirmed our suspicions", {"hypothesis_test"}),
    ("Kim tried to manually order a coffee", {"reproduction"}),
    ("We found issue 4260 in their tracker", {"documentation_search"}),
    ("The queue depth kept growing", {"metrics"}),
    ("We bisected it to one commit", {"recent_changes"}),
    ("It started right after the release", {"recent_changes"}),
    ("Checked status.cloud.example", {"provider_status"}),
    ("tcpdump showed that packets came twice", {"system_inspection"}),
    ("Lou logged in to the server", {"system_inspection"}),
    ("We searched for the message online", {"documentation_search"}),
    ("Lou paged the DBA", {"asked_expert"}),
]
NOT_USED = [
    "Users reported that logs are missing in Kibana",
    "Metrics could not be scraped",
    "Customers asked whether the dashboard is down",
    "The issue was identified",
    "All services verified",
    "Expired certificates were identified",
    "We suspected that the proxy was to blame",
    "The incident was escalated to the platform team",
    "Customers raised support requests",
    "The object cannot be found",
    "A customer saw no receipt and contacted the team",
    "We could establish new limits of the till",
]


@pytest.mark.parametrize(("sentence", "values"), USED, ids=[s for s, _ in USED])
def test_a_method_is_read_from_the_act_of_looking(sentence: str, values: set[str]) -> None:
    """One sentence, one method."""
    assert set(methods_in(sentence)) == values


@pytest.mark.parametrize("sentence", NOT_USED)
def test_the_failure_itself_is_no_method(sentence: str) -> None:
    """Lost logs and broken dashboards are what failed; "identified" alone says not how."""
    assert list(methods_in(sentence)) == []
