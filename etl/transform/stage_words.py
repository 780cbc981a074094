"""The language of an incident's stages, put together from who or what, what is told of it, and in what state it is."""

from __future__ import annotations

_BE = (
    r"(?:is|are|was|were|be|being|been|has|have|had|gets?|got|now|all|then|finally|fully|completely|successfully|once)"
)
_SYSTEM = (
    r"(?:(?:web ?)?sites?|pages?|portals?|services?|servers?|systems?|hosts?|machines?|nodes?|pods?|containers?|instances?"
    r"|vms?|clusters?|databases?|dbs?|primar(?:y|ies)|replicas?|masters?|leaders?|apis?|apps?|applications?|endpoints?|workers?"
    r"|jobs?|builds?|pipelines?|ci|deploys?|deployments?|log-?ins?|sign-?ins?|check-?outs?|payments?|orders?|requests?|search"
    r"|e?-?mails?|messages?|webhooks?|networks?|connectivity|connections?|traffic|chains?|blocks?|transactions?|dashboards?|metrics"
    r"|hubs?|platforms?|storage|disks?|volumes?|dns|cdn|prox(?:y|ies)|gateways?|load ?balancers?|links?|routers?|switch(?:es)?"
    r"|everything|functionality|access|data|stores?|shops?|trees?|registrations?|mirrors?|caches?|queues?|users?|bots?|backends?"
    r"|frontends?|power|uploads?|downloads?|syncs?|imports?|exports?|tests?|checks?|things|situation|it|they|we|both)"
)
_STATE = (
    r"(?:back(?: up| online)?|up(?: and running)?|live|online|green|healthy|running|responding|reachable|accessible|available"
    r"|operational|functional|functioning|working|stable|responsive|serving|ready|normal|fine|ok|okay|good|caught up)"
)
_STOP = r"(?:\s*[.,;:)!–—-]|\s+(?:and|but|with|after|for|in|at)\b|\s*$)"
_DOES_AGAIN = (
    r"(?:works|working|worked|runs?|running|ran|flow(?:s|ing|ed)?|respond(?:s|ing|ed)?|succeed(?:s|ing|ed)?|pass(?:es|ing|ed)?"
    r"|process(?:ing|ed)|deliver(?:s|ing|ed)?|sent|served|go(?:es|ing)? (?:out|through)|went (?:out|through)|com(?:e|es|ing) in"
    r"|load(?:s|ing)?|serv(?:e|es|ing)|produc(?:e|es|ing|ed)|accept(?:s|ing|ed)?|receiv(?:e|es|ing|ed)|green|up|live|online"
    r"|back|healthy|stable|available|accessible|reachable|operational|responsive|picked up|handled|executed|executing|accepted|scheduled|launched|created|sending|normal(?:ly)?|fresh|up to date|sync(?:s|ed|ing)"
    r"|building|builds|pay|order|log ?in|sign ?in|connect|upload|download|deploy|functional|functioning)"
)
_TROUBLE = (
    r"(?:errors?(?: rates?| counts?| levels?)?|failures?(?: rates?)?|5\d\ds?|5xxs?|timeouts?|exceptions?|crash(?:es)?|alerts?|alarms?"
    r"|latenc(?:y|ies)|response times?|loading times?|load|cpu(?: usage| load)?|memory(?: usage)?|lag|queue(?: length| depth| size)?"
    r"|backlog|error logs?|symptoms?|issues?|problems?|packet loss|usage|utili[sz]ation)"
)
_RESUMED = (
    r"(?:processing|production|operations?|deliver(?:y|ies)|ingestion|replication|consumption|publishing|sync\w*|block production"
    r"|normal (?:operations?|services?|processing|traffic|business))"
)

