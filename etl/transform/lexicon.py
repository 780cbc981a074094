"""The words under which people put each part of a postmortem: headings, bold labels, metadata names."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from etl.transform.patterns import AnyOf

# Ordered: the first pattern that matches a whole label decides. Labels are lower case, without marks or numbering.
_SECTION_ROLES: tuple[tuple[str, str], ...] = (
    ("cause", r"what went wrong and why"),
    ("timeline", r"what happened and when|summary of events|(log|course|chain|order) of events|minute by minute|play[- ]by[- ]play|the timeline|time line|timeline (and|&) response|activity log|((incident|detailed|full|event|outage|response|brief|rough|high[- ]level) )*(timeline|chronology)( of (events|the incident|incident))?( of .*)?|key events|sequence of events|(events?|incident) log|event history|(incident )?updates?|incident report timeline|what happened when"),
    ("got_lucky", r"(where|how) (did )?we (got|get|were) lucky|(what )?we got lucky|luck(y)?|got lucky"),
    ("went_well", r"what worked( .*)?|(what|things that) (went|worked|has worked|did go|has gone) (well|right|good)( .*)?|what (worked|did we do) well|the good|good(s| things)?|strengths|positives?|successes|what we did well|kudos|what helped|the good parts|where things went well"),
    ("went_wrong", r"(what|things that) (went|didn'?t go|did not go|could have gone) (wrong|bad(ly)?|poorly|so well|well|better)( .*)?|what (didn'?t|did not) (work|go)( well)?|what (could|can|should) (have|be|we) .*(better|improved?)( .*)?|what we (could|can|should) (have )?(improved?|done? better)( .*)?|room for improvement|the bad|weaknesses|negatives?|areas? (for|of) improvement|what can (we|be) improved?|improvement areas?|where we struggled|difficulties|challenges|what hindered us|pain points"),
    ("long_term", r"(steps|actions|measures)( \w+){0,4} to (prevent|avoid) .*|(what|how|which) (.* )?(could|can|should|might|would|will|must|may|needs? to|has to|have to) (also )?(be|have been) (done|changed|improved|put in place|implemented) .*(prevent|avoid|stop|mitigate|in (the )?future|again).*|(future|follow[- ]?up|remaining|outstanding) (investigations?|research|questions|exploration)|(future |further |long[- ]?term )?prevention (and|&|/) .*|pro-?active (measures|actions|steps)|what (have |did )?(we|we've) .*(prevent|avoid|happen(s|ing)? again).*|((possible|potential|suggested|proposed|planned|further|corrective|preventive|preventative|follow[- ]?up|remedial|future|long[- ]?term|remediation|recommended|agreed|required|outstanding|resulting|review|improvement|prevention|post[- ]?incident|open|next|jira|retrospective|retro|postmortem|post-mortem) )*(actions?( items?| points?| plans?| list)?|follow[- ]?ups?( items?| actions?| tasks?| work)?|next steps?|todos?|to[- ]dos?|tasks|tickets|remediations?|preventative measures|preventive measures|countermeasures|improvements?|recommendations?|steps to prevent .*|prevention)( (following|after|from|identified|arising).*)?|(how|what) (do|will|can|could|should|are) we .*(prevent|avoid|stop|ensure|make sure|doing|improve|do next|do to).*|((corrective|preventive|preventative|improvement|additional|further|future|remedial|long[- ]?term|actions?)( and | & | or |/| ))+(measures?|actions?|steps)( .*)?|corrective measures|longer[- ]?term( .*)?|(immediate|short[- ]?term|near[- ]?term|medium[- ]?term|mid[- ]?term) (action items?|improvements?|follow[- ]?ups?)|(process|technical|documentation|tooling|monitoring|planned) (improvements|changes)|how (to|we (can|will|could)) (prevent|avoid|stop).*|what(\'s| is) next|what is being done.*|future steps|prevention (and|&) .*|((specific|concrete|list of) )?(actions?|tasks) to (prevent|avoid|improve|address).*|suggestions|corrections|(future|planned|further) (mitigations?|fix(es)?|remediations?|steps|plans?)|(\w+[ -]){1,3}(action items?|follow[- ]?ups?|next steps)|prevent(ing)? (recurrence|this|future|similar).*|long[- ]?term( remediation| fix(es)?| solution| actions?| mitigation)|(things|work) to (do|improve).*|future (work|improvements|prevention)|what (we are|we're|we will be|we will|are we|will we be) (doing|do|change|changing|improve|improving).*|how are we making incidents like this.*|what (are we|will we be) doing.*|what are we going to .*|action items and follow.*|moving forward|going forward|remediation (items?|(and|&) (follow|prevent).*|plan)|corrective and preventive.*|permanent (fix|solution)(es|s)?|backlog( check)?|related (tickets|issues|work)|jira issues|where (do|are|will) we go(ing)?( .*)?|where to (go )?from here|(automation|improvement) opportunities|opportunities( (for|to) .*)?|what (happens|comes) next|(our|the) plan|steps (we're|we are|we will be) taking|(mitigation|prevention) plan|prevention steps|what (we've|we have|have we) (done|changed)( so far| since)?|(improvements|changes) (we're|we are|we have|we've) (making|made|planning)|in (the )?future|looking (ahead|forward)|(preventive |preventative )?measures( to .*| taken to .*)?|(preventing|avoiding|mitigating|reducing) (a |the |this|it|future|similar|recurr|risk|such).*|avoiding recurrence|what (will|would|should|do) (we|i) do differently.*|what (we'll|we will|i'll) do( differently)?.*|(making sure|ensuring|how do we keep|how to keep|keeping) (this|it|that) .*(again|from happening).*|things to (fix|change)|follow-on (work|tasks|actions)|committed actions|our commitment|what needs to (change|be done|happen)( next)?|actions? taken and planned|planned work|upcoming changes|how (we|i) can improve.*|work items|(tickets|issues) (created|raised|filed|opened)|corrections and preventions|proposed (solutions?|fix(es)?|changes)|what changes (are|will) we .*|how (are we|we're|we are) fixing (this|it).*|outlook|plans|closing actions|(so )?what now|and now|where to next|(lessons|learnings|takeaways) (and|&) (actions|next steps).*|(lessons( learn(ed|t))?|learnings|takeaways)( ?/|,| and| &)? (recommendations|actions|next steps).*|remaining work|outstanding (work|issues)"),
    ("lessons", r"lessons?( learn(ed|t))?|learnings?|takeaways?|key (learnings?|takeaways?)|reflections?|retrospective|review|what (did|have) we learn(ed|t)?.*|what we learn(ed|t).*|retro notes|post[- ]?incident review|analysis and lessons.*"),
    ("trigger", r"trigger(s|ing event)?|lead(ing)?[- ]?up( to .*)?|catalyst|what triggered .*|proximate cause"),
    ("cause", r"origin of the (problem|issue|outage)|what was the (problem|issue|bug)|the culprit|(analysis|root) of the (problem|issue|failure|outage)|the root of the (problem|issue)|failure analysis|why (it|things) broke|what broke|suspected cause|the technical details|(technical )?deep[- ]dive|how did (this|it) happen|the underlying (problem|issue|cause)|why were we down|what went wrong technically|(the )?((blameless|final|actual|true|real|ultimate|likely|suspected|confirmed) )?(root |underlying |technical |primary |preliminary |probable |main )?causes?( analysis| summary| category| explanation| and trigger| & trigger| of .*| for .*|\(s\))?( \(rca\))?|((blameless|final|actual|true|real|ultimate|likely|suspected|confirmed) )?root[- ]?cause\(?s?\)?.*|(contributing|causal) (factors?|conditions?|causes?)( and .*| \(.*\))?|(the )?(five|5)[- ]why'?s?.*|whys?|why did (it|this|all this|the .{3,40}) (happen|occur|fail).*|source of (the )?(problem|issue|outage)|why it (happened|failed|occurred)|what (went wrong and why|caused .*|was the (root )?cause.*)|rca|faults?|the (problem|bug|fault|issue|failure)|underlying (issue|problem|reason)|problem( description| statement)?|explanation|technical (details?|analysis|background|explanation|summary|root cause)|analysis|cause analysis|how (it|this) happened|reason( for .*)?|what was wrong"),
    ("detection", r"((initial|incident|issue|problem|first) )?detection( (and|&|/) \w+)?|how (it|this|the (issue|incident|problem|outage)) was (detect|discover|notic|found|spott|report)\w*.*|how (was|did) (it|this|we|the (issue|incident|problem|outage)).*(detect|discover|notice|find out|notified|identif|learn|know|alert).*|how we (found|learned|noticed|detected).*|identified|discover(y|ed)|detected( by)?|monitoring|alert(s|ing)?|notification|(incident )?identification|reported by|report(ed)? via|initial report|first signs"),
    ("diagnosis", r"misleading .*|(investigation|debugging) paths?.*|dead ends|red herrings|false leads|diagnos(is|tics?|ing).*|(incident )?response|(preliminary|initial) (findings?|analysis|investigation)|how we (responded|investigated|diagnosed).*|investigation.*|troubleshooting.*|triage|debugging|how (was|did we|we) (the )?(cause|it (diagnos|found|investigat|debug|identif)\w*|root cause|diagnos|debug|investigat|found|find).*|findings|root cause (investigation|identification)|what we (tried|found)|steps taken to (diagnose|investigate).*"),
    ("impact", r"((user|customer|business|service|client|system|financial|operational|member|merchant|actual|potential|external|internal) )*(impacts?|effects?|consequences?|(affected|impacted) (users|customers|parties|components?|services?|systems?|products?|regions?))( (summary|assessment|analysis|of .*|on .*|and .*|& .*|\(.*\)|description|statement))?|symptoms?|blast radius|scope|extent|who was (affected|impacted).*|scope of (the )?impact|(observed|user|customer)[- ]?(visible )?symptoms|issues? found|what was affected.*|what was the impact.*|user experience|damage|data loss|severity and impact|how (were|was) (users|customers).*|user[- ]facing (impact|symptoms)|customer experience|(services|users|customers|systems) (affected|impacted)|(scale|extent) of .*|what (did )?(users|customers) (saw|see|experience(d)?)|(customer|user)-facing impact|how many (users|customers|people) .*affected"),
    ("communication", r"escalations?( path)?|communications?.*|customer communication|comms|status page( updates?)?|public (statement|communication)|messages?( to users)?|external communication"),
    ("short_term", r"(short[- ]?term |immediate |temporary |interim |quick |initial |incident )*(resolution|mitigations?|recovery|fix(es)?|workarounds?|remediation|remedy|repair|solution|restoration|containment|response and recovery|recovery and resolution|actions? taken|(immediate|remedial|corrective) actions? taken|mitigation (steps|actions|strategy|and resolution)|resolution (and|&) recovery|mitigation (and|&) (resolution|recovery))( (steps|details|summary|taken|process|strategy|actions|plan|of .*))*|how (was|did|we|were|it was|this was) .*(fix|resolv|mitigat|recover|restor|repair).*|steps (to|towards?|for) (resolution|recovery|restor\w+|resolv\w+|mitigat\w+|fix\w*)( .*)?|the (fix|solution|workaround)|what (did we do|was done|we did)( to .*)?|steps taken( to .*)?|immediate (actions?|remediation|response)|hot ?fix|short[- ]?term .*|fixed by|what fixed it|corrective actions? taken|work done|how was (it|this|the \w+) (fixed|resolved|repaired|mitigated)|(actions?|measures|steps) taken( (to|during|for|by) .*)?|restoring (the )?service|service restoration|how we got back.*|emergency response|actions during the incident"),
    ("roles", r"attendees?|participants?|responders?|roles?( and .*)?|people( involved)?|(incident )?team|authors?|who (was )?involved.*|contributors|on[- ]?call|stakeholders|incident (commander|manager|lead).*|owners?|facilitator|review participants"),
    ("summary", r"(executive |incident |issue |problem |outage |brief |high[- ]level |general |event )*(summary|overview|description|synopsis|abstract|tl;?dr|recap|introduction|intro)( of .*)?|tl; dr|what happened\??( .*)?|incident|in short|at a glance|narrative|details|issue|the incident|the outage|incident details|event description|final message|initial message|message|story|(the )?short version|in brief|background and summary"),
    ("background", r"background|context|environment|architecture|system overview|prerequisites|glossary|definitions?|supporting (information|data|material)|further reading|references?|links?|resources|appendix.*|notes?|additional (information|details|notes|context)|related.*|evidence|screenshots?|graphs?|data|logs?|metrics|attachments?"),
    ("stats", r"stats?|statistics|meta ?data|key (facts|figures|data|metrics|information)|facts|incident (information|metadata|data|facts|metrics)|general information|quick facts|info|durations?"),
)  # fmt: skip

# Headings alone: as labels of a line ("Next: ...") these words say too little. Read where the list above is silent.
_HEADING_ROLES: tuple[tuple[str, str], ...] = (
    ("timeline", r"(the )?(sequence|order|course) of (what happened|the .*)|how (it|things|the .*) (unfolded|went down|played out)|hour by hour|blow[- ]by[- ]blow( .*)?|(the )?(timeline|chronology)( ?(and|&|/) ?.*| \(.*\))?|(order|series|course) of events|chronological .*|key (timeline|moments)|status updates|(minute|play|blow)[- ]by[- ](minute|play|blow).*"),
    ("got_lucky", r"(what|where|how) we (got|were) lucky.*|lucky breaks?"),
    ("went_well", r"bright spots?|silver linings?|(the )?upsides?|what saved (us|the day)|(went|worked) (well|right)|(what|things) (that )?we did (right|well)|what did (we do )?(well|right)|the good (parts?|things?|news)|wins|highlights|what (helped|saved) us.*|positive (aspects|points|notes)|things that (worked|helped)|what was good|what contributed to .*(quick|fast|swift|speedy).*|what went according to plan"),
    ("went_wrong", r"what (we|i) got wrong|what (hurt|bit|burned) us|(could|should) (be|have been|have gone) better|missteps|what was (bad|missing|hard)|where we (fell short|failed|could .*)|(identified|known|underlying|remaining) (problems|issues|gaps|weaknesses|shortcomings)|(problems|weaknesses|shortcomings|deficiencies) (identified|found|uncovered)|(went|could have gone) (poorly|badly|wrong|better)|(what|things) (that )?we (did wrong|(can|could|should) (do|have done) better)|what (did we do|was) (badly|bad|wrong)|what (failed|(made|slowed|hindered|delayed) (it|us|things|the .*))( .*)?|challenges( faced)?|difficulties|the ugly|(process |tooling |monitoring )?gaps( identified| found)?|room to improve|pain points?|areas? to improve|mistakes( made)?"),
    ("long_term", r"what (will|must|shall|should) (we|i) (change|fix|improve|do)( .*)?|what happens (now|next)|where (to )?next|ideas( (for|to) .*)?|things (we|i) (will|want to|plan to|need to|should) .*|(still|left|yet) to (do|be done|come)|(what is|what's) left( to do)?|stopping (this|it) .*|where (do|will|can|should) we go( from here)?|how (do|can|could|will|would|should) we do (this |it |things )?better.*|(what( is|'s| comes| happens)? )?next|what we('re| are|'ll| will)? (plan|going|intend|need|have|want)( to|ning to) (do|change|improve|fix).*|what (still )?needs to (be done|change|happen)|what remains( to be done)?|what (we|we've|have we|we have)( already| since)? (done|changed|improved)( since| about it| so far)?|what (will|would|could|should) (we|i) do differently.*|what (we|i)('ll| will|'d| would) do differently.*|(preventing|avoiding|stopping) .*|(making sure|ensuring) .*(again|future|recur.*)|how (we|do we|will we) (plan|intend|aim) to (prevent|avoid|stop|improve).*|steps (we're|we are|being|we have|we've|that we are) (taking|taken).*|((our|action|improvement|remediation|prevention|mitigation|further|future|planned|proposed|remaining|outstanding|open|follow[- ]?(up|on)|repair|hardening|preventi(ve|on|ative)|corrective|permanent|systemic|safety|long[- ]?term|next|additional|ongoing|upcoming|technical|process|operational|agreed|recommended) )+(plans?|works?|items?|actions?|measures?|issues?|tasks?|solutions?|fix(es)?|considerations?|commitments?|safeguards?|changes|steps|register|options)( (going forward|for the future|and .*|& .*|/ .*))?|plans? (for|to) (improv\w*|prevent\w*).*|plans?|(actions?|measures|steps) already taken|the plan going forward|capa|commitments?( to you)?|our commitments?( .*)?|(learnings?|lessons?( learn(ed|t))?|takeaways?)( and | ?& ?| ?/ ?)(actions?|improvements?|recommendations?|changes)|action items?( and .*| \(.*\))?|actionables?|(automation|improvement|hardening) (opportunities|ideas)|opportunities|future|looking (ahead|forward)|(the |our )?(road ahead|way forward|path forward)|mitigations? (going forward|for the future)|mitigating (future )?(risks?|.*future.*)|to do lists?|tasks to do|hardening|(new )?(safeguards|guardrails)( added)?|prevention (plan|steps|measures)|changes (we're|we are|we will be|we will) (mak(e|ing)).*|changes (to prevent|going forward|planned).*|actions (we're|we are) taking.*|measures (taken )?to .*|(issues|bugs|tickets|stories) (filed|created|opened|raised)|filed (issues|bugs|tickets)|improvements? (made|planned|we .*)|(follow[- ]?up|corrective) (actions?|items?) ?[/&] ?.*|long[- ]?term plans?"),
    ("cause", r"(so )?what (broke|failed|caused it)( .*)?|why did (this|it|that) .*|(the )?smoking gun|(the )?(real|actual|true) story|(the )?culprits?|(why|how) (did )?(this|it|that|all this) happen(ed)?.*|how (could|can) (this|it) happen.*|(immediate|direct|proximate|main|actual|real|initial) (cause|reason|problem|issue)s?|(the )?technical (details?|deep[- ]dive|story)|(technical )?deep[- ]dive.*|analysis of (the )?(root )?(cause|problem|failure|issue).*|failure (modes?|analysis|chain|mechanism)|reasons( .*)?|what exactly happened|sources? of .*|(the )?root (issue|problem|reason)|origin( of .*)?|fault (analysis|description)|causal (analysis|chain)|latent (conditions|causes?|defects?)|why (were|was|did) (we|it|the .*) (down|offline|unavailable|fail|break|crash).*|what was (going on|really happening|wrong)|what (broke|led to .*)|the underlying (problem|issue|cause|reason)|(the )?vulnerabilit(y|ies)|details? of (the )?(vulnerability|bug|issue|problem|failure|exploit|attack)"),
    ("trigger", r"(the |incident |immediate )?trigger( event| of .*)?"),
    ("detection", r"(alerting|monitoring|alerts) (and|&|/) (detection|alerting|response)|(first|early) (signs?|symptoms?|alerts?|warnings?)|when did we (notice|find out|know|learn)|time to detect(ion)?|detection methods?|(how|when) (it|this) was (first )?(noticed|seen|reported)"),
    ("diagnosis", r"(the )?(chasing|searching( for)?|search for|looking for|pinpointing|zeroing in on|discovering|understanding) (the )?.*(cause|problem|issue|bug|culprit|fault|failure).*|what we (looked at|checked|saw|knew).*|(debugging|diagnostic|investigative) (process|steps|journey|session|notes|log)|(down )?the rabbit hole|detective work|(the |our )?analysis of what happened|(the |our |incident |technical |further |deeper )+(investigations?|diagnosis|debugging|findings|response)( .*)?|(finding|hunting|tracking down|identifying|isolating|narrowing down) (the )?.*(cause|problem|issue|bug|culprit|fault).*|the hunt.*|analysis and diagnosis|how did we (respond|react)|steps to diagnose.*|forensics?( analysis)?|what did we find( out)?"),
    ("impact", r"who (was|were|got) (hit|hurt|affected|impacted).*|damage( done| report| assessment)|the damage|fallout|(impact|effect)s? (to|for|and) .*|what was impacted.*|(scale|size|extent|duration) of (the )?(impact|outage|incident|problem).*|(services|systems|users|customers|components|products) (impacted|affected)|how many .*affected|what did .*(users|customers|people|visitors) (see|experience|notice).*|(outage|incident|security|data|performance|availability|downstream|upstream|team|reputational) impacts?( .*)?|severity (&|and|/) impact|(customer|user|client)[- ]facing impact|loss(es)?|(did|does) (this|it) affect (me|you|us)|(was|am|were|are) (i|you|we|my .*|your .*) (affected|impacted)|who is (affected|impacted)"),
    ("short_term", r"stopping the bleed\w*|bringing (it|the .*|things|everything|us) back( .*)?|(getting|coming) back( up| to normal)?|putting out the fire|damage control|resolving actions?|actions to (resolve|restore|recover|mitigate).*|details? of (the )?(fix|mitigation|resolution)|(the |our )(resolution|recovery|mitigation|response|repair|rollback|workaround)|fixing (it|the .*|things)|actions? taken during .*|what we did about it|(solution|fix|patch|workaround)( was)? applied|service (restoration|recovery)|(restoring|recovering) .*|getting .*(back|online|running).*|containment( and | & |, ).*|(response|detection) (and|&) (mitigation|resolution|recovery)|patch(ing)?|roll(ing)? ?back|how (was|were) (it|this|they|things) (fixed|resolved|mitigated|solved|repaired|restored).*"),
    ("lessons", r"what (this|it|the .*) (taught|teaches|showed) (us|me)( .*)?|morals?( of the story)?|(my|our) (lessons|takeaways?|learnings?)|what (we've|we have|have we|can we|could we|can be|did we|you can) learn(ed|t)?.*|retro|insights|observations?|discussion|lessons( to learn| we (have )?learn(ed|t))|afterthoughts|thoughts"),
    ("summary", r"(so )?what happened.*|in brief|(brief|quick|short|high[- ]level|plain[- ]english)( summary| version| overview)?|the (short|long|quick) version|the story|key points|what went down|outline"),
    ("background", r"conclusions?|closing( .*)?|in closing|final (thoughts|words|notes?)|wrap(ping)?[- ]?up|acknowledge?ments?|thanks|apolog(y|ies)|disclaimer|history"),
)  # fmt: skip

_ANY_ROLE = AnyOf([f"^(?:{pattern})$" for _, pattern in _SECTION_ROLES])
_ANY_HEADING = AnyOf([f"^(?:{pattern})$" for _, pattern in _HEADING_ROLES])

_OF_IT = r"(?:incident|event|outage|issue|problem|fault|failure|error|downtime|disruption|interruption|degradation|(?:(?:customer|user|service|client|business|production) )?impact|service (?:disruption|outage|interruption))"
_AT = r"(?: ?(?:at|on|time ?stamp|time|date|when|date ?/ ?time|date and time|time and date))?"
_TIME_OF = (
    r"(?:time ?stamp|time|date|date ?/ ?time|date and time|date & time|time and date)(?: of| when)?(?: the)?(?: first)?"
)
_TIMES: dict[str, str] = {
    "detected_at": (
        rf"(?:first )?{_OF_IT} (?:first )?(?:detected|noticed|discovered|reported|opened|flagged|spotted|raised){_AT}|first (?:alert|alarm|page|report|notification|user report|customer report|complaint|ticket){_AT}"
        rf"|(?:alert|alarm|page)s? (?:fired|triggered|received|sent|raised){_AT}|(?:paged|notified|flagged|opened|raised|spotted) at|when (?:did|was|were) .{2,30}\b(?:notic\w*|detect\w*|discover\w*|find (?:it )?out|know|aware|learn\w*|report\w*)(?: (?:about|of))?(?: (?:it|this|that))?|(?:discovery|detection|alert|notification) (?:time|date|at)|became aware{_AT}|aware at|(?:incident )?response started{_AT}"
        rf"|{_TIME_OF} (?:{_OF_IT} )?(?:detect(?:ed|ion)|discover(?:y|ed)|report(?:ed)?|alert(?:ed)?|notified|notification|noticed|paged?|awareness)"
    ),
    "diagnosed_at": rf"(?:(?:root )?cause|{_OF_IT}) (?:was )?(?:diagnosed|identified|found|isolated|understood){_AT}|{_TIME_OF} (?:(?:root )?cause )?(?:identified|identification|diagnosed|diagnosis|found)",
    "mitigated_at": (
        rf"(?:(?:customer|user|service|client|business|production) )?impact (?:end(?:ed|s)?|over|stopped|ceased|mitigated){_AT}|end of (?:the )?(?:\w+ )?impact|services? (?:was |were )?(?:fully )?(?:restored|recovered|resumed|back|back online|back up){_AT}"
        rf"|{_TIME_OF} (?:{_OF_IT} |services? )?(?:mitigat(?:ed|ion)|restor(?:ed|ation)|recover(?:y|ed)|repair(?:ed)?|fix(?:ed)?)|(?:fix|patch|workaround|rollback) (?:deployed|applied|released|live|in place|implemented|completed?){_AT}|back (?:online|up|to normal){_AT}"
        rf"|{_OF_IT} (?:mitigated|repaired|fixed|recovered){_AT}|(?:mitigation|restoration) (?:time|date|at)"
    ),
    "resolved_at": (
        rf"(?:{_OF_IT} )?(?:fully )?(?:resolved|closed|ended){_AT}|{_OF_IT} (?:end|ends|stop|stopped|over|resolution|closure|finished){_AT}|(?:end|close|closure|resolution) of (?:the )?{_OF_IT}|date closed|when (?:did|was|were) (?:it|this|the \w+)(?: \w+)? (?:end(?:ed)?|over|resolved|closed|fixed|solved|restored)"
        rf"|{_TIME_OF} (?:{_OF_IT} )?(?:end|ended|resolved|resolution|closed|closure)"
    ),
    "started_at": (
        rf"(?:{_OF_IT} )?(?:started|began|begins?|start|begun|onset|occurred){_AT}|(?:{_OF_IT} )?(?:occurrence|failure|outage) time|(?:start|onset|beginning) of (?:the )?{_OF_IT}|(?:down|offline|unavailable|degraded) (?:since|from)"
        rf"|when did (?:it|this|the \w+) (?:start|begin|occur|happen|fail|break)|first (?:failure|error|impact|occurrence|symptoms?|observed \w+|seen){_AT}|{_TIME_OF} (?:{_OF_IT} )?(?:start|started|onset|beginning|began|occurrence|occurred)|{_TIME_OF} {_OF_IT}"
    ),
}  # fmt: skip
"""Names of the five times, put together."""

# Names of single facts: metadata bullets, front matter keys, table cells, mapped columns.
_FACTS: tuple[tuple[str, str], ...] = (
    ("detected_at", r"(first )?detected( at| on| time)?|(time|date|date ?/ ?time|date and time)( of)? (detect(ed|ion)|discover(y|ed))( time)?|(team|we) (became )?aware( at)?|detection (time|date)|first (detected|noticed|reported|alert)( at)?|(alert|alarm)(ed)?( time| at)?|acknowledged( at)?|reported( at| on)|discovered( at| on)?|noticed( at)?|team aware|time to aware"),
    ("declared_at", r"(incident )?declared( at)?"),
    ("diagnosed_at", r"(root cause |cause |fault )?(diagnosed|identified|isolated|found)( at| on)|identified|(root )?cause (identified|found)( at)?|diagnos(is|ed)( time)?( at)?|identified_at|(time|date|date ?/ ?time|date and time) (of )?(identification|diagnosis|identified|diagnosed|cause (found|identified))|(identification|diagnosis|root cause) (time|date|at)|(root )?cause (known|understood|determined|confirmed|discovered|established)( at)?|problem (identified|found)( at)?"),
    ("mitigated_at", r"(incident |issue |service |impact )?(repaired|mitigated|restored|recovered|stabili[sz]ed|fixed)( at| on| time)?|(time|date|date ?/ ?time|date and time)( of)? (mitigation|recovery|restoration|repair)|(mitigation|recovery|restoration|repair) (time|date)|service restored|impact (end|ended|stopped|over)( at| time)?"),
    ("resolved_at", r"(incident|outage|impact|downtime) (until|till|to|through)|(incident |issue )?(resolved|closed|ended|end|finished|completed|all clear)( at| on| time| date| when)?|(incident |outage |impact |issue )?(end|resolution|close|closing|stop)[ _](time|date|at|datetime)|resolved(when|date|time|at|on)|downtime end|date resolved|(time|date|date ?/ ?time|date and time) (resolved|of resolution)|ends? at"),
    ("started_at", r"(incident|outage|impact|downtime) (from|since)|(date ?/ ?time|date and time|date & time|time and date) of (the )?(incident|outage|event|occurrence)|(incident |fault |impact |outage |issue )?(started|occur(s|red)|began|begins?|start)( at| on| time| date)?|(incident |outage |impact |issue )?start[ _](time|date|at|datetime)|time|(incident|outage) (time|date[ /]*time)|downtime start|time (started|of (incident|impact|occurrence))|start of (incident|impact)|fault (occurs|occurred)|impact (start|began|started)( at| time)?|date started|begin(s|ning)?"),
    ("published_at", r"(report |postmortem |post-mortem )?(published|written|created|authored)( at| on| date)?|publication date|postmortem date|date (published|written|of (report|postmortem|review))|last updated|review date"),
    ("occurred_on", r"(incident |event |outage )?(date|day|dates|date ?/ ?time|date and time|date & time|time and date)( of (the )?(incident|outage|event|occurrence))?|occurred on|incident occurred|when"),
    ("severity", r"(incident |issue |impact )?(severity|priority|sev|criticality|impact level|urgency)( level)?|impact_level|level"),
    ("services", r"(affected |impacted |involved |primary )*(services?|service\(s\)|components?|systems?|products?|applications?|apps?|platforms?)( affected| impacted| involved| name)?|affected|label_service_name|services? and components?|what (services|systems) were affected"),
    ("team", r"(owning |responsible |owner )?(team|squad|group|department|service owner|tribe)s?( name| attribution)?"),
    ("status", r"(incident |postmortem |document |report )?(status|state|resolved\??)"),
    ("title", r"title|name|incident (name|title)|headline|subject"),
    ("url", r"(incident |postmortem |report |issue |html |permalink )?(url|link|shortlink|permalink)|uri|external_url"),
    ("cause_category", r"(root )?cause (category|type|class(ification)?)|category|root cause type"),
    ("trigger", r"trigger( type)?"),
    ("detection_source", r"detection (source|method|type)|detected by|how detected|discovered by|reported by|identified by|detection"),
    ("diagnosis_methods", r"diagnosis methods?|diagnosed by"),
    ("mitigations", r"mitigations?( types?| actions?)?"),
    ("roles", r"(incident )?roles?"),
    ("commander", r"(incident )?(commander|lead|manager|coordinator)|ic"),
    ("communications_lead", r"(communications?|comms|customer) (lead|manager|liaison|officer)"),
    ("scribe", r"(scribe|note ?taker)"),
    ("source", r"source( name)?"),
    ("licence", r"licen[cs]e"),
    ("time_to_detect", r"time to (detect|detection|discover)|ttd|mttd"),
    ("time_to_repair", r"time to (repair|recovery|recover|restore|mitigate|mitigation|fix)|ttm"),
    ("time_to_resolve", r"time to (resolve|resolution)|ttr|mttr"),
    ("duration", r"((incident|outage|total|impact|date|time|affected|downtime|disruption|degradation) ?/? ?)*(duration|down ?time|length|period|window|time ?frame|time ?span|time ?range)( of .*)?|total (outage |impact |down ?)?time|(service|system|total|overall) (outage|downtime|duration)|down for|duration_minutes"),
    *_TIMES.items(),
    ("author", r"authors?|written by|created by|reporter|prepared by"),
    ("impact_text", r"impact|label_user_symptom"),
    ("cause_text", r"root ?cause|cause|label_root_cause"),
)  # fmt: skip
_ANY_FACT = AnyOf([f"^(?:{pattern})$" for _, pattern in _FACTS])

_NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,2}[.):]\s*|[ivx]{1,4}[.)]\s+|section\s+\d+[:.]?\s*|step\s+\d+[:.]?\s*)+", re.IGNORECASE
)
_SHORTCODE = re.compile(r":[a-z0-9]+(?:[_+-][a-z0-9_+-]+)?:(?=\s|$)|\{[.#:][^{}]*\}")
"""An emoji by its name (":mag:"), or the attributes of a heading ("{#causes}")."""
_MARKS = re.compile(r"[*_`#~\[\]{}\"“”]+|[^\w\s/&'’()?;:.,+-]")


def clean_label(label: str) -> str:
    """A label as the patterns read it: lower case, no Markdown marks, emoji, numbering or closing colon."""
    if ":" in label or "{" in label:
        label = _SHORTCODE.sub(" ", label)
    text = _MARKS.sub(" ", label.replace("’", "'"))
    text = _NUMBERING.sub("", " ".join(text.split()))
    return text.strip(" :.-–?!,").lower()


@lru_cache(maxsize=20_000)
def section_role(label: str) -> str | None:
    """The part of a postmortem that a heading or bold label names, or None."""
    clean = clean_label(label)
    if not clean or len(clean) > 90:
        return None
    return _first_role(clean, _ANY_ROLE, _SECTION_ROLES)


_STILL_TO_DO = re.compile(
    r"\((?:still )?(?:to[ -]?do|to be done|needed|outstanding|not started|to implement|planned)\)$"
)


@lru_cache(maxsize=20_000)
def heading_role(heading: str) -> str | None:
    """The part that a heading names, or a label that has a line to itself: more freely worded than other labels are."""
    clean = clean_label(heading)
    if not clean or len(clean) > 90:
        return None
    if _STILL_TO_DO.search(clean):
        return "long_term"
    role = section_role(heading) or _first_role(clean, _ANY_HEADING, _HEADING_ROLES)
    if role is None and (spelt := _as_spelt(clean)) != clean:
        role = _first_role(spelt, _ANY_ROLE, _SECTION_ROLES) or _first_role(spelt, _ANY_HEADING, _HEADING_ROLES)
    return role


_LONG_WORDS = (
    "actions", "analysis", "background", "communication", "contributing", "detection", "diagnosis", "follow-up", "forward",
    "improvements", "investigation", "learned", "lessons", "measures", "mitigation", "post-mortem", "prevention",
    "recommendations", "recovery", "remediation", "resolution", "response", "summary", "timeline", "trigger",
)  # fmt: skip
_SHORTEST = 6


def _as_spelt(clean: str) -> str:
    """The heading with a slip of one letter put right ("moving foward", "recomendations", "timline")."""
    return " ".join(word if len(word) < _SHORTEST else _spelt(word) for word in clean.split())


def _spelt(word: str) -> str:
    return next((right for right in _LONG_WORDS if DamerauLevenshtein.distance(word, right, score_cutoff=1) == 1), word)


def _first_role(clean: str, any_of: AnyOf, roles: tuple[tuple[str, str], ...]) -> str | None:
    for text in (clean, re.sub(r"\s*[(:].*$", "", clean)):
        if named := any_of.among(text):
            return roles[named[0]][0]
    return None


@lru_cache(maxsize=20_000)
def fact_name(label: str) -> str | None:
    """The single fact that a metadata label or key names, or None."""
    clean = clean_label(label.replace("_", " "))
    if not clean or len(clean) > 50:
        return None
    clean = re.sub(r"\s*\((utc|gmt|[a-z]{3,4}|approx.*|local.*|see .*|optional.*)\)$", "", clean)
    named = _ANY_FACT.among(clean)
    return _FACTS[named[0]][0] if named else None
