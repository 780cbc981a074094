"""Planted themes of infrastructure: names and networks, failovers, power and links at the sites."""

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as M

DNS = CauseTheme(
    key="dns-resolution",
    label="DNS resolution failures",
    category="network_dns",
    weight=0.8,
    services=(("event-bus", 4), ("api-gateway", 3), ("identity", 2), ("product-search", 2), ("basket", 1)),
    detection=(("monitoring", 7), ("user_report", 2), ("staff_noticed", 2), ("third_party", 1)),
    time_to_diagnose_median_minutes=55,
    fix_holds=True,
    titles=(
        "Name resolution failures cut off {svc}",
        "{svc} cannot resolve internal host names",
        "DNS fault between {svc} and {other}",
        "Cluster resolvers drop lookups of {svc}",
    ),
    causes=(
        "The cluster's DNS resolvers reached their limit of open sockets and dropped {pct} % of lookups. {svc} resolves the name of "
        "{other} on each call and was hit hardest.",
        "A clean-up of the internal DNS zone removed a record that was thought to be unused. {svc} could no longer resolve "
        "`{host}.internal`.",
        "The resolver configuration searches five domain suffixes for each name. After the traffic of {svc} doubled, the multiplied DNS "
        "queries overloaded the resolvers.",
        "A DNS record still pointed at an address that had been given back. Resolvers cached the old answer for {hours} hours, because its time "
        "to live had never been lowered before the move.",
        "The resolver pods were restarted all at once. {svc} caches failed lookups for {n_mid} minutes, so names stayed "
        "unresolvable for it long after DNS was back.",
        "The delegation of the zone for {partner} was changed at the registrar with a typing error in one name server. Every second DNS "
        "query from {svc} went unanswered.",
    ),
    short_causes=(
        "DNS lookups of {svc} are dropped by the overloaded resolvers",
        "the DNS record of {other} is missing from the internal zone",
        "stale DNS answer points at an address no longer in use",
    ),
    lead_ups=(
        ("config_change", "The internal DNS zone had been tidied that morning."),
        ("traffic", "Traffic on {svc} was {pct} % above the week before."),
        ("maintenance", "The cluster's resolver pods were being updated."),
    ),
    symptoms=(
        "{svc} logged `no such host: {host}.internal` on {pct} % of calls.",
        "Lookups took five seconds, the resolver's timeout, and then succeeded at the second try.",
        "Calls between services failed at random with `Temporary failure in name resolution`.",
    ),
    diagnosis=(
        ("logs", "`Temporary failure in name resolution` appeared in the logs of {svc} and of two other services at the same time."),
        ("system_inspection", "Running `dig` from inside a pod failed on every third try, from outside the cluster never."),
        ("metrics", "The resolvers' own graphs showed dropped packets since the minute in which errors began."),
        ("recent_changes", "A look through infrastructure changes, beside those of {svc}, found the edit of the zone."),
        ("hypothesis_test", "Putting the address of {other} into the hosts file of one pod made its errors stop, which proved that only names failed."),
    ),
    attempts=(
        ("restarted {svc}", "new pods failed their first lookups as well"),
        ("moved {svc} to fresh nodes", "errors followed to the new nodes"),
        ("rolled {svc} back to {prev}", "lookups failed as before"),
    ),
    mitigations=(
        M("config_change", 4, "put the missing DNS record back and lowered its time to live", "lookups succeeded as caches ran out"),
        M("add_capacity", 3, "doubled the resolver pods and spread them over all nodes", "dropped lookups fell to zero"),
        M("restart", 2, "restarted {svc} to clear the failed lookups that it had cached", "names resolved again"),
    ),
    fix=F("prevent", "capacity", "Run a caching DNS resolver on each node for {svc}"),
    follow_ups=(
        F("prevent", "guardrails", "Check for recent lookups before a record is removed from the internal zone"),
        F("prevent", "capacity", "Size the cluster resolvers for three times the lookups of {svc}"),
        F("prevent", "tests", "Validate zone changes in the build, name servers included"),
        F("detect", "alerting", "Alert when more than 1 % of lookups fail in any cluster"),
        F("investigate", "", "List services that resolve names on each call or cache failures for long"),
        F("document", "runbook", "Add the DNS checks to the first page of the network runbook"),
    ),
    went_well=("Network and service teams tested from both ends at once.", "The removed record could be restored from version control."),
    went_wrong=("Failed lookups were counted nowhere.", "Errors looked like application faults for the first {mins} minutes."),
    got_lucky=("Long-lived connections carried on without lookups.", "The time to live of most records was short."),
)  # fmt: skip