RECOVERED = "|".join(
    [
        rf"\b{_SYSTEM}(?: {_BE}| responding| back)* {_STATE}(?: again| now| normally| fine| as (?:normal|usual|expected))?{_STOP}",
        rf"^\W*(?:{_BE} )*(?:we['’]re |we are )?{_STATE}(?: again| now| normally| to normal| in business)?\W*$",
        r"^\W*(?:\w+ ){1,3}(?:up|back(?: up| online)?|online|live|green|healthy|reachable|responding|recovered|restored|fixed|ok|okay)(?: again| now)?\W*$",
        r"(?:^|[,;:] )(?:the )?(?:\w+ ){1,3}(?:healthy|green|operational|back online|back up|reachable|responsive)(?: again| now| everywhere| for everyone)?\W*$|\b(?:normal|healthy|back|stable|fine) (?:everywhere|for everyone|for all)\b",
        rf"\b{_DOES_AGAIN}(?: \w+)? (?:again|once more)\b",
        rf"\b(?:{_SYSTEM}|{_RESUMED})(?: {_BE}| processing| operation| service)* (?:recovers|recovered|resumes?|resumed|restored|re-?opens?|re-?opened"
        r"|succeeds?|unblocked|re-?joined|unlocked|re-?enabled|works|worked|caught up|catch(?:es)? up|propagated|re-?established"
        r"|normali[sz](?:es|ed)|stabili[sz](?:es|ed)|go(?:es|ing)? through|respond(?:s|ing)?(?: normally)?)\b",
        rf"\b{_TROUBLE}(?: {_BE}| levels?| firing)* (?:normali[sz](?:es?|ed)|recover(?:s|ed)?|subsid(?:es?|ed)|clear(?:s|ed)?|cease[sd]?|gone|resolv(?:es|ed)"
        r"|auto-?resolv(?:es|ed)|vanish(?:es|ed)?|normal|nominal|drained|empt(?:y|ied)|processed|caught up|worked off"
        r"|(?:back|returns?|returned|goes|went|comes|came) (?:back )?(?:down )?(?:to |at )?(?:normal|ok|okay|green|baseline|zero|usual|expected|acceptable|pre-\w+)|stop(?:s|ped)? firing)\b",
        rf"\b{_TROUBLE} (?:rates? |levels? |ratio )?(?:(?:is|are|was|were|drops?|dropped|falls?|fell|back|goes|went|down) )*(?:to|at|under|below) (?:zero|0(?:\.\d+)? ?%|[0-2](?:\.\d+)? ?%|0\b)",
        r"\b\w+ (?:re-?enabled|re-?opened|resumed|unpaused|unblocked|reinstated|restored|picks? up again)\W*$",
        rf"\b{_TROUBLE} (?:rates? |levels? )?(?:stops?|stopped){_STOP}",
        r"\b(?:backlog|queues?)\b(?: \w+){0,3} (?:processed|cleared|drained|empty|emptied|worked off|caught up|flushed)\b",
        r"^\W*(?:the )?last (?:known |observed |recorded |seen |logged |failed |failing )*(?:5\d\d |\w+ )?(?:errors?|failures?|timeouts?|exceptions?|5\d\ds?|request|occurrence|crash)\b|^\W*(?:the )?last (?:\w+ ){1,3}(?:seen|logged|observed|recorded|reported)\b",
        r"\bno (?:more|further|new|longer any) (?:\w+ )?(?:errors?|alerts?|failures?|timeouts?|crashes|complaints?|reports?)\b|\bno (?:errors?|alerts?|failures?) since\b",
        r"\ball (?:\w+ ){0,3}(?:green|passing|pass|go|back|up|running|ready|healthy|rejoined|recovered|restored|resolved)(?: again| now| normally)?\W*$",
        r"\bmonitor\w* (?:\w+ )?(?:shows?|confirm(?:s|ed)|showed|reports?|reported|is|are) (?:\w+ )?(?:recover\w*|green|normal|healthy|up)\b",
        r"\b(?:pingdom|uptime ?robot|statuscake|updown|monitor\w*|nagios|icinga|checks?)\b(?: reports?| reported| says| shows?)?:?(?: \w+)? (?:up|ok)\b",
        rf"\b(?:{_TROUBLE}|p\d\d\d?|throughput|traffic|volume)(?: {_BE}| levels?)* (?:drop(?:s|ped)?|fall(?:s|en)?|fell|returns?|returned|came|comes|went|goes|gone|come|settle[sd]?) (?:back )?(?:down )?(?:to |at )(?:its |the |their |our )?(?:usual |normal |pre-\w+ )?(?:normal|baseline|usual|level|levels|values?|range)\b",
        r"\b(?:full|complete|service|system) recover(?:y|ed)\b|\brecovery (?:is |was )?(?:complete\w*|confirmed|finished|observed|verified)\b",
        r"\b(?:fix|hot-?fix|patch|rollback|workaround|mitigation|change) (?:\w+ )?(?:is |was |has been )?(?:confirmed|verified|effective|takes? effect|took effect|in place|successful|worked)\b",
        r"\bconfirm(?:s|ed)? (?:the |that )?(?:\w+ ){0,4}(?:fix|fixed|works|working|resolved|gone|back|normal|restored|solved|recovery)\b",
        r"\b(?:users?|customers?|clients?|people|everyone|players?|students?|members?) (?:can|could|were able to|are able to) (?:now |once )?(?:again )?\w+(?: \w+){0,3} again\b",
        r"\b(?:outage|downtime|incident|impact|disruption) over\b|\bbusiness as usual\b|\bin business again\b|\bback in (?:business|rotation|sync|place|the pool)\b"
        r"|\b(?:looks|looking) (?:\w+ )?(?:normal|good|healthy|fine|stable)\b|\bresum(?:es?|ed) normal(?:ly)?\b|\bnormal(?:ly)? resum(?:es?|ed)\b",
        r"\b(?:successfully|was|were) (?:restarted and|restarted successfully)\b|\bsuccessfully re-?(?:started|booted|connected|joined|opened)\b|\b(?:spun|spins) up \d+\b|\b(?:mined|processed|sent|delivered|completed?|runs?) and succeed(?:s|ed)\b"
        r"|\bre-?connect(?:s|ed)?\W*$|\bsucceed(?:s|ed)\W*$|\bstart(?:s|ed)? (?:to )?succeed(?:ing)?\b|\bstop(?:ping|s|ped) (?:any |all )?further\b",
    ]
)  # fmt: skip
"""The impact ended."""

