"""Planted themes of change: flags and configuration, migrations and cluster maintenance."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

FLAGS = CauseTheme(
    key="flag-and-config-rollouts",
    label="Feature flags and settings switched on for everyone",
    category="configuration",
    weight=1.3,
    services=(("checkout", 5), ("web-storefront", 3), ("promotions", 3), ("basket", 2), ("slot-booking", 1)),
    detection=(("monitoring", 6), ("user_report", 4), ("staff_noticed", 2)),
    time_to_diagnose_median_minutes=33,
    fix_holds=False,
    titles=(
        "acdf~`{flag}` flag breaks {svc}",
        "be~Settings change takes {svc} down",
        "ac~{svc} fails after a feature flag is switched on",
        "be~Wrong setting pushed to {svc}",
    ),
    causes=(
        "The feature flag `{flag}` was switched on for all customers in one step. Its code path expected `{field}` to be "
        "present, which is only true for accounts created since last year.",
        "A configuration value for {svc} was entered in [seconds|minutes], but the code reads milliseconds. The setting "
        "passed review because the file has no units and no validation.",
        "The toggle `{flag}` was enabled in production although it depends on a second flag that was still off. The "
        "combination had never been tested together.",
        "The default of `{flag}` was flipped in the flag console [while tidying old flags|to end an experiment]. Clients that "
        "could not reach the console fell back to the new default and ran unfinished code.",
        "An override meant for the test environment was [copied|merged] into the production settings of {svc}, so "
        "that it called a sandbox endpoint.",
        "A flag rule for `{flag}` was meant for {small_pct} % of visitors, but its condition was inverted and "
        "everyone else got the experiment instead.",
    ),
    short_causes=(
        "ac~the feature flag `{flag}` is on for everyone and its code path fails",
        "be~wrong value in the {svc} settings",
        "df~the flag change on `{flag}` reached all customers at once",
    ),
    lead_ups=(
        ("config_change", "acf~The flag `{flag}` was turned on in the flag console shortly before."),
        ("config_change", "be~A settings change for {svc} had been merged and was picked up {mins} minutes later."),
        ("config_change", "d~The experiment behind `{flag}` was being closed and its flag set to its final value."),
    ),
    symptoms=(
        "a~{svc} logged `KeyError: '{field}'` for {pct} % of {unit}.",
        "The {metric} dropped from its usual level to {pct} % in a single step.",
        "acdf~{unit} failed for some customers and worked for others, with no pattern by region or device.",
    ),
    diagnosis=(
        ("recent_changes", "acdf~The flag console's history was laid beside the error graph: `{flag}` had changed "
                           "{mins} minutes before the drop, and nothing else had."),
        ("logs", "acdf~A stack trace in the {svc} logs ended in code that is reached only with `{flag}` on."),
        ("metrics", "acdf~Splitting the {metric} by flag variant showed that every failure was in the same variant."),
        ("reproduction", "acdf~With `{flag}` set in a test account the failure appeared on the first try; without it, never."),
        ("recent_changes", "be~Merged settings were laid beside the error graph: the change for {svc} had been picked up {mins} minutes before the drop."),
        ("logs", "be~The {svc} logs showed the new value being read just before the first failure of each pod."),
        ("metrics", "be~The {metric} had fallen pod by pod, as each one picked up the new settings."),
    ),
    attempts=(
        ("acdf~rolled back the last {svc} release to {prev}", "the error rate was unchanged, since the flag was still on"),
        ("be~rolled back the last {svc} release to {prev}", "the error rate was unchanged, since settings are kept elsewhere"),
        ("restarted {svc}", "errors resumed as soon as the settings were read again"),
        ("cleared the {cache}", "it had no effect on the failing {unit}"),
    ),
    mitigations=(
        Remedy("rollback", 5, "acdf~switched `{flag}` off for everyone", "the {metric} was back to normal within {mins} minutes"),
        Remedy("config_change", 4, "be~restored the former value in the {svc} settings", "errors stopped as pods picked it up"),
        Remedy("code_fix", 1, "a~shipped a guard for the missing `{field}` in {next_ver}", "failures ended with the last pod"),
    ),
    fix=F("prevent", "rollout", "Roll flags on {svc} out in steps of 1, 10, 50 and 100 % with an automatic stop on errors"),
    follow_ups=(
        F("prevent", "rollout", "acdf~Roll out flag changes [in stages|to 5 % of customers first] and hold for an hour"),
        F("prevent", "tests", "be~Validate settings of {svc} against a schema with units before they can be merged"),
        F("prevent", "rollout", "acdf~Turn a flag off automatically when the {metric} falls after its change"),
        F("detect", "alerting", "Show flag changes as markers on the {svc} dashboards"),
        F("detect", "alerting", "acdf~Alert on the {metric} split by flag variant"),
        F("process", "rollout", "acdf~Ask for a second reviewer on flag changes that reach all customers"),
        F("process", "rollout", "be~Ask for a second reviewer on settings of {svc}"),
        F("prevent", "rollout", "be~Let new settings of {svc} reach one zone first and compare before going on"),
        F("document", "runbook", "acdf~List the flags of {svc} in the runbook with their safe values"),
    ),
    went_well=("acdf~Switching the flag back took effect in under a minute.", "acdf~Flag history made the timing easy to prove."),
    went_wrong=("acdf~Flag changes did not appear on the dashboards.", "acdf~The first suspicion fell on the release, because flags were not part of the change log."),
    got_lucky=("acf~The experiment was due to start an hour later, in the evening peak.", "acdf~A tester had the flag console open and saw the change."),
)  # fmt: skip

MIGRATIONS = CauseTheme(
    key="locking-migrations",
    label="Database migrations that lock tables",
    category="change_rollout",
    weight=0.95,
    services=(("inventory", 5), ("product-catalogue", 3), ("slot-booking", 2), ("checkout", 2), ("supplier-orders", 1)),
    detection=(("monitoring", 7), ("user_report", 2), ("staff_noticed", 3)),
    time_to_diagnose_median_minutes=28,
    fix_holds=True,
    titles=(
        "Schema migration locks the {store}",
        "{svc} blocked by a table migration",
        "Migration on `{table}` stalls {svc}",
        "Long lock on `{table}` during a release",
    ),
    causes=(
        "A schema migration added an index to `{table}` without the concurrent option. It held a lock on the table "
        "for {mins} minutes, and all writes from {svc} queued behind it.",
        "The migration that [added a column with a default|changed a column type] rewrote all of `{table}`. On the {gb} GB "
        "production table this took far longer than on the sample used in tests, and the table was locked throughout.",
        "An `ALTER TABLE` on `{table}` waited behind a long report query. While it waited, its pending exclusive lock "
        "blocked every other statement of {svc}.",
        "A back-fill in the migration updated {n_k} thousand rows of `{table}` in one transaction. Row locks piled "
        "up, and the {store} ran into lock timeouts.",
        "The release ran its schema change before the old pods were gone. The migration took an exclusive lock that the old pods' "
        "open transactions would not give up, and both sides waited.",
        "Adding a foreign key to `{table}` made the {store} check each existing row under a lock that blocks inserts and updates.",
    ),
    short_causes=(
        "abcef~the migration holds an exclusive lock on `{table}`",
        "schema change on `{table}` is blocking all writes",
        "a~index build without the concurrent option on the {store}",
    ),
    lead_ups=(
        ("deploy", "Release {ver} of {svc} carried a schema migration for `{table}`."),
        ("deploy", "The migration of `{table}` started as part of the {ver} roll-out."),
        ("maintenance", "A planned schema change on the {store} had begun, announced as having no impact."),
    ),
    symptoms=(
        "Queries of {svc} ended with `canceling statement due to lock timeout`.",
        "The number of waiting sessions on the {store} climbed from {n_small} to {n_mid}0.",
        "Write latency of {svc} rose from {ms} ms to the full timeout while CPU was nearly idle.",
    ),
    diagnosis=(
        ("system_inspection", "Listing blocked sessions in the {store} showed the migration at the head of a queue of {n_mid} waiting statements."),
        ("recent_changes", "The deploy log gave it away: the migration step of {ver} had started one minute before the first timeout."),
        ("metrics", "Lock waits on the {store} rose from zero while CPU and disk stayed flat, which pointed at a lock and not at load."),
        ("logs", "The {svc} logs were full of lock timeouts on `{table}` and on no other table."),
    ),
    attempts=(
        ("restarted the {svc} pods", "new sessions joined the same queue of waiting statements"),
        ("raised the lock timeout", "requests waited longer but still failed"),
        ("added a read replica to the pool", "writes stayed blocked"),
    ),
    mitigations=(
        Remedy("rollback", 4, "cancelled the migration and rolled {svc} back to {prev}", "the lock was released and writes went through"),
        Remedy("workaround", 3, "c~ended the report session that the migration was waiting for", "the queue of statements drained in {n_small} minutes"),
        Remedy("self_recovered", 1, "abdf~let the migration run to its end, as it was {pct} % done", "the lock was released when it finished"),
    ),
    fix=F("prevent", "tests", "Reject migrations on the {store} that take an exclusive lock, by a check in the build"),
    follow_ups=(
        F("prevent", "tests", "Add a linter for migrations that refuses locking statements on large tables"),
        F("prevent", "rollout", "Run schema changes of {svc} in separate steps: add, back-fill in batches, then switch"),
        F("prevent", "limits", "Set a lock timeout of [two|five] seconds for migrations on the {store}"),
        F("detect", "alerting", "Alert when more than {n_mid} sessions wait for a lock on the {store}"),
        F("process", "tests", "Rehearse migrations on a copy of production size before release"),
        F("document", "runbook", "Write down how to find and end a blocking session on the {store}"),
    ),
    went_well=("The blocking statement was found with one query.", "The migration could be cancelled without leaving anything half done."),
    went_wrong=("Tests run on a sample of {small_pct} % of the data, where the lock lasts milliseconds.", "The release tool gives no sign that a migration is still running."),
    got_lucky=("The nightly stock count had finished just before.", "No order was written twice while statements waited."),
)  # fmt: skip

MAINTENANCE = CauseTheme(
    key="cluster-maintenance",
    label="Cluster upgrades that evict too many pods",
    category="change_rollout",
    weight=0.8,
    services=(("api-gateway", 5), ("product-search", 2), ("driver-app-api", 2), ("identity", 2), ("event-bus", 1)),
    detection=(("monitoring", 8), ("user_report", 1), ("staff_noticed", 3)),
    time_to_diagnose_median_minutes=31,
    fix_holds=False,
    titles=(
        "acf~Node upgrade evicts most {svc} pods",
        "{svc} loses capacity during a cluster upgrade",
        "abcf~Too few {svc} pods left during node maintenance",
        "Cluster maintenance interrupts {svc}",
    ),
    causes=(
        "The node upgrade drained {n_small} nodes at once. {svc} had no disruption budget, so most of its pods "
        "were evicted together and their replacements needed {mins} minutes to become ready.",
        "During the Kubernetes upgrade, evicted pods of {svc} could not be scheduled: the new node pool lacked the label "
        "that their affinity rule asks for. The old nodes were gone by the time this showed.",
        "The disruption budget of {svc} selected pods by a label that was renamed {days} days earlier. It matched "
        "nothing, so the drain did not wait for anything.",
        "The rolling node replacement was faster than the warm-up of {svc}. Pods reported ready before their {cache} was "
        "filled, and the drain carried on with the next node.",
        "The cluster upgrade replaced the network plugin and the nodes in one go. Pods evicted onto new nodes "
        "had no route to {other} until the plugin had restarted.",
        "All {n_small} replicas of {svc} stood on two nodes after the last scale-down. Draining these two nodes in the "
        "same maintenance batch evicted every one of them.",
    ),
    short_causes=(
        "acf~the node drain evicted nearly all {svc} pods at once",
        "b~evicted pods of {svc} cannot be scheduled on the new node pool",
        "c~the disruption budget of {svc} matches no pods",
        "d~pods of {svc} count as ready before their cache is warm",
        "e~pods on the new nodes have no route to {other}",
    ),
    lead_ups=(
        ("maintenance", "A planned upgrade of the cluster nodes had started {mins} minutes before."),
        ("maintenance", "Nodes in {zone} were being replaced one batch at a time for a security update."),
        ("maintenance", "The quarterly Kubernetes upgrade was under way and had finished its first node pool without trouble."),
    ),
    symptoms=(
        "abc~Ready pods of {svc} fell from {n_mid} to {n_small}.",
        "acdf~The remaining {svc} pods were throttled, and callers saw `503 no healthy upstream`.",
        "b~Pods of {svc} stayed in `Pending` with `0/{n_mid} nodes are available`.",
        "e~Pods on the new nodes ran into timeouts towards {other}, those on the old ones did not.",
    ),
    diagnosis=(
        ("system_inspection", "abcf~Listing pods by node showed that {svc} had lost {n_small} pods in one drain batch."),
        ("recent_changes", "The maintenance calendar was read first; the upgrade batch had begun {n_small} minutes before the errors."),
        ("metrics", "abcf~The graph of ready pods mirrored the error graph exactly, batch by batch."),
        ("logs", "acf~Eviction events in the cluster log named {svc} over and over, with no budget holding them back."),
        ("system_inspection", "de~Comparing pods by node showed that only those on the new nodes failed."),
        ("metrics", "de~Errors split by node rose with each node that had been replaced."),
    ),
    attempts=(
        ("restarted the {svc} deployment", "even fewer pods were ready while it rolled"),
        ("b~raised the replica count of {svc}", "the new pods stayed pending as well"),
        ("moved traffic to {zone}", "the drain reached that zone {mins} minutes later"),
    ),
    mitigations=(
        Remedy("rollback", 2, "stopped the upgrade and put the former node pool back into service", "evicted pods were scheduled within {mins} minutes"),
        Remedy("add_capacity", 3, "b~paused the drain and added {n_small} nodes with the expected label", "pending pods of {svc} started and took traffic"),
        Remedy("add_capacity", 3, "acf~paused the drain and added {n_small} nodes", "the replacements for the evicted pods became ready"),
        Remedy("drain_or_remove", 2, "de~took the half-ready nodes out of the load balancer", "requests reached only warm pods"),
        Remedy("config_change", 1, "b~corrected the affinity rule of {svc}", "the pods were placed on the new nodes"),
    ),
    fix=F("prevent", "rollout", "Give {svc} a disruption budget of one pod and check it in the upgrade's dry run"),
    follow_ups=(
        F("prevent", "rollout", "Upgrade one node at a time and wait until {svc} is warm before the next"),
        F("prevent", "tests", "Test in the build that each disruption budget matches running pods"),
        F("prevent", "capacity", "Spread the {svc} replicas over at least three nodes and two zones"),
        F("detect", "alerting", "Alert when fewer than [half|two thirds] of the {svc} pods are ready"),
        F("process", "communication", "Tell the owners of tier 1 services before an upgrade reaches their nodes"),
        F("document", "runbook", "Describe how to pause and resume a node upgrade"),
    ),
    went_well=("The upgrade could be paused with one command.", "The maintenance window was staffed by people who know the cluster."),
    went_wrong=("The upgrade's own health check looked at nodes, not at the services on them.", "Owners of {svc} did not know that the upgrade was under way."),
    got_lucky=("The second node pool had not been touched yet.", "Traffic was low enough for the remaining pods to carry the apps."),
)  # fmt: skip

THEMES = (FLAGS, MIGRATIONS, MAINTENANCE)
