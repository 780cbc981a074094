"""Words that teams use for acts, looks, triggers, states and headings: a few dozen of each, none from a corpus."""

from __future__ import annotations

import pytest

from etl.transform.actions import actions_in
from etl.transform.categories import TRIGGER, first_told
from etl.transform.inquiry import methods_in
from etl.transform.lexicon import heading_role
from tests.etl.transform.test_layouts import items

ACTS: dict[str, tuple[str, ...]] = {
    "rollback": (
        "We pinned the dependency to the last good version",
        "Reverted to the prior image tag",
        "The offending commit was backed out",
        "We restored the old configuration from git",
        "We undid the DNS change",
        "The release was withdrawn",
    ),
    "restart": (
        "We did a rolling restart of all API pods",
        "SIGHUP was sent to the daemon",
        "Force-restarted the primary",
        "We hard reset the server through IPMI",
        "A reboot of the router fixed it",
        "Cycled the application pool",
        "Respawned the workers",
    ),
    "drain_or_remove": (
        "The bad host was pulled out of the load balancer",
        "Blackholed the attacking IP range",
        "We killed the runaway query",
        "Traffic from the crawler was blocked",
        "Took the faulty node out of rotation",
        "We fenced the failed node",
        "Disabled the offending cron job",
        "We emptied the queue",
    ),
    "add_capacity": (
        "We added two more web servers",
        "The instance was upgraded to a larger size",
        "Grew the disk from 100 GB to 200 GB",
        "Provisioned extra IOPS",
        "We bumped the replica count from 3 to 6",
        "Freed disk space by removing old logs",
        "Doubled the RAM",
    ),
    "redeploy_or_replace": (
        "We spun up a replacement database",
        "The broken switch was swapped out",
        "Rebuilt the cluster from scratch",
        "A fresh VM was provisioned",
        "The failed disk was replaced by the data center staff",
        "We re-triggered the deployment",
        "Recreated the namespace",
    ),
    "config_change": (
        "The timeout was bumped to 30 s",
        "We tightened the rate limits",
        "We corrected the DNS record",
        "The firewall rule was relaxed",
        "We opened port 443 again",
        "max_connections was raised to 500",
        "The WAF rule was disabled",
        "Updated nginx.conf and reloaded",
        "We switched the feature flag off",
        "Set the memory limit to 2 GB",
        "Rate limiting was enabled",
    ),
    "code_fix": (
        "A patch was rolled out",
        "We shipped a fix",
        "The fix went live at 10:05",
        "A hotfix release was published",
        "We patched the bug",
        "A pull request with the fix was merged",
        "Deployed a corrected build",
        "Version 2.3.1 with the fix was released",
        "We pushed out an emergency patch",
        "The query was optimised and an index was added",
        "We fixed the off-by-one error",
    ),
    "failover": (
        "We promoted the secondary",
        "Traffic was switched to the DR site",
        "We cut over to the backup provider",
        "DNS was pointed at the standby",
        "Moved all traffic to eu-west-1",
        "We switched to a different RPC provider",
        "We rerouted around the failed link",
    ),
    "credential_renewal": (
        "We issued a new certificate",
        "Rotated all leaked keys",
        "The token was regenerated",
        "The certificate was renewed manually",
        "All sessions were invalidated and passwords reset",
        "The compromised API key was revoked",
    ),
    "data_repair": (
        "We restored from last night's backup",
        "Missing events were backfilled",
        "We re-ran the failed jobs",
        "The corrupted rows were fixed by hand",
        "Rebuilt the index",
        "A script was run to correct the affected records",
        "Duplicate charges were refunded",
        "The snapshots were re-synced",
        "We replayed the messages from Kafka",
    ),
    "wait_on_provider": (
        "AWS fixed the issue on their side",
        "Our ISP replaced the damaged fibre",
        "We waited until Cloudflare recovered",
        "The hosting provider brought the server back",
        "The upstream outage was resolved by the vendor",
    ),
    "self_recovered": (
        "The system recovered on its own",
        "Service resumed without any intervention",
        "The queue drained by itself",
        "The load subsided and everything went back to normal",
        "Auto-healing kicked in",
    ),
    "workaround": (
        "As a stopgap we served a static page",
        "We put the site in read-only mode",
        "Jobs were started by hand until the fix was out",
        "We temporarily disabled the check",
        "Users were told to clear their cache",
    ),
}
LOOKS: dict[str, tuple[str, ...]] = {
    "logs": (
        "Sifting through the logs we saw timeouts",
        "The error log was full of connection resets",
        "Sentry showed a spike of exceptions",
        "We tailed the logs",
        "The stack trace pointed to the ORM",
        "In the nginx access logs we found thousands of requests",
    ),
    "metrics": (
        "CPU was pegged at 100%",
        "Our dashboards lit up with 500s",
        "Response time graphs showed a jump at 10:00",
        "APM traces pointed to the database",
        "Prometheus showed the queue growing",
    ),
    "recent_changes": (
        "We looked at what had been deployed that morning",
        "Git bisect pointed to commit abc",
        "The only change that day was the upgrade",
        "The timing lined up with the release",
        "We checked the deploy history",
    ),
    "reproduction": (
        "We were able to reproduce it locally",
        "Could replicate the failure on staging",
        "We wrote a test case that triggers the bug",
    ),
    "code_reading": (
        "Reading the code we found that the lock was never released",
        "A look into the source of the library showed why",
        "Code inspection revealed a missing check",
        "We stepped through with a debugger",
    ),
    "provider_status": (
        "Their status page reported an outage",
        "The provider's status page was green",
        "AWS posted that us-east-1 was degraded",
    ),
    "system_inspection": (
        "SHOW PROCESSLIST listed hundreds of sleeping connections",
        "df -h showed the disk was full",
        "Logging into the box showed that the service was not running",
        "We ran strace on the process",
        "htop showed one process eating all memory",
        "A packet capture showed retransmits",
        "We checked the replication status",
        "ps aux revealed zombie processes",
        "nslookup returned the old address",
    ),
    "documentation_search": (
        "A GitHub issue described the same problem",
        "The changelog mentioned a breaking change",
        "We found a known bug in version 5.1",
        "According to the docs the default is 10",
    ),
    "hypothesis_test": (
        "We first suspected a DDoS",
        "Our initial theory was a network problem",
        "We disabled the plugin to see if it helped",
        "At first it looked like a DNS issue",
        "We ruled the database out",
        "To isolate the problem we turned off services one by one",
    ),
    "asked_expert": (
        "We opened a ticket with AWS support",
        "We called the data center",
        "The vendor's engineers joined the call",
        "We reached out to the maintainers",
        "A case was opened with Microsoft",
    ),
}
TRIGGERS: dict[str, tuple[str, ...]] = {
    "deploy": (
        "A new version was pushed to production",
        "The problem was introduced in release 4.2",
        "We shipped a refactoring of the login code",
        "PR #12 was merged",
        "A recent code change removed the check",
    ),
    "config_change": (
        "A firewall rule was changed",
        "The feature flag was turned on for all users",
        "We enabled a new setting",
        "A typo in the config file",
        "A change to the load balancer configuration",
    ),
    "traffic": (
        "A sudden surge of visitors",
        "Traffic tripled after the announcement",
        "A customer sent a very large number of requests",
        "We were featured on Hacker News",
        "An unusually heavy batch of requests",
    ),
    "scheduled_job": (
        "The nightly backup started",
        "A cron job deleted the files",
        "The weekly report ran",
        "Logrotate ran at midnight",
        "unattended-upgrades upgraded the database",
    ),
    "maintenance": (
        "During the planned database upgrade",
        "While replacing a switch",
        "Scheduled maintenance on the storage array",
        "We were migrating the servers to a new rack",
    ),
    "hardware_failure": (
        "A disk died",
        "The RAID controller failed",
        "A power cut in the data center",
        "The UPS failed",
        "A memory module was faulty",
    ),
    "manual_action": (
        "An engineer ran the script against production",
        "I accidentally dropped the table",
        "Someone unplugged the wrong cable",
        "A developer deleted the bucket by hand",
    ),
    "provider_change": (
        "Our provider changed the API without notice",
        "The upstream API started to reject our requests",
        "AWS had an outage in us-east-1",
        "GitHub removed the old endpoint",
    ),
    "expiry": (
        "The certificate expired",
        "The domain was not renewed",
        "The trial licence ran out",
    ),
    "attack": (
        "A DDoS attack hit us",
        "An attacker used a stolen token",
        "A flood of malicious requests",
    ),
    "gradual_decay": (
        "The disk slowly filled with logs",
        "The table had grown too large",
        "We ran out of inodes",
        "The sequence reached its maximum",
    ),
}
HEADINGS: dict[str, tuple[str, ...]] = {
    "long_term": (
        "What will we change?",
        "What happens now",
        "Our action plan",
        "How to avoid this next time",
        "What we're going to do about it",
        "Remediation and prevention",
        "Corrective action plan",
        "What we will improve",
        "Mitigating future incidents",
        "Action list",
        "Follow-up actions (owner, due)",
        "Suggested improvements",
        "Ideas for improvement",
        "Long term improvements",
        "Things we will do",
        "Still to do",
        "Outstanding items",
        "Where next",
        "Preventative actions",
        "Planned remediation",
    ),
    "short_term": (
        "How we fixed it",
        "What we did to fix it",
        "The fix",
        "Getting back online",
        "Immediate response",
        "Remediation steps",
        "Recovery steps",
        "Response and mitigation",
        "Bringing it back",
    ),
    "diagnosis": (
        "What we looked at",
        "Debugging process",
        "Tracking down the bug",
        "Chasing the bug",
        "Search for the cause",
        "Diagnosing the problem",
    ),
    "cause": (
        "So what broke?",
        "Why it broke",
        "The bug",
        "The root of the problem",
        "What caused the outage",
        "Cause of failure",
        "Technical explanation",
        "Why did this take the site down?",
    ),
    "went_wrong": (
        "What didn't go well",
        "Things that went badly",
        "What we got wrong",
        "What hurt us",
        "Could be better",
    ),
    "went_well": (
        "What we did well",
        "Bright spots",
        "Things that went right",
    ),
    "impact": (
        "Who was hit",
        "Customer impact",
        "What users saw",
        "Damage done",
    ),
    "detection": (
        "How we noticed",
        "How did we know",
        "Monitoring and detection",
    ),
    "lessons": (
        "What this taught us",
        "Takeaway",
    ),
    "timeline": (
        "Sequence of what happened",
        "How it unfolded",
        "Event log",
    ),
}
STATES: dict[str, tuple[str, ...]] = {
    "done": (
        "Shipped an alert on disk usage",
        "Alert on disk usage is in place",
        "We now alert on disk usage",
        "Disk alert: done",
        "We've added an alert for this",
        "Disk alerts have been set up",
        "Has been rolled out to all hosts",
        "Fixed the alert in v2",
    ),
    "open": (
        "We'll add an alert",
        "Add an alert (not started)",
        "Alert to be added",
        "We plan to add an alert",
        "Ticket: OPS-12 (open)",
        "We want to add an alert soon",
    ),
    "in_progress": (
        "We are rolling out alerts",
        "Alert rollout is underway",
        "Add an alert (in review)",
        "Adding alerts is ongoing",
    ),
    "declined": ("Add an alert (won't do)",),
}


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Each sentence with what it tells."""
    return [(said, value) for value, sentences in table.items() for said in sentences]


@pytest.mark.parametrize(("said", "value"), pairs(ACTS))
def test_a_mitigation_is_read(said: str, value: str) -> None:
    """Among whatever else the sentence tells."""
    assert value in actions_in(said)


@pytest.mark.parametrize(("said", "value"), pairs(LOOKS))
def test_a_method_is_read(said: str, value: str) -> None:
    """Among whatever else the sentence tells."""
    assert value in methods_in(said)


@pytest.mark.parametrize(("said", "value"), pairs(TRIGGERS))
def test_a_trigger_is_read(said: str, value: str) -> None:
    """As the first thing that the sentence tells."""
    assert first_told(TRIGGER, [said], weak="deploy")[0] == value


@pytest.mark.parametrize(
    "said",
    ["The ingress controller failed", "The server failed to answer", "A flood of errors", "The records were deleted"],
)
def test_a_failure_alone_is_no_trigger(said: str) -> None:
    """Software fails, too."""
    assert first_told(TRIGGER, [said], weak="deploy")[0] == "unknown"


@pytest.mark.parametrize(("said", "value"), pairs(HEADINGS))
def test_a_heading_is_read(said: str, value: str) -> None:
    """As the part that stands below it."""
    assert heading_role(said) == value


@pytest.mark.parametrize(("said", "value"), pairs(STATES))
def test_a_state_is_read(said: str, value: str) -> None:
    """From the words of an item."""
    assert [item.status for item in items(f"## Action items\n\n- {said}\n")] == [value]