NOT_RECOVERED = (
    r"\b(?:traffic|requests?|throughput|orders?|sales|revenue)\b.{0,20}\b(?:drop|fall|fell|go|went|declin)\w* (?:\w+ )?to (?:zero|0)\b"
    r"|\bexpect\w* (?:\w+ ){0,4}to be\b|\b(?:get|getting|bring|bringing) (?:the |our |all |it |them )?(?:\w+ )?back\b|\bto (?:check|see|ensure|make sure|confirm)\b|\b(?:receiv|gett)ing (?:\w+ ){0,2}(?:alerts?|alarms?|reports?|complaints?|errors?|pages|calls|tickets|notifications?)\b|\b(?:load|cpu|errors?|rates?|latency|memory|usage|lag|costs?|times?|set|start|follow) (?:is |was |goes |went |are )?up\b|\boom\b|\b(?:not|\w+n['’]t) (?:\w+ )?(?:re-?connect|recover|resum|respond|re-?open|succeed|start|come|restor|clear|go away|improv|normali)\w*|\b(?:stop(?:s|ped)?|ceases?|ceased|quits?|never) (?:responding|working|running|serving|accepting|processing|being|loading|flowing|delivering)\b|\bthe same (?:old|stale|wrong|refusals?|errors?|failures?|problems?|symptoms?|results?|issues?)\b|\bthen .{0,30}\bagain\b|\bfor (?:only )?(?:\d+|a few|some|several) (?:minutes|seconds)\b|\b(?:it|they) stopped at\b|\bleft it alone\b|\bwithout (?:\w+ )?(?:success|effect|a change|writing|any)\b|\bno effect\b|\bbut (?:\w+ ){0,3}(?:continu|persist|remain|fail|return)\w*\b|\b(?:will|to|can|should|must|please|would) (?:\w+ )?fix\b|\bback (?:from|in the office|at (?:his|her|their|the) (?:desk|laptop|computer))\b|\bup to date (?:on|with|about)\b"
    r"|\bbut (?:\w+ ){0,4}still\b|\b(?:un|not |never |hardly |barely |only partially |partially |partly )(?:recovered|restored|working|available|stable|healthy)\b"
    r"|\b(?:un|not |never )(?:ready|reachable|responding|responsive)\b|\buntil\b|\bonce (?:the|it|they|we|everything)\b|\bas soon as\b|\bcall(?:s|ed)? .{0,20}\bback\b|\bno longer (?:\w+ )?(?:available|responding|reachable|accessible|work\w*|healthy)\b"
)
"""Words near those above that deny them, or only hope for them."""

