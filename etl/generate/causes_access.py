"""Planted themes of access: certificates, credentials and hostile traffic."""

# ruff: noqa: E501 - sentences of a template read better unbroken

from etl.generate.causes import CauseTheme
from etl.generate.causes import FollowUpTemplate as F
from etl.generate.causes import Mitigation as Remedy

CERTIFICATES = CauseTheme(
    key="expired-certificates",
    label="Expired TLS certificates",
    category="certificate_credential",
    weight=1.25,
    services=(("payments", 6), ("warehouse-gateway", 3), ("api-gateway", 2), ("notifications", 2), ("identity", 2)),
    detection=(("monitoring", 5), ("user_report", 3), ("staff_noticed", 1), ("third_party", 2)),
    time_to_diagnose_median_minutes=26,
    fix_holds=True,
    titles=(
        "{svc} unreachable after its certificate expired",
        "Expired certificate breaks calls to {svc}",
        "TLS handshakes with {svc} fail",
        "Lapsed certificate stops {svc}",
    ),
    causes=(
        "The TLS certificate on the {svc} [endpoint|listener] expired. Its renewal was [a manual task whose "
        "reminder went to a mailbox that had been closed|a ticket that had been filed under a retired team|left to a "
        "calendar entry that nobody had taken over].",
        "The certificate that {svc} presents to {other} had [lapsed|run out] {hours} hours earlier, so every new "
        "handshake was refused. Connections that were already open kept working, which hid the failure at first.",
        "Automatic renewal of the {svc} certificate had been failing for {days} days because [the validation record "
        "was removed during a clean-up|the renewal agent had lost access to the DNS zone]. When the old "
        "certificate reached its end date, clients stopped trusting the endpoint.",
        "A renewed certificate for {svc} was [in the secret store|on disk], but [the listener had not been "
        "reloaded|the proxy had last been restarted {days} days earlier] and went on serving the expired one from "
        "memory.",
        "An intermediate certificate in the chain of {svc} passed its expiry date. The leaf was valid, so our expiry "
        "check was green, but [strict clients|the mobile clients] rejected the chain.",
        "The client certificate with which {svc} authenticates to {partner} expired. It had been issued by hand "
        "[for one year|two years ago] and was in no inventory, so no one was due to renew it.",
        "Mutual TLS between {svc} and {other} depended on a private authority whose root certificate expired. Every "
        "certificate that it had signed became invalid at the same moment.",
    ),
    short_causes=(
        "abc~the certificate on the {svc} listener has expired",
        "e~expired certificate in the chain served by {svc}",
        "abc~certificate renewal had not taken place, the one in use is out of date",
        "d~{svc} still serves the expired certificate although a renewed one is in place",
        "f~the client certificate of {svc} for {partner} has expired",
        "g~the private root certificate behind {svc} and {other} has expired",
    ),
    lead_ups=(
        ("expiry", "The certificate reached its end date; nothing else had changed on {svc} that day."),
        ("expiry", "abeg~The certificate had been issued [a year|{n_mid} weeks] earlier and came to its last minute of validity."),
        ("expiry", "abf~Renewal notices had gone out {days} days before the expiry, to an address that is no longer read."),
    ),
    symptoms=(
        "abcdeg~New connections to {svc} failed with `x509: certificate has expired or is not yet valid`.",
        "abcdeg~Callers of {svc} logged `SSL_ERROR_EXPIRED_CERT_ALERT` on every fresh connection.",
        "f~Calls from {svc} to {partner} ended in `tls: bad certificate`.",
        "Handshake failures on {svc} went from none to {pct} % of connections within one minute.",
    ),
    diagnosis=(
        ("logs", "abcdeg~The logs of {other} held `certificate has expired` [for each failed call|on every failed handshake], which "
                 "named the listener at once."),
        ("system_inspection", "abcdeg~Opening a connection to {svc} with `openssl s_client` showed an end date [of the same "
                              "day|{hours} hours in the past]."),
        ("logs", "f~The {svc} logs held `tls: expired certificate` for each call to {partner}."),
        ("metrics", "The handshake-error graph rose as a step at a full hour while CPU and traffic stayed flat, which "
                    "spoke for an expiry rather than for load."),
        ("recent_changes", "The deploy log was compared with the error graph: {svc} had not been released for {days2} days, so a "
                           "release was ruled out and dates and quotas were looked at next."),
    ),
    attempts=(
        ("abcefg~restarted the {svc} pods", "handshakes kept failing, the new pods loaded the same certificate"),
        ("moved traffic to {zone}", "the same errors appeared there within two minutes"),
        ("rolled back the last release of {svc}", "the handshake errors went on"),
    ),
    mitigations=(
        Remedy("credential_renewal", 6, "abce~issued a new certificate for {svc} and reloaded the listeners",
          "new handshakes succeeded [within a minute|straight away]"),
        Remedy("credential_renewal", 6, "f~issued a new client certificate for {svc} and had {partner} accept it", "calls went through again"),
        Remedy("credential_renewal", 6, "g~issued a new root and signed the certificates of {svc} and {other} again",
          "both sides trusted each other once more"),
        Remedy("restart", 2, "d~restarted the {svc} proxies so that they loaded the certificate already in the secret store",
          "clients reconnected without errors"),
        Remedy("workaround", 1, "abce~pointed {other} at the second endpoint of {svc}, whose certificate was valid",
          "requests went through while the renewal was prepared"),
    ),
    fix=F("prevent", "renewal", "Renew and reload every {svc} certificate automatically, {n_mid} days before it expires"),
    follow_ups=(
        F("prevent", "renewal", "Move the {svc} certificates [to automatic renewal|under the certificate controller]"),
        F("prevent", "renewal", "Reload {svc} listeners automatically when a renewed certificate arrives"),
        F("detect", "alerting", "Alert when any certificate in the chain of {svc} has fewer than [14|21|30] days left"),
        F("detect", "alerting", "Probe {svc} from outside every minute and page on a failed handshake"),
        F("investigate", "", "List all certificates that were issued by hand, with their end dates"),
        F("document", "runbook", "Write a runbook page for renewing a {svc} certificate in an emergency"),
        F("process", "", "Give the inventory of certificates an owning team and review it each quarter"),
    ),
    went_well=("The error message named the cause, so no time was lost on other theories.",
               "A new certificate could be issued within minutes of asking."),
    went_wrong=("e~The expiry check looked at the leaf certificate only.",
                "ab~Renewal reminders went to a mailbox that is no longer read."),
    got_lucky=("Connections that were already open stayed up, which kept the first hour mild.",
               "The certificate lapsed in a quiet hour, not on a Friday evening."),
)  # fmt: skip

