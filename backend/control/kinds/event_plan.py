"""The year's plan as a case: who sees it, what its steps ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.day_order import After
from backend.control.cases.kinds import CaseKind, register
from backend.control.models import EventPlan
from backend.control.models.room import Side
from backend.control.plans.forming import ENTRY, PLAN
from backend.control.plans.queries import entries_of, plan_side
from backend.control.plans.remarks import send_remarks
from backend.permissions import Actor
from backend.procedures.runner import SYSTEM, take_step
from rules.control.planning import NO_PLACE
from rules.text import Text

WITHOUT = "leave_without_place"
SENT = Ask("sent_on", AskKind.DATE, Text("День отправки", "Day of sending"))
REMARKS = Ask(
    "remarks",
    AskKind.LONG,
    Text("Замечания к плану в целом", "Remarks on the plan as a whole"),
    Text("Замечания к отдельным пунктам уйдут вместе с ними", "Those on single entries are sent along"),
)


def _sending(session: Session, case: Any) -> tuple[Ask, ...]:
    """Ask what becomes of the entries for which no place was found."""
    count = sum(row.start is None for row in entries_of(session, case, "PROPOSED"))
    if not count:
        return (SENT,)
    label = Text(f"Убрать из проекта {count} без места", f"Take {count} without a place out of the draft")
    hint = Text("Иначе план не уйдёт: у каждого пункта нужны дни", "Else it cannot be sent: each entry needs days")
    return (SENT, Ask(WITHOUT, AskKind.YES_NO, label, hint))


def _send(session: Session, case: EventPlan, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    case.sent_on = typed["sent_on"]
    for row in entries_of(session, case, "PROPOSED") if typed.get(WITHOUT) else ():
        if row.start is None:
            row.exclusion_ground, row.exclusion_reason = NO_PLACE, row.unassigned_reason
            row.decided_on = now.astimezone(MOSCOW).date()
            given = {"exclusion_ground": NO_PLACE}
            take_step(session, ENTRY, row, "exclude", None, SYSTEM, now, given=given, by=f"{PLAN}:{case.id}")


def _remark(session: Session, case: EventPlan, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    case.remarks, case.remarks_on = typed["remarks"], now.astimezone(MOSCOW).date()
    send_remarks(session, case, typed["remarks"], now)


def address(case: EventPlan, side: Side) -> str:
    """Return the page of a plan for a side."""
    return f"/desk/prosecutor/plans/{case.id}" if side is Side.PROSECUTOR else f"/desk/control/plans/{case.id}"


def body_of_plan(session: Session, plan: EventPlan) -> AuthorityBody:
    """Return the body whose plan it is."""
    return session.get_one(AuthorityBody, plan.body_id)


KIND = register(
    CaseKind(
        procedure=PLAN,
        model=EventPlan,
        side=plan_side,
        address=address,
        region=lambda case: "",
        asks={
            "send": _sending,
            "send_again": _sending,
            "remark": (REMARKS,),
            "approve": (Ask("approved_on", AskKind.DATE, Text("Дата утверждения", "Day of approval")),),
        },
        order=(After("approved_on", "sent_on", Text("Это раньше отправки прокурору.", "This is before it was sent.")),),
        compose={"send": _send, "send_again": _send, "remark": _remark},
    )
)
