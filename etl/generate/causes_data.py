"""Planted themes of data and its handling: full disks, scheduled jobs and bulk changes by hand."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

FULL_DISKS = CauseTheme(
    key="full-disks",
    label="Disks filled up",
    category="data_storage",
    weight=1.2,
    services=(("event-bus", 5), ("product-search", 3), ("warehouse-gateway", 2), ("product-catalogue", 2), ("checkout", 1)),
    detection=(("monitoring", 6), ("user_report", 2), ("staff_noticed", 3)),
    time_to_diagnose_median_minutes=25,
    fix_holds=True,
    titles=(
        "Full disk stops {svc}",
        "{svc} out of disk space on {host}",
        "Disk on {host} fills up and halts {svc}",
        "No space left for the {store}",
    ),
    causes=(
        "Debug logging had been left on in {svc} since {ver}. Log files filled the {gb} GB disk of {host}, and writes to "
        "the {store} failed.",
        "Log rotation on {host} had stopped after a rename of the service: the old pattern matched no file. The disk was full after "
        "{days} days.",
        "The {job} keeps temporary files when it is interrupted. Files from {n_mid} interrupted runs had used up the disk space "
        "of {host}.",
        "Retention of the {store} was set by age and not by size. A surge of {unit} filled the volume long before the oldest "
        "data was due to be deleted.",
        "A snapshot taken before the last upgrade was never removed. As data changed, the snapshot grew until the volume under the {store} "
        "had no space left.",
        "The partition of {host} ran out of inodes while half of its space was free: {svc} had left {n_k} thousand "
        "small files behind.",
    ),
    short_causes=(
        "ab~the disk of {host} is full of log files",
        "de~no disk space left on the volume of the {store}",
        "c~temporary files of the {job} have filled {host}",
        "f~no inodes are left on {host}",
    ),
    lead_ups=(
        ("gradual_decay", "Free space on {host} had been shrinking by {n_small} GB a day for weeks."),
        ("scheduled_job", "c~The {job} started its run with {small_pct} % of the disk left."),
        ("deploy", "a~Release {ver} had raised the log level {days} days before."),
    ),
    symptoms=(
        "{svc} logged `No space left on device` and stopped accepting writes.",
        "The {store} switched to read-only mode to protect itself.",
        "Writes on {host} failed while reads were answered as usual.",
    ),
    diagnosis=(
        ("logs", "`No space left on device` stood in the last lines that {svc} had been able to log."),
        ("system_inspection", "abcd~Running `df` on {host} showed 100 % use, and `du` led to the directory that had grown."),
        ("metrics", "abcde~The disk graph of {host} was a straight line up to 100 %, reached in the minute of the first error."),
        ("recent_changes", "a~The release notes of the last week were searched for anything that writes more; the log level in {ver} stood out."),
        ("system_inspection", "f~Running `df -i` on {host} showed all inodes in use, while plain `df` reported free space."),
        ("system_inspection", "e~The volume list of {host} showed a snapshot from the last upgrade, grown to {gb} GB."),
        ("recent_changes", "bcdef~No release had changed what is written to disk, so old leftovers were suspected."),
    ),
    attempts=(
        ("restarted {svc} on {host}", "it failed to start, unable to write its lock file"),
        ("cde~deleted old log archives", "{small_pct} % was freed and used up again within {n_mid} minutes"),
        ("moved traffic away from {host}", "the next node was {mins} minutes from the same state"),
    ),
    mitigations=(
        Remedy("data_repair", 4, "abcf~deleted the surplus files on {host} after checking that none was needed", "writes resumed"),
        Remedy("add_capacity", 4, "abcde~enlarged the volume of {host} by {gb} GB", "{svc} accepted writes again"),
        Remedy("config_change", 2, "a~set the log level back and deleted the debug logs", "free space rose and stayed up"),
        Remedy("config_change", 2, "b~corrected the pattern of the log rotation and ran it", "free space rose and stayed up"),
        Remedy("data_repair", 4, "e~deleted the forgotten snapshot", "the volume had room at once"),
        Remedy("redeploy_or_replace", 1, "cf~replaced {host} by a node with an empty disk", "the {store} caught up in {n_mid} minutes"),
    ),
    fix=F("prevent", "cleanup", "Limit logs and retention of {svc} by size, enforced on each node"),
    follow_ups=(
        F("prevent", "cleanup", "ce~Remove temporary files and snapshots of the {job} automatically after a day"),
        F("prevent", "cleanup", "ab~Send {svc} logs to central storage and keep only one day on disk"),
        F("detect", "alerting", "Alert when a disk of {svc} will be full within [three|seven] days at the present rate"),
        F("detect", "alerting", "f~Watch inodes as well as bytes on all {svc} nodes"),
        F("prevent", "capacity", "Let the volumes of the {store} grow by themselves up to a limit"),
        F("document", "runbook", "List in the runbook which files on {svc} nodes are safe to delete"),
    ),
    went_well=("Volumes could be enlarged without a restart.", "The store protected its data by switching to read-only."),
    went_wrong=("The disk alert at 95 % left only {mins} minutes.", "a~Nobody had looked at log volume since {ver}."),
    got_lucky=("The store stopped cleanly and needed no repair.", "The second node had more free space."),
)  # fmt: skip

SCHEDULED_JOBS = CauseTheme(
    key="scheduled-jobs",
    label="Scheduled jobs that fail silently",
    category="code_defect",
    weight=1.1,
    services=(("pricing", 5), ("supplier-orders", 3), ("product-catalogue", 3), ("route-planner", 2), ("promotions", 2), ("recommendations", 1)),
    detection=(("monitoring", 2), ("user_report", 5), ("staff_noticed", 5), ("third_party", 1)),
    time_to_diagnose_median_minutes=58,
    fix_holds=True,
    titles=(
        "cf~{job} does not run and {svc} serves old data",
        "adf~Silent failure of the {job}",
        "e~{svc} out of date after its {job} stopped half way",
        "b~{job} overlaps with itself",
    ),
    causes=(
        "The {job} ended with an error that its wrapper script swallowed. The scheduler recorded a success, so nobody knew that "
        "{svc} was working with old data.",
        "Two runs of the {job} overlapped, because the earlier one took longer than its interval. The second run overwrote "
        "half of the first one's results.",
        "The {job} skipped its run after the scheduler had been moved to another cluster. Its schedule had not been carried over.",
        "The input file for the {job} arrived {n_mid} minutes late. The job started on time, found an empty directory and treated that as a "
        "valid, empty delivery.",
        "An unexpected blank line in the input made the {job} stop half way. It has no transaction around the run, so {svc} was left "
        "with a mixture of old and new rows.",
        "The {job} held a lock file from a run that had been killed. Each later run saw the lock, exited quietly and "
        "reported success.",
    ),
    short_causes=(
        "acef~the {job} has failed silently since its last good run",
        "b~two runs of the {job} overlapped",
        "d~the {job} took an empty input for a valid one",
    ),
    lead_ups=(
        ("scheduled_job", "adef~The {job} was due at its usual hour."),
        ("scheduled_job", "b~The {job} had taken longer each night as the range of products grew."),
        ("maintenance", "c~The scheduler had been moved to the new cluster {days} days before."),
    ),
    symptoms=(
        "acdf~Data in {svc} carried the date of the day before.",
        "adf~The {job} showed a success in the scheduler after {n_small} seconds instead of {n_mid} minutes.",
        "be~About {pct} % of the rows in `{table}` were new and the rest were not.",
    ),
    diagnosis=(
        ("logs", "ae~The job's own log, kept on the worker and not in the central store, ended in a stack trace although the scheduler said success."),
        ("system_inspection", "acf~Looking at `{table}` by modification date showed that nothing had been written since the last good run."),
        ("recent_changes", "c~The changes since the last good run were listed; the move of the scheduler was the one that touched the {job}."),
        ("reproduction", "ade~Running the {job} against a copy of the input failed at the same line."),
        ("metrics", "adf~Run times of the {job}, drawn for the first time, showed a fall to a few seconds."),
        ("system_inspection", "b~Rows of two runs were found side by side in `{table}`."),
        ("logs", "b~Start and end times in the job's log showed that each run began before the last had ended."),
        ("system_inspection", "f~A lock file {days} days old was found on the worker."),
        ("recent_changes", "abdef~Changes to {svc} and to the job were looked through first and ruled out, which left its input and its surroundings."),
    ),
    attempts=(
        ("af~started the {job} again", "it ended after {n_small} seconds and reported success, without writing a row"),
        ("cleared the {cache}", "the same old data was loaded again"),
        ("de~restored yesterday's input file", "the job took it for a duplicate and left it alone"),
    ),
    mitigations=(
        Remedy("data_repair", 5, "de~ran the {job} by hand with a corrected input", "{svc} had today's data {n_mid} minutes later"),
        Remedy("data_repair", 5, "abc~ran the {job} by hand with nothing else running", "`{table}` was complete {n_mid} minutes later"),
        Remedy("restart", 2, "f~removed the stale lock file and started the {job}", "the run finished and wrote all rows"),
        Remedy("code_fix", 2, "ae~released {next_ver}, in which the job stops on errors", "the repeated run was complete"),
        Remedy("workaround", 1, "d~loaded the missing rows from the supplier's file directly", "the gap was closed before opening time"),
    ),
    fix=F("prevent", "tests", "Let the {job} fail loudly: pass on its exit code and check the number of rows written"),
    follow_ups=(
        F("detect", "alerting", "Alert when the {job} has written no rows by [05:00|06:00]"),
        F("detect", "alerting", "Monitor the age of the data in {svc}, not only the state of the job"),
        F("prevent", "tests", "de~Refuse empty or unusually small inputs in the {job}"),
        F("prevent", "limits", "bf~Prevent overlapping runs of the {job} by a lock that expires"),
        F("prevent", "tests", "be~Write the results of the {job} in one transaction"),
        F("investigate", "", "Look for other jobs of {team} whose failure nobody would notice"),
        F("document", "runbook", "Describe how to run the {job} by hand for one day"),
    ),
    went_well=("The last good data was kept and remained usable.", "The run by hand was checked on a copy first."),
    went_wrong=("adf~The scheduler reported success for a run that wrote nothing.", "The first to notice were colleagues outside engineering."),
    got_lucky=("Few values had changed since the day before.", "de~The supplier could send the file again."),
)  # fmt: skip

BULK_CHANGES = CauseTheme(
    key="bulk-changes-by-hand",
    label="Manual bulk changes without guard rails",
    category="human_procedure",
    weight=0.85,
    services=(("promotions", 4), ("pricing", 4), ("product-catalogue", 3), ("inventory", 2), ("supplier-orders", 1)),
    detection=(("monitoring", 2), ("user_report", 5), ("staff_noticed", 5)),
    time_to_diagnose_median_minutes=34,
    fix_holds=None,
    titles=(
        "ade~Bulk edit in {svc} changes the wrong rows",
        "c~Manual script removes live `{table}` rows",
        "b~Bulk upload overwrites data in {svc}",
        "c~Clean-up script reaches production data of {svc}",
        "f~Correction script for `{table}` applied twice",
    ),
    causes=(
        "A bulk update was run against `{table}` by hand. The console gives no preview and has no limit on rows, and the filter "
        "matched {n_big} rows instead of {n_mid}.",
        "The bulk upload template of {svc} treats an empty cell as 'delete'. A spreadsheet with an empty column removed values from "
        "{n_big} rows, and no confirmation step showed the number of rows.",
        "A clean-up script meant for the test environment ran with production settings, since both are chosen by the same variable. "
        "It removed {n_big} rows from `{table}`.",
        "The manual procedure for changing `{table}` has {n_mid} steps and asks for a copy of an identifier between two of them. The tool "
        "accepted an identifier of the wrong batch.",
        "The admin console of {svc} applies a bulk edit to all pages of a search result, though it shows only the first. {n_big} rows "
        "were changed where {n_mid} were meant.",
        "A one-off correction script for `{table}` was run twice. It is not repeatable, and the procedure has no step that "
        "shows whether it has run before.",
    ),
    short_causes=(
        "ae~a bulk edit by hand matched far more rows of `{table}` than intended",
        "b~the upload treated empty cells as deletions",
        "c~the clean-up script ran against production rows",
        "d~an identifier of the wrong batch was accepted",
        "f~the correction of `{table}` was applied twice",
    ),
    lead_ups=(
        ("manual_action", "adef~A planned correction of `{table}` was being made in the admin console."),
        ("manual_action", "b~The weekly bulk upload for {svc} had been started."),
        ("manual_action", "c~Old test entries were being cleaned up."),
    ),
    symptoms=(
        "{n_big} rows of `{table}` changed within a few seconds.",
        "Colleagues in {site} noticed values that could not be right.",
        "Customers wrote in about products that looked wrong in the shop.",
    ),
    diagnosis=(
        ("system_inspection", "The audit table of the {store} showed {n_big} changes under a single operation number."),
        ("recent_changes", "The operations channel listed a change by hand {mins} minutes before the first report, the only change that day."),
        ("logs", "ae~The admin console's log held the filter that had been used, and running it as a count gave {n_big} rows."),
        ("asked_expert", "b~The category managers could say at once which values were wrong, which narrowed the search to one upload."),
    ),
    attempts=(
        ("ade~undid the edit in the console", "only the first page of results was restored"),
        ("cleared the {cache}", "the wrong values were in the {store} and came back"),
        ("b~loaded the spreadsheet of the week before", "newer rows stayed wrong"),
    ),
    mitigations=(
        Remedy("data_repair", 7, "restored the affected rows from the backup of the night", "counts and samples agreed with the day before"),
        Remedy("workaround", 2, "hid the affected products while their rows were being restored", "no further wrong orders were taken"),
        Remedy("rollback", 1, "adef~reversed the operation from the audit table", "all rows had their former values"),
    ),
    fix=F("prevent", "guardrails", "Show the number of matching rows and ask for confirmation in the {svc} console"),
    follow_ups=(
        F("prevent", "guardrails", "ade~Limit bulk edits in {svc} to {limit} rows unless a second person approves"),
        F("prevent", "guardrails", "c~Separate production and test settings of maintenance scripts"),
        F("prevent", "guardrails", "b~Make an empty cell mean 'leave unchanged' in bulk uploads"),
        F("mitigate", "guardrails", "Offer undo for a whole bulk edit from the audit table"),
        F("detect", "alerting", "Alert when more than {limit} rows of `{table}` change within a minute"),
        F("process", "guardrails", "cf~Review scripts that write to the {store} before they are run"),
        F("document", "runbook", "Document restoring single rows of `{table}` from backup"),
    ),
    went_well=("The audit table made an exact repair possible.", "The change was reported at once and openly, which saved time."),
    went_wrong=("ae~The console shows no count before it applies a change.", "Restoring single rows from backup had never been tried."),
    got_lucky=("The backup was only {hours} hours old.", "Prices and stock were not touched by the same upload."),
)  # fmt: skip

THEMES = (FULL_DISKS, SCHEDULED_JOBS, BULK_CHANGES)
