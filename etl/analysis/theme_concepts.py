"""Words that incident reports use for the same thing.

Two texts about an expired certificate may share no word: "TLS handshake refused" and "the cert had lapsed".
Each word below adds its concept to a text as one more term, so that such texts meet. A word may name several
concepts. The lists hold the general language of operations, of causes and of remediation work; no service and
no vendor.
"""

from etl.analysis.theme_words import split_words

CAUSE_CONCEPTS = {
    "certificates": (
        "acme ca cert certificate certs chain expired expires expiry handshake intermediate keystore renew "
        "renewal ssl tls x509"
    ),
    "credentials": (
        "access authenticate authentication authorisation authorization credential denied forbidden iam key "
        "ldap login oauth password permission privilege rbac revoked role saml secret sso token unauthorised "
        "unauthorized vault"
    ),
    "connections": "connection descriptor handle idle pool pooler port session socket",
    "name resolution": "dns domain hostname lookup nameserver record resolver",
    "memory": "buffers garbage heap leak leaked memory oom ram swap",
    "disk space": "disk filesystem inode logs retention space volume",
    "queues": ("backlog broker consumer enqueued kafka lag message partition publisher queue stream subscriber topic"),
    "databases": "database failover primary query replica replication shard sql transaction",
    "migrations": "column ddl index lock locked locking migration schema table",
    "network": (
        "backbone bgp cable congestion fiber fibre isp network networking packet peering route router "
        "routing subnet switch wan"
    ),
    "power and cooling": (
        "battery cooling datacenter datacentre electrical generator hvac lightning power rack storm "
        "temperature thermal ups utility voltage weather"
    ),
    "dates and clocks": "calendar clock date daylight leap midnight ntp offset timezone",
    "capacity": (
        "autoscaling bottleneck capacity contention cpu demand exhausted exhaustion insufficient limit load "
        "overload overloaded peak quota ran saturated saturation shortage spike starvation starved surge "
        "throttled throttling traffic undersized utilization volume"
    ),
    "configuration": (
        "config configuration default flag misconfiguration misconfigured parameter policy rule setting "
        "template toggle value variable"
    ),
    "releases": (
        "bug build canary code commit defect deploy deployed deployment latent patch pipeline push "
        "pushed regression release rolled rollout software update upgrade version"
    ),
    "scheduled jobs": "batch cron export import job nightly scheduled scheduler",
    "caches": "cache cached caching eviction hit misses stampede ttl warm",
    "providers": "dependency external isp outside party provider supplier third upstream vendor",
    "abuse": (
        "abuse attack attacker bot compromised ddos exploit exposed leaked malicious malware scraping "
        "stuffing vulnerability"
    ),
    "manual changes": (
        "accidental accidentally bulk command deleted destroy destroyed forgotten hand inadvertent "
        "inadvertently manual manually mistake mistakenly operator procedure script typo wrong"
    ),
    "retries and timeouts": "amplified backoff breaker circuit retried retries retry storm timeout",
    "cluster nodes": (
        "cluster container drain drained draining evicted eviction kubernetes node pod replicas scheduling"
    ),
    "maintenance": "cleanup decommission decommissioning maintenance planned window",
    "hardware": "board card cpu device disk fan fault firmware hardware memory",
    "message formats": "compatibility contract event field format incompatible message parse payload schema",
}
REMEDIATION_CONCEPTS = {
    "alerting": (
        "alarm alert alerting dashboard detect graph metric monitor monitoring notify "
        "observability page probe slo threshold trace warn watch"
    ),
    "rollouts": (
        "canary deploy deployment gradual phased progressive release rollback rollout roll rolling staged staging"
    ),
    "capacity": ("autoscale autoscaling capacity headroom load peak pool quota replicas resize scale scaling size"),
    "renewal": "automate certificate credential expiry key renew renewal rotate rotation secret",
    "runbooks": (
        "checklist describe doc document documentation explain guide instructions playbook "
        "procedure runbook training wiki"
    ),
    "tests": ("assert case contract cover coverage lint linter simulate test testing unit validate validation verify"),
    "limits": (
        "backoff bound breaker bulkhead cap circuit degrade fallback idempotent limit quota "
        "rate retries retry throttle timeout"
    ),
    "failover": (
        "backup disaster drill exercise failover mirror redundancy redundant replica "
        "replicate restore second secondary standby"
    ),
    "guard rails": (
        "approval approve audit block confirm confirmation deny forbid guard guardrail "
        "permission preview refuse restrict review reject"
    ),
    "clean-up": (
        "archive cleanup clean compact compaction delete expire prune purge remove retention retire rotate temporary"
    ),
    "communication": (
        "announce announcement communicate communication customers inform message notice "
        "publish status support tell update"
    ),
    "investigation": "analyse analyze audit explore find investigate look root search spike understand",
}
# In remediation items the kind of work gathers, more than what it is done to.
CONCEPT_WEIGHT = {"cause": 1, "remediation": 3}
CONCEPTS = {
    kind: {concept: split_words(words) for concept, words in concepts.items()}
    for kind, concepts in (("cause", CAUSE_CONCEPTS), ("remediation", REMEDIATION_CONCEPTS))
}