CREDENTIALS = CauseTheme(
    key="rotated-credentials",
    label="API keys and credentials rotated or lapsed",
    category="certificate_credential",
    weight=1.0,
    services=(("supplier-orders", 5), ("notifications", 3), ("route-planner", 3), ("pricing", 2), ("event-bus", 1)),
    detection=(("monitoring", 4), ("user_report", 3), ("staff_noticed", 3), ("third_party", 1)),
    time_to_diagnose_median_minutes=38,
    fix_holds=False,
    titles=(
        "{svc} locked out of {partner}",
        "Revoked API key stops {svc}",
        "{partner} rejects requests from {svc}",
        "{svc} loses access after a key rotation",
    ),
    causes=(
        "The API key that {svc} uses for {partner} was [revoked|switched off] during a key rotation. The new key had "
        "been stored, but {svc} reads its secrets only at start and went on sending the old one.",
        "The password of the {svc} service account reached its maximum age and was disabled by policy. The account was [not "
        "marked as a machine account|created before the policy existed], so no exemption applied.",
        "Two copies of the {partner} access token existed. The rotation replaced the one in the vault; the {job} "
        "read the other from an environment variable that no one had updated.",
        "The OAuth refresh token for {partner} lapsed after [90|180] days without use, because {svc} had been "
        "[switched to a fallback|idle in this region]. Every request was then answered with 401.",
        "An access key of {svc} was rotated {hours} hours ahead of the agreed window, and the dependent {job} "
        "still held the former secret. Authentication with {partner} failed from then on.",
        "Permissions of the role under which {svc} runs were narrowed in a review of unused rights. One right that "
        "is used [only at month end|only when a token is refreshed] was removed with them.",
    ),
    short_causes=(
        "ace~{svc} still sends the API key that was rotated out",
        "acde~the secret for {partner} is no longer valid",
        "b~service account of {svc} disabled by the password policy",
        "f~a permission that {svc} needs has been removed",
    ),
    lead_ups=(
        ("config_change", "ace~A planned rotation of secrets had run [that morning|the evening before]."),
        ("expiry", "d~The token had been issued with a fixed lifetime and reached the end of it."),
        ("config_change", "f~A review of unused permissions was applied {hours} hours earlier."),
        ("expiry", "b~The password had been set [90|180] days earlier and reached its maximum age."),
    ),
    symptoms=(
        "abcde~{partner} answered every request from {svc} with `401 Unauthorized`.",
        "abcde~The {job} stopped with `403 invalid_client` and did not try again.",
        "ace~Calls to {partner} failed with `signature key is not active`.",
        "f~Calls from {svc} failed with `403 permission denied`.",
    ),
    diagnosis=(
        ("logs", "ace~The {svc} logs showed an unbroken run of `401` answers from {partner}, starting at the minute of the rotation."),
        ("recent_changes", "ace~Going through the changes of the last day turned up the secret rotation; its time matched the first "
                           "failed request to the minute."),
        ("system_inspection", "ace~Comparing the key fingerprint inside a running pod with the one in the vault showed that they differed."),
        ("provider_status", "abcde~The status page of {partner} was green and other customers were served, which pointed back to our credentials."),
        ("hypothesis_test", "ace~A request sent by hand with the new secret succeeded, one with the old secret failed; that settled it."),
        ("logs", "bd~The {svc} logs held nothing but `401` answers from {partner}, without a single success in between."),
        ("recent_changes", "bd~The list of changes was empty for {days2} days, which turned attention to things that lapse by themselves."),
        ("logs", "f~Each failed call in the {svc} logs named the right that was missing."),
        ("recent_changes", "f~Of the day's changes only the review of permissions touched the role of {svc}."),
    ),
    attempts=(
        ("raised the request timeout towards {partner}", "requests still failed, and at once rather than by timing out"),
        ("ran the {job} again by hand", "it stopped at the same refusal"),
        ("asked {partner} for a status", "they reported normal service"),
    ),
    mitigations=(
        Remedy("credential_renewal", 5, "acde~issued a fresh key for {partner} and deployed it to {svc}",
          "authentication succeeded on the next request"),
        Remedy("restart", 3, "ae~restarted {svc} so that it read the current secret", "requests to {partner} were accepted again"),
        Remedy("credential_renewal", 5, "b~gave the service account of {svc} a new password", "its requests were accepted again"),
        Remedy("config_change", 2, "f~gave the role of {svc} its removed permission back", "calls went through within {mins} minutes"),
    ),
    fix=F("prevent", "renewal", "Rotate the {partner} credentials with two valid keys at a time, so that {svc} never holds a dead one"),
    follow_ups=(
        F("prevent", "renewal", "ae~Let {svc} read secrets again when they change instead of only at start"),
        F("prevent", "renewal", "abce~Rotate credentials of {svc} with an overlap of [24 hours|one week] between old and new"),
        F("detect", "alerting", "Alert on the first [minute|five minutes] of authentication failures towards {partner}"),
        F("detect", "alerting", "bd~Warn {days} days before a token or service account of {svc} lapses"),
        F("investigate", "", "ace~Find every place where a copy of the {partner} key is kept outside the vault"),
        F("document", "runbook", "ace~Describe the order of steps for rotating the {partner} key"),
        F("prevent", "guardrails", "f~Show which rights were used in the last year before any of them is removed"),
        F("mitigate", "guardrails", "f~Make a removal of rights reversible with one command for a week"),
        F("prevent", "renewal", "bd~Renew tokens and machine accounts of {svc} automatically before they lapse"),
        F("document", "runbook", "Write down who can issue access to {partner} at night"),
        F("process", "communication", "acef~Announce secret rotations in the change calendar with the services that they touch"),
    ),
    went_well=("{partner} support answered within {mins} minutes.", "ae~The old key could be kept alive while the new one was rolled out."),
    went_wrong=("ace~The rotation had no list of the jobs that use the key.", "abcde~A 401 from {partner} was logged as a warning and alerted nobody."),
    got_lucky=("The failed requests were kept and could all be sent again.", "The next supplier cut-off was still hours away."),
)  # fmt: skip