STARTED = r"\b(?:initial )?onset\b|\bfirst signs? of (?:the )?(?:problems?|issues?|trouble|failure|outage)\b|\b(?:problems?|issues?|failures?|errors?|disruption|degradation|impact) (?:first )?(?:set in|kicks? in|sets in|surfac\w+|emerg\w+|manifest\w*)\b"
"""It began."""

FAILING = (
    r"\b(?:empty|blank|abort(?:s|ed|ing)|misbehav\w+|lock(?:s|ed|ing)? up|melt\w*|overload\w*|overwhelm\w*|bounc(?:es|ed|ing)|flap\w*|los(?:es?|ing)|dies|died|dying|dead|denied|forbidden|half of|only half"
    r"|elevated|degraded|deteriorat\w*|unstable|halt(?:s|ed)?|freez\w*|hangs?|throttl\w*|backs? up|backing up|climbs?|climbing|spikes?|spiking|swamp\w*|congest\w*|queu(?:e?ing)|explod\w+|exhaust\w+|sky-?rocket\w*|plummet\w*|tank(?:s|ed)|balloon\w*|nose-?div\w*|pegged|maxed out|unreadable|garbled|duplicat\w+|inconsisten\w*|power (?:loss|cut|failure|outage))\b"
)
"""Words of failure beyond those that say so."""

BEGIN_TO_MEND = r"(?:recover|improv|normali[sz]|resum|heal|restor|decreas|drop|fall|subsid|return to normal|come back|clear|stabili[sz])"

CLOSED = (
    r"\b(?:clos(?:es?|ed|ing)|ends?|ended|end of|conclud(?:es?|ed)) (?:the |this |our |that )?(?:incident|outage|ticket|case|war ?room|(?:incident )?(?:call|bridge|channel))\b|\ball[- ]clear\b|\bstand(?:ing|s)? down\b|\bstood down\b"
    r"|\b(?:declar(?:e|es|ed)|mark(?:s|ed)?|set|consider(?:s|ed)?|confirm(?:s|ed)?) (?:the |this |it |as )*(?:incident |outage |issue |problem )?(?:as |to |was |is |fully |officially )*(?:resolved|closed|over|ended|solved|fixed|done)\b"
    r"|\b(?:incident|outage|issue|ticket|case|event) (?:\w+ )?(?:is |was |has been |officially |formally )*(?:closed|concluded|ended|over)\b|\bconfirm(?:s|ed)? (?:normal operations?|stable|stability|full recovery|complete recovery|resolution)\b|\bstatus (?:page )?(?:is |was )?(?:\w+ )?(?:set |changed |updated |back )?to (?:green|resolved|operational)\b"
)
"""The incident is declared over."""

RELAPSE = (
    r"\b(?:closed|degraded|slow|offline|unresponsive|unreachable|unavailable|broken|crashing|dying|dies|spik\w+|climb\w*|failing|fir(?:es|ing)|flapping) again\b|\b(?:go|goes|went|going|is|are|was|were) (?:back )?down (?:again|once more)\b"
    r"|\b(?:issues?|problems?|errors?|failures?|symptoms?|alerts?|timeouts?|it|they|outage) (?:have |has |had |are |is |was |were )?(?:not (?:\w+ )?(?:fixed|solved|resolved|gone)|(?:begin|began|start|started|occur|occurred|appear|appeared|happen|happened|come|came|fire|fired)s? (?:again|back)|re-?appear\w*|resurfac\w*|re-?occur\w*|returned?|returns|flar\w* up|back again)\b"
    r"|\bsame (?:issues?|problems?|failures?|symptoms?|errors?)\b|\b(?:second|third|another) (?:wave|spike|failure|incident|occurrence|episode|drop|crash)\b|\brelaps\w+\b"
)
"""What seemed over is not."""

