"""One-off causes: incidents that belong to no theme, so an honest clustering leaves them alone."""

from etl.generate.causes import CauseTheme, Mitigation
from etl.generate.causes import FollowUpTemplate as F

ATTEMPTS = (
    ("restarted {svc}", "the fault was still there afterwards"),
    ("rolled {svc} back to {prev}", "nothing changed"),
    ("cleared the {cache}", "it had no effect"),
)
GENERAL_FOLLOW_UPS = (
    F("detect", "alerting", "Add an alert on the {metric} for this kind of failure"),
    F("document", "runbook", "Add what was learned to the {svc} runbook"),
    F("process", "communication", "Tell support within ten minutes when {svc} is affected"),
    F("investigate", "", "Check whether other services of {team} could fail in the same way"),
    F("prevent", "tests", "Cover this case by a test in the build of {svc}"),
    F("mitigate", "runbook", "Script the short-term remedy so that any on-call can apply it"),
)


def _one_off(
    service: str,
    category: str,
    trigger: str,
    detection: str,
    title: str,
    cause: str,
    short_cause: str,
    symptom: str,
    diagnosis: tuple[str, str],
    mitigation: tuple[str, str, str],
    follow_up: tuple[str, str],
) -> CauseTheme:
    kind, action, outcome = mitigation
    return CauseTheme(
        key="",
        label="",
        category=category,
        weight=0.0,
        services=((service, 1),),
        detection=((detection, 1),),
        time_to_diagnose_median_minutes=65,
        fix_holds=None,
        titles=(title,),
        causes=(cause,),
        short_causes=(short_cause,),
        lead_ups=((trigger, ""),),
        symptoms=(symptom,),
        diagnosis=(diagnosis,),
        attempts=ATTEMPTS,
        mitigations=(Mitigation(kind, 1, action, outcome),),
        fix=F(follow_up[0], "", follow_up[1]),
        follow_ups=(F(follow_up[0], "", follow_up[1]), *GENERAL_FOLLOW_UPS),
        went_well=(),
        went_wrong=(),
        got_lucky=(),
    )


def one_offs() -> tuple[CauseTheme, ...]:
    """All one-off causes, in a fixed order."""
    from etl.generate.one_offs_customer import CUSTOMER_SIDE
    from etl.generate.one_offs_operations import OPERATIONS_SIDE

    return tuple(_one_off(*row) for row in (*CUSTOMER_SIDE, *OPERATIONS_SIDE))
