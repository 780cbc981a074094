"""The fixed categories of which one holds, read from words: cause, trigger, detection source.

Each value has patterns with a weight; the value with the highest sum wins. A text that says nothing is "unknown"
(or an empty list), never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from etl.transform.patterns import AnyOf


class Rules:
    """The patterns of each value of an enumeration, each with its weight."""

    def __init__(self, table: Mapping[str, Sequence[tuple[float, str]]]) -> None:
        rows = [(value, weight, pattern) for value, given in table.items() for weight, pattern in given]
        self.values = tuple(table)
        self._of = [(value, weight) for value, weight, _ in rows]
        self._any = AnyOf([pattern for _, _, pattern in rows])

    def hits(self, text: str, least: float = 0, only: str = "") -> Iterator[tuple[str, float, re.Pattern[str]]]:
        """``(value, weight, pattern)`` of each pattern (of that weight at least, of one value alone) that may occur."""
        for i in self._any.among(text):
            value, weight = self._of[i]
            if weight >= least and only in ("", value):
                yield value, weight, self._any.patterns[i]


MOST_HITS = 3


CAUSE = Rules({
    "certificate_credential": [
        (3, r"\bcertificates? (had |has |was |were |is )?(expir|renew|invalid|not (valid|renew|trusted))\w*|expir\w+ (of (the |a |an )?)?(\w+ ){0,3}(certificate|credential|token|password|secret|key|ca)s?\b|\b(certificate|credential|token|password|secret|api key|access key|root ca|licen[cs]e)s?\b[^.]{0,40}\bexpir\w+"),
        (2, r"\b(password|credential|secret|token|key)s?\b.{0,30}\b(rotat|revok|chang|invalid|missing|wrong)\w*|\b(rotat|revok)\w+ .{0,30}\b(password|credential|secret|token|key)"),
        (1, r"\b(ssl|tls|certificates?|x\.?509|let'?s encrypt|cert-manager|service accounts?|oauth|iam roles?)\b"),
    ],
    "security": [
        (4, r"\b(malicious|attackers?|scraping|credential stuffing|fraud\w*|bots?|botnet|automated clients|guess(ed)? (codes|passwords))\b"),
        (3, r"\b(vulnerabilit\w+|malware|malicious|exploit\w*|(leaked|leak of|exposed) (the |a |some |our )?(\w+ )?(credentials?|secrets?|tokens?|keys?|passwords?|customer data)|(credentials?|secrets?|tokens?) (were |was )?leaked|compromis\w+|breach\w*|exposed (credential|secret|token|key)|credentials? (were |was )?exposed|log4j|log4shell|cve-\d|security incident|unauthori[sz]ed access|supply[- ]chain attack)\b"),
        (1, r"\b(attack\w*|ddos|denial[- ]of[- ]service|security|abuse|bitcoin min\w+|crypto ?min\w+)\b"),
    ],
    "human_procedure": [
        (3, r"\b(accidental(ly)?|by mistake|mistakenly|inadvertent(ly)?|unintended (execution|command)|wrong (cluster|workspace|context|account|environment|server|database|terminal)|incorrectly targeted|without (fully )?(being )?aware|was ?n'?o?t (fully )?aware)\b"),
        (2, r"\b(manual(ly)? (delet|ran|run|chang|appl|remov|execut)\w*|(the )?(runbook|procedure|process|steps?) (was|were) (not followed|skipped|missing|incomplete|unclear)|terraform destroy|forgot(ten)?|typo)\b"),
        (1, r"\b(manual(ly)?|procedure|runbook|miscommunicat\w+)\b"),
    ],
    "capacity": [
        (3, r"\b((had|has|have|with|was|were|is) no (disk |free )*space|disk usage (is|was|at|near|reached|to)|the disk was full|disk (of|on) .{0,20}full|free space|connection (limit|pool)s?|pool of|used up|could open no more|no (nodes|threads|workers|connections) (are |were )?left|exhaust\w*|starv\w*|saturat\w*|overload\w*|out of (memory|disk|space|ip|capacity|file|resources)|oom(-?kill\w*)?|no (space|disk space|free (ip|space|memory)|room) left|no free ip\w*|ran out|run out|running out|disk (space|full|pressure)|memory (pressure|usage|limit|leak)|high (cpu|memory|load)|insufficient (capacity|memory|resources|cpu|disk|ip)|(organic )?growth in (users|traffic|load|requests)|(cpu|memory|ram|load|disk)( load| usage)? (hit|reached|at|above|over) [>~]?\d\d+ ?%|too many (pods|requests|connections|users|files|open))\b"),
        (2, r"\b(capacity|quota|limits? (was |were |is )?(reached|hit|exceeded)|(reached|hit|hitting|exceed\w*) .{0,25}(limit|quota|capacity|maximum)|cluster (is |was )?full|rate[- ]?limit\w*|throttl\w*|autoscal\w+|not enough (nodes|memory|capacity|resources|ip)|spike in|surge)\b"),
        (1, r"\b(memory|cpu|disk|load|traffic|scal(e|ing)|resources?|contention|backlog|iops|burst)\b"),
    ],
    "network_dns": [
        (3, r"\b(dns|name resolution|route ?tables?|routing|bgp|nat gateway|packet loss|network (partition|outage|connectivity|failure|issue|loss)|load balancer (failed|was|target)|subnet|coredns|hosted zone|route ?53|fib(re|er) (cut|damage)|peering|cidr)\b"),
        (1, r"\b(network\w*|load balancers?|ingress|firewall|proxy|vpc|cni|elb|alb|nlb|connectivity|latency)\b"),
    ],
    "hardware_power": [
        (3, r"\b((power|network|ethernet) cables?|damaged (\w+ ){0,5}cables?|power supply|battery|faulty (unit|device|receiver|switch|cable|part)|the switch at|hardware|power (outage|loss|failure|supply|event|sag)|ups|cooling|temperature|(diesel|backup|emergency) generators?|disk failure|failed (disk|drive|node hardware|dimm|switch)|data ?cent(er|re) (power|cooling)|fibre cut|utility|lightning|storm|thermal|rack)\b"),
    ],
    "data_storage": [
        (3, r"\b(replica (lag|was behind|lagged)|former primary|failover of the database|lock (on|timeout)|exclusive lock|data (corruption|loss)|corrupt\w*|index(es)? (corrupt|missing)|database (lock|deadlock|failure|crash|corrupt|migration|schema)\w*|replication (lag|failure|delay)|deadlock|table lock|shards?|wal\b|persistent volumes?|pvc?s?\b.{0,20}(lock|attach|mount)|storage (failure|issue|outage)|slow quer\w+|lock contention)\b"),
        (1, r"\b(database|mysql|postgres\w*|storage|elasticsearch|etcd|disk|volume|queries|index|cache)\b"),
    ],
    "dependency": [
        (4, r"\b(nothing had changed on our side|the fault (began|was|lay) at|on (its|their) side|without notice|vendor'?s|(the )?(provider|supplier|partner|vendor)('s)? (had|was|changed|introduced|answered|failed|rejected|quota|outage))\b"),
        (3, r"\b(upstream (provider|service|issue|outage|dependency|bug)|third[- ]party|external (provider|service|dependency|supplier)|(aws|azure|gcp|google|github|docker ?hub|cloudflare|fastly|auth0|pypi|npm|quay|letsencrypt) (outage|incident|issue|issues|service|had|was|api|status|bug|reported|degradation|experienc\w+|side|confirmed)|vendor|outage (of|at|in) (aws|azure|gcp|google|github|cloudflare|digital ?ocean|our provider)|(cloud|dns|cdn|network|hosting|isp|payment) provider)\b"),
        (2, r"\b(dependenc(y|ies)|incompatib\w+|provider|library|upstream|latest version of|new version of|plugin)\b"),
        (1, r"\b(api|github|aws|azure|package)\b"),
    ],
    "configuration": [
        (3, r"\b(mis-?config\w*|(wrong|incorrect|invalid|bad|faulty|missing|erroneous|outdated|conflicting|old|inconsistent) (\w+ ){0,2}(config\w*|setting|value|flag|parameter|label|annotation|rule|polic\w+|permission|role|variable|default|selector|limit|timeout|record|owner)s?|config\w* (error|mistake|issue|drift|was (wrong|missing|incorrect|removed))|default (setting|config|value|termination)s?|hard-?coded|label got removed|rule .{0,30}(block|prevent)\w*|not (been )?configured)\b"),
        (2, r"\b(configur\w+|settings?|annotation|env(ironment)? variable|helm values?|feature flag|permissions?|polic(y|ies)|timeouts?|terraform state|state file|drift)\b"),
        (1, r"\b(terraform|helm|yaml|manifest|parameter|flag|label)\b"),
    ],
    "change_rollout": [
        (3, r"\b((during|after|following|due to|caused by|because of|as (a )?part of|result of|triggered by|by) (the |a |an |our |recent |new |this |planned |scheduled |routine )*(\w+(['’]s)?[ -]){0,3}(upgrade|deploy\w*|release|rollout|roll-?over|migration|update|version bump|bump|node roll\w*|change|maintenance|rotation|merge|pr|pull request)\b|new (version|release|build)|version (bump|update)|breaking change|recent (change|deploy\w*|release|update))"),
        (2, r"\b(upgrad\w+|rollout|rolled out|deploy(ed|ing)|releas(e|ed)|migrat\w+|version|pipeline|node roll\w*|replac(ed|ement|ing)|refactor\w*|regression)\b"),
        (1, r"\b(updat\w+|chang\w+|merged?|drain\w*|terraform|recycl\w+)\b"),
    ],
    "code_defect": [
        (3, r"\b((was|were|is|are|being) (sometimes |often |then )?(undefined|null|nil)\b|null (reference|dereference)|use[- ]after[- ]free|segmentation fault|sigsegv|(mechanism|logic|check|handler|validation|mechanisms) (failed|did not|never) (to )?\w+|untested (code|release|change|fix)|defective (code|release|build)|race between)"),
        (2, r"\b(treated? (that|it|this|an?|the|\w+) .{0,30}as (a |an )?(valid|success|empty)|taken as valid|not carried over|skipped (its|the) run|did ?n[o']t (\w+ly )?(handle|check|account for|expect|release|return)|was never (closed|released|returned|called|handled)|were not returned|assumes?d?|reads? .{0,40} as (utc|zero|null)|edge case|date library|parses?|parsed|overflow\w*|code path|began to use a|shared .{0,20}(variable|state)|new code|cancelled quer\w+|validation|schema|encoding|time zone)\b"),
        (3, r"\b(bug|bugs|code defect|race condition|memory leak|null pointer|nil pointer|exception|segfault|regression|infinite loop|logic error|off[- ]by[- ]one|deadlock|unhandled|incorrect(ly)? (handl|calculat|implement|pars)\w*|software (defect|issue|bug|error)|latent (bug|defect|issue)|faulty (code|logic)|programming error|code (error|issue|path))\b"),
        (1, r"\b(code|crash\w*|defect|leak\w*|software|hung|hang|stuck|stop(ped|s)? (receiving|updating|working))\b"),
    ],
})  # fmt: skip

TRIGGER = Rules({
    "expiry": [(3, r"\bexpir(ed|y|es|ation|ing)\b|\blapsed\b|\b(deadline|validity|valid period|licen[cs]e|subscription|trial|lease|domain|registration|renewal)s? (date )?(had |has |have |was |were )?(passed|elapsed|lapsed|run out|ran out|not renewed)\b|\b(not|never) (been )?(auto-?)?renewed\b|\bend[- ]of[- ]life\b|\bdeprecat\w+ (date|version) (passed|removed)\b")],
    "attack": [(3, r"\b(attack\w*|ddos|malicious|exploit\w*|vulnerabilit\w+|bot traffic|crypto ?min\w+|compromis\w+|log4j|log4shell)\b")],
    "traffic": [(3, r"\b((sudden|large|huge|massive|unexpected|unusual) (surge|spike|wave|influx|increase|burst|rush|jump)|(traffic|load|demand|requests|visits|sign-?ups|usage) (\w+ )?(doubled|tripled|quadrupled|exploded|surged|spiked|jumped|soared|peaked)|(very |unusually |extremely )?(large|high|heavy|big) (number|volume|amount|batch|rate)s? of (\w+ ){0,2}(requests|users|connections|messages|events|orders|queries|jobs|uploads|visitors)|went viral|featured on|thundering herd|increas(ed|ing) (load|throughput|traffic|usage|demand)|(spike|surge|increase|burst|peak|flood|rise|growth|influx|jump|wave|uptick|rush) (in|of) (\w+ ){0,3}(traffic|requests?|load|users?|launches|usage|demand|connections|sessions)|high (traffic|load|demand)|traffic (spike|surge|increase)|heavy (load|traffic|use)|reddit|hacker news|black friday|simultaneous(ly)?|many users|load test|popular\w*|unusually (high|large))\b")],
    "scheduled_job": [(3, r"\b(log ?rotat\w+|unattended[- ]upgrades?|(automatic|auto)[- ](update|upgrade|reboot)s?|(job|task|script|backup|import|export|sync) (ran|runs|started|kicked off) (at|every)|scheduled (\w+ ){0,3}(pipeline|job|task|run|deploy\w*|roll\w*|snapshot|rotation|backup|script|execution|action|reboot|import|export|report|sync|scan|cleanup)|cron ?jobs?|nightly|overnight|automated (\w+ ){0,3}roll ?-?over|(daily|hourly|weekly|monthly)[ -](\w+ )?(pipeline|jobs?|runs?|roll-?over|process|tasks?|batch|imports?|reports?|sync|backups?|scans?)|auto-?vacuum|month-?end|end[- ]of[- ](month|quarter|year)|leap (second|day|year)|staking epoch|end of (the )?epoch|automatic(ally)? (ran|run|triggered|rotat\w+|upgrad\w+)|batch job|periodic (job|task))\b")],
    "maintenance": [(3, r"\b((while|when|during) (the )?(replac|swapp|mov|clean|upgrad|migrat|rewir|relocat)ing (of )?(a |an |the |our |some |one )?(\w+ ){0,3}(switch(es)?|servers?|racks?|disks?|cables?|routers?|nodes?|hosts?|ups|drives?)|migrat(ing|ed) the (servers?|machines?|hosts?) to a new (rack|room|data ?cent\w+)|(planned|scheduled|routine) (\w+ ){0,2}(intervention|work|works|reboot|operation|activity)|(after|following|during|upon) (a |an |the |routine |planned |scheduled |our )*((host|node|server|cluster|vm|machine|\w+) )?reboots?\b|(after|following|while|when) (we )?(reboot|restart)(ed|ing) (the )?(\w+ ){0,2}(hosts?|nodes?|servers?|machines?|vms?|hypervisors?)|(planned|scheduled|routine|regular|ongoing|during|emergency) (\w+ ){0,2}maintenance|(planned|scheduled|routine|regular|ongoing) (\w+[ -]){0,3}(upgrade|replacement|update|restart|change|migration)|maintenance (window|work|activity|operations)|node roll ?over|roll-?over of nodes|node (roll-?over|recycl\w*|replacement|drain\w*)|(draining|recycling|rolling|cordon\w*) (the )?(old )?nodes?|resiz(e|ing) (of )?(the |a )?(partition|disk|volume|filesystem)s?|patching|os (patch|upgrade))\b"), (1, r"\bmaintenance\b")],
    "provider_change": [(3, r"\b((upstream|provider|vendor|third[- ]party)('s)? (api|service|endpoint|side|server)s? (started|began|stopped|changed|was changed|refused|rejected)|(something|things?|behaviou?r|an? api|the api) (has |have |had )?changed (in|at|on) (the )?(aws|azure|google|gcp|github|cloudflare|provider|vendor|upstream)|(external|third[- ]party|upstream) (service|provider|api) (that )?(has |had |was )?(been )?(discontinued|retired|shut down|sunset|turned off)|(registrar|hosting provider|hoster|our provider)\b.{0,40}\b(removed|blocked|changed|suspended|disabled|upgraded)|(block\w*|suspen\w+|removed|changed|disabled) by (our |the )?(\w+ )?(provider|registrar|hoster)|(aws|azure|google|gcp|github|docker ?hub|cloudflare|provider|upstream|vendor|gke|eks|auth0|letsencrypt|quay)('s)? (\w+ ){0,3}(deprecat|retir|recall|remov|introduc|outage|incident|stopp|announc)\w*|third[- ]party (outage|change)|provider (outage|incident|side|behaviou?r changed)|(retired|killed|recalled|changed|removed|stopped) by (aws|azure|google|github|the provider|our provider)|later recalled|latest .{0,30}\bami\b)")],
    "hardware_failure": [(3, r"\b((disk|drive|ssd|nvme|psu|ups|fan|nic|motherboard|mainboard|raid controller|dimm|modem|sfp|transceiver|generator|air conditioning) (had |has |has just |suddenly )?(died|failed|broke( down)?|burned out|malfunctioned|gave (up|out))|(raid|disk|network|storage) (controller|array|card) (fail\w*|died|broke)|(faulty|defective|failing|broken|dying) (\w+ )?(disk|drive|memory|ram|dimm|switch|router|cable|fan|module|nic|psu|battery|hardware|card|ssd)s?|(memory|disk|network|power)( module| card| supply| stick)? (was|were|is) (faulty|defective|broken|dead)|power (cut|failure|outage|surge|supply)|blackout|lightning|overheat\w*|fail(ed|s|ing)? to (power on|boot up|turn on)|(power|network|ethernet) cables? (\w+ ){0,2}(damaged|cut|severed|chewed|disconnect\w*|unplugged|broke)|damaged (\w+ ){0,5}(cables?|fib(re|er)|switch|board)|dead (node|host|server|disk|drive|machine)|hardware (problem|interruption|defect|fail\w*|fault|issue|degrad\w*)|(disk|drive|power|fan|memory|network card|switch|router|node) (hardware )?fail(ed|ure)|power (outage|loss|event)|cooling|underlying (hardware|host)|fib(re|er) cut)\b")],
    "manual_action": [(3, r"\b((someone|somebody|an? (engineer|developer|admin|administrator|operator|technician|colleague|contractor|contributor|maintainer)|i|one of (us|our \w+)) (\w+ly )?(had )?(unplugged|dropped|deleted|removed|ran|wiped|truncated|overwrote|powered off|switched off|turned off|pressed|cut|pulled|rebooted|stopped|killed|executed)|(deleted|removed|changed|dropped|stopped|edited|overwritten) by hand|wrong (button|cable|server|database|table|command|terminal|window)|manual(ly)? (\w+ ){0,2}(delet|ran|run|chang|appl|remov|execut|destroy|edit|trigger|scal|updat|revert)\w*|accidental(ly)?|by mistake|mistakenly|terraform destroy|terraform apply|(run|executed|deleted|changed|applied) (manually|by hand)|user account (was )?deleted|(one of the|an) (engineers?|admins?|operators?|team members?) (was |were |had |has )?(ran|run|running|delet\w+|creat\w+|chang\w+|execut\w+)|(ran|executed|running|execution of) (a |an |the )?(\w+ ){0,2}(command|script|query)|(large |heavy |expensive |slow )?(quer(y|ies)|commands?|scripts?) (was|were) (run|executed|issued)|(i|someone|somebody|one of us) (ran|executed|issued|typed|deleted)|unpaused?|pushed to (a )?(git )?(branch|public))\b"), (1, r"\bmanual(ly)?\b")],
    "config_change": [(3, r"\b((firewall |dns |waf |routing |iam |acl |feature |access )+(rule|record|flag|policy|setting|entry|permission|zone|role)s? (was|were|got|had been|has been) (\w+ly )?(changed|added|updated|edited|modified|enabled|disabled|turned (on|off)|flipped|applied|tightened|replaced)|(feature )?flag (was |were )?(turned|switched|flipped) (on|off)|(enabled|disabled|turned on|turned off|switched on|switched off) (a |an |the |our )(new )?(\w+ ){0,2}(setting|option|feature|flag|mode|parameter|rule|plugin|module|cache|caching|check)|typo in (a |an |the |our )?(\w+ ){0,2}(config\w*|settings?|yaml|manifest|file|record|rule|values?)|changes? to (a |an |the |our )?(\w+ ){0,3}(config\w*|settings?|rules?|dns|firewall|policy|policies|permissions)|(increas|rais|lower|reduc|decreas)(ed|ing) (the )?(max(imum)?|min(imum)?|limit|threshold|timeout|interval|size|concurren\w+)|addition of (a|an|the) (new )?(\S+ ){0,4}(webhook|rule|policy|record|setting|flag|header|redirect|hook)|added (a|an|the) (\S+ ){0,5}(webhook|rule|policy|redirect|hook)|chang(ed|ing) the order|renam(ed|ing) (the )?\w+|chang\w+ (the )?(dns|mx|nameserver)\w*|configuration flag|(configuration|config|settings?|parameter|policy|rule|permission|dns|firewall|feature flag|label|quota|route|iam) (change|update|modification|changes)s?|config\w* (was |were )?(deployed|applied)|instance (type|size) (is|was|change|changed)|changing the (node )?instance|(amended|changed) the (default|certificate|limit)|minsize|(chang|updat|modif|remov|alter)\w+ (to |of |the |a |an |in |on )*(\w+ ){0,3}(config\w*|settings?|parameters?|policy|policies|rules?|permissions?|records?|flags?|annotations?|quota|routes?)|reconfigur\w+|misconfig\w+)\b")],
    "deploy": [(3, r"\b((new|latest|updated|newer) (version|build|release|image|code|binary) (\w+ ){0,4}(was|were|went|got|had been|had gone) (pushed|live|out|shipped|rolled out|installed|published|put)|(code|recent|latest) changes? (removed|added|altered|introduced|broke|caused|led|made)|introduced (in|by|with) (the |a |our )?(\w+ )?(release|version|commit|pr|pull request|change|refactor\w*|update|v?\d)|shipped (a|the|our)|changes? (made )?(to|in) [^.;]{1,80}(caused|surfaced|introduced|broke|exposed|uncovered)|merging|refactor(ing|ed)|is shipped with|(after|during|following|due to|caused by|because of|with|by|as part of|deploy\w* of|result of|rollout of) (the |a |an |our |recent |new |this )*(\w+(['’]s)?[ -]){0,4}(deploy\w*|release|rollout|upgrade|version bump|bump|update|migration|merge|pull request|pr|new version)|(upgrad(e|ed|ing)|deploy(ed|ing|ment)?|migrat(e|ed|ing|ion)|bump(ed)?|version update|releas(e|ed|ing)|roll(ed|ing)? out|pipeline|merged?))\b"), (1, r"\b(upgrad\w+|deploy\w*|releas\w+|migrat\w+|new version)\b")],
    "gradual_decay": [(3, r"\b((had |has )?(grown|become|became) (too|so) (large|big|long|many)|ran out of|reached (its|the|their) (maximum|max|limit|capacity|end)|exceeded (its|the|their) maximum|years of|(integer|id|sequence|counter|inode)s? (overflow\w*|exhaust\w*|ran out|wrap\w*)|(grows|grown|growing|grew) (\w+ )?(monotonic\w*|unbounded|unchecked|without (bound|limit)|steadily|indefinitely)|never (cleaned|pruned|purged|compacted|rotated|discards?)|bloat(ed)?|gradual(ly)?|slow(ly)? (grew|grow|fill|increas|accumul)\w*|over time|accumulat\w+|grew|growing|memory leak|leak(ed|ing)? (memory|connections|file)|build-?up|fill(ed|ing) up|disk (filled|full)|drift(ed)?|constant growth|ran out of|no space left|full (root )?(file ?system|disk|volume|partition)|(file ?system|disk|volume|partition) ((on|of|for) [^.;]{1,40} )?(was|is|became|got) (\d+ ?% )?full|(disk|storage) (space )?(exhaustion|(was |became |is )?(full|exhausted))|over (the )?(past |last )?(weeks|months|years)|reached (its|the) limit)\b")],
})  # fmt: skip

DETECTION = Rules({
    "third_party": [
        (3, r"\b(aws|azure|google|github|circleci|provider|vendor|security (researcher|team)|supplier|let'?s ?encrypt|auth0|snyk|third[- ]party|ncsc|cyber\w* team|external (party|researcher|company))\b[^.]{0,30}\b(notif\w*|inform\w*|warn\w*|alert\w*|email\w*|contact\w*|report(ed|s)?|announc\w*|advis\w*|disclos\w*)|\b(warning|notification|notice|email|mail|e-mail|alert|call|report) (from|by|with) (the )?(aws|azure|google|github|circleci|letsencrypt|provider|our provider|vendor|supplier|security)|\breceived an email that our\b|\b(notified by|via|on) (social media|the news|twitter|a newsletter)|\bvulnerability was (published|announced|disclosed)\b"),
    ],
    "user_report": [
        (3, r"\b(users?|customers?|clients?|end-?users?|students?|instructors?|researchers?|players?|subscribers?|tenants?|consumers?|service teams?|(other |some |several |two |product |development |dev |user |end-user |delivery |\w+ )?teams|end-?user team|a team|developers?|merchants?|people|partners?|visitors?|community|others?|colleagues?|booking|business|pax)\b[^.;]{0,45}\b(report\w*|complain\w*|notic\w*|rais\w+|alerted|asked|asks|contact\w*|reach\w+ out|inform\w*|flag\w*|mention\w*|queri\w+|query|told|wr[io]tes?|phon\w+|e-?mail\w*|tweet\w*|notif\w+|see(s|ing)? (issues|errors))|\b(reported|reports?|raised|noted|flagged|informed) (by|from) (a |an |the |some |several |multiple |our |end-?)*(\w+ ){0,2}(users?|customers?|clients?|teams?|developers?|tenants?|members?|people|others)|\b(report(ed|s)?|noted|mentioned|raised|queries|asked|message[sd]?|posted?) (of \w+ )?(on|in|via|through|at|to) (the )?(gitter|slack|#[\w-]+|twitter|forum|discourse|support|github|zendesk|email|helpdesk|service ?desk|matrix|piazza|discord|irc|mattermost|reddit|freshdesk|intercom|our channel)|\bsupport (tickets?|cases?|requests?)|#ask[\w-]*|\b(user|customer|first|initial|second|several) reports?\b|\breports? (of|that|from) (issues?|problems?|errors?|users?|customers?|\w+ing)\b|\breports? (in|on|via) (\S+ ){0,7}?(slack|piazza|discord|gitter|forum|irc|channel)\b|\b(staff|team|engineers?|members?) (is|are|was|were|got) (informed|contacted|alerted|notified) (in|via|on|through|to)\b|\bwe hear reports|\bwe (are|were|got) (informed|contacted|told|notified|alerted) (of|by|about|that)|\b(team|engineers?|members?) ((are|were|was|is|got) )?(informed|contacted|alerted) (of|by|that)|\bquestions? (on|in) (the )?(gitter|slack|forum|discourse|matrix|zulip)\b|\bvia (a |an |our |the )?(users?|customers?|support)\b|\bcame forward\b|\b(someone|somebody|a contributor|contributors|volunteers?|a (community )?member|moderators?|friends?)\b[^.;]{0,30}\b(alerts?|alerted|pings?|pinged|tells?|told|reports?|reported|flags?|flagged|complains?|complained) |\bwere made aware\b|\balerted by (an? )?(end-?user|user|customer|team)|\bend-users alerted|\b[A-Z]{2,5} (people|team|developers) (reach|report|contact|rais)\w*|\bnotified us\b|\b(users?|customers?|partners?|shops?|suppliers?) (\w+ )?(called|rang)\b|\bcomplaints? (about|of|from|that)\b|\btickets? (\S+ )?(is|was|were) (opened|raised|filed|created|received)|\breceived (a|an|several|\d+) (\w+ ){0,2}(tickets?|reports?)\b|\btweets?\b|\bon discord\b|\basked about (it|this)\b|\bin the forum\b|\bissue is opened|\bis opened, reporting"),
    ],
    "monitoring": [
        (3, r"\b(alerts?|alerted|alerting|alertmanager|alarms?|pingdom|pagerduty|paged|opsgenie|monitoring|monitors?|nagios|datadog|sentry|health ?checks?|stackdriver|statuscake|uptime ?robot|automated (warning|test|check|email)s?|(prometheus|cloudwatch|zabbix|icinga|new ?relic|grafana|checkmk|splunk|dynatrace|honeycomb|bugsnag|rollbar|healthchecks\.io) (\w+ )?(alert|fire|detect|notif|report|sen[dt]|page|flag|warn|trigger|rais)\w*|synthetic|statping|grafana alert\w*|uptime ?kuma|watchdog|integration tests? failed|pipeline (failed|failure|alert|reports)|travis|telemetry|ci (failed|errored))\b"),
    ],
    "staff_noticed": [
        (3, r"\b(we|engineers?|team members?|(the |our |platform |cp )?team|on-?call|staff|operator|cloud engineering|sre|maintainers?|someone|one of us|admins?|members?)\b[^.;]{0,30}\b(notic\w*|saw|see|spott?\w*|observ\w*|discover\w*|found|find|realis\w*|realiz\w*|detect\w*|identif\w*|became aware|(was|were) (immediately )?aware|happened to look)|\bvia engineer|\bhuman inspection|\bmanual(ly)? (check|inspect)\w*|\bwhile (checking|testing|working|investigating|deploying|looking|upgrading|trying|developing)|\bduring (an? |the |our )?(upgrade|deploy\w*|routine|test\w*|migration|rollout)|\b(noticed|realized|realised|spotted|witnessed|observed|detected|dip in|happened to look at)\b|\bgrafana looks\b|\bnotice (that|we|dips?|launches)|\btest builds? (was|were)|\b(accidentally|incidentally|randomly|coincidentally) (discovered|noticed|found)\b|\bsurfaced (by|in|during|when)\b|\b(sheriffs?|admins?|operators?|infra|ops|sres?|contributors?|maintainers?) (detects?|notices?|spots?|sees?|observes?|finds?|discovers?)\b|^\W*@?[\w.-]+( \w+)? (found|finds|notic(ed|es)|saw|spotted|discovered|reali[sz]ed|observed)\b|\b(we|i|he|she|who|team|@\w+) (\w+ )?(tried|attempted|wanted|went) to (access|use|open|deploy|log ?in|sign ?in|reach|visit|load|view|release|run|build|connect|check|upload|send|watch|publish)\b|\b(an|the|my|our) attempt to (access|use|open|deploy|log ?in|sign ?in|reach|visit|load|view|release|run|build|connect|publish)\b|\b(used|watched|observed|tested|tried out) by (the|our|a) (\w+ )?(team|staff|developers?|engineers?|maintainers?)\b|\b(the|our) team (was|were) (\w+ )?(using|watching|observing|testing)\b|\bproblem is identified|\bissue detected|\b(mistake|problem|error|failure|fault)s? (is|was|were|are) (noted|noticed|caught|spotted|discovered)\b|\bimmediately aware"),
    ],
})  # fmt: skip


def scores(rules: Rules, text: str) -> dict[str, float]:
    """Weight of each value: the sum over its patterns, each counted at most three times."""
    found: dict[str, float] = {}
    for value, weight, pattern in rules.hits(text):
        if n_hits := sum(1 for _ in islice(pattern.finditer(text), MOST_HITS)):
            found[value] = found.get(value, 0.0) + weight * (1 - 0.5**n_hits) * 2
    return found


def best(rules: Rules, *weighted: tuple[float, str | None], floor: float = 2.0) -> tuple[str, float]:
    """``(value, score)`` of the strongest value over several texts with weights; ("unknown", 0.0) below the floor."""
    total: dict[str, float] = {}
    for weight, text in weighted:
        for value, score in scores(rules, text or "").items():
            total[value] = total.get(value, 0.0) + weight * score
    value, score = max(total.items(), key=lambda kv: kv[1], default=("unknown", 0.0))
    return (value, score) if score >= floor else ("unknown", 0.0)


_CLOSE = 25
_TELLING = 2


def first_told(rules: Rules, texts: Iterable[str], weak: str = "") -> tuple[str, str]:
    """``(value, text)`` of what is told first: in the first text that tells any value, the earliest place; of values
    that begin within a few words of it, the one that stands first in the rules. The value ``weak`` counts only in a
    text that tells no other. ("unknown", "") if none does."""
    for text in texts:
        starts: dict[str, int] = {}
        for value, _, pattern in rules.hits(text, least=_TELLING):
            if match := pattern.search(text):
                starts[value] = min(starts.get(value, len(text)), match.start())
        starts = {v: at for v, at in starts.items() if v != weak} or starts
        if starts:
            earliest = min(starts.values())
            return next(v for v in rules.values if v in starts and starts[v] <= earliest + _CLOSE), text
    return "unknown", ""


def quote_for(rules: Rules, value: str, text: str) -> tuple[int, str] | None:
    """``(offset, words)`` of the first place where the text says the value, or None."""
    found = [match for *_, pattern in rules.hits(text, only=value) if (match := pattern.search(text))]
    first = min(found, key=lambda m: m.start(), default=None)
    return (first.start(), first[0]) if first else None


def read_enumeration(value: object, allowed: Sequence[str]) -> tuple[str, ...]:
    """The allowed values among those that a source states ("Code defect", ["logs", "metrics"]); unknown words drop out."""
    words = value if isinstance(value, list | tuple | set) else re.split(r"[,;]", str(value))
    clean = [re.sub(r"[\s/-]+", "_", str(w).strip().lower()) for w in words]
    return tuple(dict.fromkeys(w for w in clean if w in allowed))