FIXED = (
    r"\b(?:hot-?fix|fix|patch|bug-?fix|correction) (?:\w+ )?(?:is |was |goes |went |has been )?(?:live|released|rolled out|out|shipped|in production|merged and deployed)\b"
    r"|\b(?:deploy\w*|release|rollout|roll-out) (?:of|with) (?:the |a )?(?:\w+ )?(?:fix|patch|hotfix|revert|rollback|correction)\b(?: \w+)? (?:complete[sd]?|finishe[sd]|done|succeed(?:s|ed))\b"
    r"|\b(?:fix|fixes|fixed|corrects|corrected|repairs|repaired|reverts|undoes|undid|removes|restores|replaces|disables|re-?enables) (?:the|it|this|that|them|all|our|a|an|bad|faulty|both)\b"
    r"|\brolls? back\b|\b(?:restarts|reboots|restarted|rebooted|power-?cycled|power-?cycles) (?:the |all |our |a |both )?\w+|\bkill(?:s|ed) (?:the |all |a )?\S+"
    r"|\bdns (?:change |record |update )?(?:has |have |is |was )?(?:fully )?propagated\b"
)
"""Something was done that may have ended it."""

_FAULT = (
    r"(?:misconfig\w*|mis-config\w*|bugs?|typo|regression|leak\w*|deadlocks?|race condition|cause|causes|culprit|reason|faulty|broken|bad|offending"
    r"|responsible|problematic|missing|expired|wrong|incorrect|invalid|stale|corrupt\w*|runaway|rogue|hung|stuck|outdated|unindexed|slow|blocked|failed|failing|defective|malformed"
    r"|source|origin|root)"
)
_FOUND = (
    r"(?:identif(?:y|ies|ied)|pinpoint(?:s|ed)?|isolat(?:es|ed)|found|finds|discover(?:s|ed)?|spot(?:s|ted)?|uncover(?:s|ed)?|locat(?:es|ed)|determin(?:es|ed)"
    r"|diagnos(?:es|ed)|track(?:s|ed)? down|trac(?:es|ed)|figur(?:es?|ed) out|work(?:s|ed) out)"
)
_SAW = (
    r"(?:confirm(?:s|ed)?|observ(?:es|ed)|sees?|saw|notic(?:e|es|ed)|not(?:es|ed)|reali[sz](?:e|es|ed)|underst(?:ands?|ood)|learn(?:s|ed|t)?|points? out|pointed out|find(?:s)?|found|"
    r"discover(?:s|ed)?|determin(?:es|ed)|spot(?:s|ted)?|agrees?|agreed|identif(?:ies|ied)|diagnos(?:es|ed)?|conclud(?:es|ed)"
    r"|(?:figur|work)(?:es?|ed|s) out|finds? out|found out)"
)
_AMISS = (
    r"(?:expired|full|missing|skipped|wrong(?:ly)?|gone|misconfig\w*|incorrect(?:ly)?|invalid|stale|corrupt\w*|deleted|removed|revoked|rotated|exceeded|exhausted|locked|stuck"
    r"|disabled|blocked|overloaded|saturated|100 ?%|out of|ran out|unset|no (?:longer|disk|space|memory|free|connections?)|renewed|mismatch\w*|leak\w*|"
    r"deadlock\w*|bug|typo|outage|read-?only|unhealthy|crash(?:ed|ing)|oom\w*|killed|failed|throttl\w*|rate.?limit\w*|changed|at fault|to blame|dropping|down|drop(?:s|ped)|lack(?:s|ed)?|cuts?|severed|defect\w*|fault\w*|exploit\w*|bypass\w*|vulnerab\w*|abort\w*|interrupt\w*|hung|hanging|frozen|half|incomplete|stopped|died|dead|lost|truncated|unplugged|reset|timed? out|timing out|unable|never|not (?:set|configured|renewed|enabled|present|running|mounted|applied|updated|deployed|registered|included|loaded|installed|restarted|released|closed|created))"
)
_RECORDS = r"(?:logs?|log files?|metrics|graphs?|charts?|traces?|stack ?traces?|error messages?|dmesg|output|profil\w+|investigations?|analysis|inspection|debugging|events?|journal\w*|tests?|bisect\w*)"

