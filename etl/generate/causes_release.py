"""Planted themes of released code: memory leaks, incompatible messages and time zones."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

MEMORY_LEAKS = CauseTheme(
    key="memory-leaks",
    label="Memory leaks after a release",
    category="code_defect",
    weight=1.0,
    services=(("recommendations", 4), ("route-planner", 4), ("product-search", 3), ("web-storefront", 2), ("api-gateway", 1)),
    detection=(("monitoring", 8), ("user_report", 2), ("staff_noticed", 2)),
    time_to_diagnose_median_minutes=75,
    fix_holds=False,
    titles=(
        "Memory leak in {svc} {ver}",
        "{svc} pods killed for lack of memory",
        "{svc} slows down and restarts after {ver}",
        "Out-of-memory restarts on {svc}",
    ),
    causes=(
        "Release {ver} of {svc} kept a reference to every [request|response body] in a listener that was never removed. "
        "The heap grew by {gb} MB an hour until pods were killed for lack of memory.",
        "A new in-process map in {svc} had no upper bound. Memory rose with each distinct {field} until the garbage "
        "collector took most of the CPU.",
        "The upgraded HTTP client in {ver} leaked buffers on [cancelled|timed-out] requests. Memory leaked slowly enough to pass "
        "the one-hour soak test.",
        "{svc} opened a new client for each call and left it to the garbage collector. Native memory, which the heap graphs do not "
        "show, leaked until the container limit was reached.",
        "A change to the logging context stored whole objects per thread. Threads live as long as the pod, so the "
        "memory of {svc} only ever grew.",
        "Streams opened for [large answers|exports] were not closed on the error path in {ver}. Each error leaked a buffer, and "
        "out-of-memory kills followed {hours} hours after the release.",
    ),
    short_causes=(
        "memory leak introduced in {svc} {ver}",
        "b~unbounded in-process map, heap of {svc} grows until the pod is killed",
        "c~buffers are leaked on timed-out requests since {ver}",
    ),
    lead_ups=(
        ("deploy", "Release {ver} of {svc} had gone out {hours} hours earlier and looked healthy."),
        ("gradual_decay", "Memory use of {svc} had been creeping up for {days} days, since release {ver}, hidden by regular deploys."),
        ("deploy", "c~{svc} {ver} was rolled out with an upgraded client library."),
    ),
    symptoms=(
        "Pods of {svc} were restarted with `OOMKilled` every {n_mid} minutes.",
        "The 99th percentile of {svc} latency rose to {secs} seconds as garbage collection took over.",
        "Memory of all {svc} pods climbed in a straight line and fell only on restart.",
    ),
    diagnosis=(
        ("metrics", "The memory graph of {svc} turned from flat to a sawtooth on the day of {ver}."),
        ("recent_changes", "Setting the deploy log beside the memory graph singled out {ver}; the diff held only {n_small} changes to look through."),
        ("system_inspection", "a~A heap dump from a pod close to its limit showed {n_k} thousand entries held by one listener."),
        ("code_reading", "a~Reading the diff between {prev} and {ver} turned up an object that was registered and never removed."),
        ("system_inspection", "b~A heap dump from a pod close to its limit showed {n_k} thousand entries in one map."),
        ("code_reading", "cdf~Reading the diff between {prev} and {ver} turned up a resource that is opened and not always closed."),
        ("code_reading", "e~Reading the logging code of {ver} showed that its context is never emptied."),
        ("reproduction", "Replaying an hour of traffic against {ver} in the test cluster reproduced the growth; {prev} stayed flat."),
    ),
    attempts=(
        ("raised the memory limit of {svc}", "the pods lived {hours} hours longer and were then killed again"),
        ("restarted all {svc} pods", "memory was fine at first and grew at the same pace"),
        ("turned on more frequent garbage collection", "latency got worse and memory still grew"),
    ),
    mitigations=(
        Remedy("rollback", 6, "rolled {svc} back to {prev}", "memory stayed flat and restarts ended"),
        Remedy("restart", 3, "restarted the {svc} pods in turn, every {n_small} hours", "memory stayed below the limit until a fix was ready"),
        Remedy("code_fix", 2, "b~released {next_ver} with a bound on the map", "the heap levelled off"),
        Remedy("code_fix", 2, "cdf~released {next_ver}, which closes what it opens", "memory stayed level"),
    ),
    fix=F("prevent", "tests", "Run a 12-hour soak test on each {svc} release and fail it on growing memory"),
    follow_ups=(
        F("prevent", "tests", "Add a soak test with production traffic that watches the heap of {svc}"),
        F("prevent", "limits", "b~Put an upper bound on in-process caches and maps in {svc}"),
        F("detect", "alerting", "Alert when memory of {svc} grows for [six|twelve] hours without a break"),
        F("mitigate", "rollout", "Roll {svc} back automatically on repeated out-of-memory kills"),
        F("investigate", "", "Look for the same pattern in other services of {team}"),
        F("document", "runbook", "Explain in the runbook how to take a heap dump of {svc} safely"),
    ),
    went_well=("Restarts bought enough time to look for the leak without hurry.", "The heap dump was taken before the pods were recycled."),
    went_wrong=("The soak test lasts an hour, the leak needed {hours}.", "Restarts by the cluster hid the growth for days."),
    got_lucky=("Pods did not reach their limits all at the same time.", "The former release was still in the image registry."),
)  # fmt: skip

SCHEMA_CHANGES = CauseTheme(
    key="incompatible-messages",
    label="Incompatible event and API schema changes",
    category="change_rollout",
    weight=1.05,
    services=(("driver-app-api", 5), ("picking", 4), ("product-catalogue", 2), ("basket", 2), ("notifications", 1)),
    detection=(("monitoring", 5), ("user_report", 4), ("staff_noticed", 3)),
    time_to_diagnose_median_minutes=46,
    fix_holds=True,
    titles=(
        "acdf~{svc} cannot read the new `{event}` messages",
        "Schema change breaks {svc}",
        "acdf~Incompatible `{event}` format stops {svc}",
        "a~Renamed field breaks {svc} clients",
        "be~API change breaks clients of {svc}",
    ),
    causes=(
        "The producer renamed the field `{field}` in the `{event}` message. {svc} still expected the old name and failed "
        "to parse each message of the new version.",
        "Release {ver} made `{field}` mandatory in the API of {svc}. Older clients, {small_pct} % of all, do not send it and "
        "had every request refused.",
        "The type of `{field}` in `{event}` changed from number to text. The schema registry accepted it because its "
        "compatibility check was [set to none|not enabled for this subject].",
        "A new value was added to an enumeration in `{event}`. The deserialiser in {svc} rejects unknown values, so each message "
        "that carried it was put back and read again for ever.",
        "The response schema of {endpoint} dropped a field that had been announced as unused. The consumers "
        "in {other} still read it, and failed on each answer without it.",
        "{svc} was released with version two of the `{event}` contract before its consumers could read it. The two sides "
        "have separate pipelines, and nothing enforces the order.",
    ),
    short_causes=(
        "a~consumers cannot parse `{event}` since the field `{field}` was renamed",
        "cdf~incompatible schema version of `{event}` in use",
        "b~older clients do not send the newly mandatory `{field}`",
        "e~a field that {other} still reads was dropped from {endpoint}",
    ),
    lead_ups=(
        ("deploy", "acdf~Release {ver} changed the contract of `{event}`."),
        ("deploy", "acdf~The producer of `{event}` was released {n_mid} minutes earlier with a new message version."),
        ("deploy", "be~{svc} {ver} went out with what was marked as an additive API change."),
    ),
    symptoms=(
        "acdf~{svc} logged `cannot deserialize field '{field}'` for every new `{event}` message.",
        "acdf~The dead-letter queue for `{event}` grew by {n_mid} messages a second.",
        "b~Clients on older versions received `400 missing field: {field}`.",
        "e~{other} logged `missing field: {field}` when reading answers of {svc}.",
    ),
    diagnosis=(
        ("logs", "acdf~The first message in the dead-letter queue, put beside one from the day before, showed the changed `{field}`."),
        ("recent_changes", "acdf~Reading through the releases of the last hour across teams led to {ver}, whose notes mention `{event}`."),
        ("code_reading", "acdf~The parser in {svc} was read against the new contract; it has no case for the new form of `{field}`."),
        ("asked_expert", "acdf~The team that produces `{event}` confirmed the change within minutes of being asked."),
        ("recent_changes", "be~The deploy log was read against the error graph; {ver} of {svc} had gone out {n_small} minutes before the first failure."),
        ("code_reading", "be~The released contract of {endpoint} was read against the code of its callers, and `{field}` did not agree."),
        ("reproduction", "be~A call made by hand in the old form failed against {ver} and succeeded against {prev}."),
    ),
    attempts=(
        ("acdf~replayed the failed messages", "all of them went back to the dead-letter queue"),
        ("acdf~restarted the {svc} consumers", "they stopped at the same message"),
        ("acdf~skipped the first failing message", "the next one failed in the same way"),
        ("be~restarted {svc}", "clients got the same errors"),
        ("be~raised the timeouts of the callers", "requests were refused at once all the same"),
    ),
    mitigations=(
        Remedy("rollback", 6, "acdf~rolled the producer back to {prev}", "new messages could be parsed and the queue was replayed"),
        Remedy("rollback", 6, "be~rolled {svc} back to {prev}", "its clients were served again"),
        Remedy("code_fix", 3, "acdf~released a {svc} parser that accepts both forms", "the backlog was read in {n_mid} minutes"),
        Remedy("workaround", 1, "b~translated `{field}` in a small relay in front of {svc}", "clients worked while a release was prepared"),
    ),
    fix=F("prevent", "tests", "Enforce backward compatibility of `{event}` in the schema registry and in the build of {svc}"),
    follow_ups=(
        F("prevent", "tests", "Add contract tests between {svc} and the consumers of `{event}`"),
        F("prevent", "tests", "acdf~Enable the compatibility check for all subjects in the schema registry"),
        F("prevent", "rollout", "acdf~Release consumers before producers, enforced by the pipeline"),
        F("detect", "alerting", "acdf~Page when the dead-letter queue of {svc} holds more than {limit} messages"),
        F("mitigate", "limits", "acdf~Set unreadable messages aside after three tries instead of blocking the queue"),
        F("detect", "alerting", "be~Alert on requests that {svc} refuses, split by client version"),
        F("process", "communication", "be~Announce changes to {endpoint} four weeks ahead to the owners of its callers"),
        F("document", "runbook", "Document which changes to `{event}` are compatible, with examples"),
    ),
    went_well=("acdf~No message was lost: all could be replayed.", "acdf~The producing team joined the call within {n_small} minutes."),
    went_wrong=("The change was called additive in its notes.", "acdf~There is no list of who reads `{event}`."),
    got_lucky=("Only one of the two regions had received the release.", "acdf~The retention of the queue was longer than the outage."),
)  # fmt: skip

TIME_ZONES = CauseTheme(
    key="time-zone-defects",
    label="Time-zone and date arithmetic defects",
    category="code_defect",
    weight=0.75,
    services=(("slot-booking", 5), ("promotions", 3), ("route-planner", 2), ("driver-app-api", 1), ("picking", 1)),
    detection=(("monitoring", 2), ("user_report", 6), ("staff_noticed", 4)),
    time_to_diagnose_median_minutes=70,
    fix_holds=None,
    titles=(
        "abcf~Wrong time zone in {svc} shifts its schedule",
        "bf~{svc} off by one hour in the eastern region",
        "d~Date arithmetic in {svc} fails at the month's end",
        "ac~Local midnight handled wrongly by {svc}",
        "e~Week numbers of {svc} disagree with the calendar",
    ),
    causes=(
        "{svc} compared a local time with a UTC timestamp. In the eastern region, two hours ahead, everything "
        "between 22:00 and midnight was filed under the wrong day.",
        "The new date library in {ver} reads times without an offset as UTC, where the old one took the site's time zone. All "
        "times typed in by planners moved by [one hour|two hours].",
        "The cut-off was calculated as midnight minus a number of hours, in the server's time zone. After the servers "
        "were set to UTC it no longer matched local midnight at the sites.",
        "Adding one month to the 31st gave a date that does not exist; the date arithmetic in {svc} rolled over "
        "into the next month and the period ended up empty.",
        "Week numbers were computed with a calendar week that starts on Sunday while the rest of Larkspur counts "
        "from Monday. One day a week fell into the wrong week.",
        "{svc} stored the time-zone offset of the day on which a schedule was created. Daylight saving had changed "
        "since then, so each start time was off by an hour on the calendar.",
    ),
    short_causes=(
        "abc~{svc} treats local times as UTC",
        "f~time-zone offset taken from the wrong date",
        "d~date arithmetic rolls over into the wrong day",
        "e~{svc} lets the week begin on Sunday",
    ),
    lead_ups=(
        ("deploy", "b~Release {ver} of {svc} replaced the date library."),
        ("scheduled_job", "ac~The {job} ran for the first time since the site calendars were moved to UTC."),
        ("gradual_decay", "def~Nothing had changed that day; the calendar reached a date that the code had not met before."),
    ),
    symptoms=(
        "ac~Entries for the late evening appeared under the next day.",
        "bf~Everything that {svc} schedules was exactly one hour off at {site}.",
        "d~{svc} answered with an empty list for the last day of the period.",
        "e~Entries for Sundays appeared in the week after.",
    ),
    diagnosis=(
        ("reproduction", "abcf~Setting the clock of a test instance to the eastern region's time zone reproduced the shift at once."),
        ("code_reading", "ac~Reading the calendar code showed a comparison of a local time with a UTC timestamp."),
        ("recent_changes", "b~Of the changes since the last correct day only the date library in {ver} touched time handling."),
        ("hypothesis_test", "abcf~If the offset was at fault, sites in the home region had to be right; they were, which confirmed it."),
        ("system_inspection", "bf~Rows in the {store} written before and after the change differed by a whole number of hours."),
        ("reproduction", "de~Setting the clock of a test instance to the day in question showed the same result at once."),
        ("code_reading", "de~Reading the calendar code line by line turned up the arithmetic that goes wrong."),
        ("recent_changes", "acdef~None of the recent changes touched time handling, so the calendar itself came under suspicion."),
    ),
    attempts=(
        ("ran the {job} again", "it wrote the same wrong times"),
        ("cleared the {cache}", "the wrong entries came back from the {store}"),
        ("abcf~set the time zone of one server by hand", "only times written by that server changed"),
    ),
    mitigations=(
        Remedy("rollback", 4, "b~rolled {svc} back to {prev}", "new entries carried the right times"),
        Remedy("data_repair", 4, "corrected the shifted rows in the {store} with a checked script", "sites saw the right times after a refresh"),
        Remedy("code_fix", 3, "de~released {next_ver} with corrected calendar arithmetic", "the next run was correct"),
        Remedy("code_fix", 3, "abcf~released a fix in {next_ver} that keeps the zone with each time", "the next run was correct for all regions"),
    ),
    fix=F("prevent", "tests", "Store times with their zone in {svc} and forbid zone-less times by a build check"),
    follow_ups=(
        F("prevent", "tests", "Add tests for {svc} at month ends, leap days and clock changes"),
        F("prevent", "tests", "Forbid dates without a time zone in {svc} with a lint rule"),
        F("detect", "alerting", "Check each morning that the number of entries per day and site is plausible"),
        F("investigate", "", "Search the {store} for other times that were saved without a zone"),
        F("document", "runbook", "Write a page on which clock each system of {team} uses"),
    ),
    went_well=("Sites reported exact examples, which made the shift easy to see.", "The repair script was tested on a copy first."),
    went_wrong=("All of our tests run in UTC.", "No alert looks at whether a schedule is plausible."),
    got_lucky=("bf~The shift was by a whole hour and therefore easy to spot.", "The affected orders had not been loaded yet."),
)  # fmt: skip

THEMES = (MEMORY_LEAKS, SCHEMA_CHANGES, TIME_ZONES)
