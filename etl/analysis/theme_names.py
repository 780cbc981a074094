"""Names that people in operations already have for common failures and common fixes.

A theme takes such a name when most of its texts tell that failure and few other texts do; themes that nobody has a
name for are named from their own words (`theme_labels`). The patterns are about language, never about one company.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from etl.analysis.theme_text import Kind

LEAST_COVERAGE = 0.35
LEAST_LIFT = 1.6
MOST_READ = 60
_SMOOTHING = 0.02

_CAUSES = """
Expired or rejected TLS certificates: \\bcertificates?\\b|\\btls\\b|handshake
Connection pools exhausted: connection(s| pool| limit)|pool of connections|idle in transaction|too many (connections|clients)
Failures at an external provider: (external|third[- ]party|upstream)? ?\\b(provider|vendor|supplier)('s)?\\b|fault began at|status page of|nothing had changed on our side
Database failover goes wrong: failover|promot\\w+|former primary|read-only (transaction|replica)|new primary|replica (lag|was behind|lagged)|split brain
Incompatible message or API changes: messages?\\b[^.]{0,80}\\b(publish|produc|read|pars|format|twice|duplicat|order)|(schema|format|field|version|contract|message|event)s?\\b[^.]{0,60}\\b(incompatib|renam|dropp|unknown|old consumers|breaking)|consumers?[^.]{0,60}\\b(renam|parse|format|field|schema|version)|breaking change
Messages lost, repeated or unreadable: \\b(messages?|events?|producers?|payloads?|consumers?)\\b
Wrong cluster or workspace changed: (test|wrong|live|production) cluster|kube ?context|\\bcontext\\b|workspace|terraform
Pods and nodes that could not run: \\bpods?\\b|\\bnodes?\\b|kubernetes
Keys and tokens exposed or withdrawn: \\b(api |access )?(keys?|tokens?|secrets?|credentials?|passwords?)\\b
Cluster upgrades take out capacity: (upgrade|node pool|nodes?)\\b[^.]{0,80}\\b(evict|drain|replac|budget|schedul|affinity|capacity)|disruption budget|pods? (could not|not) (be )?schedul
Schema migrations lock tables: (migration|alter|statement)s?\\b[^.]{0,80}\\b(lock|exclusive|rewr)|exclusive lock|lock (queue|timeout)
Revoked or rotated credentials: (key|secret|token|password|credential|service account)s?\\b[^.]{0,60}\\b(revok|rotat|invalid|disabled|expired|lapsed|changed|no longer)|401
Missing or removed permissions: permissions?|access rights?|\\brole\\b[^.]{0,40}\\b(narrow|remov|lack|lost)|least[- ]privilege|forbidden|not authori[sz]ed
Memory leaks and out-of-memory kills: memory|heap|garbage collect\\w+|\\boom
Power or network loss at a site: power (cut|supply|loss|outage|failure)|battery|\\bups\\b|generator|equipment (room|cabinet)|cut off from
Retry storms: retr(y|ies|ied)|back-?off|repeated requests|thundering
Faulty settings reach production: (setting|configuration|config|value|parameter|toggle|flag)s?\\b[^.]{0,80}\\b(wrong|environment|production|milliseconds|seconds|typo|unit|copied|default|review|incorrect|misread)|misconfigur
Feature flags switched on with a fault: feature flag|\\bflag\\b
Scheduled jobs fail or overlap: (nightly|scheduled|hourly|daily|batch|cron)\\b[^.]{0,60}\\b(job|run|import|export|task|pipeline)|\\bjob\\b[^.]{0,60}\\b(overlap|skip|interval|schedule|twice|empty)|lock file
DNS failures: \\bdns\\b|resolv(er|ers|e|ing|ution)|name servers?|coredns
Time zone and clock errors: time ?zones?|offset|utc|clock|daylight|leap|date arithmetic|one hour
Bot and abusive traffic: \\bbots?\\b|scrap(er|ing)|automated clients|malicious|attackers?|credential stuffing|\\bddos|abus\\w+|denial[- ]of[- ]service
Demand above capacity: (peak|surge|campaign|demand|evening|spike|burst|unusual\\w*|flood) ?(of|in)?\\b[^.]{0,60}\\b(capacity|requests?|traffic|load|exceed|forecast|doubl|users?)|too small for|overload\\w*|autoscal\\w+|quota|node limit
Full disks: disk (is |was |were )?(full|space|quota|pressure)|no space left|log rotation|volume (was |is )?full|filled (the|up)|free space
Cache stampedes and lost caches: cache[sd]?\\b|stampede|warm(ed|ing)? (up|cache)|hit rate
Manual changes and scripts with wrong reach: (script|bulk edit|by hand|manual\\w*|correction|procedure|command|console)\\b[^.]{0,80}\\b(wrong|twice|rows|all|mistake|deleted|destroy\\w*|production|unintended)|by mistake|accidental\\w*|terraform destroy|wrong (cluster|context|workspace)
Consumers fall behind on a queue: (consumers?|queues?)\\b[^.]{0,60}\\b(lag|behind|backlog|built up|slow|stopp)|poison message|backlog (built|grew)|dead[- ]letter
IP addresses exhausted: ip addresses?|subnets?|no free ip|vpc cni|prefix (starv|deleg)
Network and routing faults: rout(e|es|ing|er)\\b|network (partition|path|device|link|change|config)|packet loss|fib(re|er)|\\bbgp\\b|peering|firewall
Load balancers and ingress misrouted: ingress|load balancers?|target groups?|\\balb\\b|traefik|nginx|reverse prox
Logs or metrics stopped flowing: (logs?|metrics?)\\b[^.]{0,60}\\b(not (being )?(shipped|sent|collected|exported)|stopped|missing|dropped|lost)|fluent(d|-?bit)|log ?shipper|exporter
Node failures and exhausted nodes: nodes?\\b[^.]{0,60}\\b(not ?ready|unhealthy|unresponsive|crash|kernel|exhaust|starv|fail)
Pods lost track of or not cleaned up: reflector|orphan\\w*|kubespawner|culler|pods?\\b[^.]{0,40}\\b(pile|accumul|never deleted|not (be )?(cleaned|deleted))
Faulty releases: (release|deploy\\w*|version|upgrade|rollout|update)d?\\b[^.]{0,80}\\b(introduc|bug|fault|broke|break|regress|fail|contain)|new version|version bump|regression
Software bugs on rare paths: bug|race condition|deadlock|edge case|code path|latent (bug|defect)|exception
Storage and volumes unavailable: storage|volumes? (un|not|could|detach|attach|lost|was|were)|\\bpvc?\\b|attach|file ?system|blob
Database overload and slow queries: (slow|long|heavy|expensive) quer|quer(y|ies)\\b[^.]{0,50}\\b(slow|plan|index|timeout|lock)|database (overload|load|cpu|contention)|lock contention
Exposed secrets: (leak|expos)\\w*[^.]{0,60}\\b(secret|credential|token|key|password)|(secret|credential|token|key|password)s?[^.]{0,40}\\b(leak|expos)
Vulnerable or hostile dependencies: vulnerab|log4j|malicious (code|package)|supply chain|\\bcve\\b
Rate limits and quotas: rate[- ]limit|throttl|quota|429
Hardware failures: hardware|fail(ed|ing) (disk|drive|switch|device|unit)|cooling|temperature
"""
_FIXES = """
Alerts on symptoms: \\balert|\\balarm|\\bpage (when|the|us)|notif(y|ication)
Monitoring and dashboards: monitor|dashboard|metrics?\\b|observab|graph|slo\\b|probe|synthetic
Load tests before peaks: load[- ]?test|peak|capacity test|stress
Tests for this case: \\btests?\\b|test suite|fault injection|chaos|rehears|drill
Fallbacks, limits and circuit breakers: circuit|rate limit|fallback|degrad|breaker
Circuit breakers and timeouts: circuit breaker|timeouts?|deadline|back-?off|retr(y|ies)|bulkhead
Rate limits and admission control: rate limit|throttl|quota per|challenge|waiting room|shed
Runbooks: runbooks?|playbooks?
Documentation: document|guide|wiki|write (up|down)|readme
Tell users and support sooner: tell (support|users|customers|owners|the)|(inform|announce|notify|message to|update)\\w*[^.]{0,40}\\b(users?|customers?|support|teams?|owners|partners)|status page|communicat
Automated renewal of certificates and keys: (certificate|key|secret|token|credential)s?\\b[^.]{0,60}\\b(renew|rotat|automat|expir)|(renew|rotat|automat)\\w*[^.]{0,60}\\b(certificate|key|secret|token|credential)
Safer rollouts: roll(out|ed out)? |canar(y|ies)|staged|progressive|blue[- ]green|deploy(ment)? (pipeline|process|in steps)|pin (the )?version|lock (the )?version|rollback
Guard rails in the pipeline: refuse|lint|validat|check in (the )?(build|pipeline)|schema registry|policy|guard ?rails?|prevent destroy|block (the|un)|two[- ]person|approval
Capacity headroom and limits: capacity|headroom|autoscal|scale|(resource|memory|cpu) (requests?|limits?)|limits?\\b|larger|enlarge|sizing
Failover and redundancy: fail-?over|redundan|replica|second (provider|region|zone)|standby|backup (link|power)|multi-?(region|zone)
Backups and restores: backup|restore
Clean-up of old parts: remove|delete|retire|clean ?up|decommission|unused
Database safety: database|quer(y|ies)|migration|lock|index
Fewer manual steps: automat|script\\b|by hand|self-service|manual
Process and ownership: process|owner|on-?call|agree|review|training|responsib|hand-?over|checklist|meeting|policy
Cache protection: cache|warm
Upgrades and patches: upgrad|patch|bump|newer version|latest version
Investigate the open question: investigat|spike|explore|find out|understand|evaluate|research
Disruption budgets and node upgrades: disruption budget|node (upgrade|pool|replacement)|drain|evict|priority[- ]class
Access and permissions: permission|access|privilege|role\\b|credential
Logging: \\blogs?\\b|logging
"""


def known_names(texts: Sequence[str], rows_by_theme: Sequence[Sequence[int]], kind: Kind) -> list[str | None]:
    """A name in use for each theme (`rows_by_theme`: rows of `texts`), or None; every name given once.

    The best match of all goes first. A name fits when at least 35 % of the theme's texts
    tell it, at least 1.6 times the share of all other texts.
    """
    patterns = _patterns(kind)
    read = [list(rows)[:MOST_READ] for rows in rows_by_theme]
    told = {
        row: np.array([bool(pattern.search(texts[row])) for _, pattern in patterns])
        for row in {row for rows in read for row in rows}
    }
    scores = _scores(told, read, len(patterns))
    names: list[str | None] = [None] * len(rows_by_theme)
    while scores.size and scores.max() > 0:
        theme, pattern = np.unravel_index(int(scores.argmax()), scores.shape)
        names[theme] = patterns[pattern][0]
        scores[theme, :] = 0.0
        scores[:, pattern] = 0.0
    return names


def _patterns(kind: Kind) -> list[tuple[str, re.Pattern[str]]]:
    listed = _CAUSES if kind == "cause" else _FIXES
    parted = (line.partition(": ") for line in listed.strip().splitlines())
    return [(name, re.compile(rf"(?i){pattern}")) for name, _, pattern in parted]


def _scores(
    told: dict[int, npt.NDArray[np.bool_]], read: Sequence[Sequence[int]], n_patterns: int
) -> npt.NDArray[np.float64]:
    """Coverage times the logarithm of lift, by theme and pattern; 0 where a name does not fit."""
    scores = np.zeros((len(read), n_patterns))
    if not told:
        return scores
    all_told = np.sum(list(told.values()), axis=0)
    for theme, rows in enumerate(read):
        inside = np.sum([told[row] for row in rows], axis=0)
        coverage = inside / len(rows)
        elsewhere = (all_told - inside) / max(len(told) - len(rows), 1)
        lift = (coverage + _SMOOTHING) / (elsewhere + _SMOOTHING)
        fits = (coverage >= LEAST_COVERAGE) & (lift >= LEAST_LIFT)
        scores[theme] = np.where(fits, coverage * np.log(lift), 0.0)
    return scores
