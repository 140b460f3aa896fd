"""What the step runner is given for plans: two pairs of eyes, no entry without days, every remark answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.binding import acts_in, control_type_of, people_with, preparers
from backend.control.cases.naming import type_name
from backend.control.kinds.event_plan import address, body_of_plan
from backend.control.models import EventPlan
from backend.control.models.room import Side
from backend.control.plans.forming import ENTRY, PLAN
from backend.control.plans.opening import open_event
from backend.control.plans.queries import entries_of, objects_by_id
from backend.control.plans.remarks import unanswered
from backend.errors import Conflict
from backend.permissions import Actor
from backend.procedures.bindings import Binding, bind
from backend.procedures.runner import SYSTEM, take_step
from rules.procedures import procedures
from rules.roles import Role
from rules.text import Text


def sent_by_another(session: Session, case: EventPlan, actor: Actor | None) -> None:
    """See that whoever made the draft, or accepted its days, does not send it.

    Raises:
        Conflict: they did.
    """
    makers = {*preparers(session, PLAN, case), case.solution.get("accepted_by")}
    if actor is not None and actor.person_id in makers:
        raise Conflict(
            Text("Вы составляли этот план, отправить должен другой.", "You made this plan; another has to send it."),
            Text("Передайте его другому руководителю.", "Pass it on to another head."),
        )


def plan_has_entries(session: Session, case: EventPlan, actor: Actor | None) -> None:
    """See that a plan holds events.

    Raises:
        Conflict: it is empty.
    """
    if not entries_of(session, case, "PROPOSED"):
        raise Conflict(
            Text("В плане нет проверок.", "The plan holds no events."), Text("Сначала заполните его.", "Fill it first.")
        )


def every_remark_answered(session: Session, case: EventPlan, actor: Actor | None) -> None:
    """See that no remark of the prosecutor stays without an answer, and every entry has its days.

    Raises:
        Conflict: one does.
    """
    if count := unanswered(session, case):
        raise Conflict(
            Text(f"Замечаний без ответа: {count}.", f"{count} remarks have no answer."),
            Text("Ответьте на них или исключите пункт.", "Answer them, or take the entry out."),
        )
    if any(row.start is None for row in entries_of(session, case, "PROPOSED")):
        raise Conflict(
            Text("Есть пункты без дней.", "Some entries have no days."),
            Text("Поставьте их в план или исключите.", "Place them, or take them out."),
        )


def include_entries(session: Session, case: EventPlan, actor: Actor | None, now: datetime) -> None:
    """With the plan its entries are approved: each gets its event, to be prepared by whom the plan names."""
    rows = entries_of(session, case, "PROPOSED")
    things = objects_by_id(session, rows)
    for row in rows:
        row.decided_on = case.approved_on or now.astimezone(MOSCOW).date()
        session.add(row)
        take_step(session, ENTRY, row, "include", None, SYSTEM, now, by=f"{PLAN}:{case.id}")
        if actor is not None:
            open_event(session, actor, case, row, things.get(row.object_id), now)


def recipients(session: Session, case: EventPlan, role: str) -> Iterable[str]:
    """Return whom of a role to tell: the body's people, the region's prosecutors."""
    body = body_of_plan(session, case)
    if role == Role.PROSECUTOR:
        return people_with(session, Role.PROSECUTOR, "", body.region, any_authority=True)
    return people_with(session, Role(role), body.authority, body.region)


def about(session: Session, case: EventPlan) -> Mapping[str, Any]:
    """Return what notices say of a plan."""
    return {"about": type_name(case.control_type), "year": case.year, "body": body_of_plan(session, case).name}


def year_before(session: Session, case: EventPlan) -> date:
    """Return the day from which the order counts: the first of the year before."""
    return date(case.year - 1, 1, 1)


bind(
    Binding(
        table=procedures()[PLAN],
        find=lambda session, case_id: session.get(EventPlan, case_id),
        recipients=recipients,
        link=lambda case, role: address(case, Side.PROSECUTOR if role == Role.PROSECUTOR else Side.AUTHORITY),
        about=about,
        region=lambda session, case: body_of_plan(session, case).region or None,
        guards={
            "sent_by_another": sent_by_another,
            "plan_has_entries": plan_has_entries,
            "every_remark_answered": every_remark_answered,
        },
        effects={"include_entries": include_entries},
        anchors={"year_before": year_before},
        control_type=control_type_of,
        acts=acts_in(PLAN),
    )
)
