"""How the cause was found, read sentence by sentence: a method counts where somebody used it to look for the cause.

Logs that are lost or a dashboard that is down are the failure, not a method; so each pattern names an act of looking,
or what was seen by it, and reports by users and sentences of recovery tell no method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from etl.transform.patterns import AnyOf, worded

_LOOK = r"(?:look|check|search|inspect|read|review|stud|analy[sz]|investigat|dig|dug|examin|scan|watch|compar|view|tail|grep|consult|us)(?:s|ed|ing|e|y|ied|ies)?"
_SAW = r"(?:find|finds|found|finding|discover(?:s|ed|ing)?|notice[sd]?|noticing|observ(?:e|es|ed|ing)|saw|sees?|seen|seeing|identif(?:y|ies|ied|ying)|determin(?:e|es|ed|ing)|reali[sz](?:e|es|ed|ing)|not(?:ed|es)|conclud(?:e|es|ed)|confirm(?:s|ed|ing)?|verif(?:y|ies|ied)|check(?:s|ed|ing)?|compar(?:e|es|ed|ing)|establish(?:ed)?|spott?(?:ed)?|reveal(?:s|ed|ing)?|show(?:s|ed|ing)?|turn(?:s|ed) out)"
_FOUND = _SAW.replace("identif(?:y|ies|ied|ying)|", "").replace("|establish(?:ed)?|", "|established? that|")
"""To identify a faulty part names it and does not say how it was found."""
_SYSTEM = r"crash[- ]?loop\w*|nodes?|pods?|containers?|clusters?|settings?|config\w*|annotations?|labels?|certificates?|tokens?|state|memory|disk(?: space)?|instances?|volumes?|pvc|namespaces?|limit-?ranges?|permissions?|passwords?|service[- ]accounts?|controllers?|versions?|queues?|target groups?|records?|webhooks?|process(?:es)?|exporters?|ingress\w*|daemon-?sets?|deployments?|databases?|servers?|endpoints?|quotas?|limits?|capacity|autoscal\w+|helm|image|registry|hub|proxy|zone|security groups?|subnets?|ip address\w*|launch[- _]template|job|runtime|tables?|ec2|rds|socket\w*|mount\w*|file ?system|port|arn|rule|secrets?|credentials?|load balancer\w*|alb\w*|resources?|packages?|network\w*|policy|policies|index(?:es)?"
_GAP = r"(?:[\s`'’\"*_/(-]+[\w.#/-]+){0,9}?[\s`'’\"*_/(-]+"

_METHODS: Mapping[str, Sequence[str]] = {
    "logs": (
        rf"\b{_LOOK}\b(?: \S+){{0,6}}? logs?\b|\blogs?\b(?: of [\w -]{{3,40}}?)?(?: \S+){{0,5}}? (?:show|reveal|indicat|contain|say|said|had|have|display|suggest|point|investigat|check|inspect|record|tell|told|held|hold|gave|give|list|complain|were full|full of|read)\w*|\b(?:in|from|through|via|by) (?:the |its |our |their )?(?:[\w'’-]+ ){{0,3}}(?:logs?|log files?|log entries)\b|\blog (?:lines?|messages?|entries|error|search|analysis|spam|output|excerpts?|show\w*)\b|\bkubectl (?:-\S+ \S+ |--\S+ (?:\S+ )?)*logs\b|\blog was full of\b|\blogs? (?:pulled|fetched|collected|inspected|reviewed) (?:from|on|of)\b|\bjournalctl\b|\bstack ?traces?\b|\btraceback\b|\baudit trails?\b|\bcloudtrail\b|\b(?:in|via|using|through|check\w*|look\w* (?:at|in)) (?:the )?(?:kibana|splunk|loki|sentry|papertrail|graylog)\b|\bkernel message\b|\berror messages? (?:in|from|was|were|show)\b|\b(?:saw|found|see) (?:\S+ ){{0,5}}?(?:error message|errors? in)\b|\blogs\b.{{0,40}}\bfor clues\b|\bshow(?:s|ed)? .{{0,20}}\bevents?\b|\b(?:error|exception) (?:tracker|tracking|collector|reporting)\b|\b(?:errbit|bugsnag|rollbar)\b|\bsentry (?:show|report|had|captur|record|list|point)\w*|\b(?:shar|collect|gather|pull|obtain|retriev|request|fetch|download|pars|prob|rely|go|went|dig|por)(?:e|es|ed|ing|s)?\b(?: \S+){{0,5}}? logs?\b|\blogs? (?:\w+ )?(?:was|were|had been|are|is) (?:\w+ )?(?:used|pulled|collected|gathered|shared|reviewed|analy[sz]ed|studied|searched|parsed|consulted|compared|looked)\b|\b(?:errors?|exceptions?|messages?|warnings?|entries|lines?|hints?|traces?|traceback) (?:\w+ )?in (?:the |our |its )?(?:\w+ ){{0,3}}logs?\b|\blogs? (?:reveal|surfac|expos|confirm|prov|pinpoint|correlat)\w*|\b(?:do(?:es)?|did) not appear in (?:the )?(?:\w+ )?(?:logs?|papertrail|splunk|kibana|loki)\b|\b(?:unusual|suspicious|relevant|interesting) log(?:s|ging)?\b|\bloki\b.{{0,30}}\bshow\w*|\b(?:logs?|tracing) (?:enabled|helped|allowed|pointed|led)\b|\bdmesg\b|\b(?:journal|logs?|logging)\b[^.;]{{0,60}}\bcontain(?:s|ed)? (?:no|nothing)\b|\bsyslog\b|\bmessages? (?:on|in) (?:the |our |its )?(?:\w+ )?logs?\b|\bjournal (?:show\w*|logs?|output)\b",
    ),
    "metrics": (
        rf"\b(?:{_LOOK}|{_SAW})\b(?: \S+){{0,7}}? (?:graphs?|metrics|dashboards?|grafana|pingdom|charts|cloudwatch|datadog|new relic|apm|telemetry|honeycomb|prometheus quer\w+)\b|\b(?:graphs?|metrics|dashboards?|grafana|cloudwatch|charts|telemetry)\b(?: \S+){{0,3}}? (?:show|reveal|indicat|display|look|suggest|tell|told|mirror|spike|drop|dip)\w*|\b(?:grafana|metrics|cloudwatch|datadog|monitoring) dashboards?\b|\b(?:metrics|dashboards?|graphs?|charts?) (?:were|was) (?:show|display|indicat)ing\b|\bvisible (?:in|on) (?:the |our )?(?:\w+ )?(?:monitoring|dashboards?|graphs?|metrics|grafana)\b|\b(?:high|increas\w*|spik\w+|growing|rising|jump in|peak(?:s|ed)?|continuously)\b(?: \S+){{0,5}}? (?:usage|utili[sz]ation|cpu|memory|sockets?|latency|load|traffic|rps|response times?)\b|\b(?:saw|see|seeing|noticed|observed|noted|spotted|showed|showing)\b(?: \S+){{0,3}}? (?:spikes?|increases?|rises?|rise|drops?|jumps?|surges?|dips?|peaks?|uptick|decline|plateau)\b|\b(?:spikes?|increases?|rises?|drops?|jumps?|surges?|dips?|uptick|decline)\b(?: \S+){{0,4}}? (?:was|were) (?:\w+ )?(?:observed|noticed|seen|visible|noted)\b|\b(?:cpu|memory|ram|disk|machine|system|host|server|node|jvm|database) metrics\b|\b(?:metrics|dashboards?|graphs?|telemetry) (?:enabled|helped|allowed|pointed|led|made it clear)\b|\b(?:queue|backlog) (?:depth|length|size|age)\b[^.;]{{0,30}}\b(?:grew|grow\w*|rose|rising|climb\w*|increas\w*|at \d+)|\b(?:flame ?graphs?|flamegraphs?|heat ?maps?)\b|\b(?:cpu|memory|sockets?|load|traffic|usage|utili[sz]ation|latency)\b(?: \S+){{0,5}}? (?:spik\w+|high|increas\w+|grow\w*|rising|looked|normal|at \d+ ?%|is \d+|was \d+)|\b(?:success|error|failure|request) rates?\b|\b(?:via|in|on|from) (?:the )?(?:grafana|cloudwatch|prometheus|kibana)\b|\bcpu (?:and|or) memory\b|\bprofiler?\b|\bplott?(?:ed|s)?\b|\bbreaking (?:latency|errors?|traffic) down\b|\btraces\b|\bgoogle analytics\b",
    ),
    "recent_changes": (
        r"\bno recent (?:\w+ )?(?:changes?|deploy\w*|upgrades?|releases?|updates?)\b|\bdiffs? (?:was |were |is |has been )?(?:reviewed|inspected|checked|compared|read|studied|examined)\b|\b(?:review|inspect|check|read|compar|stud|examin)\w* (?:the |its |our )?(?:\S+ ){0,3}diffs?\b|\b(?:which|what) (?:of the )?recent (?:\w+ )?(?:chang|deploy|releas|updat)\w+|\bidentif\w+ (?:the |a )?recent (?:\w+ ){0,2}(?:chang|deploy|releas|updat|upgrad)\w+|\brecent(?:ly)? (?:chang\w+|deploy\w+|merged|release\w*|update\w*|commits?|introduced|upgrad\w+)\b|\brecent changes\b|\bcontents? of the (?:deploys?|releases?)\b|\blist of (?:recent |manual )?changes\b|\bdeploy(?:ment)? (?:log|list|history|calendar)\b|\bchanges of the (?:last|past)\b|\b(?:last|latest|previous) (?:deploy\w*|release|change)s? (?:was|were|had)\b|\bwhat (?:had )?changed\b|\bgoing through the (?:changes|deploys)\b|\bone minute (?:before|after) the\b|\bhad started .{0,20}before the first\b|\bmerged? (?:this|that|the) (?:day|morning)\b|\bgit (?:log|blame|bisect|diff)\b|\b(?:change|maintenance) (?:log|history|records?|calendar)s?\b|\bcompar\w+ .{0,50}(?:previous|before|earlier) (?:version|release|state)\b|\bwhich change\b|\b(?:check|look|ask|went|go)\w* (?:\w+ ){0,2}what (?:was|had been|got) (?:\w+ )?(?:deployed|changed|released|merged|rolled out)\b|\btim(?:ing|es?|eline) (?:match|coincid|lin|correspond|correlat)\w* (?:\w+ )?(?:with |to )?(?:the |a |our )?(?:\w+ )?(?:deploy|releas|change|rollout|update|upgrade|merge)\w*|\bbisect\w*|\b(?:start|began|begun)\w* (?:\w+ )?(?:right|just|shortly|immediately|directly|minutes|hours) after (?:the |a |our |we )?(?:\w+ )?(?:deploy|releas|upgrad|rollout|merg|change)\w*|\b(?:build|release|deploy\w*|change|update|upgrade) (?:was|is|might be|could be) (?:bad|broken|faulty|to blame|the culprit|responsible)\b|\b(?:change|deploy\w*|release|rollout|update)\b[^.;]{0,60}\bappears? (?:to be )?(?:un)?related\b|\b(?:minutes?|hours?|days?|shortly|just|right) (?:before|prior to) the (?:first |start |beginning )[^.;]{0,30}\b(?:errors?|events?|failures?|incident|outage|issue)\b|\bdiff (?:of|between|from)\b|\bcorrelat\w+ with\b|\bcoincid\w+ with\b|\btraced (?:it |this |back )*to (?:a |the |an )?(?:\w+ )?(?:change|deploy\w*|release|pr|commit|upgrade)\b|\bchange\b.{0,30}\b(?:appears?|seems?) to have\b|\bplanned change reverted\b|\bissue with changes to\b|\b(?:newer|new|latest) version\b.{0,40}\b(?:has|had|contain\w*|introduc\w*) .{0,20}chang\w+|\bchanged (?:as part of|by)\b|\blook\w* (?:at|through) the (?:\w+ )?(?:commits?|prs?|pull requests?|changes?)\b|\b(?:release|change|deploy\w*|commit|update|build)\b.{0,40}\bidentified as (?:the )?(?:caus|reason|culprit|source)\w*|\broot cause\b[^.]{0,40}\bwas in (?:the )?release\b|\brelated to (?:the|a|our) recent \w+|\bnoticed that (?:the )?[\w ]{2,30}\b(?:had )?(?:increased|changed|updated|merged|deployed)\b",
    ),
    "reproduction": (
        r"\breproduc\w+|\brepros?\b|\bin a local (?:environment|setup|build)\b|\breplay(?:ed|ing)\b|\bby repeating\b|\bre-?creat(?:e|ed|ing) (?:the )?(?:issue|problem|error|failure)\b|\b(?:issue|problem|error|failure) (?:was )?(?:re-?created|replicated)\b|\breplicat(?:e|ed|ing) (?:the )?(?:issue|problem|error)\b|\btest(?:ed|ing)? (?:it )?(?:locally|on staging|in staging)\b|\btest(?:ed|ing)? (?:a )?(?:launch\w*|builds?)\b|\b(?:try|tried|trying) (?:to )?(?:build|launch|start|deploy|log)\w*\b|\btriggering a new\b|\btest builds?\b|\bfirst-?hand\b|\bsees? the same (?:error|problem|behaviou?r|failure)\b[^.;]{0,30}\b(?:on|with|in) (?:their|his|her|my|our|a) (?:own |local )?(?:machine|laptop|account|setup|computer)\b|\b(?:try|tries|tried) (?:to )?manually \w+\b|\bin incognito\b|\bon a test (?:server|machine|cluster)\b|\bmanual(?:ly)? test(?:ed|ing)?\b|\bconfirmed by (?:launching|running)\b|\btest (?:launch|build)(?:es|s)?\b",
    ),
    "code_reading": (
        r"\bsource code\b|\bgit(?:hub|lab)\.com/\S+/blob/\S+#L\d|\b(?:trac|walk|step|read|comb)\w* through (?:the |our |its )?(?:\w+ )?(?:code|codebase|source)\b|\bcode (?:path )?(?:was|were) (?:read|traced|reviewed|inspected)\b|\blooks like the (?:\w+ )?code\b|\b(?:analy[sz]|inspect|audit|stud|trac)\w* (?:through )?the (?:\w+ )?(?:code|codebase)\b|\b(?:dig|digging|dug|delv\w+|look\w*|going) (?:in)?to (?:the |our )?(?:\w+ )?(?:code|source|codebase)\b|\breading (?:the|through) (?:the )?(?:code|script|query|diff|settings|source)\b|\bread (?:the|through) (?:the )?(?:code|script|query|diff|settings|source)\b|\b(?:settings|code|script|diff|query) (?:was|were) read\b|\brelease'?s diff\b|\bcode (?:review|inspection|shows|revealed)\b|\blook\w* (?:at|through|in|into) (?:the )?(?:code|source)\b|\breview(?:ed|ing) (?:the )?(?:code|script|terraform|helm chart)\b|\brepositor(?:y|ies)\b.{0,20}\bsearched\b|\b(?:search|look|evaluat)\w*\b.{0,40}\brepositor(?:y|ies)\b",
    ),
    "provider_status": (
        r"\bstatus ?pages? of\b|\b(?:check|look|consult|confirm|saw|see)\w*\b[^.;]{0,40}\bstatus\.[a-z][\w-]*\.\w+|\bstatus ?pages?\b.{0,30}\b(?:aws|azure|github|google|provider|show|report|confirm)|\b(?:aws|azure|github|google|gcp|provider|circleci|docker\w*|quay|cloudflare|auth0|pypi|npm)(?:'s)? (?:\w+ )?(?:status|service health|health dashboard|incident (?:page|report))\b|\b(?:aws|azure|google|github|the provider|cloudflare) (?:had )?(?:confirmed|reported|announced|acknowledged)\b|\b(?:provider|vendor|their|its)(?:'s)? status ?page\b|\bpersonal health dashboard\b|\b\w*status\.(?:com|io|net|org)\b|\b(?:check|saw|see|seen|look|view|found|per|according to|based on)\w* .{0,40}\bstatus\.[a-z0-9-]+\.(?:com|io|net|org|dev|cloud)\b|\b(?:posted|published|updated) (?:an? |the |their |its )?incident report\b|\bupstream (?:status|incident|update)\b|\b(?:github|aws|azure|google|gcp|cloudflare) (?:status )?(?:reports?|reported|shows?|showed) (?:all |everything )?(?:as )?(?:normal|ok|green|operational|no)\b|\b(?:warning|notification|notice) from (?:aws|azure|google|gcp)\b",
    ),
    "system_inspection": (
        rf"\b{_FOUND}\b(?: (?:that|out|the|a|an|it|our|some|two|three|four|several|many|\d+|also|still))*{_GAP}(?:{_SYSTEM})\b|\b(?:{_SYSTEM})\b(?: [\w'’-]+){{0,3}}? (?:was|were|is|are|been|being)? ?(?:found|discovered|noticed|observed|seen|checked|inspected|compared)\b",
        r"\bkubectl (?:-\S+ \S+ |--\S+ (?:\S+ )?)*(?:get|describe|exec|top)\b|\b(?:queried|ran (?:a |some |several )?quer(?:y|ies) (?:in|on|against)) (?:the )?(?:db|database|table)\b|\bdirect \w+ health\b|\bendpoint (?:status|health)\b|\bdescrib(?:e|ing|ed) (?:the )?(?:pods?|nodes?)\b|\binspect\w*|\bssh\w*\b|\blook(?:ed|ing)? (?:at|into|in) (?:the |our |their )?(?:\w+ ){0,3}(?:quer(?:y|ies)|processes|locks?|pods?|nodes?|cluster|state|config\w*|hub|instances?|events?|database|proxy|service|ingress|console)\b|\bterraform (?:plan|state)\b|\bscan(?:ned|ning)\b|\b(?:aws|gcp|gke|cloud|azure|management|admin|ec2|rds) console\b|\b(?:in|from|via|on) the console\b|\bconnect(?:ed|ing) to the (?:node|server|database|host)\b|\bpods? (?:are |is |were |was )?(?:stuck|pending|in (?:evicted|pending|crash\w*|error))\b|\bexhibited the same\b|\bupon closer inspection\b|\bresources?\b.{0,40}\bruled out\b|\bcheck\w* (?:the |on the |out the )?(?:status|state|health) of\b|\bstatus (?:was|is|of \S+ was) (?:reported|shown|listed) as\b|\bconsole\b[^.;]{0,40}\b(?:show|state|display)\w*|\bfrom the (?:\w+ )?console\b|\b(?:ad[- ]hoc|manual|quick|full) (?:sweep|audit|check|inventory|survey)\b|\bbased on the list of\b|\b(?:was|were) reporting (?:\S+ ){1,4}?as (?:down|unhealthy|offline|failed|ready|notready)\b|\bping scan\w*|\blog(?:ged|ging|s) (?:in|on)to the (?:\w+ ){0,2}(?:server|host|machine|node|box|vm|instance|database|switch|router)\b|\blogged in to the (?:\w+ ){0,2}(?:server|host|machine|node|box|vm|database)\b|\b(?:processlist|pg_stat\w*|show engine|explain(?: analy[sz]e)?|tcpdump|wireshark|strace|lsof|netstat|iostat|vmstat|htop|iotop|traceroute|mtr)\b[^.;]{0,30}\b(?:show|reveal|point|indicat|display|told|confirm)\w*|\bran (?:an? )?(?:`?explain|top|htop|df|du|strace|lsof|tcpdump|mtr|ping|vmstat|iostat)\b|\bquer(?:ied|ying) the (?:\w+ )?(?:database|table|db|api|cluster) (?:for|to)\b|\b(?:visually|manually) (?:inspect|check|verif)\w*|\bidentif\w+ that \S+ (?:\S+ )?(?:is|was|were|are) (?:in|down|not running|missing|stuck|gone|full)\b|\b(?:did|do|does) match\b|\bdue to [\w ]{0,20}(?:being )?(?:full|exhausted|out of)\b|\bonce it was determined\b|\b(?:via|with|using|ran|run|running|tests?) `?(?:curl|dig|strace|tcpdump|netstat|lsof|nslookup|traceroute|findmnt|systemctl)\b|\b(?:heap|thread|core|goroutine|memory) dumps?\b|\bdump(?:ed|ing) the \w+",
    ),
    "documentation_search": (
        r"\bgoogl(?:ed|ing)\b|\bcommunity (?:thread|forum|post|discussion)s?\b|\bforum (?:thread|post|topic)s?\b|\bsearch(?:ed|ing|es)? (?:online|the (?:web|internet|net|forums?|community|issues?|docs|documentation|manual))\b|\b(?:search\w*|looked|look\w* up)\b[^.;]{0,50}\b(?:online|the (?:web|internet))\b|\baccording to (?:the |their |its )?(?:\w+ )?(?:documentation|docs|manual|release notes|changelog)\b|\b(?:found|matching|known|upstream|existing) (?:issue|bug) #?\d+\b|\bissues? (?:with|about) [^.;]{0,40} in the [\w ]{0,30}(?:github|gitlab|repo)\w*|\b(?:bug|issue) trackers? of\b|\b(?:upstream|vendor) (?:bug report|issue tracker|advisory)\b|\bstack ?overflow\b|\b(?:found|read|reading|search\w*|look\w* (?:at|through|up)|consult\w*)\b.{0,50}\b(?:documentation|docs|github issue|forum|known issues?|release notes|changelog|manual)\b|\bdocs? (?:says?|said|states?)\b|\bdocumentation (?:says|said|states|suggest\w*|is wrong|was wrong|search)\b|\btroubleshooting (?:doc\w*|guide)\b|\bgithub issue\b|\bissues? (?:is |was )?found on github\b|\bissues? (?:reported )?upstream\b|\bdifference between\b.{0,40}\bdocumentation\b",
    ),
    "hypothesis_test": (
        r"\bhypothes[ie][sz]?\w*|\bsuspicions\b|\bas suspected\b|\b(?:the|our) (?:initial |first )?assumption was\b|\bfirst (?:suspect|suspicion|idea|guess)\b|\bour suspicions?\b|\b(?:initial|first|early|original|working|leading) (?:\w+ )?(?:thoughts?|hyp\w+|guess|assumptions?|suspicions?|beliefs?)\b|\bwe (?:initially |first |originally )?(?:thought|believed|assumed) (?:that |it |this |the )[^.;]{0,80}\b(?:but|however|turned out)\b|\btheor(?:y|ies)\b|\bit is suspected\b|\bsuspicion\b|\bsuggestion that\b|\bthis suggests\b|\bhop(?:e|ing) (?:that )?(?:this|it|the|\w+ing)\b|\bwe assume\b|\beliminat(?:ed|es) (?:this|the) possibility\b|\bspeculat\w+|\bif .{0,60} was at fault\b|\btook .{0,20} out of the picture\b|\bsettled the matter\b|\bblocking .{0,40} for a minute\b|\brul(?:e|es|ed|ing) out\b|\bruled out\b|\brul(?:e|es|ed|ing) (?:that |this |it |\w+ \w+ )out\b|\b(?:i|we) (?:\w+ly )?suspected (?:that )?(?:the (?:problem|issue|cause|fault|culprit)|it)\b|\bthinking (?:that )?(?:this|it|that) (?:might|may|could|was)\b|\bconcerned that (?:it|this) (?:might|may|could)\b|\bto (?:see|check|test|confirm|verify|determine) (?:if|whether|which)\b|\bto verify (?:the )?fix\b|\bto exclude\b|\btrying to (?:see|confirm)\b|\bguess(?:ed)?\b|\binitially (?:thought|believed|assumed)\b|\bassumed (?:user|the|that|a)\b.{0,30}\bat the time\b|\bat first (?:we )?thought\b|\btested (?:the )?(?:theory|whether|if)\b|\bpotential culprit\b|\bpossible (?:root )?causes? (?:was|were|is|included)\b|\bfound correlation\b|\b(?:discovered|confirmed|found) by (?:manual(?:ly)? )?(?:delet|remov|disabl|stopp)\w+",
    ),
    "asked_expert": (
        r"\b(?:contacted|asked|ask(?:ing)?|consult\w*|reached out to|raised|opened?|help (?:from|of)|together with|called|spoke (?:to|with)|call with|guidance from|advice from)\b.{0,40}\b(?:aws|azure|google|gcp|vendor|support|experts?|maintainers?|upstream|\w+ team|dba|microsoft|provider|specialists?|elastic|colleagues?)\b|\b(?:ticket|case|e?mail)s? (?:(?:is|was|were|are|has been) )?(?:created|opened|raised|sent|filed)\b.{0,60}\b(?:provider|vendor|aws|azure|google|support|upstream)\b|\baws support\b|\bvendor support\b|\bpag(?:ed|es|ing) (?:the |a |an |in )?(?:\w+ )?(?:dbas?|experts?|specialists?|network (?:team|engineer)|database (?:team|admin\w*))\b|\bexperts?\b|\bsecond opinion\b|\bteam (?:was |were )?contacted\b|\bmember of .{0,30}team joined\b|\b(?:aws|google|azure|microsoft|vendor)\)? (?:say|said|says|claim|claims|claimed|explained|advised|told us|go onto say)\b",
    ),
}  # fmt: skip
_OF_VALUE = [value for value, patterns in _METHODS.items() for _ in patterns]
_ANY_METHOD = AnyOf([pattern for patterns in _METHODS.values() for pattern in patterns])

_REPORTED = worded(
    r"\b(users?|customers?|developers?|teams?|clients?|people)\b.{0,40}\b(report\w*|notic\w*|notified|complain\w*|explain\w*|ask(s|ed))\b|\b(alerts?|alarms?)\b.{0,30}\b(fir(ed|es|ing)|trigger\w*|received|noticed)"
)
_BY_CUSTOMERS = worded(
    r"\b(users?|customers?|clients?) (\w+ )?(rais|open|contact|submitt|fil)ed\b|\b(users?|customers?|clients?)\b[^.;]{0,80}\b(contacted|reached out to|asked) (us|our|the (support )?team|support)\b"
)
_SEEN_ELSEWHERE = worded(r"^(show|reveal)\w*")
"""What logs or graphs showed was seen there."""
_NOT_SEEN = worded(
    r"\b(jobs|builds|requests|users|sites|pages|tests|images|pipelines) (is|are|was|were) (failing|down|unavailable|missing|broken)\b|\bimages?$|\b(can ?not|could ?n[o'’]t|can['’]t|not) be (found|seen)\b|^\S+ (an? )?(increase|spike|drop|rise|surge|high) |^\S+ (that )?(some|several|many) (errors|urls|issues)\b"
)
"""A thing that is missing, a rise in a graph and errors on pages are no look at the system."""
_NEGATED = worded(
    r"\b(?:can ?not|can['’]t|could ?n[o'’]?t|unable to|did ?n[o'’]?t|does ?n[o'’]?t|do ?n[o'’]?t|never|not|without|no)(?: \w+){0,2} *$|\b(?:error|exception|null|type|health|spell|bounds|permission) *$"
)
_THAT = worded(r"\b(?:that|which|to)\W*$")
_FILED = worded(r"\b(?:report\w*|raised|opened|filed|created)\b[^.;]{0,25}$")
_BY_ITSELF = frozenset({"system_inspection", "reproduction", "documentation_search"})
_CHECKING = re.compile(r"(?i)^(?:check|verif|discover|identif|find\b|compar)")
"""A client that "cannot verify the certificate" and "code that checked the field" are no people who look."""
_STUDIED = worded(r"\b(?:analysis|monitoring)\W*$")
_SEES = frozenset({"logs", "metrics", "system_inspection"})


_REMEMBERED = 500
"""Several parts are read from the same sentences of a document."""


@lru_cache(maxsize=_REMEMBERED)
def methods_in(text: str) -> tuple[str, ...]:
    """Every method that a sentence tells."""
    return tuple(_told(text))


def _is_no_look(before: str, hit: str) -> bool:
    if _NEGATED.search(before):
        return True
    if "issue" in hit.lower() and _FILED.search(before):
        return True
    if _SEEN_ELSEWHERE.search(hit):
        return bool(_STUDIED.search(before))
    return bool(_CHECKING.match(hit) and _THAT.search(before) and not before.rstrip().endswith("to"))


def _told(text: str) -> Iterator[str]:
    told: set[str] = set()
    is_report: bool | None = None
    for i in _ANY_METHOD.among(text):
        value = _OF_VALUE[i]
        if value in told:
            continue
        if value in _SEES:
            is_report = bool(_REPORTED.search(text)) if is_report is None else is_report
            if is_report:
                continue
        hit = _ANY_METHOD.patterns[i].search(text)
        if hit and value in _BY_ITSELF and _is_no_look(text[max(0, hit.start() - 40) : hit.start()], hit[0]):
            continue
        if hit and value == "asked_expert" and _BY_CUSTOMERS.search(text):
            continue
        if hit and value == "system_inspection" and _SEEN_ELSEWHERE.search(hit[0]) and told & {"logs", "metrics"}:
            continue
        if hit and not (value == "system_inspection" and _NOT_SEEN.search(hit[0])):
            told.add(value)
            yield value
