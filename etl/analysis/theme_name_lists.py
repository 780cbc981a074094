"""Names that people in operations use for common failures and common fixes, with the words that tell each.

One name a line, then a pattern; "~" before a name that says little, for want of a better one. They are about the general language of operations, never about one company.
"""

VAGUE = "~"
CAUSE_NAMES = r"""
Expired TLS certificates: certificat\w*[^.]{0,80}\b(expir\w*|laps\w+|renew\w*|end date|last minute|out of date|validity)|(expir\w*|renew\w*|laps\w+)[^.]{0,60}\bcert(ificate)?s?\b|\bcerts? (had |has |was )?expir
~TLS certificate and handshake failures: \bcertificat\w*|\btls\b|\bssl\b|handshake|\bx\.?509\b
Expired or revoked keys and passwords: \b(keys?|secrets?|tokens?|passwords?|credentials?|service accounts?|service principals?)\b[^.]{0,60}\b(revok\w+|rotat\w+|expir\w+|laps\w+|disabled|withdrawn|invalid\w*|no longer)|\b(revok\w+|rotat\w+|expir\w+)[^.]{0,40}\b(keys?|secrets?|tokens?|passwords?|credentials?)\b
Exposed secrets: \b(leak\w*|expos\w+|public\w*|committed|posted)\b[^.]{0,60}\b(secrets?|credentials?|tokens?|passwords?|access keys?|api keys?)\b|\b(secrets?|credentials?|tokens?|passwords?|access keys?)\b[^.]{0,50}\b(leak\w*|expos\w+|public\w*)
Missing permissions: permissions?\b|access rights?|\brole\b[^.]{0,40}\b(narrow|remov|lack|lost)\w*|least[- ]privilege|forbidden|not authori[sz]ed|unauthori[sz]ed|\b403\b|access (was )?denied|lost (the necessary )?access
~Sign-in and access failures: sign(ed|ing)?[- ]?in\b|log(ged|ging)?[- ]?in\b|authenticat\w*|authori[sz]ation|\bsso\b|\boauth\b|\bsaml\b|access tokens?|identity|\b401\b
Connection pools exhausted: connection (limit|pool)s?|pool of connections|connections? (was |were )?(exhaust|held|leak|used up|not (closed|returned))\w*|idle in transaction|too many (connections|clients)|no free connection|(held|holding|all|its|idle|open) (\w+ )?connections
~Connection and socket failures: \bconnections?\b|\bsockets?\b|connectivity
External provider failures: (external|third[- ]party|upstream|downstream|outside)[^.]{0,30}\b(provider|vendor|supplier|service|dependency|partner)|\b(provider|vendor|supplier)('s|s)?\b|fault began at|nothing had changed on our side|on (its|their|\w+'s) side
Database failovers: fail(ed|ing)?[- ]?over|promot(ed|ion)|former primary|read-only (transaction|replica|database)|new primary|replica (lag|was behind|lagged)|replication lag|split[- ]brain
Slow queries and overloaded databases: (slow|long|heavy|expensive|inefficient|unoptimi[sz]ed|costly) (\w+ )?quer|quer(y|ies)\b[^.]{0,60}\b(slow|plan|index|time[sd]? ?out|lock|load|expensive|long)|database[^.]{0,40}\b(load|overload|cpu|contention|degraded|performance|saturat)\w*|lock contention
~Database failures: \bdatabases?\b|\bmysql\b|\bpostgres\w*|\bsql\b|\breplicas?\b
Breaking changes in APIs and messages: (schema|format|field|version|contract|message|event|parameter|response|payload)s?\b[^.]{0,60}\b(incompatib\w*|renam\w*|dropp\w*|unknown|old (consumers|clients)|breaking|mandatory|unexpected format)|(consumers?|clients?)[^.]{0,60}\b(renam\w*|parse|format|old|schema|refused|unknown)|breaking change|backwards?[- ]incompatib|\bpars(e|ed|ing) (error|fail)
Lost, repeated or unreadable messages: \b(messages?|events?|producers?|payloads?|webhooks?)\b[^.]{0,60}\b(lost|twice|duplicat\w*|missing|drop\w*|unreadable|order|not deliver\w*|undeliver\w*|fail\w*)
Backlogs in queues and jobs: \b(queue[sd]?|queu(e)?ing|backlogs?|enqueued|consumers?|workers?|jobs?)\b[^.]{0,60}\b(backlog|lag\w*|behind|delay\w*|stuck|slow\w*|built up|buil(d|t)[- ]?up|grew|stopp?\w*|not (be )?process\w*|overflow\w*|larger|exhaust\w*|contention|saturat\w*|spike)|\b(queue depth|queu(e)?ing (of )?|poison message|dead[- ]letter|backlog of)
Cluster upgrades and node replacement: (upgrad\w+|node pool|node group|recycl\w+|replac\w+|drain\w*|cordon\w*|new (ami|image))\b[^.]{0,80}\b(evict|drain|replac|budget|schedul|affinity|capacity|node|cluster|pods?)\w*|disruption budget|(nodes?|clusters?)\b[^.]{0,60}\b(upgrad|drain|cordon|recycl|replac)\w*
Pods that could not start or be scheduled: \bpods?\b[^.]{0,80}\b(not|fail\w*|unable|pending|unschedul\w*|stuck|crash\w*|evict\w*|restart\w*|kill\w*|terminat\w*)|(could|can)(no|n'|n’)?t (be )?(schedul|start|launch)\w*|crashloop\w*|image ?pull
~Kubernetes cluster and node failures: \bkubernetes\b|\bk8s\b|\bpods?\b|\bnodes?\b|\bclusters?\b|kubelet
Schema migrations that lock tables: (migration|alter|statement)s?\b[^.]{0,80}\b(lock|exclusive|rewr)\w*|exclusive lock|lock (queue|timeout)|database migration|schema (change|migration)
Memory leaks and out-of-memory kills: \bmemory\b|\bheap\b|garbage collect\w+|\boom\b|out of memory
Power and cooling failures: power (cut|supply|loss|outage|failure|event|sag|oscillation|unit|feed|system)\w*|loss of (utility )?power|lost power|batter(y|ies)|\bups\b|generators?\b|cooling|chillers?|overheat\w*|temperature|utility (power|voltage)|electrical|lightning
Cut network links and failed routers: \bfib(er|re)\b|backbone|routers?\b|packet (loss|drop)\w*|packets\b|\bbgp\b|peering|\bisps?\b|\bwan\b|network (device|link|switch|path|transport|congestion)|cable|uplinks?
~Network failures: \bnetwork\w*|rout(e|es|ing)\b|connectivity|firewall|\bnat\b|subnets?
Retry storms: retr(y|ies|ied|ying)\b|back-?off|repeated requests|thundering
Feature flags switched on too soon: feature[- ]flag\w*|\b(flag|toggle)s?\b
~Faulty settings and configuration: configur\w*|mis-?config\w*|\bconfigs?\b|\bsettings?\b|environment variable|parameters?\b|hard-?coded
Scheduled jobs that fail or overlap: (nightly|scheduled|hourly|daily|batch|cron)\b[^.]{0,60}\b(job|run|import|export|task|pipeline|refresh)s?|\bjobs?\b[^.]{0,60}\b(overlap\w*|skip\w*|interval|schedule|twice|empty|half way)|lock file|cron ?jobs?
DNS failures: \bdns\b|\bresolv(er|ers|able)\b|name resolution|name servers?|coredns|hosted zone|domain names?
Time zone and date errors: time[- ]?zones?|daylight saving|leap (day|second|year)|date (arithmetic|library|field)|calendar|one hour (early|late|off)|clock (skew|drift)|\bntp\b|week number
Bots and abusive traffic: \bbots?\b|scrap(er|ing)s?|automated (clients|requests)|(scripts|clients) (polled|hammered|probed)|probing|harvest\w*|malicious|attackers?|credential stuffing|\bddos|abus\w+|denial[- ]of[- ]service|\bspam\w*
Traffic above capacity: (peak|surge|campaign|spike|burst|flood|increase|rise|high(er)?|unusual\w*|heavy|unexpected\w*|larger?)\b[^.]{0,60}\b(traffic|load|requests?|demand|volume|usage|cpu|users?|utili[sz]ation)|\b(traffic|load|demand|requests?)\b[^.]{0,60}\b(surge|spike|peak|exceed\w*|saturat\w*|overload\w*|exhaust\w*|overwhelm\w*)|overload\w*|saturat\w*|too small for|times the usual
~Too little capacity: capacity|insufficient|exhaust\w*|resource contention|\bshortage|ran out of|autoscal\w*|undersized|throttl\w*|\bcpu\b|starv\w*
Full disks: disks?\b[^.]{0,40}\b(full|space|quota|pressure|fill\w*)|no space left|log rotation|volume[^.]{0,20}\bfull|filled (the|up|a)|free space|inodes?|(root )?volume[^.]{0,20}\b(full|space)
Cache stampedes and lost caches: \bcach(e|es|ed|ing)\b|stampede|hit rate
Wrong cluster or workspace changed: (test|wrong|live|production) cluster|kube ?context|\bcontext\b|\bworkspaces?\b|terraform (destroy|apply|state)|wrong (account|environment|database|server)
Manual changes that reached too far: (script|bulk (edit|update)|by hand|manual\w*|correction|procedure|command|console|admin\w*)\b[^.]{0,80}\b(wrong|twice|rows|all|mistake|delet\w*|destroy\w*|production|unintended|not repeatable|no limit)|by mistake|mistakenly|accidental\w*|inadvertent\w*|was (run|made)[^.]{0,30}by hand
IP addresses ran out: (ip addresses|\bips\b|subnets?)[^.]{0,50}\b(exhaust|free|ran out|run out|starv|left|enough|short)\w*|no free ip|prefix (starv|deleg)\w*|(exhaust|starv|out of)\w* (of )?(the )?(\w+ )?(ip|address)\w*
~Load balancer and routing failures: \bingress\w*|load[- ]?balanc\w*|target groups?|\balbs?\b|\belbs?\b|traefik|nginx|reverse prox\w*|\bprox(y|ies)\b|gateways?\b|misrout\w*|rout(ed|ing) (of )?(traffic|requests)
Missing logs and metrics: (logs?|metrics?|telemetry|dashboards?)\b[^.]{0,80}\b(not|stopp?\w*|missing|drop\w*|lost|delay\w*|fail\w*|gap)|fluent(d|-?bit)|log ?shipp\w*|exporter|(missing|delayed|lost) (logs?|metrics?)
Failed or exhausted nodes: nodes?\b[^.]{0,60}\b(not ?ready|unhealthy|unresponsive|crash\w*|kernel|exhaust\w*|starv\w*|fail\w*|down|lost|hung)
~Faulty releases: (release|deploy\w*|version|upgrade|rollout|roll[- ]?out|update|build)d?\b[^.]{0,100}\b(introduc\w*|bug|fault\w*|broke|break\w*|regress\w*|fail\w*|caus\w*|contain\w*|impact\w*|trigger\w*|unintended|incompatib\w*)|(introduc|caus|trigger)\w*[^.]{0,60}\b(release|deploy\w*|upgrade|rollout|update|code change)|new version|version bump|regression|recent (deploy\w*|release|code|update)|code (change|deploy\w*|regression)
~Software bugs: \bbugs?\b|race condition|deadlock|edge case|code path|latent|defects?\b|exception|null[- ](pointer|reference)|crash\w*|infinite loop
~Storage failures: \bstorage\b|(persistent|disk|data|storage) volumes?\b|volumes? (was|were|could|not|un)|attach(ed|ing|ment)?\b|file ?systems?|file ?servers?|\bblobs?\b|object stor|\bnfs\b|persistent|\bebs\b
Vulnerable dependencies: vulnerab\w*|log4j|log4shell|malicious (code|package)|supply chain|\bcve\b
Rate limits and quotas: rate[- ]limit\w*|throttl\w*|quotas?\b|\b429\b|too many requests
Hardware failures: hardware|fail(ed|ing|ure of a?) (disk|drive|switch|device|unit|host)|faulty (disk|drive|switch|device|line card|unit)|line card|firmware|underlying host
~Side effects of maintenance: maintenance|planned (work|operation)|routine (work|operation)|decommission\w*|clean-?up
Package and artifact downloads: \b(packages?|artifacts?|artifactory|mirrors?|registry|repositor(y|ies)|dependenc(y|ies)|plugins?)\b[^.]{0,60}\b(not|fail\w*|unavailab\w*|down|missing|outage|slow|publish\w*|delet\w*|unable)|(publish|download|pull|push)\w*[^.]{0,30}\b(packages?|artifacts?|images?|plugins?)
~Build and delivery pipeline failures: (build|release|delivery|deployment|ci) (agent|process|pipeline|job)s?|pipelines?\b|\bagents?\b|jenkins|runners?\b
Virtual machines could not start: \b(vms?|virtual machines?|instances?)\b[^.]{0,60}\b(not|fail\w*|unable|start|launch|creat\w*|provision\w*|allocat\w*|stuck)
~Search and index failures: \bsearch\b|\bindex(es|ing)?\b|reindex\w*
~Failures of keys, tokens and access: \b(access|keys?|tokens?|secrets?|passwords?|credentials?|authenticat\w*|authori[sz]\w*|permissions?|polic(y|ies)|oauth)\b
~Stuck jobs and queues: \b(jobs?|queue[sd]?|queu(e)?ing|workers?|backlogs?|enqueued|background)\b
~Failures in messaging: \b(messages?|events?|consumers?|producers?|webhooks?|topics?|subscrib\w+)\b
~Problems with releases and upgrades: \b(releas\w+|deploy\w*|upgrad\w+|rollouts?|roll(ed|ing) out|versions?|updated?)\b
~Problems with locks and migrations: \block(s|ed|ing)?\b|\bmigrat\w+
~Timeouts and retries: time[sd]?[- ]?outs?\b|\bretr(y|ies|ied)\b
~Cache failures: \bcach\w+
~Late or missing logs, metrics and alarms: \b(logs?|metrics?|alarms?|telemetry)\b
~Failing machines and agents: \b(vms?|virtual machines?|instances?|agents?|machines?|runners?)\b
"""

