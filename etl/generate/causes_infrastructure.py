"""Planted themes of infrastructure: names and networks, failovers, power and links at the sites."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

DNS = CauseTheme(
    key="dns-resolution",
    label="DNS resolution failures",
    category="network_dns",
    weight=0.8,
    services=(("event-bus", 4), ("api-gateway", 3), ("identity", 2), ("product-search", 2), ("basket", 1)),
    detection=(("monitoring", 7), ("user_report", 2), ("staff_noticed", 2), ("third_party", 1)),
    time_to_diagnose_median_minutes=55,
    fix_holds=None,
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
        "ac~DNS lookups of {svc} are dropped by the overloaded resolvers",
        "b~the DNS record of {other} is missing from the internal zone",
        "d~stale DNS answer points at an address no longer in use",
        "e~{svc} has cached failed lookups",
        "f~a name server of {partner}'s zone is wrong",
    ),
    lead_ups=(
        ("config_change", "b~The internal DNS zone had been tidied that morning."),
        ("traffic", "ac~Traffic on {svc} was {pct} % above the week before."),
        ("maintenance", "e~The cluster's resolver pods were being updated."),
        ("config_change", "d~{other} had been moved to new addresses."),
        ("provider_change", "f~{partner} had changed the delegation of its zone."),
    ),
    symptoms=(
        "be~{svc} logged `no such host: {host}.internal` on {pct} % of calls.",
        "acf~Lookups took five seconds, the resolver's timeout, and then succeeded at the second try.",
        "acef~Calls between services failed at random with `Temporary failure in name resolution`.",
        "d~Connections of {svc} went to an address at which nothing answers any more.",
    ),
    diagnosis=(
        ("logs", "abce~`Temporary failure in name resolution` appeared in the logs of {svc} and of two other services at the same time."),
        ("system_inspection", "acf~Running `dig` from inside a pod failed on every third try, from outside the cluster never."),
        ("metrics", "ac~The resolvers' own graphs showed dropped packets since the minute in which errors began."),
        ("recent_changes", "b~A look through infrastructure changes, beside those of {svc}, found the edit of the zone."),
        ("system_inspection", "be~Running `dig` from inside a pod gave no answer for `{host}.internal`."),
        ("system_inspection", "d~Running `dig` from inside a pod returned the address that had been given back."),
        ("hypothesis_test", "f~Asking each name server of the zone in turn showed that one of them did not know it."),
        ("recent_changes", "de~A look through infrastructure changes, beside those of {svc}, brought the work of that day to light."),
        ("hypothesis_test", "abcde~Putting the address of {other} into the hosts file of one pod made its errors stop, which proved that only names failed."),
    ),
    attempts=(
        ("abcdf~restarted {svc}", "new pods failed their first lookups as well"),
        ("moved {svc} to fresh nodes", "errors followed to the new nodes"),
        ("rolled {svc} back to {prev}", "lookups failed as before"),
    ),
    mitigations=(
        Remedy("config_change", 4, "b~put the missing DNS record back and lowered its time to live", "lookups succeeded as caches ran out"),
        Remedy("config_change", 4, "d~corrected the DNS record and cleared the resolvers' caches", "connections reached {other} again"),
        Remedy("workaround", 3, "f~pinned the addresses of {partner} until its delegation was corrected", "every call found its way"),
        Remedy("add_capacity", 3, "ac~doubled the resolver pods and spread them over all nodes", "dropped lookups fell to zero"),
        Remedy("restart", 2, "e~restarted {svc} to clear the failed lookups that it had cached", "names resolved again"),
    ),
    fix=F("prevent", "capacity", "Run a caching DNS resolver on each node for {svc}"),
    follow_ups=(
        F("prevent", "guardrails", "b~Check for recent lookups before a record is removed from the internal zone"),
        F("prevent", "capacity", "Size the cluster resolvers for three times the lookups of {svc}"),
        F("prevent", "tests", "Validate zone changes in the build, name servers included"),
        F("detect", "alerting", "Alert when more than 1 % of lookups fail in any cluster"),
        F("investigate", "", "List services that resolve names on each call or cache failures for long"),
        F("document", "runbook", "Add the DNS checks to the first page of the network runbook"),
    ),
    went_well=("Network and service teams tested from both ends at once.", "b~The removed record could be restored from version control."),
    went_wrong=("Failed lookups were counted nowhere.", "Errors looked like application faults for the first {mins} minutes."),
    got_lucky=("Long-lived connections carried on without lookups.", "bd~The time to live of most records was short."),
)  # fmt: skip

FAILOVERS = CauseTheme(
    key="database-failovers",
    label="Database failovers and replication lag",
    category="data_storage",
    weight=0.95,
    services=(("inventory", 4), ("identity", 3), ("pricing", 3), ("basket", 2), ("checkout", 2)),
    detection=(("monitoring", 8), ("user_report", 2), ("staff_noticed", 1)),
    time_to_diagnose_median_minutes=35,
    fix_holds=None,
    titles=(
        "a~Failover of the {store} leaves {svc} read-only",
        "bcf~{svc} reads stale data from a lagging replica",
        "abde~Primary of the {store} fails over badly",
        "cf~Replication lag on the {store} misleads {svc}",
    ),
    causes=(
        "The primary of the {store} failed and a replica was promoted. {svc} kept its connections to the old primary, which had "
        "become read-only, and all writes were refused.",
        "A replica of the {store} had fallen {n_mid} minutes behind. It was promoted to primary, and {svc} worked with data from "
        "before the failover.",
        "Replication of the {store} stopped when its log slot filled up. {svc} reads from the replica and went on showing stale "
        "data.",
        "The automatic failover of the {store} needed a majority of three witnesses, two of which ran in {zone}, which was lost. No "
        "new primary was chosen until it was done by hand.",
        "After the failover the promoted replica of the {store} had smaller memory settings than the old primary. It could not "
        "carry the write load of {svc}.",
        "A bulk change produced replication traffic faster than the replica could apply it. Replica lag rose to {n_mid} minutes, and {svc} "
        "read its own writes too early.",
    ),
    short_causes=(
        "a~{svc} is still connected to the former primary after the failover",
        "bf~the replica of the {store} lags {n_mid} minutes behind",
        "c~replication of the {store} has stopped",
        "d~no new primary of the {store} could be chosen",
        "e~the promoted node is too small for the write load",
    ),
    lead_ups=(
        ("hardware_failure", "abde~The machine under the primary of the {store} had failed."),
        ("maintenance", "abe~A planned failover of the {store} was carried out for a minor version update."),
        ("hardware_failure", "d~A storage volume in {zone} had become unresponsive."),
        ("scheduled_job", "cf~A bulk change of `{table}` was being replicated."),
    ),
    symptoms=(
        "ad~Writes failed with `cannot execute INSERT in a read-only transaction`.",
        "cf~Replication lag on the {store} grew by a minute each minute.",
        "bcf~Customers saw changes vanish and come back on reload.",
        "e~Write latency of {svc} rose to {secs} seconds after the failover.",
    ),
    diagnosis=(
        ("logs", "ad~The phrase `read-only transaction` in the {svc} logs led straight to the change of primary."),
        ("metrics", "b~The replication-lag graph had been climbing since the failover event."),
        ("system_inspection", "a~Asking each database node for its role showed that {svc} was talking to the former primary."),
        ("recent_changes", "abde~Deploys were looked at first and ruled out; the provider's event list then showed a failover at the same minute."),
        ("metrics", "cf~The replication-lag graph had been climbing since the bulk change of `{table}` began."),
        ("system_inspection", "bd~Asking each database node for its role and its position in the log showed how far apart they were."),
        ("system_inspection", "e~Putting the settings of the two nodes side by side showed that the promoted one has a quarter of the memory."),
        ("recent_changes", "cf~No release fitted the timing; the list of running jobs did, with a bulk change of `{table}`."),
    ),
    attempts=(
        ("a~restarted half of the {svc} pods", "some of them reached the old primary again through a cached address"),
        ("bd~forced a second failover", "it was refused, because the remaining replica was too far behind"),
        ("ad~increased the connection timeout", "writes still failed at once"),
        ("bcf~cleared the {cache}", "the same stale rows were loaded again"),
        ("e~restarted {svc}", "writes were as slow as before"),
    ),
    mitigations=(
        Remedy("failover", 5, "bd~promoted the healthy replica by hand and pointed {svc} to it", "writes succeeded and lag returned to zero"),
        Remedy("restart", 4, "a~restarted all {svc} pods so that they connected to the new primary", "writes went through"),
        Remedy("data_repair", 2, "bcf~rebuilt the lagging replica and replayed the missing writes", "the data agreed on both nodes"),
        Remedy("workaround", 2, "cf~sent all reads of {svc} to the primary", "customers saw current data again"),
        Remedy("add_capacity", 1, "e~enlarged the promoted node to the size of the former primary", "write latency returned to normal"),
    ),
    fix=F("prevent", "failover", "Make {svc} reconnect to the new primary by itself after a failover"),
    follow_ups=(
        F("prevent", "failover", "Rehearse a failover of the {store} every quarter in working hours"),
        F("prevent", "failover", "d~Place the failover witnesses in three zones"),
        F("prevent", "failover", "e~Keep replica and primary of the {store} at the same size and settings"),
        F("detect", "alerting", "Alert when replication lag of the {store} exceeds [30|60] seconds"),
        F("mitigate", "limits", "bcf~Send reads of {svc} to the primary while the replica lags"),
        F("document", "runbook", "Write the manual promotion of a replica of the {store} as a checklist"),
    ),
    went_well=("Backups were recent and had been tested.", "bd~The promotion by hand followed a checklist and took {n_small} minutes."),
    went_wrong=("abde~No failover drill had included {svc}.", "a~Addresses of the old primary were cached for too long."),
    got_lucky=("ad~No writes were lost on the old primary.", "ad~Lag was small when the machine failed."),
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
        "bcf~Power loss at {site} stops {svc}",
        "a~Network switch failure at {site}",
        "{site} cut off from {svc}",
        "a~Failed power supply takes {site} offline",
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
        "a~the power supply of the switch at {site} has failed",
        "b~{site} is without power, its batteries are empty",
        "d~fibre to {site} is cut and the backup link is too slow",
        "c~the battery unit at {site} has cut the power",
        "e~the network cabinet at {site} has overheated",
        "f~a fuse at {site} has tripped",
    ),
    lead_ups=(
        ("hardware_failure", "ace~Equipment at {site} failed without warning."),
        ("hardware_failure", "f~Electricians were working on the circuits at {site} that day."),
        ("gradual_decay", "c~The battery unit had reported reduced capacity for {days} days."),
        ("hardware_failure", "b~A storm was passing over {site}."),
        ("hardware_failure", "d~Road works had begun outside {site} that morning."),
        ("hardware_failure", "f~The compressors at {site} were started again after their weekly service."),
    ),
    symptoms=(
        "All devices at {site} went offline in {svc} within the same second.",
        "Heartbeats from {site} stopped while the other sites were normal.",
        "Scanners at {site} showed 'no connection' across the whole floor.",
    ),
    diagnosis=(
        ("system_inspection", "a~The duty engineer at {site} opened the cabinet and found the switch without lights."),
        ("metrics", "Heartbeats of one site had stopped and of no other, so the fault had to be local to {site}."),
        ("recent_changes", "No change had been made to {svc} or the site network for {days2} days, so the next call went to the site."),
        ("asked_expert", "bcf~The facilities desk confirmed a power problem on that circuit."),
        ("system_inspection", "bcef~The duty engineer at {site} opened the cabinet and found it without power."),
        ("system_inspection", "d~A test of the line from {site} ended a few hundred metres outside the building."),
    ),
    attempts=(
        ("abcef~restarted the {svc} relay from afar", "there was no answer, since the relay itself was without power"),
        ("d~switched {site} to the backup link", "scanners connected but timed out under load"),
        ("f~reset the tripped fuse", "it tripped again after {n_small} minutes"),
    ),
    mitigations=(
        Remedy("redeploy_or_replace", 5, "ace~replaced the failed unit with the spare kept at {site}", "devices came back online within {mins} minutes"),
        Remedy("failover", 3, "ace~moved the {site} relay to the second cabinet", "conveyors and scanners connected again"),
        Remedy("failover", 4, "f~connected the cupboard at {site} to another circuit", "devices came back within {mins} minutes"),
        Remedy("wait_on_provider", 3, "d~kept {site} on printed lists until the carrier had spliced the fibre", "scanners connected again"),
        Remedy("workaround", 3, "sent the next waves to a neighbouring site", "orders were picked with a delay"),
        Remedy("self_recovered", 1, "b~waited for the grid to return while the site worked from printed lists", "power came back and devices reconnected"),
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
    went_well=("Site staff switched to printed lists within minutes.", "ac~A spare unit was at hand on site."),
    went_wrong=("a~Both uplinks ran through the same switch.", "c~The battery warning went to a mailbox, not to on-call."),
    got_lucky=("The chilled goods had been loaded already.", "bcf~An electrician was in the building."),
)  # fmt: skip

THEMES = (DNS, FAILOVERS, SITE_POWER)