CAUSE_STRONG = (
    rf"\b{_FOUND} (?:(?:a|an|the|that|this|some|one|two|several|our|its|to be) )?(?:\w+ )?{_FAULT}\b"
    rf"|\b(?:{_FAULT}|reason) (?:[\w-]+ ){{0,3}}?(?:is |was |were |are |has been |have been )?(?:now )?(?:identified|found|discovered|determined|pinpointed|isolated|uncovered|spotted|located|diagnosed)\b"
    r"|\b(?:identif|establish|determin|pinpoint|recogni[sz])\w* .{0,80}\bas (?:the |a |an |our )?(?:\w+ ){0,2}(?:cause|culprit|source|reason|trigger|bottleneck|problem|issue|origin|suspect)\b|\bestablished that\b"
    r"|\btrac(?:es|ed|ing) .{0,40}\bto\b|\bbisect\w* to\b|\bable to (?:trace|identify|pinpoint|isolate|determine|diagnose|find (?:the|a|out))\b|\bleads? to the discovery\b"
    r"|^\W*(?:root cause|rca|cause|diagnosis|culprit|reason)\W{0,3}[:–—-]+\W{1,3}\w+ \w+|\bdiagnos(?:es?|ed) (?:as )?(?:a|an)\b|\b(?:with|including|containing|contains|posts?|posted|shares?|shared|wrote up|writes up) (?:a |an |the |our |its |their |full |initial |likely |detailed )*(?:root[- ]cause|rca|diagnosis)\b|\bdiagnosis confirm\w+|\bconfirm\w* (?:the |of the |our )?diagnosis\b|\b(?:revers(?:es|ed|al|ing)|revert(?:s|ed|ing)?|undo(?:es|ne)?|undid|remov(?:es|ed|al)|correct(?:s|ed)|eliminat(?:es|ed)) (?:of )?the (?:suspected |supposed |likely |assumed )?(?:root )?(?:cause|culprit|misconfig\w*)\b|\bunderlying (?:cause|problem|reason)\b.{0,30}\b(?:is|was)\b"
)  # fmt: skip
"""The cause is named."""

CAUSE_SEEN = (
    rf"\b{_SAW} (?:on \w+ )?(?:that )?(?:(?:the|a|an|our|their|its|his|is|be|to) )?\S.{{0,70}}\b{_AMISS}"
    rf"|\b{_RECORDS} (?:\w+ )?(?:show(?:s|ed|ing)?|indicat\w+|reveal\w*|points?|pointed|pointing|confirm(?:s|ed) (?:that|the|an?|it|our)|suggest(?:s|ed)?|finds?|found|conclud\w+|uncover\w*|identif\w+|determin\w+)\b"
    rf"|\bhypothes(?:is|e[sz]|ized?|ised?|izing|ising)\b|\b(?:looks? (?:like|as if)|(?:appears?|seems?) (?:that|to be|the|like))\b.{{0,60}}\b{_AMISS}"
    r"|\b(?:problem|issue|fault|error|bug|outage) (?:is|was|lies|lay) (?:with|in|a|an|the|caused|due|related|from)\b"
    r"|\b(?:upstream|provider|vendor|isp|aws|gcp|azure|google|cloudflare|hetzner|ovh|linode|digital ?ocean|support) (?:\w+ ){0,2}(?:confirm|acknowledg)(?:s|ed|es)\b"
    r"|\bidentif(?:ies|ied) (?:the|an?|our|that|one|two)\b|\blink(?:s|ed) .{0,30}\bto (?:the|a|our)\b|\battribut(?:e|es|ed) .{0,40}\bto\b|\bblam(?:e|ed|es|ing)\b|\bat fault\b|\bsuspicion\b"
    r"|\bthe reason (?:is|was|being|for)\b|^\W*reason for\b|\bhaving an outage\b"
)
"""What is amiss is seen, or supposed."""