FIX_NAMES = r"""
Better alerts: \balert\w*|\balarms?\b|\bpage (when|the|us)|notif(y|ied|ication)\w*
~Monitoring and dashboards: monitor\w*|dashboards?|metrics?\b|observab\w*|graphs?\b|\bslos?\b|\bprobes?\b|synthetic|telemetry|visib\w*
Load tests and capacity for peaks: load[- ]?test\w*|\bpeaks?\b|capacity (test|plan|of)\w*|stress|standing capacity
Tests that cover the failure: \btests?\b|\btesting\b|test suite|fault injection|chaos|validat\w*|\bcover(age)?\b
Rehearsed failures and drills: rehears\w*|\bdrills?\b|game ?days?|exercise\w*
Circuit breakers and fallbacks: circuit[- ]?breakers?|fall ?back|degrad\w*|bulkhead|graceful\w*|isolat\w*
Timeouts and retries: time-?outs?|deadlines?|back-?off|retr(y|ies)\b
Rate limits and admission control: rate[- ]?limit\w*|throttl\w*|quotas?\b|challenge|waiting room|\bshed\b|admission
Runbooks: runbooks?|playbooks?|standard operating|cheat ?sheet|step by step
Documentation: document\w*|\bguides?\b|\bwiki\b|write (up|down)|readme|describe\b|explain\b|instructions?
Tell users and support sooner: \btell (support|users|customers|owners|the)|(inform|announce|notify|message to|contact|update)\w*[^.]{0,40}\b(users?|customers?|support|teams?|owners|partners)|status page|communicat\w*|\bsupport (contact|team|within)|survey|feedback
Automated renewal of certificates and keys: \b(certificate|key|secret|token|credential)s?\b[^.]{0,60}\b(renew\w*|rotat\w*|automat\w*|expir\w*|end dates?|issued)|(renew|rotat|automat)\w*[^.]{0,60}\b(certificate|key|secret|token|credential)|certificat\w*
Safer rollouts: \brolls?\b[^.]{0,40}\b(out|back)|roll(ed)?[- ]?(out|back)\w*|canar(y|ies)|staged?\b|staging|progressive|phased|blue[- ]green|deploy\w*|\breleases?\b|pin (the )?version|hot-?fix\w*
Guard rails in tools and pipelines: \brefuse\w*|\blint\w*|schema registry|compatibility check|polic(y|ies)|guard ?rails?|prevent\w*|forbid\w*|\bblock(ed|ing|s)?\b|two[- ]person|approv\w*|\breject\w*|\baudit\w*|confirm\w*
Capacity headroom and limits: capacity|headroom|autoscal\w*|\bscal(e|ing)\b|(resource|memory|cpu) (requests?|limits?)|\blimits?\b|larger|enlarge|sizing|\bsized?\b|resources?
Failover and redundancy: fail-?(over|back)\w*|redundan\w*|replicas?|replication|second (provider|region|zone)|standby|backup (link|power|server|path)|multi-?(region|zone|az)|disaster|geo-?\w*|zones
Backups and restores: back-?ups?|restor\w*
Clean-up of old parts: \bremov\w*|\bdelet\w*|\bretire\w*|clean[- ]?up|decommission\w*|unused|\bold\b|temporary files
~Database changes and queries: databases?|quer(y|ies)\b|migrations?\b|\bindex\w*|\block(s|ed|ing)?\b
Database migration safety: migrations?\b[^.]{0,80}\b(lock\w*|batch\w*|copy|rehears\w*|linter|step)|schema changes?
~Fewer manual steps: automat\w*|\bscript\w*|by hand|self-service|manual\w*
~Ownership and process: \bprocess\w*|\bowner\w*|on-?call|\bagree\w*|responsib\w*|hand-?over|meeting|\bteams?\b[^.]{0,30}\bto\b|decide|discuss\w*
Reviews and checklists: \breview\w*|checklists?|peer|inspect\w*
Training: train(ing|ed)?\b|learn\w*|knowledge|workshop
Cache protection: \bcach\w*|\bwarm\w*
~Upgrades and patches: upgrad\w*|\bpatch\w*|\bbump\w*|newer version|latest version|up to date
Investigate open questions: investigat\w*|\bspike\b|explor\w*|find out|understand|evaluat\w*|research\w*|look into|root cause|analy[sz]\w*|why\b|work out
Node upgrades and disruption budgets: disruption budgets?|node (upgrade|pool|replacement|drain)|one node at a time|\bdrain\w*|evict\w*|priority[- ]class\w*|cordon\w*|recycl\w*
~Access and permissions: permissions?|\baccess\b|privileges?|\broles?\b|credentials?|tokens?\b|passwords?
~Logging: \blogs?\b|logging|\btrac(e|es|ing)\b
~Infrastructure as code: terraform|infrastructure[- ]as[- ]code|modules?\b|\biac\b|repositor(y|ies)
~Kubernetes pods and clusters: \bpods?\b|\bclusters?\b|kubernetes|\bk8s\b|\bhub\b
~Network paths and routing: network\w*|\brout(e|es|er|ers|ing)\b|fib(er|re)|\bdns\b|load balanc\w*|\bproxy|firewall|links?\b
Power and cooling equipment: \bups\b|power|generators?|cooling|chillers?|rectifier|batter(y|ies)
~Code fixes: \bbugs?\b|\bdefects?\b|code (change|fix|path|defect)|pull request|refactor\w*|\bfix(ed|es|ing)? (the|a|bug|known)|\bhandle\b|robust\w*
Data checks: plausib\w*|reconcil\w*|data (quality|check|validation)|number of (entries|rows)|consisten\w*|duplicat\w*
~Configuration changes: configur\w*|\bconfigs?\b|\bsettings?\b|\bflags?\b|parameters?
Search for the same weakness elsewhere: (other|same) (services?|times|places|systems|certificates|clusters|pattern)|look for the same|elsewhere|in the same way|similar (changes|issues|cases)
Advice to customers: \bconsider (ensuring|evaluating|following|using|configuring|adopting|implementing)|your (organi[sz]ation|applications?|environment|azure|workloads?|resources)|well-architected|customers should
Promises to go on investigating: (continue|continuing) to (investigate|monitor)|stay informed|apologi[sz]e|prevent (future|re-?)occurrences?|future occurrences
~Switch to other tools or providers: replac\w*|switch\w*|migrat\w*|move (from|to|away)|alternativ\w*
~Limits, timeouts and throttling: \blimits?\b|time-?outs?|throttl\w*|\bretr(y|ies)\b|quotas?
~Reviews, audits and guard rails: \baudit\w*|\breview\w*|guard|\bblock\w*|allow[- ]list|validat\w*
~Updates and communication: communicat\w*|feedback|survey|\bupdates?\b|\btell\b|announc\w*|inform\w*|notif\w*|message
~Clusters, nodes and workloads: \bclusters?\b|\bnodes?\b|\bpods?\b|workloads?|kubernetes|containers?
~Traffic and isolation: \btraffic\b|isolat\w*|separat\w*|partition\w*
"""
