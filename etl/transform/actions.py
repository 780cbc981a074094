"""What was done to end the impact, read clause by clause: who acted on what, in any voice and tense.

An action is a verb with its object ("scaled up the workers", "the limit was raised"). It counts where it was done: not
where it is planned, denied, a purpose ("to avoid a restart"), the fault itself ("accidentally deleted") or in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from etl.transform.patterns import AnyOf, together, worded

_FORMS = r"(?:e|es|ed|d|s|ing|y|ies|ied|ying|[bdglmnpt](?:ed|ing))?"
_DONE = r"(?:ed|d|ied|[bdglmnpt]ed|en|n)"
_GAP = r"(?:[\s`'’\"*_/(-]+[\w.#/-]+\)?){0,5}?[\s`'’\"*_/(-]+"
_IS = r"(?:[\s`'’\"*_/-]+[\w./#-]+){0,5}?[\s`'’\"*_/-]+"


def _doing(verbs: str, objects: str, irregular: str = "") -> str:
    """Active ("raised the memory limit") and passive ("memory limit of the pods was raised") forms."""
    return rf"\b(?:{verbs}){_FORMS}\b{_GAP}(?:{objects})\b|\b(?:{objects})\b{_IS}(?:(?:{verbs}){_DONE}{irregular})\b"


_SETTINGS = r"config[\w.-]*|ports?|settings?|timeouts?|time-outs?|probes?|thresholds?|parameters?|flags?|helm values?|labels?|annotations?|rules?|polic(?:y|ies)|permissions?|roles?|acls?|arns?|records?|quotas?|variables?|templates?|limit-?ranges?|exclusions?|routes?|selectors?|hostnames?|metadata|manifests?|strateg(?:y|ies)|priority-?class(?:es)?|security groups?|health ?check (?:path|url)s?|launch[- _]templates?|helm values?|feature flags?|(?:rate|cache|size|time|request|connection|upload|user|concurrency|per-repo) limits?|grace periods?|cron ?jobs?|schedules?|webhooks?|replica counts?|tls versions?|auto[- ]?(?:start|stop|renew)\S*|tags?|endpoints?"
_ROOM = r"ram|iops|capacity|replicas?|memory|disk(?: space)?|storage|nodes?|servers?|instances?|instance size|workers?|pods?|cpus?|quota|volume|pool|resources?|node ?groups?|vms?|machines?|subnets?|shards?|partitions?|tasks?|dynos?|threads?|cluster size|cluster"
_THINGS = r"nodes?|servers?|instances?|hosts?|containers?|ingress(?:es)?|objects?|backends?|regions?|members?|replicas?|targets?|images?|jobs?|namespaces?|webhooks?|controllers?|process(?:es)?|projects?|services?|volumes?|clusters?|machines?|lambdas?|functions?|tasks?|dynos?|resources|rds"
_SECRETS = (
    r"certificates?|certs?|credentials?|tokens?|passwords?|secrets?|(?:api |access |ssh |signing |private )?keys?|ca"
)

_ACTIONS: Mapping[str, Sequence[str]] = {
    "rollback": (
        r"\bpinned (?:\S+ ){0,5}?to (?:the |a |an )?(?:last|previous|older|earlier|prior|old)\b|\b(?:release|version|update|deploy\w*|build|change) (?:was|were) (?:then |quickly )?(?:withdrawn|pulled|yanked)\b|\brevers(?:ed|ing|al)\b (?:of )?(?:the |this |that |our |these )?(?:\w+ ){0,3}(?:changes?|config\w*|misconfig\w*|settings?|commits?|updates?|upgrade|migration|root cause)\b|\bremov(?:ed|ing) the (?:\w+ )?change\b|\broll(?:ed|ing|s)?[- ]?backs?\b|\brollbacks?\b|\brevert(?:ed|ing|s)?\b|\bback(?:ed|ing) out\b|\bdowngrad\w+|\bund(?:o|id|one)\b|\breinstat\w+|\bknown[- ]good (?:version|build|release|state|config\w*|image)\b|\bswitched back\b|\b(?:went|going|gone) back to (?:the |an )?(?:old|previous|earlier|former|v?\d)",
        r"\broll(?:ed|ing) (?:\S+ ){1,5}?back\b|\b(?:chang|switch|set|put|restor|mov|migrat|convert)\w* (?:\S+ ){0,6}?back (?:to|in)\b",
        r"\b(?:previous|earlier|former|old|last|prior) (?:known[- ](?:good|working) )?(?:version|release|values?|password|config\w*|settings?|node ?group)\b",
    ),
    "restart": (
        r"\bhard[- ]?reset\b|\brespawn(?:ed|ing)\b|\b(?:sighup|sigterm)\b|\bcycl(?:ed|ing) (?:the |all |our )?(?:\w+ )?(?:pools?|process\w*|workers?|services?|pods?|servers?)\b|\b(?:kick|bounc|cycl|recycl)(?:ed|ing|es) (?:the |all |our |both )*(?:[\w-]+ )?(?:pods?|instances?|servers?|services?|process(?:es)?|workers?|app pools?|containers?|daemons?)\b|\breload(?:ed|ing|s) (?:the )?(?:nginx|apache|haproxy|caddy|envoy|proxy|web ?server|service|daemon|load balancer)\b|\bre-?start(?:ed|ing|s)?\b|\brelaunch(?:ed|ing)?\b|\breboot(?:ed|ing|s)?\b|\bbounc(?:ed|ing)\b|\bstopped and (?:re-?)?started\b|\bturned .{0,20}off and (?:back )?on\b|\bforc(?:ed|ing) a new deployment\b|\bpower[- ]?cycl\w+|\b(?:power|switch|turn|bring|brought)(?:ed|s|ing)? (?:\S+ ){1,4}?back (?:on|up)\b|\bpowered (?:back )?on\b|\bmanually started\b|\bstarted (?:the |all |our )?(?:\w+ )?(?:servers?|services?|nodes?|workers?|process(?:es)?|daemons?|containers?|vms?|machines?|instances?|database) (?:again|manually|by hand|back up)\b|\brollout restart\b|\brecycl(?:ed|ing|e) (?:all |the |of )*(?:\w+ )?(?:pods?|process\w*|controllers?)\b",
    ),
    "drain_or_remove": (
        r"\b(?:black-?holed|null-?routed)\b|\bfenced (?:off )?the\b|\bempt(?:ied|ying) (?:the |our )?(?:\w+ )?queues?\b|\b(?:traffic|requests|connections|clients?|users?|bots?|crawlers?|address\w*|ips?) (?:(?:from|of|by) (?:the |this |that |those )?(?:\S+ ){1,3})?(?:was|were) (?:then |also |temporarily |manually )*(?:blocked|banned|throttled|dropped|shed)\b|\b(?:disabl|paus|stopp)(?:ed|ing) the (?:offending|faulty|runaway|culprit|problematic) (?:\w+ ){0,2}(?:jobs?|crons?|cron jobs?|tasks?|quer(?:y|ies)|scripts?|services?|plugins?)\b|\bdrain(?:ed|ing|s)?\b|\bcordon(?:ed|ing|s)?\b|\bquarantin\w+|\bisolat(?:ed|ing)\b|\bcull(?:ed|ing|s)\b|\buninstall\w*|\bevict(?:ed|ing) the\b|\bout of (?:service|rotation|the (?:pool|load ?balancer|cluster))\b|\bkill(?:ed|ing|s) (?:the |all |those |these |some )*(?:[\w-]+ ){0,3}(?:quer(?:y|ies)|sessions?|connections|transactions?)\b|\b(?:rate[- ]?limit|throttl)(?:ed|ing) (?:the |this |that |those |these |some )*(?:\w+ )?(?:clients?|users?|customers?|consumers?|tenants?|accounts?|crawlers?|bots?|jobs?)\b|\btook (?:\S+ ){1,4}?(?:down|offline)\b",
        _doing(r"delet|kill|terminat|remov|evict|destroy|take out|took out|detach|archiv", _THINGS),
        _doing(r"delet|remov|destroy|prun|clear|discard|wip|trim|truncat|evict", r"snapshots?|archives?|tarballs?|tar\S*gz|(?:job |task |message )?queues?|backlog"),
        r"\bdecided to (?:cancel|remove|drop|discard|kill|delete|stop|pause|suspend) (?:the |those |these |all |some |\w+ )",
        r"\b(?:block|ban|shed|throttl|reject|drop)(?:n?ed|ped|ding|ning|ping|ing) (?:the |all |some |those |these |\d+ (?:% )?(?:of )?)*(?:\w+ ){0,2}(?:address\w*|traffic|requests?|clients?|ips?|load|bots?|reads|users?)\b|\bturned away\b|\bheld back\b",
        _doing(r"paus|suspend|stop|shut down", r"jobs?|pipelines?|crawlers?|scripts?|imports?|tasks?|workflows?|migrations?|consumers?|quer(?:y|ies)"),
        r"\b(?:was|were) (?:then |also |manually |deliberately |immediately |temporarily )*(?:shut ?down|taken offline|taken out|switched off|turned off)\b|\bstopped (?:serving|accepting|advertising|announcing|sending)\b|\b(?:unplugg|disconnect|pull)(?:ed|ing) (?:out )?(?:the |all |every |both |its |of |router's |my )*(?:\w+ ){0,3}(?:cables?|sticks?|cards?|devices?|disks?|drives?|plugs?|leads?|switch(?:es)?|nodes?)\b|\bturn(?:ed|ing) off (?:the |all |every |both |its |our |my )*(?:\w+ ){0,3}(?:points?|devices?|nodes?|servers?|machines?|switch(?:es)?|hosts?|workers?)\b|\bculprit\b.{0,40}\bterminated\b|\bscal(?:ed|ing|e)\b.{0,60}\b(?:to (?:0|zero)|down (?:cluster|the cluster|by))\b",
    ),
    "add_capacity": (
        _doing(r"add|increas|rais|extend|enlarg|expand|doubl|grow|grew|provision|bump|install", _ROOM),
        r"\bscal(?:ed|es|ing|e) (?:\w+ ){0,3}?(?:up|out)\b|\bdeploy(?:ed|ing) (?:more|additional|extra|\d+)\b|\b(?:more|extra|additional|larger|bigger|new additional) (?:\w+ ){0,2}(?:nodes?|memory|capacity|instances?|replicas?|disks?|workers?|resources|vms?|machines?)\b|\bresiz(?:ed|ing) (?:the |our )?(?:\w+ )?(?:disks?|volumes?|pool)\b|\b(?:volumes?|disks?|storage|clusters?|instances?|databases?) (?:\w+ )?(?:got|was|were|been|being) (?:resized|enlarged|extended|expanded)\b|\b(?:free|clear|reclaim)(?:d|ed|s|ing)? (?:up )?(?:\S+ ){0,4}?(?:disk|space|storage)\b|\b(?:space|storage)\b(?: \w+){0,3} freed\b|\b(?:rais|increas|bump|doubl)(?:ed|ing) (?:the )?(?:memory|cpu) (?:requests?|limits?|allocation)\b|\binstance (?:size|type) to\b|\bdouble the (?:cpu|memory)\b|\bupsiz\w+|\bscal(?:ed|ing) (?:\S+ ){0,5}?(?:to|from \d+ to) [1-9]\d*\b|\b(?:moved|upgraded|switched|changed) to (?:a )?(?:larger|bigger)\b|\bbumped up to \d",
    ),
    "redeploy_or_replace": (
        r"\bswapped (?:out|in)\b|\bre-?trigger(?:ed|ing) (?:the |a |our )?(?:\w+ )?(?:deploy\w*|pipeline|build|rollout|job)\b|\b(?:fresh|brand[- ]new) (?:vm|server|node|instance|machine|cluster|host|container|database)s? (?:was|were) (?:\w+)\b|\b(?:delet|destroy|remov|tear|tore)\w* (?:down )?(?:the |our )?(?:[\w'’-]+ ){0,3}(?:and|then) (?:then )?(?:re-?)?(?:creat|deploy|provision|build|install)\w* (?:a |it |them )?(?:new|again|anew|from scratch|afresh)\b|\bre-?deploy(?:ed|ing|ment|s)?\b|\bre-?creat(?:ed|ing|e|ion)\b|\bre-?build(?:ing)?\b|\brebuilt\b|\bre-?provision\w*|\bre-?install\w*|\bre-?appl(?:y|ied|ying)\b|\bre-?run\b|\bre-?ran\b|\bre-?queued\b|\brescheduled\b|\brun(?:ning)? the pipeline\b",
        r"\b(?:deploy|install|set up|provision|bring|brought|mov|migrat)\w* (?:\S+ ){0,6}?(?:on|onto|to|and|up) an? (?:brand[- ])?new (?:\w+ )?(?:machine|server|host|vm|node|instance|cluster|environment)\b|\b(?:binar(?:y|ies)|images?|packages?|containers?) (?:\w+ ){0,2}(?:built|rebuilt|compiled) (?:with|against|from)\b|\bbuil(?:t|d|ding) (?:the |a )?(?:new )?(?:binar(?:y|ies)|image|package) again\b|\breplac(?:e|es|ing|ed) (?:\w+ ){0,3}(?:old )?(?:binar(?:y|ies)|images?|builds?)\b|\breplac(?:ed|ing|ement)\b|\bswapp(?:ed|ing) (?:out )?(?:the |a |both )?(?:\w+ )?(?:switch|disks?|drives?|cables?|cards?|modules?|router|server|machine|psu|power supply|board)\b|\b(?:trigger|start|kick)(?:ed|ing)? (?:off )?(?:a |another )?(?:fresh|new|clean|full) (?:\w+ )?(?:deploy\w*|build|rollout)\b|\bre-?imag(?:ed|ing)\b|\broll(?:ed|ing|s)?[- ]?over\b.{0,30}\b(?:nodes?|cluster|instances?)\b|\bnodes?\b.{0,20} (?:recycled|rotated|roll(?:ed|ing|s)?[- ]?over)\b|\brecycl\w+ (?:of )?(?:all |the )*(?:\w+ )?nodes?\b|\b(?:nodes?|instances?|vms?) (?:\w+ ){0,3}as unhealthy\b|\b(?:instance|node|vm)s? to unhealthy\b|\b(?:with|using) `?terraform apply|\bterraform apply\b.{0,40}\b(?:to|manually)\b|\btarget apply\b",
        r"\bnew (?:\w+ )?(?:nodes?|instances?|cluster|servers?|pods?|vms?|database|node group)\b.{0,20}?\b(?:spawned|launched|started|created|joined|brought up|came up|come up|being added|deployed)\b|\b(?:creat|start|spun up|spin up|brought up|launch)\w* (?:a |two |several |up )*new (?:\w+ )?(?:nodes?|instances?|cluster|servers?|pods?|vms?|volumes?)\b|\bnodes? (?:\w+ )?(?:were|was|where) created\b|\bmanually (?:executed|ran|run) terraform\b",
        _doing(r"restor", r"cluster|components?|resources?|zones?|service ?monitors?|ingress controllers?|controllers?"),
        r"\bnew (?:\w+ )?(?:images?|builds?) (?:was |were |is |are |has been )?(?:\w+ and )?(?:built|deployed|rolled out|pushed|released)\b|\b(?:updat|upgrad)(?:ed|ing) the (?:[\w-]+ ){0,2}(?:packages?|dependency|dependencies|library|libraries)\b|\bupdat(?:ed|ing) to (?:a |the )?(?:newer|latest|new) (?:\w+ ){0,2}(?:version|release|chart|image)\b",
    ),
    "config_change": (
        r"\b(?:tighten|loosen|relax|harden)(?:ed|ing) (?:the |our |all )?(?:\w+ ){0,3}(?:limits?|rules?|polic(?:y|ies)|thresholds?|settings?|timeouts?)\b|\b(?:rules?|limits?|polic(?:y|ies)|thresholds?|timeouts?) (?:was|were) (?:relaxed|tightened|loosened|bumped|raised|lowered|doubled|halved)\b|\bopen(?:ed|ing) (?:up )?(?:tcp |udp )?ports? \d+|\b[a-z]+(?:_[a-z]+)+ (?:was|were) (?:\w+ly )?(?:raised|lowered|set|increased|reduced|changed|bumped|doubled)\b|\b(?:updat|edit|correct|fix|chang)(?:ed|ing) (?:the |our )?[\w/-]+\.(?:conf|cfg|ini|ya?ml|toml|env|properties|tf|json)\b|\bset the (?:\w+ )?(?:memory|cpu|rate|connection|request|time) limits? to\b|\brate[- ]limiting (?:was|were) (?:enabled|added|introduced|tightened|turned on)\b|\b(?:chang|switch|mov)(?:ed|ing) to (?:using|the use of)\b|\b(?:rais|lower|reduc|increas|decreas|cut)(?:ed|ing|s) (?:the )?(?:max(?:imum)?|min(?:imum)?)\b|\brestor(?:ed|ing|e) (?:the |all |our |their |missing |deleted |default |dns |internet )+(?:\w+ )?(?:routes?|records?|rules?|settings?|permissions?|polic(?:y|ies))\b|\bby updating (?:the |our )?(?:\w+ ){0,3}(?:rules?|config\w*|settings?)\b",
        _doing(r"chang|updat|adjust|modif|correct|fix|edit|set|tun|reduc|lower|increas|rais|decreas|add|remov|delet|enabl|disabl|overrid|patch|appl|bump|attach|re-?attach|exclud|alter|swap|configur|replac|tweak|apply|creat|hard-?cod|refactor|rewrit|rewrott?", _SETTINGS, "|set|cut|written|rewritten"),
        r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+ ?[=:] ?(?:true|false|on|off|\d+|none|null)\b|\b(?:reduc|lower|increas|rais|limit|cut)(?:ed|ing|s) (?:the )?number of (?:\w+ ){0,3}(?:processes|threads|connections|retries|jobs|consumers)\b|\b(?:turn|switch)(?:ed|ing) (?:\S+ ){1,6}?(?:off|on)\b|\bflipp(?:ed|ing) (?:the |a |that )?(?:\w+ ){0,2}(?:flag|switch|toggle|setting)\b|\b(?:chang|set|rais|lower|increas|reduc|bump|cut)(?:ed|ing|s)? (?:the )?[a-z]+(?:_[a-z]+)+ (?:from \S+ )?to\b|\bset [A-Z][A-Z0-9_]{2,}=\S|\bwhitelist\w*|\ballow-?list\w*|\bban(?:ned|ning)\b|\bmanual(?:ly)? (?:re-?)?attach\w*|\b(?:re-?)?attach(?:ed|ing) (?:the )?(?:instances|policy)\b|\bset (?:the )?command to\b|\b(?:fix|changes?) to (?:the )?(?:config\w*|terraform|launch template|manifest)|\bapplied (?:an? |the )?(?:\w+ ){0,3}(?:fix|exclusion)\b|\bmanual fix\b|\bis configured to\b|\bre-?configur(?:ed|ing)\b|\bscal(?:ed|ing) (?:\w+ ){0,4}?(?:down|to (?:0|zero))\b|\bmanually (?:set|chang|updat|add|edit|patch)\w*|\b(?:set|changed|updated|added|edited|patched) manually\b|\b(?:inline|manual) edits?\b|\bcancelled the (?:migration|job|query)\b|\brestricted\b|\b(?:memory |cpu |resource |rate )?limits? (?:was|were) (?:also |then )?(?:set|introduced|imposed|put in(?:to)? place)\b|\b(?:enabl|disabl)(?:ed|ing) (?:\S+ ){0,4}?(?:functionality|features?|options?|modes?|recycling|plugins?|configurator|mechani\w+|caching|modules?|extensions?|integrations?)\b|\b(?:adjust|chang|lower|shorten|reduc|increas)(?:ed|ing) (?:the )?(?:dns )?ttls?\b|\b(?:increas|rais|lower|reduc|chang|set)(?:ed|ing)?\b.{0,40}\b(?:via|through) (?:a |the |our )?(?:\w+ ){0,3}config\w*",
    ),
    "code_fix": (
        r"\b(?:fix|patch|hotfix) (?:went|was|is|came|has gone) live\b|\b(?:deploy|ship|releas|push|roll)(?:ed|ing) (?:out )?(?:a|the) corrected \w+|\b(?:index(?:es)?|guard|null check|retry|retries|lock|mutex) (?:was|were) added\b|\b(?:quer(?:y|ies)|code|loop|function) (?:was|were) (?:optimi[sz]ed|rewritten|corrected|fixed|refactored)\b|\bpatched (?:and|to ensure|to make sure|so that)\b|\b(?:has|have|had|was|were) (?:\w+ly )?been patched\b|\badd(?:ed|ing) (?:\w+ ){0,3}(?:error|exception|null) (?:handling|checks?|checking)\b|\badd(?:ed|ing) an? (?:conditional|null check|guard|missing check|try/catch)\b|\b(?:changes?|update|commit|release|version)\b[^.;]{0,80}\b(?:deployed|merged|released)\b[^.;]{0,60}\b(?:that|which) (?:ensures?|fix(?:es)?|prevents?|handles?|corrects?|stops?)\b|\badd(?:ed|s|ing) [^\s()]*(?:\(\)|::)|\b(?:created|wrote|prepared) a patch\b|\bremov(?:ed|ing) the (?:ambiguity|bug|faulty (?:line|code|query|call))\b|\bpatch(?:e[sd]|ing)? (?:\S+ ){1,4}?(?:to|so that it) (?:\w+ )?(?:prevent|handl|filter|fix|avoid|allow|ignor|skip|check|stop|accept|use|return|reject|tolerat|catch|retr)\w*|\bdeploy(?:ed|ing|s)? \S*(?:pull|merge_requests|commit)/\S+ to (?:fix|resolve|address|correct)|\b(?:fix|hot-?fix|patch)(?: \S+){0,2}? (?:was|is|has been|were|being|is being) (?:\w+ )?(?:deployed|shipped|rolled out)\b|\b(?:binar(?:y|ies)|version|build|release|image|update)s? (?:including|containing|with|that (?:includes?|contains?|has|had)) (?:the |a |our |this )?(?:\w+ )?(?:bug ?fix|fix|patch)\b|\b(?:structural|code|source) (?:code )?(?:fix|clean-?up)\b|\bcode-fix\b|\bpatch(?:ed|es) the (?:\w+ )?(?:code|parser|handler|client|server|library|script|service|job|function|bug|app|application|query|module|plugin|worker|api|frontend|backend)\b|\broll(?:ed|ing|s) (?:it |this )?forwards?\b|\b(?:push|land|commit|merg)(?:ed|ing|s)? (?:a |an |the )?(?:\w+ )?(?:commit|change|pr|patch) (?:to|that|which) (?:fix|resolv|handl|correct|address)\w*|\b\w+ fixes the bug\b|\bfix(?:es)? deployed (?:to|in|on) prod\w*|\badd(?:ed|ing) (?:the |a |an )?missing (?:\w+ )?(?:migration|import|check|guard|index|handler|validation|method|call|await|lock|case)\b|\b(?:rewrote|rewritten|refactored) the (?:\w+ ){0,3}(?:code|query|job|script|function|loop|handler|module|logic|process)\b|\b(?:wrote|writing|written) (?:a |the )?(?:\w+ )?(?:more efficient|better|new|faster|corrected) (?:one|version|query|job|script|implementation)\b|\bhot-?fix\w*|\bcode (?:fix|change)\b|\b(?:bugs?|deadlock|regression|race condition)\b[^.]{0,60}\b(?:was|were|has been|have been|is) (?:\w+ )?(?:fixed|patched)\b|\b(?:code|script|query) (?:was |is )?(?:patched|corrected|fixed)\b|\bmade the (?:code|script|query|service) (?:more )?\w+|\bfix (?:was|is|has been) added to the code\b|\bcreat(?:ed|es) (?:a|the|and) (?:\w+ )?(?:pr|pull request)\b[^.]{0,120}\bto fix\b|\bbug ?fix\w*|\bfix(?:ed|ing)? (?:the |a )?bugs?\b|\bfix(?:ed)? in (?:code|version|release)\b|\b(?:corrected|fixed) the (?:code|script|query|job)\b|\b(?:fixed|patched) version\b|\bnew release\b",
        r"\b(?:pr|pull request|patch|fix)(?: \S+)? (?:was |is |has been )?(?:merged|released|submitted|committed|pushed|landed)\b|\bmerg(?:ed|ing) (?:the |a )?(?:fix|pr|pull request|patch)\b|\b(?:ship|releas|roll|build|built|wr[io]te)\w* (?:out )?(?:a |the |an )?(?:\w+ )?(?:fix|patch|hotfix)\b|\b(?:deploy|push|ship|releas)\w* (?:out )?(?:a|the|an?) (?:\w+ )?(?:fix|patch)\b|\bwe (?:have |then |also |finally )?fixed (?:the|a|an|our|this) \w+|\bdeploy\w* (?:a |the |an )?(?:fixed|patched) \w+|\b(?:fix|patch|hotfix|pr) (?:was |is |has been )?(?:\w+ and )(?:merged|deployed|released)\b|\bmade (?:a )?commit to fix\b|\bfix(?:es)? (?:was|were) (?:just |only |simply )*(?:an? |one |two |three |\d+ )(?:\w+[- ])?(?:characters?|lines?|one-?liner)\b|\badded (?:better |proper |more )?(?:error|exception) handling\b|\bfixed in \W?(?:pr|pull request|#\d|commit)|\bupgrad(?:ed|ing) to (?:a |the )?(?:fixed|patched|version|v?\d)\w*|\bmerged into (?:master|main)\b|\b(?:identified|found) and \[?fixed\b",
    ),
    "failover": (
        r"\bcut ?over to (?:the |a |our )?(?:backup|standby|secondary|spare|other|dr|replica|new)\b|\b(?:traffic|dns|load|users|requests|clients) (?:was|were) (?:then |manually |also )*(?:switched|pointed|moved|shifted|directed|sent|diverted|cut over) (?:over )?(?:to|at|away)\b|\bswitch(?:ed|ing) (?:over )?to (?:a |an |the |our )?(?:different|other|alternative|alternate|another|second|spare) (?:\w+ ){0,2}(?:provider|region|server|node|endpoint|host|isp|link|cluster|router|mirror|line|zone|site)\b|\bre-?rout(?:ed|ing) (?:\w+ ){0,2}around\b|\b(?:migrat|mov|switch)(?:ed|ing) (?:\S+ ){0,3}(?:from|off|away from) (?:the |our )?(?:failed|failing|broken|dead|affected|faulty|degraded)\b|\bto (?:use|point (?:at|to)) the (?:old|backup|secondary|standby|fallback|alternative) (?:\w+ ){0,3}(?:service|server|provider|cluster|host|system|cdn|region|data ?cent\w+)\b|\b(?:backup|standby|secondary|spare) (?:\w+ )?(?:has |have |had )?(?:taken|took) over\b|\busing the (?:\w+ ){0,3}(?:cluster|server|region|site) as (?:a )?(?:backup|fallback)\b|\bfail(?:ed|ing)?[- ]?over\b|\bswitch(?:ed|ing)? (?:over )?(?:to|traffic) (?:the |a |another |to )*(?:\w+ )?(?:secondary|standby|backup|replica|region|cluster|data ?cent\w+|provider|pool|mirror)\b|\b(?:point|re-?point|switch|updat|chang)(?:ed|ing) (?:the )?(?:dns|cname|record|traffic|domain)\w* (?:\w+ ){0,2}(?:at|to) (?:the |a |our )?(?:backup|standby|secondary|other|new|spare|old) (?:\w+ )?(?:site|server|region|cluster|data ?cent\w+|host|address|load balancer)\b|\bpromot(?:ed|ing) (?:the |a |an )?(?:\w+ )?(?:replica|standby|secondary)\b|\b(?:replica|standby|secondary) (?:was|were|is) promoted\b",
        r"\b(?:redirect|re-?rout|shift|mov|rebalanc|rout)(?:ed|ing|e)\b.{0,20}\b(?:traffic|load|requests|users)\b.{0,40}\b(?:to|away|from|off)\b|\btraffic (?:was |is |has been )?(?:moved|shifted|re-?routed|redirected|failed over)\b",
    ),
    "credential_renewal": (
        r"\b(?:sessions|tokens|cookies|api keys|passwords|credentials|secrets|keys) (?:was |were |have been )?(?:all )?(?:invalidated|reset|revoked|rotated|cycled|regenerated|expired by force)\b|\binvalidat(?:ed|ing) (?:all |the |every |existing )+(?:\w+ )?(?:sessions?|tokens?|cookies|keys)\b",
        _doing(r"renew|rotat|regenerat|re-?issu|revok|replac|generat|recreat|install|refresh|reset|push|roll over|issu|reload|creat", _SECRETS),
        r"\bre-?(?:ran|run|running) the (?:\w+ )?renew\w*|\b(?:certbot|acme\.sh|lego|letsencrypt) renew\w*|\b(?:new|fresh|renewed|updated|valid) (?:tls |ssl |ca )?certs?\b|\b(?:new|fresh) (?:tls |ssl )?(?:cert(?:ificate)? material|certificate|credential|token|password|(?:api |access )?key|secret)s?\b|\bcertificates? rolled over\b",
    ),
    "data_repair": (
        r"\b(?:corrupt\w*|broken|bad|wrong|invalid|affected|missing|inconsistent|duplicate\w*) (?:\w+ )?(?:rows|records|entries|data|files|orders|accounts|balances|charges|payments) (?:was|were|have been) (?:\w+ly )?(?:fixed|corrected|repaired|removed|restored|refunded|recreated|deleted|merged|cleaned)\b|\bscripts? (?:(?:was|were) (?:run|executed|written) )?to (?:correct|repair|fix|clean(?: up)?|restore|recompute|backfill) (?:the |all |those )?(?:\w+ )?(?:records?|rows|data|entries|balances|orders|accounts|counts)\b|\brestor(?:ed|ing) (?:the |from |all |a )*(?:\w+ ){0,3}(?:data|database|backups?|snapshot|index|tables?)\b|\bfrom (?:a |the |our )?(?:latest )?(?:backup|snapshot)s?\b|\bdata restoration\b|\bfrom (?:last night|yesterday|the (?:night|day|week) before|this morning)(?:['’]s)? (?:backup|snapshot|dump)\b|\bre-?r[au]n(?:ning)? (?:the |all |those |these |any )*(?:failed|missed|missing|skipped|lost|affected) \w+|\bre-?queued (?:the |all )*(?:lost|failed|missing|stuck|dropped|affected) \w+|\b(?:ran|wrote|run) (?:a |the )?(?:\w+ )?(?:script|query|job|migration) to (?:correct|repair|fix|clean|restore|recover|backfill|re-?create|reconcile)\b|\brebuil(?:t|ding) (?:the )?(?:\w+ )?ind(?:ex|exes|ices)\b|\b(?:files?|tables|data|records|rows|backups?) (?:(?:was|were|have been|has been|got) )?(?:\w+ly )?restored\b|\bbackup restor\w+|\brecover(?:s|ed|ing) the (?:missing|lost) \w+|\b(?:remov|delet|clean|correct|repair)(?:es|ed|ing|s) (?:up )?(?:the |all |those |any )?(?:broken|invalid|corrupt\w*|wrong|bad|duplicate\w*|stale|affected|inconsistent|orphan\w*) (?:\w+ ){0,3}(?:entries|rows|records|data|versions?|memberships?)\b|\bback-?fill\w*|\bdata (?:repair|fix|recovery|correction)\b|\brepair(?:ed|ing) (?:the )?(?:\w+ )?(?:data|database|table|index|filesystem)\b|\bre-?index\w*|\breplay(?:ed|ing)\b|\bre-?process\w*|\bcorrected the (?:counts?|data|rows|records|entries|stock)\b|\b(?:ran|run) the .{0,40}job (?:by hand|again)\b|\bcaught up by hand\b|\bpurg(?:ed|ing|es)\b|^\W*purge\b|\b(?:remov|unlink|delet|exclud|withdr[ae]w|retract)(?:es|ed|ing|s|n)? (?:\w+ly )?(?:the |those |all )?\d* ?(?:affected|failed|wrong|incorrect|bad|faulty|duplicate\w*|erroneous|invalid) (?:\w+ )?(?:sequences?|items?|orders?|messages?|events?|files|entries|records|rows|samples?|transactions?|invoices?|payments?|users?|accounts?|results?|datasets?)\b|\bstate migration\b|\bre-?driv(?:e|es|ed|ing|en) (?:the )?(?:events?|messages?|dlq)|\bre-?(?:import|ingest|harvest|sent|send|submit|upload|publish)(?:s|ed|ting|ing)?\b|\breconcil(?:ed|ing|iation)\b (?:of )?(?:the |all |our |these )?(?:\w+ ){0,2}(?:data|records|rows|orders|payments|balances?|accounts?|counts?|ledgers?|invoices?|entries|stock|inventory|transactions)\b|\b(?:data|records|orders|payments|balances|accounts|invoices|entries|transactions) (?:\w+ )?(?:was|were|been) reconciled\b|\bfsck\b|\bdelet(?:ed|ing) (?:the )?(?:corrupt\w*|wal)\b|\bre-?sync\w*|\bfix them manually\b|\bdefragment(?:ed|ing|ation)\b|\bdefragg(?:ed|ing)\b|\b(?:ran|run|running|performed) (?:an? |the )?(?:\w+ ){0,2}(?:defrag|compaction|vacuum|optimi[sz]e)\b",
    ),
    "wait_on_provider": (
        r"\b(?:isp|provider|vendor|host(?:er)?|supplier|data ?cent(?:er|re)(?: staff| team)?|registrar|carrier|utility)(?:'s \w+)? (?:has |have |had |then |finally |eventually |later )*(?:replaced|repaired|brought|reinstated|re-?enabled|rebooted|reconnected|corrected)\b|\b(?:but|could only|had to|have to) wait for (?:the |our |their )?(?:\w+ )?(?:provider|vendor|isp|supplier|host(?:er)?|upstream)\b|\b(?:currently |still |then )?await(?:ed|ing|s)? (?:[\w.’'-]+ ){1,4}(?:to (?:fix|resolve|restore|recover|repair|come back)|resolution|fix|repair|recovery)\b|\bawait(?:ed|ing|s)? resolution\b|\b(?:decided|decision (?:was )?made|chose|agreed) to wait (?:for|until|till)\b|\bwait(?:ed|ing)? (?:for|on|until) (?:the )?(?:a fix from |fix from )?(?:aws|azure|google|github|provider|vendor|upstream|third|cloud|microsoft|letsencrypt|jira|linux foundation|docker\w*|quay|pypi|npm|circleci|gitlab|cloudflare|ovh|supplier)\b|\bresolved (?:by|upstream|when) (?:the )?(?:aws|azure|google|github|provider|vendor)\b",
        r"\b(?:aws|azure|google|gcp|github|gitlab|isp|(?:internet )?service provider|hosting provider|hetzner|linode|digital ?ocean|heroku|fastly|rackspace|(?:the |our |cloud )provider|vendor|supplier|upstream|docker ?hub|cloudflare|auth0|circleci|quay|microsoft|ovh)(?:'s)?\b(?: (?:have|has|had|team|engineers|support|itself|internal|components?|service|status|api|is|was|were|been|also|then|later|finally|they))* (?:fix(?:ed|es)|resolv(?:ed|es)|restored|recover(?:ed|s)|mitigated|(?:was|is) back|rolled back|repaired|restarted|confirmed (?:capacity|that|the fix)|auto-?patched)\b|\b(?:fixed|resolved|restored|repaired|mitigated|corrected) (?:\w+ )?(?:by|at) (?:the |our )?(?:\w+ )?(?:provider|vendor|supplier)\b|\bwait(?:ed|ing)? (?:for|on) (?:an? |the |any )?(?:update|response|reply|answer|fix|help) (?:from|by) (?:our |the |their )?(?:\w+ ){0,2}(?:provider|registrar|vendor|supplier|support|host|hoster)\b|(?:^|\b)(?:(?:^|(?:our|the|their|hosting|cloud|dns|cdn|network) )(?:provider|vendor|registrar|hoster|supplier)|github(?:'s|’s)? support|(?:their|\w+['’]s) support)\b[^.;–-]{0,60}?\b(?:restored|fixed|resolved|rolled back|recover(?:ed)?|reverted|unblocked|lifted|repaired)\b",
    ),
    "self_recovered": (
        r"\b(?:auto|self)[- ]?healing kicked in\b|\b(?:load|traffic|demand|attack|spike|flood|surge|storm|congestion) (?:has |had )?(?:subsided|died down|ended|ceased|faded|eased|went away|passed|stopped)\b|\b(?:resolv|recover|fix|heal|clear|correct)(?:ed|s|ing)? (?:it|them)sel(?:f|ves)\b|\bself[- ]?(?:heal|recover|resolv|correct)\w*|\b(?:recovered|resolved|healed|cleared|fixed|reattached|restored) (?:automatically|on (?:its|their) own|by itself|without (?:any )?(?:intervention|action)|by the (?:daily|scheduled|nightly|regular))\b|\bwithout (?:any )?(?:manual )?intervention\b|\b(?:on|of) its own\b|\bno action (?:was |is )?taken\b|\bwent away\b|\bautomatically\)? (?:recovered|resolved|restarted|scaled|replaced|healed|came back|launched)\b|\bspontaneous\w*|\bwithout (?:any )?(?:further )?(?:action|intervention|change)s? (?:from|by|on) (?:us|our)\b|\b(?:load|traffic|demand) (?:dropped|subsided|decreased|fell|died down|eased)(?: \w+){0,3} and (?:the )?\w+ (?:\w+ )?(?:recovered|returned|resumed)\b|\bnatural(?:ly)? (?:\w+ )?recover\w*|\b(?:recovered|resolved) naturally\b|\breturned to normal without\b|\bresolved itself\b|\bby (?:itself|themselves)\b|\b(?:had )?already recovered\b|\bwithout us\b|\bproblem disappeared\b|\bcleared up\b|\bby the daily\b|\bstarted responding again\b|\bno (?:human|manual) intervention\b|\bback to normal (?:when|once|after) the \w+ (?:finished|completed|ended)\b",
    ),
    "workaround": (
        r"\b(?:in|into|to) (?:read[- ]only|maintenance|safe|limited) mode\b|\b(?:users|customers|people|everyone|clients|teams) (?:were|was) (?:told|asked|advised|instructed) to (?:use|clear|retry|switch|restart|log|avoid|reload|refresh|call|pay)\b|\bby hand until\b|\bmanual(?:ly)? (?:re-?)?(?:creat|generat|writ|wrot|plac|mount|assign)(?:e|ed|es|ing|ten) (?:the |a |an |its |missing )*(?:\S+ )?(?:files?|\S*/\S+|interfaces?|routes?|symlinks?|entr(?:y|ies))|\bwork ?-?arounds?\b|\bfallback\b|\bwaiting room\b|\bdegraded mode\b|\btemporar(?:y|ily) (?:fix|solution|measure|disabl\w*|chang\w*|scal\w*|bypass\w*|allow\w*|switch\w*|mov\w*)\b|\bas a temporary\b|\bbypass(?:ed|ing)?\b|\bstop-?gap\b|\bmanual(?:ly)? (?:process|approv|releas|enter|handl|complet|forward|dispatch|pay|paid|ship)\w*|\b(?:put up|served|enabled|switched on|showed|displayed|deployed) (?:a |the )?(?:static |temporary )?(?:maintenance|static|holding|error) page\b|\bfor the (?:duration of the (?:incident|outage)|time being)\b|\buntil (?:a|the) (?:permanent|proper|real|full|final|long-?term) (?:fix|solution)\b|\binterim (?:fix|solution|measure)\b|\bband-?aid\b|\bquick[- ]?fix\b|\bshort-?term fix\b|\bmanually (?:re-?attach|copied|copy|run|ran|trigger)\w*|\bsilenced\b|\bmonkey-?patch\w*|\bmanual attaching\b|\bwithout .{0,40} and queued\b",
    ),
}  # fmt: skip
_OF_VALUE = [value for value, patterns in _ACTIONS.items() for _ in patterns]
_ANY_ACTION = AnyOf([pattern for patterns in _ACTIONS.values() for pattern in patterns])

_EXCEPT = {
    "rollback": worded(
        r"^roll\w* over\b|^roll-?backs? (?:skip|on destr)|^reversal? of fortune|^roll-?backs? (on|plan|polic|proced|mechan|capab|step|test|support|feature|option|strateg|path|would|was not|is not)|back (to|in) (normal|service|life|ready|working|a working|operation\w*|the node|100)"
    ),
    "redeploy_or_replace": worded(
        r"^replac\w+ (the |a |an |those |these |its |two|one|single|multi|old |-|line )*(\w+ )?(word|value|string|setting|fix|code|calls?|function|logic|implementation|query|method|check|variable|expression|library)s?\b|^re-?r[au]n the (\w+ )?renew"
    ),
    "add_capacity": worded(
        r"^gr[eo]w\w* (to|in|beyond|over|until)\b|^(rais|open|add|creat)\w* (an? |the |some |our )?(\w+ )?(issue|ticket|request|concern|question|bug|case|alert)"
    ),
    "failover": worded(r"^fail-?over (subnets?|ips?|address\w*|nodes?|servers?|clusters?|regions?|pairs?|routes?)\b"),
    "code_fix": worded(r"^(fix|patch)\b.{0,30} to (revert|roll)|^we (\w+ )?fixed this by"),
    "drain_or_remove": worded(
        r"^drained by (itself|themselves)\b|^drain(ed|ing)? (automatically|on its own)|^\S+ (has|have|had) (terminat|stopp|died)\w*|^(part|component)\b"
    ),
    "credential_renewal": worded(
        r"^\S+( \S+){0,4} ca[- ](certificates?|bundle|store)\b|^ca[- ](certificates?|bundle)\b"
    ),
    "restart": worded(
        r"^re-?starts? (automatic\w*|counts?|counter|loops?|stopp?ed|fell|ceased|polic\w+)|^re-?boot(s|ing)? (scenarios?|loops?|tests?)"
    ),
    "config_change": worded(r"^changes? (in|to|of|on) .{0,60}\b(led|caused|resulted|triggered|broke|introduced)\b"),
    "data_repair": worded(r"^restor\w+ data (network|cent)|^purg\w+ (from )?(the |our |its |all )?(\w+ )?(cache|cdn)"),
}
"""Words that only look like the action."""

_OF_SECRETS = worded(rf"\b({_SECRETS})\b(\s\w+){{0,3}}\sreplaced$")
"""Secrets are renewed, not deployed."""
_CLAUSE_END = re.compile(r"[.;:,()]\s|\s[–—-]\s|\n|\s(?:and|but|which|so|then|hence|however)\s")
_NOT_DONE = worded(
    r"\b(did (not|n['’]t)|did ?n[o'’]?t|decid\w+ (not|against)|decision \w* ?(to )?not|chose not|not warrant\w*|no need|ruled out|will|would|should|could|might|may|can|if|whether|need(s|ed)? to|plan(ned|s|ning)? (to|of)|intend\w* to|intention to|consider\w*|options? (to|for)|tickets? (\w+ )?to|issue (raised|created|opened) to|avoid|prevent|without|missed|prior to|until|instead of|rather than|request to|submitted (a|an) (\w+ )?request|used to perform|due to|because of|caused by|caus(ed|ing)|trigger(ed|ing)|result(ed|ing) (in|from)|reason (for|of)|unable to|not possible to|to allow|stop|fail(ed|s|ing)? to|attempt(ed|s)? to( be)?|tried to|trying to|awaiting|during|suggest\w*|determine|discover\w* by|no longer|following|gradually)\b"
)
_FAULT = worded(
    r"\b(accident\w*|unintention\w*|unintended|unexpected\w*|ungraceful\w*|by mistake|somehow|inadvertent\w*|oom[- ]?killer)\b|\b(not|never|nobody|no one|n['’]?t)(\W+\w+){0,2}\W*$|\b(has|have|kept|keeps|just|some|an|any|no)\W*$"
)
_IN_VAIN = worded(
    r"^\W*(\S+\W+){0,10}?(fail(s|ed|ing)?|unsuccessful\w*|not possible|did ?n[o'’]?t|does ?n[o'’]t|had no|in vain|no (effect|difference|change)|several times|many times|multiple times|by mistake|by accident|accidentally|inadvertently|unintentionally|mistakenly|in error|\(?(most likely |probably |likely )?by the (oom|kernel|operating system|scheduler)|just after|after running|again due|with (oom|error|exit))\b"
)
_THOSE_FAILED = re.compile(r"(?i)^\s*(?:the |all |those |these |any |its? )*failed\b")
""" "Reprocessed the failed requests": they failed before."""
_BACKGROUND = worded(
    r"^\W*(although|before|prior to|previously|originally|on (the )?\d|in (january|february|march|april|may|june|july|august|september|october|november|december)|when (the|a|an) \w+ \w+ \w+ is)\b"
)


_PODS_GONE = worded(
    r"\b(?:delet|kill)(?:e|es|ed|s|ing)?(?: (?:the|a|both|all|these|those|an))*(?P<kind>(?:[ `]+[\w/-]+`?){0,4}?) pods?\b|\b(?P<named>(?:[\w/-]+`? ){0,3})pods? (?:was |were |is |are |being |got |has been |have been )*(?:manually )?(?:deleted|killed)\b"
)
_IN_THE_WAY = worded(
    r"^\W*(the|a|all|these|some|its?|and|of|many|most|those|several|\d+|\W)*$|\b(pending|stuck|unhealthy|bad|evicted|user|old|older|orphan\w*|unknown|lost|stale|failed|failing|crashed|non-?responding|non-?responsive|unresponsive|responding|responsive|terminating|inactive|idle|duplicate|rogue|culprit)\b"
)
together(_BACKGROUND, _PODS_GONE)


def _pods_gone(text: str) -> Iterator[str]:
    """A pod deleted by its name ("the hub pod") comes back fresh: a restart. Pods deleted for the state they are in
    ("pending pods") are removed."""
    for match in _PODS_GONE.finditer(text):
        if _is_done(text, match.start(), match.end()):
            name = match["kind"] or match["named"] or ""
            yield "drain_or_remove" if _IN_THE_WAY.search(name) else "restart"


_REMEMBERED = 500
"""Several parts are read from the same sentences of a document."""


@lru_cache(maxsize=_REMEMBERED)
def actions_in(text: str) -> tuple[str, ...]:
    """Every action that a sentence tells as done."""
    return tuple(_told(text))


def _told(text: str) -> Iterator[str]:
    if _BACKGROUND.search(text):
        return
    yield from _pods_gone(text)
    told: set[str] = set()
    for i in _ANY_ACTION.among(text):
        value = _OF_VALUE[i]
        if value not in told and _is_told(value, _ANY_ACTION.patterns[i], text):
            told.add(value)
            yield value


_MAY_BE = re.compile(r"(?i)\b(?:can|could|may|might|would|should|must)(?: not)? be\b")
""" "Parameters can be added"."""
_STOPPED = re.compile(r"(?i)\bstopp(?:ed|ing) $")
_STOPS = frozenset({"restart", "failover", "rollback"})
""" "The balancer stopped failing over"."""
_ASIDE = re.compile(r"\(|,? (?:although|even though)\b")


def _is_told(value: str, pattern: re.Pattern[str], text: str) -> bool:
    other = _EXCEPT.get(value)
    for match in pattern.finditer(text):
        if _MAY_BE.search(match[0]) or (value in _STOPS and _STOPPED.search(text[: match.start()])):
            continue
        only_looks_so = other and other.search(text[match.start() : match.end() + 30])
        if value == "redeploy_or_replace" and _OF_SECRETS.search(text[max(0, match.start() - 40) : match.end()]):
            continue
        if not only_looks_so and _is_done(text, match.start(), match.end()):
            return True
    return False


def _is_done(text: str, start: int, end: int) -> bool:
    ends = [m.end() for m in _CLAUSE_END.finditer(text, max(0, start - 120), start)]
    clause = text[ends[-1] if ends else max(0, start - 120) : start]
    return (
        not _NOT_DONE.search(clause)
        and not _FAULT.search(text[max(0, start - 300) : start])
        and not _IN_VAIN.search(_THOSE_FAILED.sub("", _ASIDE.split(text[end : end + 80], maxsplit=1)[0]))
    )
