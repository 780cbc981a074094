"""Planted themes of saturation inside: connection pools, retries and queues."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

CONNECTION_POOLS = CauseTheme(
    key="connection-pool-exhaustion",
    label="Database connection pools used up",
    category="capacity",
    weight=1.35,
    services=(("checkout", 5), ("inventory", 3), ("slot-booking", 3), ("identity", 2), ("pricing", 2)),
    detection=(("monitoring", 7), ("user_report", 3), ("staff_noticed", 1)),
    time_to_diagnose_median_minutes=40,
    fix_holds=False,
    titles=(
        "{svc} runs out of database connections",
        "Connection pool of {svc} used up",
        "{store} refuses new connections",
        "{svc} requests wait for a free connection",
    ),
    causes=(
        "A new code path in {svc} held its database connection while it waited for {partner}. Under normal traffic this tied up "
        "all {limit} connections of the pool.",
        "Each {svc} pod opens {n_mid} connections. After the scale-out to {n_mid2} pods the total passed the connection limit of the "
        "{store}, and new sessions were refused.",
        "Connections were not returned to the pool when a query was cancelled. The pool of {svc} shrank by a few an hour until it "
        "was empty.",
        "A slow report query kept {n_mid} sessions of the {store} busy. Requests of {svc} waited for a free connection longer than "
        "their timeout.",
        "The pool size of {svc} had stayed at its default while its number of worker threads was doubled. Threads queued for "
        "connections at the first busy hour.",
        "Sessions left idle in transaction by the {job} were never closed. They counted against the connection limit "
        "of the {store} until {svc} could open no more.",
        "A failed health check made the pool of {svc} discard and reopen all its connections in a loop, and the {store} spent its time on "
        "connection set-up.",
    ),
    short_causes=(
        "acdeg~the connection pool of {svc} is exhausted",
        "b~the {store} has reached its connection limit",
        "f~idle sessions are holding all connections of the {store}",
    ),
    lead_ups=(
        ("traffic", "acdefg~Traffic was about {small_pct} % above that of the same hour a week before."),
        ("deploy", "aceg~Release {ver} of {svc} had gone out {hours} hours earlier."),
        ("config_change", "b~The number of {svc} pods had been raised to {n_mid2} in the morning."),
        ("gradual_decay", "cf~The count of open sessions had been rising for {days} days without passing any alert level."),
    ),
    symptoms=(
        "acdefg~{svc} logged `timeout acquiring connection from pool` on {pct} % of requests.",
        "bf~The {store} answered `FATAL: remaining connection slots are reserved`.",
        "Latency of {unit} rose to {secs} seconds while the {store} itself was almost idle.",
    ),
    diagnosis=(
        ("metrics", "acde~The graph of connections in use was flat at {limit}, the size of the pool, from the minute of the first timeout."),
        ("system_inspection", "f~Listing the sessions of the {store} showed {n_mid} of them idle in transaction."),
        ("logs", "acdefg~The {svc} logs held thousands of pool timeouts, all waiting for a connection and none failing on a query."),
        ("recent_changes", "ace~The changes of the day were gone through in order; the one to {svc} altered how connections are held."),
        ("code_reading", "a~Reading the new code path showed a call to another service between taking a connection and returning it."),
        ("recent_changes", "b~The changes of the day were gone through in order; the scale-out of the morning came first on the list and fitted the timing."),
        ("system_inspection", "bcdeg~Listing the sessions of the {store} by client showed how many of them belonged to {svc} and what they were waiting for."),
        ("metrics", "bfg~Open sessions of the {store} were drawn by client; the sum had met the limit at the minute of the first error."),
    ),
    attempts=(
        ("restarted the {svc} pods", "connections were free for {mins} minutes and then used up again"),
        ("added {n_small} more pods to {svc}", "the new pods took connections away from the old ones"),
        ("raised the pool timeout", "customers waited longer before the same error"),
    ),
    mitigations=(
        Remedy("restart", 4, "cf~ended the idle sessions and restarted {svc}", "connections were available again"),
        Remedy("config_change", 4, "abe~raised the pool of {svc} and the connection limit of the {store}", "waiting requests drained within {mins} minutes"),
        Remedy("rollback", 3, "aceg~rolled {svc} back to {prev}", "connections in use fell to their usual level"),
        Remedy("drain_or_remove", 4, "d~ended the report query that held the sessions", "connections were free within seconds"),
        Remedy("config_change", 3, "b~scaled {svc} back to its former number of pods", "the {store} accepted sessions again"),
        Remedy("drain_or_remove", 1, "f~stopped the {job} that held the sessions", "the pool recovered without a restart"),
    ),
    fix=F("prevent", "capacity", "Enlarge the connection pool of {svc} to twice its peak use"),
    follow_ups=(
        F("prevent", "limits", "Put a connection pooler in front of the {store} with a limit per client"),
        F("prevent", "limits", "f~Close sessions of the {store} that are idle in transaction for more than a minute"),
        F("prevent", "capacity", "Derive pool sizes from pod count and connection limit in one place"),
        F("detect", "alerting", "Alert when {svc} uses more than 80 % of its connections for five minutes"),
        F("investigate", "", "a~Find code in {svc} that keeps a connection while it calls another service"),
        F("document", "runbook", "Add the queries for finding connection holders to the {svc} runbook"),
        F("mitigate", "limits", "Let {svc} shed load when no connection is free instead of queueing requests"),
    ),
    went_well=("The pool graph was on the first dashboard that responders opened.", "cf~Ending idle sessions was safe and took effect at once."),
    went_wrong=("There was no alert on pool use, only on errors.", "Adding pods made matters worse before that was understood."),
    got_lucky=("abe~The {store} had spare memory for a higher connection limit.", "The evening peak had just passed."),
)  # fmt: skip

RETRY_STORMS = CauseTheme(
    key="retry-storms",
    label="Retry storms after a brief fault",
    category="dependency",
    weight=0.9,
    services=(("api-gateway", 4), ("driver-app-api", 4), ("basket", 3), ("payments", 2), ("checkout", 1)),
    detection=(("monitoring", 8), ("user_report", 2), ("staff_noticed", 1)),
    time_to_diagnose_median_minutes=52,
    fix_holds=None,
    titles=(
        "Retries keep {svc} down after a brief fault",
        "Retry storm between {svc} and {other}",
        "{svc} overloaded by its own clients' retries",
        "Short blip turns into a retry storm on {svc}",
    ),
    causes=(
        "{other} was slow for {n_small} seconds. All clients of {svc} retried at once and without back-off, which multiplied the "
        "load by {n_small} and kept it down long after the first fault had passed.",
        "Retries were configured at three layers between the app and {svc}. One failed request became up to 27, and the "
        "retry traffic alone was more than the service can carry.",
        "The retry budget of {svc} had been switched off during a test. A brief timeout in {other} was amplified by unlimited "
        "retries into a full overload.",
        "The client library retried on timeout although the first request was still running on {svc}. Abandoned work and "
        "repeated requests filled all workers.",
        "After a network blip all app clients reconnected in the same second and retried in step every {n_mid} seconds, "
        "because the retry delay has no jitter.",
        "The circuit breaker between {svc} and {other} never opened: it counted only connection errors, while the "
        "failures were timeouts. Retries went on hitting a service that could not recover.",
    ),
    short_causes=(
        "retries from all clients keep {svc} overloaded",
        "b~retry amplification across three layers",
        "ae~no back-off in the client, {svc} is flooded with repeated requests",
    ),
    lead_ups=(
        ("provider_change", "bcdef~A network blip of {n_small} seconds at our cloud provider came first."),
        ("deploy", "abcdf~{other} was being released and its pods were slow for half a minute."),
        ("traffic", "abcdf~A short burst of traffic pushed {other} over its limit for some seconds."),
    ),
    symptoms=(
        "Requests to {svc} rose to {n_small} times the usual rate while successful {unit} fell to {pct} %.",
        "Worker queues of {svc} were full of requests whose callers had already given up.",
        "Error rates went up and down in waves of {n_mid} seconds.",
    ),
    diagnosis=(
        ("metrics", "Requests per customer had risen from one to {n_small}, so the load came from retries and not from more customers."),
        ("logs", "The access log showed the same request identifier up to {n_mid} times within a minute."),
        ("recent_changes", "The deploy log was checked first and held nothing that was still going on, so something else had to keep the load up."),
        ("code_reading", "abe~The client's retry settings were read: no back-off, no jitter and no budget."),
        ("hypothesis_test", "Blocking one client version for a minute made the overload vanish for that minute, which settled the matter."),
    ),
    attempts=(
        ("restarted {svc}", "the fresh pods were flooded within seconds"),
        ("added {n_small} pods to {svc}", "retries grew along with the capacity"),
        ("rolled back the latest release of {other}", "the load on {svc} stayed where it was"),
    ),
    mitigations=(
        Remedy("config_change", 4, "switched client retries off at the gateway", "the load collapsed to its usual rate and requests succeeded"),
        Remedy("drain_or_remove", 3, "turned away {pct2} % of requests at the edge and let them back in by steps", "{svc} recovered and stayed up"),
        Remedy("add_capacity", 1, "tripled the {svc} pods while traffic was held back", "the queue drained in {mins} minutes"),
    ),
    fix=F("prevent", "limits", "Introduce a retry budget with back-off and jitter in all clients of {svc}"),
    follow_ups=(
        F("prevent", "limits", "Retry at one layer only between the apps and {svc}"),
        F("prevent", "limits", "Open the circuit breaker towards {other} on timeouts as well as on errors"),
        F("mitigate", "limits", "Drop requests in {svc} whose caller's deadline has passed"),
        F("detect", "alerting", "Alert when requests per customer on {svc} exceed twice the usual ratio"),
        F("prevent", "capacity", "Add a fault-injection test with a ten-second blip in {other}"),
        F("document", "runbook", "Describe how to shed load at the edge, step by step"),
    ),
    went_well=("Letting traffic back in by steps avoided a second collapse.", "The graph of requests per customer showed the amplification clearly."),
    went_wrong=("Nobody could say which layers retry.", "Restarting under load cost {mins} minutes and helped nothing."),
    got_lucky=("A share of app users simply closed the app, which took load away.", "The edge rules needed for shedding had been written for a drill."),
)  # fmt: skip

QUEUE_BACKLOGS = CauseTheme(
    key="queue-backlogs",
    label="Message queues backing up",
    category="capacity",
    weight=1.05,
    services=(("picking", 5), ("notifications", 4), ("event-bus", 3), ("inventory", 2), ("supplier-orders", 1)),
    detection=(("monitoring", 6), ("user_report", 3), ("staff_noticed", 4)),
    time_to_diagnose_median_minutes=48,
    fix_holds=None,
    titles=(
        "Backlog of `{event}` messages delays {svc}",
        "{svc} consumers fall behind",
        "Queue of {svc} grows to {n_k} thousand messages",
        "Consumer lag on {svc}",
    ),
    causes=(
        "The consumers of {svc} handled fewer messages than arrived. The queue has {n_small} partitions, so adding consumers past "
        "that number did not raise throughput, and lag grew for {hours} hours.",
        "One poison message stopped a consumer of {svc}; it was put back and read again without end while the backlog "
        "built up behind it in the same partition.",
        "A back-fill by {other} published {n_k} thousand messages to the queue that also carries live orders. Live messages waited "
        "behind the bulk of them.",
        "A consumer group of {svc} rebalanced each time that a slow handler missed its heartbeat. During rebalancing nothing "
        "was consumed, which made the lag worse and the next rebalance sooner.",
        "The batch size of the consumer had been lowered to one while debugging. Throughput of {svc} fell by {pct} %, unnoticed until "
        "the morning's messages arrived.",
        "All messages of {site} share one partition key. That hot partition was consumed by a single worker, which could not "
        "keep up once the site took on a second wave a day.",
    ),
    short_causes=(
        "f~consumers of {svc} cannot keep up, lag is growing on one hot partition",
        "b~a poison message blocks the partition",
        "c~bulk messages from a back-fill sit in front of live ones in the queue",
        "ae~consumers of {svc} handle fewer messages than arrive",
        "d~the consumer group of {svc} keeps rebalancing",
    ),
    lead_ups=(
        ("traffic", "adf~Order volume was {pct} % higher than on the same day a week before."),
        ("scheduled_job", "abd~The {job} had published its messages at the top of the hour."),
        ("manual_action", "c~A back-fill had been started for {other} that afternoon."),
        ("gradual_decay", "af~Lag had been a little higher at the end of each day for {days} days."),
        ("manual_action", "e~Consumer settings had been changed the day before, while another fault was being looked into."),
    ),
    symptoms=(
        "Consumer lag on {svc} passed {n_k} thousand messages and went on rising.",
        "The oldest unread message was {n_mid} minutes old.",
        "Orders placed an hour earlier had still not been seen by {svc}.",
    ),
    diagnosis=(
        ("metrics", "bf~Lag by partition showed a single partition far behind while the others were up to date."),
        ("logs", "b~The consumer log repeated the same message offset every {n_small} seconds."),
        ("recent_changes", "c~No release had touched the consumers that day, but the list of manual jobs named a back-fill that began when the lag did."),
        ("system_inspection", "ad~Describing the consumer group showed {n_small} active members and the rest without a partition."),
        ("metrics", "acde~Messages in and messages out were drawn in one graph; out had stayed below in since the lag began."),
        ("recent_changes", "e~The list of manual changes named the lowered batch size of the day before."),
        ("recent_changes", "abdf~No release and no manual job had touched the consumers that day, so the messages themselves were looked at."),
        ("logs", "d~The consumer log told of a rebalance every {n_small} minutes."),
    ),
    attempts=(
        ("af~added {n_small} consumers to {svc}", "the extra consumers had no partition to read, lag kept rising"),
        ("restarted the {svc} consumers", "the group rebalanced for {n_small} minutes and fell further behind"),
        ("raised the memory of the consumers", "throughput did not change"),
    ),
    mitigations=(
        Remedy("drain_or_remove", 4, "b~moved the blocking messages aside to a holding queue", "live messages were read again and the backlog drained"),
        Remedy("add_capacity", 4, "af~raised the number of partitions and consumers of {svc}", "lag fell to normal within {n_mid} minutes"),
        Remedy("config_change", 2, "e~restored the batch size of the consumers", "throughput doubled and the lag went down"),
        Remedy("config_change", 2, "d~lengthened the heartbeat timeout of the consumers", "the group settled and the lag went down"),
        Remedy("workaround", 1, "c~paused the back-fill until the live messages had been read", "new orders got through without delay"),
    ),
    fix=F("prevent", "capacity", "Split bulk messages and live orders of {svc} into queues of their own"),
    follow_ups=(
        F("prevent", "capacity", "Give {svc} enough partitions for three times today's peak"),
        F("prevent", "limits", "b~Set a message aside after [three|five] failed tries in {svc}"),
        F("detect", "alerting", "Alert on the age of the oldest message of {svc} rather than on the count"),
        F("detect", "alerting", "Show lag for each partition on the {svc} dashboard"),
        F("prevent", "capacity", "Load-test the {svc} consumers with a full peak day of messages"),
        F("process", "guardrails", "c~Ask for a plan with a rate limit before any back-fill starts"),
        F("document", "runbook", "b~Write down how to skip or park a poison message in {svc}"),
    ),
    went_well=("No message was lost and order was kept.", "Consumers could be paused and resumed without loss."),
    went_wrong=("bf~The alert looked at total lag, which hid the one hot partition.", "c~The back-fill had no rate limit."),
    got_lucky=("Retention of the queue was a week.", "It was a day with few orders."),
)  # fmt: skip

THEMES = (CONNECTION_POOLS, RETRY_STORMS, QUEUE_BACKLOGS)