NOT_CAUSE = (
    r"\bsomething (?:is|was|went|seems?) (?:wrong|broken|amiss|off)\b|\b(?:no|any|without) (?:obvious |other |further |more |new )?(?:problems?|issues?|errors?|cause|impact|change)\b|\b(?:all|everything) (?:seem|look)\w* (?:fine|ok|good|normal)"
    r"|\b(?:could|can|did|was|were|are|is) ?n[o'’]?t (?:able to )?(?:identif|find|determin|pinpoint|reproduc|see|explain)\w*|\b(?:unable|failed|trying|tried) to (?:identify|find|determine|pinpoint|reproduce)\b|\bno cause\b"
    r"|\b(?:to|we) (?:see|check|find out|look for) (?:which|if|whether|what|why)\b|\bstill (?:investigating|looking|unclear)\b|\bmisleading\b|\bred herring\b|\b(?:initially|at first|first)\b.{0,20}\b(?:thought|suspected|believed|assumed|appeared|seemed|looked)\b|\b(?:we|i|they) (?:\w+ )?(?:thought|assumed)\b|\bfalse (?:lead|trail|alarm)\b|\bdead end\b|\brul(?:e|es|ed|ing) out\b|\bunrelated\b|\bnot related\b|\bidentif\w+ (?:an? |the |all |some |which |our )?(?:possible |potential |temporary |permanent )?(?:fix|workaround|solution|next|affected|impacted|mitigations?|options?|plan|ways?|remaining|needs?)\b|\bwrong(?:ly)? (?:assum|suspect|attribut|diagnos)\w*\b"
    r"|\b(?:try|trying|tried|attempt\w*|order|work(?:s|ed|ing)?|efforts?|troubleshooting|investigat\w+|need\w*|start\w*|began|begins?|continu\w*|how|helps?|helping|hop(?:es|ed|ing)) to (?:identify|find|determine|isolate|diagnose|trace|pinpoint|locate|discover|uncover)\b"
)
"""Words near those above that deny them, or only look for them."""

