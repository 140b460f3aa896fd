"""The year's plan of control events: formed, sent to the prosecutor, mended by remarks, approved (61, ПП 2428).

`year_before` is the first day of the year before that of the plan: the days of the order are counted from it.
"""

from __future__ import annotations

from rules.procedures.steps import Procedure, State, Step, on_each
from rules.roles import Role
from rules.text import Text

OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 61; ПП РФ № 2428 от 31.12.2020"
DRAFT, REMARKS, APPROVAL = "plan.draft", "plan.remarks", "plan.approval"
ANCHOR = "year_before"

STATES = {
    "FORMING": State(Text("Составляется", "Being formed")),
    "WITH_PROSECUTOR": State(Text("У прокурора", "With the prosecutor")),
    "REMARKS": State(Text("Есть замечания", "Remarks came")),
    "APPROVED": State(Text("Утверждён", "Approved"), terminal=True),
}

STEPS = (
    Step(
        "send",
        "FORMING",
        "WITH_PROSECUTOR",
        actor=Role.AUTHORITY_HEAD,
        source=LAW,
        name=Text("Отправить проект прокурору", "Send the draft to the prosecutor"),
        guard=("sent_by_another", "plan_has_entries"),
        term=DRAFT,
        anchor=ANCHOR,
        notify=(Role.PROSECUTOR,),
        outside="erknm",
    ),
    Step(
        "remark",
        "WITH_PROSECUTOR",
        "REMARKS",
        actor=Role.PROSECUTOR,
        source=LAW,
        name=Text("Отправить замечания", "Send remarks"),
        term=REMARKS,
        anchor=ANCHOR,
        needs=("remarks",),
        notify=OFFICIAL,
        outside="erknm",
    ),
    Step(
        "send_again",
        "REMARKS",
        "WITH_PROSECUTOR",
        actor=Role.AUTHORITY_HEAD,
        source=LAW,
        name=Text("Отправить исправленный проект", "Send the mended draft"),
        guard="plan_has_entries",
        term=APPROVAL,
        anchor=ANCHOR,
        notify=(Role.PROSECUTOR,),
        outside="erknm",
    ),
    Step(
        "approve",
        ("WITH_PROSECUTOR", "REMARKS"),
        "APPROVED",
        actor=Role.AUTHORITY_HEAD,
        source=LAW,
        name=Text("Утвердить план", "Approve the plan"),
        guard="every_remark_answered",
        term=APPROVAL,
        anchor=ANCHOR,
        notify=(*OFFICIAL, Role.PROSECUTOR),
        effects=("include_entries",),
        outside="erknm",
    ),
    *on_each(
        ("FORMING",),
        "mark_draft_late",
        "DRAFT_LATE",
        actor="system",
        source=LAW,
        name=Text("Отметить: проект не отправлен в срок", "Mark: the draft was not sent in time"),
        term=DRAFT,
        anchor=ANCHOR,
        by_time=True,
        notify=OFFICIAL,
    ),
    *on_each(
        ("WITH_PROSECUTOR", "REMARKS"),
        "mark_approval_late",
        "APPROVAL_LATE",
        actor="system",
        source=LAW,
        name=Text("Отметить: план не утверждён в срок", "Mark: the plan was not approved in time"),
        term=APPROVAL,
        anchor=ANCHOR,
        by_time=True,
        notify=OFFICIAL,
    ),
)

PROCEDURE = Procedure(
    name="event_plan",
    title=Text("План проверок", "Plan of inspections"),
    initial="FORMING",
    states=STATES,
    steps=STEPS,
)
