"""Planted themes from outside: traffic peaks, cold caches and providers."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

PEAKS = CauseTheme(
    key="traffic-peaks",
    label="Traffic peaks beyond planned capacity",
    category="capacity",
    weight=0.9,
    services=(("slot-booking", 4), ("web-storefront", 4), ("product-search", 2), ("checkout", 1), ("identity", 1)),
    detection=(("monitoring", 7), ("user_report", 3), ("staff_noticed", 2)),
    time_to_diagnose_median_minutes=22,
    fix_holds=False,
    titles=(
        "a~{svc} overloaded by the weekly slot release",
        "bc~Campaign traffic overloads {svc}",
        "def~{svc} too small for the evening peak",
        "Peak demand saturates {svc}",
    ),
    causes=(
        "@slot-booking~Demand at the weekly release of delivery slots was {n_small} times the usual peak. {svc} scales on CPU with a delay of "
        "{n_small} minutes, so the surge was over its capacity before the first extra pod was ready.",
        "A television campaign brought {pct} % more visitors than the plan foresaw. Autoscaling of {svc} stopped at its configured "
        "maximum of {n_mid} pods.",
        "The marketing e-mail went to all {n_k} thousand subscribers in one minute instead of over two hours; the surge of visitors "
        "exceeded what {svc} can serve.",
        "Peak traffic before the bank holiday saturated {svc}. Its capacity had been sized by last year's peak, and order volume "
        "has grown by {pct} % since.",
        "Autoscaling added pods to {svc}, but the node pool had no room for them. New nodes took {mins} minutes, during which demand "
        "went unserved.",
        "Extra capacity for the peak weekend had been planned for {other} but not for {svc}, which takes {n_small} requests for "
        "each page since the redesign.",
    ),
    short_causes=(
        "acdf~demand is {n_small} times the planned peak, {svc} is out of capacity",
        "b~autoscaling of {svc} has reached its maximum",
        "bc~campaign traffic exceeds the capacity of {svc}",
        "e~no nodes are left for the extra {svc} pods",
    ),
    lead_ups=(
        ("traffic", "a~Slots for the coming week were released to all customers at the top of the hour."),
        ("traffic", "b~A campaign had been on air since the morning."),
        ("traffic", "def~Heavy rain was forecast for the next day, and customers were ordering ahead."),
        ("traffic", "def~It was the busiest shopping evening of the month."),
        ("traffic", "c~A marketing e-mail had been scheduled for that hour."),
    ),
    symptoms=(
        "CPU of all {svc} pods stood at 100 % and the request queue grew.",
        "The {metric} fell to {pct} % within {n_small} minutes of the surge.",
        "{unit} were refused with `429` and `503` in about equal parts.",
    ),
    diagnosis=(
        ("metrics", "Incoming requests had risen in step with the errors, and every pod was at its CPU limit: plain overload."),
        ("recent_changes", "bc~The change log was empty for the day, so attention turned to demand; the marketing calendar showed a campaign."),
        ("system_inspection", "b~The autoscaler reported that it wanted {n_mid2} pods and was allowed {n_mid}."),
        ("asked_expert", "c~Marketing confirmed that the mailing had gone out in a single batch."),
        ("recent_changes", "adef~The change log was empty for the day, so attention turned to demand, which was far above the plan."),
        ("system_inspection", "e~The autoscaler had asked for pods that stayed pending, for want of nodes."),
    ),
    attempts=(
        ("restarted the slowest pods", "the others took on their share and slowed down too"),
        ("bdf~raised the autoscaling maximum", "new pods were pending, for want of nodes"),
        ("lengthened the timeouts at the gateway", "queues grew and nothing got faster"),
    ),
    mitigations=(
        Remedy("add_capacity", 6, "added nodes and raised {svc} to {n_mid2} pods", "latency came down as pods became ready"),
        Remedy("workaround", 3, "put visitors into a waiting room that admits {limit} a second", "those admitted could order normally"),
        Remedy("self_recovered", 1, "watched the surge pass while capacity was being added", "the peak ebbed away before the last pods were needed"),
    ),
    fix=F("prevent", "capacity", "Raise the standing capacity of {svc} ahead of known peaks"),
    follow_ups=(
        F("prevent", "capacity", "Scale {svc} up on a schedule before slot releases and campaigns"),
        F("prevent", "capacity", "Load-test {svc} at twice last year's peak every quarter"),
        F("mitigate", "limits", "Keep a waiting room ready for {svc} that one command turns on"),
        F("detect", "alerting", "Alert when {svc} has less than 30 % capacity headroom"),
        F("process", "communication", "Share the marketing calendar with the on-call of {team} each week"),
        F("document", "runbook", "Write a peak-day checklist for {svc}"),
    ),
    went_well=("The waiting room kept those inside able to order.", "The cloud provider delivered the extra nodes within minutes."),
    went_wrong=("bc~The campaign was not in the calendar that on-call sees.", "b~The autoscaling maximum had not been looked at for a year."),
    got_lucky=("Most customers came back later the same evening.", "Payment providers were not at their limits as well."),
)  # fmt: skip

CACHE_STAMPEDES = CauseTheme(
    key="cache-stampedes",
    label="Cold caches and cache stampedes",
    category="capacity",
    weight=0.9,
    services=(("product-catalogue", 4), ("pricing", 4), ("web-storefront", 3), ("basket", 2), ("slot-booking", 1)),
    detection=(("monitoring", 7), ("user_report", 2), ("staff_noticed", 2)),
    time_to_diagnose_median_minutes=36,
    fix_holds=True,
    titles=(
        "acd~Cold {cache} overloads {svc}",
        "ac~{svc} overwhelmed after its cache was emptied",
        "bf~Cache stampede on {svc}",
        "acd~Lost cache sends all reads of {svc} to the database",
        "e~{cache} too small for the reads of {svc}",
    ),
    causes=(
        "The {cache} was flushed [to get rid of stale entries|after a wrong value had been seen in it]. All reads then went to the {store}, which is "
        "sized for a cache hit rate of 95 %.",
        "All entries of the {cache} had been written in the same minute with the same lifetime, so they expired together. "
        "Thousands of requests recomputed the same entries at once.",
        "A failover of the cache cluster came up with an empty memory. Until the {cache} was warm again, misses hit the {store} with "
        "{n_small} times its usual load.",
        "The format of cache keys changed in {ver}, which made every entry of the {cache} unreachable in effect. The hit rate "
        "fell to zero on release.",
        "The {cache} was too small for the enlarged range of products: entries were evicted before they were read twice and "
        "the hit rate dropped by {pct} points.",
        "One very popular entry expired. With no lock on recomputing, every {svc} worker rebuilt it at the same time and "
        "the {store} could not keep up with the misses.",
    ),
    short_causes=(
        "ac~the {cache} is empty and every read goes to the {store}",
        "b~cache entries expired together, the misses overload the {store}",
        "d~hit rate of the {cache} fell to zero after the key format changed",
        "e~the {cache} is too small and evicts entries before they are used",
        "f~all workers rebuild one popular cache entry at once",
    ),
    lead_ups=(
        ("deploy", "d~Release {ver} of {svc} was rolled out with a new cache key."),
        ("manual_action", "a~The {cache} had been emptied by hand to remove stale entries."),
        ("hardware_failure", "c~A node of the cache cluster had failed and been replaced automatically."),
        ("scheduled_job", "b~The {job} rewrote all entries of the {cache} in one pass."),
        ("traffic", "ef~It was a busy hour, with {pct} % more readers than usual."),
    ),
    symptoms=(
        "abcde~The hit rate of the {cache} fell from 96 % to {pct} %.",
        "Reads on the {store} rose to {n_small} times the usual level and its CPU to 100 %.",
        "Identical queries for the same key piled up by the hundred.",
    ),
    diagnosis=(
        ("metrics", "abcde~The hit-rate graph of the {cache} dropped at the very minute in which the {store} became busy."),
        ("recent_changes", "a~The deploy log and the operations channel were compared with the graph; the emptied cache was the only match."),
        ("logs", "Slow-query logs held the same statement thousands of times, one that is normally answered from the cache."),
        ("code_reading", "d~Reading the release's diff showed a new prefix in the cache key."),
        ("recent_changes", "d~The deploy log was compared with the hit rate; release {ver} was the only match."),
        ("recent_changes", "bcef~Neither a release nor a manual change fell into that hour, so the cache itself was looked at."),
    ),
    attempts=(
        ("restarted {svc}", "the local part of the cache was lost as well and load rose"),
        ("added read replicas", "they needed {n_mid} minutes to catch up and brought no relief in time"),
        ("lengthened the lifetime of entries", "only entries that had been rebuilt gained from it"),
    ),
    mitigations=(
        Remedy("drain_or_remove", 3, "held back {pct2} % of reads until the {cache} had been warmed", "the {store} recovered and traffic was let in by steps"),
        Remedy("add_capacity", 3, "enlarged the {store} for the time of warming", "reads were served while the hit rate climbed"),
        Remedy("rollback", 2, "d~rolled {svc} back to {prev}, which finds the old entries", "the hit rate was back at once"),
        Remedy("data_repair", 2, "abcd~filled the {cache} with the most popular entries by script", "misses fell to a level that the {store} can carry"),
    ),
    fix=F("prevent", "limits", "Let one {svc} worker at a time rebuild an entry of the {cache}, the others serve the stale one"),
    follow_ups=(
        F("prevent", "limits", "b~Spread the lifetimes of {cache} entries at random by 20 %"),
        F("prevent", "capacity", "Warm the {cache} before a new pod takes traffic"),
        F("prevent", "guardrails", "a~Replace the flush command by one that empties the {cache} in slices"),
        F("detect", "alerting", "Alert when the hit rate of the {cache} is under 85 %"),
        F("mitigate", "limits", "Shed reads of {svc} when the {store} is saturated"),
        F("document", "runbook", "Describe warming the {cache} in the runbook, with the script"),
    ),
    went_well=("The warming script written during the incident can be kept.", "Customers with open pages noticed little."),
    went_wrong=("a~Emptying the cache was thought to be harmless.", "The {store} has never been tested without its cache."),
    got_lucky=("It happened before the morning rush.", "A second cache cluster with an older copy was still running."),
)  # fmt: skip

PROVIDERS = CauseTheme(
    key="provider-outages",
    label="Outages at third-party providers",
    category="dependency",
    weight=1.15,
    services=(("payments", 5), ("route-planner", 3), ("notifications", 3), ("identity", 1), ("checkout", 2), ("product-catalogue", 1)),
    detection=(("monitoring", 5), ("user_report", 3), ("staff_noticed", 2), ("third_party", 3)),
    time_to_diagnose_median_minutes=20,
    fix_holds=None,
    titles=(
        "acf~{partner} outage stops {svc}",
        "{svc} degraded by a fault at {partner}",
        "b~{partner} answers slowly, {svc} times out",
        "abcef~Fault at {partner} reaches our customers",
        "d~{partner} refuses requests above a new quota",
    ),
    causes=(
        "{partner} had an outage of its own. {svc} has no second provider, so each request that needs it failed for "
        "as long as the provider was down.",
        "{partner} answered slowly after maintenance on its side. {svc} waits without a timeout of its own, and the provider's "
        "latency became ours.",
        "The provider {partner} lost one of its data centres and sent errors for {pct} % of our requests. Our client kept using the "
        "failing endpoint instead of the healthy one.",
        "{partner} introduced a lower request quota for our account without notice. Requests above the vendor's quota were refused "
        "with 429.",
        "A release at {partner} changed the meaning of an error code. {svc} took the provider's temporary errors for final ones and "
        "gave up at once.",
        "{partner}, an external supplier of {svc}, suffered a regional failure. The fallback to its second region had been agreed in the "
        "contract but never configured on our side.",
    ),
    short_causes=(
        "acf~outage at {partner}, confirmed by the provider",
        "b~{partner} is slow and {svc} has no timeout of its own",
        "d~the provider's quota for our account was lowered",
        "e~{svc} takes a changed error code of {partner} for a final one",
    ),
    lead_ups=(
        ("provider_change", "ab~{partner} had carried out maintenance during the preceding night."),
        ("provider_change", "Nothing had changed on our side; the fault began at {partner}."),
        ("provider_change", "acf~{partner} announced the fault on its own status page {n_mid} minutes later."),
    ),
    symptoms=(
        "{pct} % of calls from {svc} to {partner} failed or timed out.",
        "b~Latency of calls to {partner} rose from {n_mid}0 ms to {secs} seconds.",
        "cf~{partner} returned `503` in one region and normal answers in the other.",
    ),
    diagnosis=(
        ("provider_status", "abcf~The status page of {partner} was green at first and turned red {mins} minutes later; their support confirmed the fault by phone."),
        ("metrics", "abcf~Breaking latency down by dependency left {partner} as the only one that had changed."),
        ("recent_changes", "The deploy log of {svc} was checked first and was empty for {hours} hours, which left the outside world."),
        ("logs", "Error logs of {svc} named the hostname of {partner} in each failed call."),
        ("hypothesis_test", "abcf~A request to {partner} from outside our network failed in the same way, so our side was ruled out."),
        ("provider_status", "de~The status page of {partner} was green; their support explained the change when asked."),
        ("documentation_search", "de~The release notes of {partner}, found after a search, mention the change in one line."),
    ),
    attempts=(
        ("restarted {svc}", "calls to {partner} failed just as before"),
        ("rolled back the last release of {svc}", "the error rate was unchanged"),
        ("lowered the number of parallel calls to {partner}", "it remained unusable with slightly fewer errors"),
    ),
    mitigations=(
        Remedy("wait_on_provider", 5, "abcf~hid the affected option and waited for {partner}", "the option was shown again once the provider had recovered"),
        Remedy("failover", 3, "cf~sent calls to the second region of {partner}", "requests succeeded at the price of {n_mid}0 ms more latency"),
        Remedy("workaround", 3, "let {svc} go on without {partner} and queued the calls", "work could go on, and the queued calls were made later"),
        Remedy("config_change", 3, "d~spread the calls to {partner} evenly so that they stay within the quota", "refusals stopped"),
        Remedy("code_fix", 3, "e~released {next_ver}, which tries again on the changed code", "calls succeeded at the second try"),
        Remedy("config_change", 1, "b~set a timeout of {n_small} seconds for calls to {partner}", "{svc} stayed responsive and failed only where it had to"),
    ),
    fix=F("mitigate", "failover", "Connect a second provider beside {partner} for {svc}"),
    follow_ups=(
        F("mitigate", "failover", "Switch to the second region of {partner} automatically"),
        F("mitigate", "limits", "Add a circuit breaker and a fallback for {partner} in {svc}"),
        F("prevent", "limits", "Set timeouts for each call from {svc} to {partner}"),
        F("detect", "alerting", "Alert on errors by provider, so that {partner} is named in the page"),
        F("process", "communication", "Agree with {partner} on a direct line for incidents and on notice of changes"),
        F("investigate", "failover", "Compare cost and effort of a second provider to {partner}"),
        F("document", "runbook", "Add the support contacts of {partner} to the {svc} runbook"),
    ),
    went_well=("The provider's engineers joined our call.", "abcf~Hiding the affected option kept the rest of the shop usable."),
    went_wrong=("abcf~The provider's status page was late.", "b~We learned only now that {svc} has no timeout towards {partner}."),
    got_lucky=("abcf~The provider recovered before the evening peak.", "Queued calls could all be made afterwards."),
)  # fmt: skip

THEMES = (PEAKS, CACHE_STAMPEDES, PROVIDERS)