_AMISS_TO_USERS = (
    r"(?:not|\w*n['’]t|fail\w*|down|broken|errors?|slow\w*|unreachable|unavailable|stuck|missing|wrong|unresponsive|bounc\w+|issues?|problems?|outage|empty|why|blank|crash\w*|aging|late|delay\w*"
    r"|expos\w*|stopped|offline|inaccessible|unable|timing out|timeouts?|lost|latency|spike\w*)"
)
NOTICED = (
    r"\b(?:detect|notice|spot|observe|discover)s? (?:\w+ ){0,4}(?:issues?|problems?|errors?|failures?|outage|anomal\w+|spikes?|unusual|elevated|high|increase\w*|degrad\w*|latency|lag|alerts?|timeouts?|broken|fault)\b"
    r"|\b(?:sees?|saw) (?:an?|the|some|many|lots of)? ?(?:\w+ )?(?:spikes?|increases?|rise|surge|elevated|high|errors?|failures?|500s|5xx|timeouts?|alerts?)\b"
    rf"|\b(?:pings|pinged|asks?|asked|wonders?|mentions?|mentioned|says?|said|posted|wrote|(?:posts?|writes?|calls?|messages?|e-?mails?) (?:in|on|to|that|an?|the|us|about|me|support)|tells?|told|flags|flagged|points? out|pointed out|e-?mailed|called|messaged"
    rf"|lets? (?:us|me|the team) know|brings? up|brought up|observing|reporting|asking|saying|complaining|wondering|mentioning|noting|writing)\b.{{0,70}}\b{_AMISS_TO_USERS}\b"
    r"|\bpagers?\b|\b(?:gets?|got|receiv\w+) (?:a|the|an|their|first) (?:\w+ )?page\b|\b(?:alertmanager|opsgenie|victorops|squadcast|sentry|icinga|zabbix|nagios|uptimerobot|statuscake|healthchecks?)\b.{0,40}\b(?:fir|send|sent|start|report|notif|trigger|rais|show|spike)\w*"
    r"|\back(?:s|ed|nowledges?|nowledged)\b (?:\w+ ){0,2}(?:page|alert|alarm|incident)\b|\b(?:page|alert|alarm) (?:is |was )?ack\w*\b"
    r"|\b(?:first|initial|early) (?:indication|sign|report|complaint|ticket|notification|user report|customer report|warning|support (?:ticket|request|call))s?\b"
    r"|\breports? (?:start|began|begin|come|came|coming)\w*\b|\b(?:support )?(?:tickets?|complaints?) (?:start|began|begin|come|comes|came|coming|arriv\w+)\b"
    r"|\bescalat(?:es|ed|ion)\b|\b(?:war ?room|incident (?:bridge|call|room|thread)|bridge call|(?:slack|chat|discord) thread) (?:is |was )?(?:opened|started|created|set up|convened|joined)\b|\bwar ?room opened\b"
    r"|\b(?:bug|issue|ticket|case|vulnerability|incident)s?(?: reports?)? (?:\S+ )?(?:is |was |are |were )?(?:filed|submitted|opened|received|raised|logged|lodged)\b|\backnowledg(?:es|ed) (?:that )?(?:there (?:is|was) )?(?:an?|the|our) (?:issue|problem|outage|incident|disruption|failure)\b|\b(?:trips|tripped|pages|paged|woke|wakes)\b.{0,30}\b(?:phone|pager|on-?call|me up|us up)\b|\bfiles (?:an? )?(?:bug|issue|ticket|http)"
    r"|\b(?:notifications?|sms)\b.{0,20}\b(?:from|arriv\w+|about|that|received)\b|\breceived a vulnerability\b|\bmonitor\w* (?:\w+ )?(?:picks?|picked) up\b|\bmonitors? triggers?\b|\blooks? into\b|\blooked into\b"
    r"|\breceiv\w+ (?:the |a |an |our |their )?(?:first |initial |several |many |some |multiple )?(?:\w+ )?(?:calls?|reports?|complaints?|tickets?|mails?|e-?mails?|messages?|alerts?|pages?|notifications?|pager storm|alarms?)\b"
    r"|\b(?:any(?:one|body)|somebody|someone) (?:else )?(?:look(?:ing)?|check(?:ing)?|see(?:ing)?|aware|know|investigating|having)\b|\bseems? (?:to be )?(?:down|broken|slow|stuck|off|dead)\b|\bis it just me\b"
    r"|\b(?:informed|alerted|notified|warned|tipped off|contacted|called) by\b|\b(?:identified|picked up|caught|seen|raised|flagged|found) by (?:our |the |an? |some )?(?:\w+ )?(?:monitor\w*|alert\w*|alarms?|checks?|probes?|customers?|users?|staff|teams?|on-?call|support|visitors?)\b"
    r"|\bcalls? (?:the )?(?:it|help ?desk|support|hotline|on-?call|noc|service desk)\b"
    r"|\backs\b|\backed\b|\bask(?:s|ed|ing)? about\b|\b(?:opsgenie|pagerduty|alertmanager|victorops|squadcast|monitor\w*|alert\w*|grafana|prometheus|nagios|zabbix) pages?\b"
    r"|\b(?:noc|ops|teams?|engineers?|on-?call|staff|operators?|i|we|support|devs?|developers?|sres?|admins?|sheriffs?|maintainers?) (?:\w+ )?(?:notices?|spots?|detects?|observes?|noticed|spotted|detected|observed)\b"
    r"|\boperators? report\b|\b(?:were|was|got|been|are|is|am) (?:\w+ly )?(?:alerted|paged|notified|informed|woken)\b|\b(?:discovers?|discovered|notices?|noticed|spots?|spotted|detects?|detected|finds? out|found out) (?:about )?(?:it|this)\b"
)
"""Somebody learned of it."""

UNNOTICED_UNTIL = r"\b(?:no idea|unaware|not aware|un-?noticed|undetected|unreported|not (?:\w+ )?(?:noticed?|detected|discovered|spotted|reported|known)|\w*n['’]t (?:\w+ )?(?:notice|detect|discover|know|reali[sz]e|spot|see)\w*|only (?:noticed|detected|discovered|spotted|became aware))\b.{0,90}\b(?:until|till)\b"
NOT_NOTICED = (
    r"\blogs? (?:an?|the|its) (?:first )?(?:\S+ )?(?:warning|error|message|exception)|\b(?:begins?|starts?|began|started) logging\b"
    r"|^\W*(?:the )?first (?:observed |recorded |logged |known |failed )?(?:\w+ ){0,2}(?:failures?|errors?|timeouts?|exceptions?|crash(?:es)?)\b"
    r"|\bno \w+ (?:was|were|are|is) (?:reported|noticed|observed|detected)\b|\b(?:was|were) not (?:noticed|detected|reported|alerted)\b|\bwent unnoticed\b|\bunnoticed\b"
)
"""A record of what failed, that nobody reads yet."""
