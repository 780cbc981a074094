"""What was done to end the impact: verbs with their objects, in any voice, where they were done."""

from __future__ import annotations

import pytest

from etl.transform.actions import actions_in

DONE = [
    ("We rolled the checkout service back to 4.2", {"rollback"}),
    ("The password was changed back to its former value", {"rollback"}),
    ("Restarted the queue workers", {"restart"}),
    ("Deleted the scheduler pod", {"restart"}),
    ("All pending pods were deleted", {"drain_or_remove"}),
    ("The two worst nodes were cordoned and drained", {"drain_or_remove"}),
    ("Memory limits were increased from 2 to 4 GB", {"add_capacity"}),
    ("Increased the readiness probe timeout from 3 to 6 seconds to avoid a restart", {"config_change"}),
    ("Two new instances were started in the other zone", {"redeploy_or_replace"}),
    ("The expired certificate was renewed by hand", {"credential_renewal"}),
    ("Traffic was moved to the standby region", {"failover"}),
    ("The orders table was restored from a backup", {"data_repair"}),
    ("Errors went away without intervention", {"self_recovered"}),
    ("We are waiting for a fix from the provider", {"wait_on_provider"}),
    ("The hotfix was merged and deployed", {"code_fix"}),
    ("The bug in the parser was fixed", {"code_fix"}),
    ("A new image was built and deployed", {"redeploy_or_replace"}),
    ("We adjusted the TTL to five minutes", {"config_change"}),
    ("Memory limits were set", {"config_change"}),
    ("Disabled the caching module", {"config_change"}),
    ("Our registrar's support reverted the records", {"rollback", "wait_on_provider"}),
    ("Back to normal when the import finished", {"self_recovered"}),
    ("We monkey-patched the card path", {"workaround"}),
    ("Removed the broken entries by hand", {"data_repair"}),
    ("Pinned it to a known good version", {"rollback"}),
    ("Our backup server has taken over", {"failover"}),
    ("The expired certificate was replaced", {"credential_renewal"}),
    ("Kim removed two old snapshots (200) of the till", {"drain_or_remove"}),
    ("The archive has been destroyed", {"drain_or_remove"}),
    ("We decided to cancel the nightly report", {"drain_or_remove"}),
    ("Moved the till onto a new server", {"redeploy_or_replace"}),
    ("Started again with a binary built with the older compiler", {"redeploy_or_replace"}),
    ("Settings: TILL_POOL = false", {"config_change"}),
    ("Reduced the number of till processes from 16 to 12", {"config_change"}),
    ("Limits were also put into place", {"config_change"}),
    ("A fix is being deployed", {"code_fix"}),
    ("Lou patches the till to ignore empty cards", {"code_fix"}),
    ("Recovery was completed by adding the missing migration", {"code_fix"}),
    ("We re-ran the renewal by hand: certbot renew", {"credential_renewal"}),
    ("Lou unlinks 30 affected orders", {"data_repair"}),
    ("Decision made to wait until the work on the line ends", {"wait_on_provider"}),
    ("Kim powers the server back on", {"restart"}),
    ("Kicked all workers", {"restart"}),
    ("Reloaded nginx", {"restart"}),
    ("Killed the long-running queries", {"drain_or_remove"}),
    ("We rate limited the client", {"drain_or_remove"}),
    ("Swapped the faulty switch", {"redeploy_or_replace"}),
    ("Flipped the flag of the new till", {"config_change"}),
    ("Changed max_connections to 500", {"config_change"}),
    ("Rolled forward with new code", {"code_fix"}),
    ("Pushed a commit to fix the null check", {"code_fix"}),
    ("Pointed DNS at the backup site", {"failover"}),
    ("Ran a script to correct the balances", {"data_repair"}),
    ("Errors stopped without any action from us", {"self_recovered"}),
    ("We put up a maintenance page", {"workaround"}),
    ("The log pages return nothing for the duration of the incident", {"workaround"}),
]
NOT_DONE = [
    "A colleague accidentally deleted all nodes of the cluster",
    "We will roll back if this happens again",
    "Restarting the workers did not help",
    "The pod has restarted several times",
    "A ticket to add more memory was opened",
    "Nobody restarted the service",
    "The OOM killer killed the worker process",
    "The container has terminated",
    "Snapshots grew to consume all disk space",
    "A change in the config file format has led to the outage",
    "We submitted a request to add records",
    "We attempted to restart the build",
    "The failures were caused by removing the label",
    "The wrong server was restarted by mistake",
    "No new instances were created",
    "We felt that this did not warrant a failover to the other site",
    "The deploy has a rollback on failure",
]


@pytest.mark.parametrize(("sentence", "values"), DONE, ids=[s for s, _ in DONE])
def test_an_action_that_was_done_is_read(sentence: str, values: set[str]) -> None:
    """Active and passive, with words between the verb and its object."""
    assert set(actions_in(sentence)) == values


@pytest.mark.parametrize("sentence", NOT_DONE)
def test_what_was_not_done_to_end_it_is_no_action(sentence: str) -> None:
    """Plans, purposes, the fault itself, attempts in vain."""
    assert list(actions_in(sentence)) == []
