"""Words that do not tell which failure it was: ordinary English and the language of incident reports."""

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS


def split_words(words: str) -> frozenset[str]:
    """Set of the words of a text."""
    return frozenset(words.split())


# scikit-learn's list holds words that name failures (Nothman, Qin & Yurchak 2018 list its faults).
FAILURE_WORDS = split_words("bill call computer empty fill fire full system bottom top")

INCIDENT_WORDS = split_words("""
    additionally affect affected affecting began begin believed cause caused causes causing component
    components contributed contributing contributor customer customers determined developer developers
    discovered due engineer engineering engineers event events experience experienced experiencing factor
    factors found identified identify impact impacted impacting impacts inbound incident incidents include
    included including infrastructure instance instances internal investigation investigated involve
    involved issue issues large lead leading led mitigate mitigated mitigating mitigation multiple new
    number numbers occur occurred occurring occurs operator outage outages platform platforms postmortem
    preliminary primary problem problems product products recent recently region regional regions report
    reported resource resources result resulted resulting resultant results reveal revealed root service
    services several significant significantly small specific start started starting starts status subset
    subsequent subsequently symptom system systems team teams tenant tenants trigger triggered triggering
    triggers turn unable underlying unexpected unexpectedly use used user users using want went zone zones
    backend backends frontend frontends analysis lot bit way thing things unfortunately happened happen
    theirs ours itself themselves somebody nobody
    longer instead able usual usually
    happens make makes made making cascaded ultimately eventually responsible took taken takes gave given
    gives went ran rose fell held holds hid sent sends built lost grew stood saw seen became showed shown
    meant said told thought felt brought broke broken chose chosen wrote written read drove did does doing
    done was got get getting gets came come coming comes left kept kept keep keeping let
    """)

PLACE_WORDS = split_words("""
    asia africa america amsterdam australia azure aws amazon brazil canada central cloud dublin east europe
    european frankfurt gcp germany google india ireland japan kingdom korea london microsoft north northern
    oregon paris singapore south southern states sydney tokyo united virginia west western worldwide
    """)

TIME_WORDS = split_words("""
    january february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday utc gmt cest cet bst pst pdt est edt today yesterday morning
    afternoon evening night day days hour hours minute minutes second seconds week weeks month months year
    time times date approximately roughly later earlier shortly immediately soon
    """)

# Status updates tell of symptoms long before anybody knows the cause.
SYMPTOM_WORDS = split_words("""
    actively aware api apis apologise apologize attempting available confirm confirmed contact continue
    continued continues continuing currently dashboard degradation degraded delay delayed delays diagnosis
    elevated encounter encountering error errors eta expect expected experiences fraction fully future
    inconvenience increased incomplete intermittent intermittently investigate investigating latencies latency
    linked majority mostly near normally observe observed posted progress projects rate rates recover
    recovered recovering recovery resolution seeing signs
    resolve resolved unavailable underway workaround working
    """)

REMEDIATION_WORDS = split_words("""
    action actions add adding added adopt apply avoid build change changes check checks consider create
    created define enable ensure ensuring establish evaluate explore fix fixes follow followup help
    implement implementing improve improved improvement improvements improving introduce investigate item
    items look need needs prevent preventing provide put reduce review set sure task tasks ticket todo
    work write better possible
    """)

COMMON_STOP_WORDS = (frozenset(ENGLISH_STOP_WORDS) - FAILURE_WORDS) | INCIDENT_WORDS | PLACE_WORDS | TIME_WORDS
STOP_WORDS = {"cause": COMMON_STOP_WORDS | SYMPTOM_WORDS, "remediation": COMMON_STOP_WORDS | REMEDIATION_WORDS}

# Words that may stand inside a label, between two telling words ("exhaustion of connections").
JOINING_WORDS = split_words("of in on for without during after")

# Words (and the full stop) after which a noun phrase may begin.
OPENING_WORDS = split_words(
    """
    . a an the this that these those its their our his her no any each every some all both another other such
    of in on at by from with without for after before during under over into through between against about
    upon via within per across because despite due following and or new multiple several specific underlying
    internal large small single first second third last next same existing recent unexpected one two three
    many few more most too
    """
)