FAILOVERS = CauseTheme(
    key="database-failovers",
    label="Database failovers and replication lag",
    category="data_storage",
    weight=0.95,
    services=(("inventory", 4), ("identity", 3), ("pricing", 3), ("basket", 2), ("checkout", 2)),
    detection=(("monitoring", 8), ("user_report", 2), ("staff_noticed", 1)),
    time_to_diagnose_median_minutes=35,
    fix_holds=False,
    titles=(
        "Failover of the {store} leaves {svc} read-only",
        "{svc} reads stale data from a lagging replica",
        "Primary of the {store} fails over badly",
        "Replication lag on the {store} misleads {svc}",
    ),
    causes=(
        "The primary of the {store} failed and a replica was promoted. {svc} kept its connections to the old primary, which had "
        "become read-only, and all writes were refused.",
        "A replica of the {store} had fallen {n_mid} minutes behind. It was promoted to primary, and {svc} worked with data from "
        "before the failover.",
        "Replication of the {store} stopped when its log slot filled up. {svc} reads from the replica and went on showing stale "
        "data.",
        "The automatic failover of the {store} needed a majority of three witnesses, two of which ran in the {zone} that was lost. No "
        "new primary was chosen until it was done by hand.",
        "After the failover the promoted replica of the {store} had smaller memory settings than the old primary. It could not "
        "carry the write load of {svc}.",
        "A bulk change produced replication traffic faster than the replica could apply it. Replica lag rose to {n_mid} minutes, and {svc} "
        "read its own writes too early.",
    ),
    short_causes=(
        "{svc} is still connected to the former primary after the failover",
        "the replica of the {store} lags {n_mid} minutes behind",
        "replication of the {store} has stopped",
    ),
    lead_ups=(
        ("hardware_failure", "The machine under the primary of the {store} had failed."),
        ("maintenance", "A planned failover of the {store} was carried out for a minor version update."),
        ("hardware_failure", "A storage volume in {zone} had become unresponsive."),
    ),
    symptoms=(
        "Writes failed with `cannot execute INSERT in a read-only transaction`.",
        "Replication lag on the {store} grew by a minute each minute.",
        "Customers saw changes vanish and come back on reload.",
    ),
    diagnosis=(
        ("logs", "The phrase `read-only transaction` in the {svc} logs led straight to the change of primary."),
        ("metrics", "The replication-lag graph had been climbing since the failover event."),
        ("system_inspection", "Asking each database node for its role showed that {svc} was talking to the former primary."),
        ("recent_changes", "Deploys were looked at first and ruled out; the provider's event list then showed a failover at the same minute."),
    ),
    attempts=(
        ("restarted half of the {svc} pods", "some of them reached the old primary again through a cached address"),
        ("forced a second failover", "refused, because the remaining replica was too far behind"),
        ("increased the connection timeout", "writes still failed at once"),
    ),
    mitigations=(
        M("failover", 5, "promoted the healthy replica by hand and pointed {svc} to it", "writes succeeded and lag returned to zero"),
        M("restart", 4, "restarted all {svc} pods so that they connected to the new primary", "writes went through"),
        M("data_repair", 2, "rebuilt the lagging replica and replayed the missing writes", "the data agreed on both nodes"),
        M("add_capacity", 1, "enlarged the promoted node to the size of the former primary", "write latency returned to normal"),
    ),
    fix=F("prevent", "failover", "Make {svc} reconnect to the new primary by itself after a failover"),
    follow_ups=(
        F("prevent", "failover", "Rehearse a failover of the {store} every quarter in working hours"),
        F("prevent", "failover", "Place the failover witnesses in three zones"),
        F("prevent", "failover", "Keep replica and primary of the {store} at the same size and settings"),
        F("detect", "alerting", "Alert when replication lag of the {store} exceeds [30|60] seconds"),
        F("mitigate", "limits", "Send reads of {svc} to the primary while the replica lags"),
        F("document", "runbook", "Write the manual promotion of a replica of the {store} as a checklist"),
    ),
    went_well=("Backups were recent and had been tested.", "The promotion by hand followed a checklist and took {n_small} minutes."),
    went_wrong=("No failover drill had included {svc}.", "Addresses of the old primary were cached for too long."),
    got_lucky=("No writes were lost on the old primary.", "Lag was small when the machine failed."),
)  # fmt: skip