BOTS = CauseTheme(
    key="automated-abuse",
    label="Bots and credential stuffing",
    category="security",
    weight=0.7,
    services=(("identity", 5), ("slot-booking", 3), ("promotions", 3), ("web-storefront", 1)),
    detection=(("monitoring", 7), ("user_report", 2), ("staff_noticed", 2)),
    time_to_diagnose_median_minutes=42,
    fix_holds=None,
    titles=(
        "Bot traffic overwhelms {svc}",
        "ad~Credential stuffing against {svc}",
        "Scripted requests crowd customers out of {svc}",
        "Abusive traffic slows {svc}",
    ),
    causes=(
        "@identity~A botnet tried leaked user names and passwords against {svc} from {n_big} addresses. Each source stayed below "
        "the per-address limit, so the rate limiter let the whole flood through.",
        "Scripts [hammered|polled] {endpoint} [{n_mid} times a second|around the clock], hidden behind residential proxies. "
        "The attack used the mobile user agent, which our bot filter trusted without a challenge.",
        "@identity,slot-booking,promotions~Automated clients made {n_big} requests to {svc} an hour to harvest {loot}. Our "
        "abuse rules counted by IP address, and the attackers changed theirs after every request.",
        "@identity~Credential stuffing drove password hashing on {svc} to full CPU. Failed sign-ins cost as much as good "
        "ones, and nothing limited attempts per account.",
        "@slot-booking,promotions~Bots walked through every possible combination on {endpoint}. The endpoint was "
        "open to anonymous clients and had no challenge for suspicious traffic.",
        "@web-storefront,promotions,slot-booking~A scraping campaign requested uncommon pages of {svc} that are never cached; malicious traffic was {n_small} "
        "times that of customers and took the capacity meant for them.",
    ),
    short_causes=(
        "bcef~scripted traffic against {endpoint}, spread over thousands of addresses",
        "ad~credential stuffing is using up the CPU of {svc}",
        "ac~bots are getting around the per-address rate limit",
    ),
    lead_ups=(
        ("attack", "ad~A list of leaked passwords from another retailer had been published {days} days before."),
        ("attack", "Traffic to {endpoint} rose to {n_small} times the usual level for the hour, with no campaign running."),
        ("attack", "Low-volume probing of {endpoint} can be seen in hindsight for {days} days before the flood."),
    ),
    symptoms=(
        "Failed {unit} rose from {small_pct} % to {pct} % of all requests.",
        "CPU on every {svc} pod stood at its limit while successful {unit} fell.",
        "The rate limiter rejected genuine customers who share an address with the attackers.",
    ),
    diagnosis=(
        ("logs", "Access logs grouped by client fingerprint showed that {pct} % of the requests came from one automated client."),
        ("metrics", "The ratio of failed to successful {unit} had turned over within minutes, which no release of ours has ever done."),
        ("recent_changes", "The list of recent changes was short and none touched {svc}; that moved attention from our own code to the traffic."),
        ("asked_expert", "The security on-call recognised the pattern of one attempt per address from an earlier campaign."),
    ),
    attempts=(
        ("blocked the {n_mid} busiest addresses", "new addresses took their place within a minute"),
        ("added {n_small} pods to {svc}", "the extra capacity filled with bot traffic at once"),
        ("lowered the rate limit per address", "customers behind shared addresses were locked out, so it was raised again"),
    ),
    mitigations=(
        Remedy("config_change", 5, "turned on the challenge for clients with the attackers' fingerprint",
          "hostile traffic fell by {pct} % and customers got through"),
        Remedy("workaround", 2, "asked all anonymous clients on {endpoint} for a proof of work",
          "the scripts gave up after {mins} minutes"),
        Remedy("add_capacity", 1, "doubled the pods of {svc} behind the new filter rule", "latency returned to its usual range"),
    ),
    fix=F("prevent", "limits", "Limit attempts on {svc} per account and per device as well as per address"),
    follow_ups=(
        F("prevent", "limits", "Put a rate limit per account on {endpoint}"),
        F("prevent", "limits", "Require a challenge for anonymous clients above {limit} requests an hour"),
        F("detect", "alerting", "Alert when the share of failed {unit} doubles within ten minutes"),
        F("mitigate", "limits", "Keep a tested switch that puts {svc} into challenge mode"),
        F("investigate", "", "ad~Check which accounts were entered with leaked passwords and reset them"),
        F("document", "runbook", "Add bot floods to the {svc} runbook, with the queries for finding fingerprints"),
    ),
    went_well=("Security and {team} worked from the same dashboard from the first minute.", "No account data left the system."),
    went_wrong=("The bot filter trusts the mobile user agent without any check.", "It took a while to tell attackers from a busy evening."),
    got_lucky=("The attackers did not switch clients once the challenge was on.", "The flood hit outside the weekly slot release."),
)  # fmt: skip

THEMES = (CERTIFICATES, CREDENTIALS, BOTS)