SITE_POWER = CauseTheme(
    key="site-power-and-links",
    label="Power and network loss at fulfilment sites",
    category="hardware_power",
    weight=0.85,
    services=(("warehouse-gateway", 6), ("picking", 4), ("inventory", 1)),
    detection=(("monitoring", 4), ("user_report", 2), ("staff_noticed", 6)),
    time_to_diagnose_median_minutes=30,
    fix_holds=None,
    titles=(
        "Power loss at {site} stops {svc}",
        "Network switch failure at {site}",
        "{site} cut off from {svc}",
        "Failed power supply takes {site} offline",
    ),
    causes=(
        "The power supply of the access switch at {site} failed. Both uplinks ran through that one switch, so the site lost contact with "
        "{svc}.",
        "A power cut at {site} lasted longer than the batteries. The site's rack went down, and with it the local relay of {svc}.",
        "The battery unit in the {site} rack had reached the end of its life. It failed its own test and cut the power to the site's network "
        "equipment.",
        "The fibre to {site} was cut during road works. The mobile backup link came up, but it has too little bandwidth for the "
        "scanners.",
        "Overheating shut down the network cabinet at {site} after its cooling fan had stopped. The scanners' access "
        "points and the {svc} relay were in the same cabinet.",
        "A fuse tripped when chilled-storage compressors at {site} started together. The server cupboard was on the same "
        "electrical circuit and lost power.",
    ),
    short_causes=(
        "the power supply of the switch at {site} has failed",
        "{site} is without power, its batteries are empty",
        "fibre to {site} is cut and the backup link is too slow",
    ),
    lead_ups=(
        ("hardware_failure", "Equipment at {site} failed without warning."),
        ("hardware_failure", "Electricians were working on the circuits at {site} that day."),
        ("gradual_decay", "The battery unit had reported reduced capacity for {days} days."),
    ),
    symptoms=(
        "All devices at {site} went offline in {svc} within the same second.",
        "Heartbeats from {site} stopped while the other sites were normal.",
        "Scanners at {site} showed 'no connection' across the whole floor.",
    ),
    diagnosis=(
        ("system_inspection", "The duty engineer at {site} opened the cabinet and found the switch without lights."),
        ("metrics", "Heartbeats of one site had stopped and of no other, so the fault had to be local to {site}."),
        ("recent_changes", "No change had been made to {svc} or the site network for {days} days, so the next call went to the site."),
        ("asked_expert", "The facilities desk confirmed a power problem on that circuit."),
    ),
    attempts=(
        ("restarted the {svc} relay from afar", "no answer, the relay itself was without power"),
        ("switched {site} to the backup link", "scanners connected but timed out under load"),
        ("reset the tripped fuse", "it tripped again after {n_small} minutes"),
    ),
    mitigations=(
        M("redeploy_or_replace", 5, "replaced the failed unit with the spare kept at {site}", "devices came back online within {mins} minutes"),
        M("failover", 3, "moved the {site} relay to the second cabinet", "conveyors and scanners connected again"),
        M("workaround", 3, "sent the next waves to a neighbouring site", "orders were picked with a delay"),
        M("self_recovered", 1, "waited for the grid to return while the site worked from printed lists", "power came back and devices reconnected"),
    ),
    fix=F("prevent", "failover", "Give {site} a second switch and uplink on another electrical circuit"),
    follow_ups=(
        F("prevent", "failover", "Feed the {site} cabinet from two circuits with separate batteries"),
        F("prevent", "failover", "Keep a spare switch, power supply and battery unit at every site"),
        F("detect", "alerting", "Alert on battery health and cabinet temperature at all sites"),
        F("mitigate", "failover", "Let scanners at {site} work offline for an hour"),
        F("process", "communication", "Have electrical work at the sites announced to {team} on-call"),
        F("document", "runbook", "Print the outage procedure for {site} and keep it at the floor desk"),
    ),
    went_well=("Site staff switched to printed lists within minutes.", "A spare unit was at hand on site."),
    went_wrong=("Both uplinks ran through the same switch.", "The battery warning went to a mailbox, not to on-call."),
    got_lucky=("The chilled goods had been loaded already.", "An electrician was in the building."),
)  # fmt: skip

THEMES = (DNS, FAILOVERS, SITE_POWER)
