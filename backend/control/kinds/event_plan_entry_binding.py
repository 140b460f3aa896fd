"""What the step runner is given for entries of plans: grounds, the event that goes with them, whom to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.binding import CLIENTS, acts_in, control_type_of, left_business, people_of_business
from backend.control.kinds import event_plan_binding
from backend.control.kinds.event_plan import body_of_plan
from backend.control.kinds.event_plan_entry import business_of_entry, days_text, plan_of, title
from backend.control.models import ControlEvent, EventPlanEntry
from backend.control.plans.forming import ENTRY
from backend.errors import Conflict
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.runner import SYSTEM, take_step
from rules.control.planning import exclusion_grounds, inclusion_grounds
from rules.procedures import procedures
from rules.roles import Role
from rules.text import Text

EVENT = "control_event"
EARLY = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL"})
ANNOUNCED = frozenset({"SCHEDULED", "POSTPONED"})
CLOSED = frozenset({"EXCLUDED", "CANCELLED", "REJECTED", "NOT_HELD"})
REASON = Text("Пункт исключён из плана.", "The entry is out of the plan.")


def ground_to_include(session: Session, case: EventPlanEntry, actor: Actor | None) -> None:
    """See that an entry that comes in within the year has its days.

    Raises:
        Conflict: it has none, or another ground than those known.
    """
    known = {one.code for one in inclusion_grounds()}
    if case.start is None or case.inclusion_ground not in {None, *known}:
        raise Conflict(
            Text("У пункта нет дней.", "The entry has no days."), Text("Сначала поставьте его.", "Place it first.")
        )


def ground_to_exclude(session: Session, case: EventPlanEntry, actor: Actor | None) -> None:
    """See that an entry goes out on a ground of the act (of a draft also without one), and before its event begins.

    Raises:
        Conflict: the ground is another, or the event has begun.
    """
    draft = case.state == "PROPOSED" and plan_of(session, case).state != "APPROVED"
    known = {one.code for one in exclusion_grounds(draft=draft)}
    if case.exclusion_ground and case.exclusion_ground not in known:
        raise Conflict(
            Text("Такого основания нет.", "There is no such ground."), Text("Выберите из списка.", "Take a listed one.")
        )
    event = session.get(ControlEvent, case.event_id) if case.event_id else None
    if event is not None and event.state not in EARLY | ANNOUNCED | CLOSED:
        raise Conflict(
            Text("Проверка уже началась: из плана её не исключить.", "The event has begun: it cannot go out."),
            Text("Откройте проверку.", "Open the event."),
        )


def exclude_event(session: Session, case: EventPlanEntry, actor: Actor | None, now: datetime) -> None:
    """With the entry its event goes: one announced is excluded, one being prepared is cancelled."""
    event = session.get(ControlEvent, case.event_id) if case.event_id else None
    if event is None or event.state in CLOSED:
        return
    action = "exclude" if event.state in ANNOUNCED else "cancel"
    given = {"reason": REASON.ru}
    take_step(session, EVENT, event, action, None, SYSTEM, now, given=given, by=f"{ENTRY}:{case.id}")


def recipients(session: Session, case: EventPlanEntry, role: str) -> Iterable[str]:
    """Return whom of a role to tell: the business once the entry has been in the plan, else as of the plan."""
    if role in CLIENTS:
        return people_of_business(session, business_of_entry(session, case), Role(role))
    return event_plan_binding.recipients(session, plan_of(session, case), role)


def about(session: Session, case: EventPlanEntry) -> Mapping[str, Any]:
    """Return what notices say of an entry."""
    plan = plan_of(session, case)
    return {"about": title(session, case), "days": days_text(case), "body": body_of_plan(session, plan).name}


bind(
    Binding(
        table=procedures()[ENTRY],
        find=lambda session, case_id: session.get(EventPlanEntry, case_id),
        recipients=recipients,
        link=lambda case, role: f"/cases/{ENTRY}/{case.id}",
        about=about,
        region=lambda session, case: body_of_plan(session, plan_of(session, case)).region or None,
        guards={"ground_to_include": ground_to_include, "ground_to_exclude": ground_to_exclude},
        conditions={
            "plan_is_approved": lambda session, case: plan_of(session, case).state == "APPROVED",
            "plan_is_running": lambda session, case: plan_of(session, case).state == "APPROVED",
        },
        effects={"exclude_event": exclude_event},
        scope=Scope.CONTROL,
        left=lambda session, case, now: left_business(session, business_of_entry(session, case), now),
        control_type=lambda session, case: control_type_of(session, plan_of(session, case)),
        acts=acts_in(ENTRY),
    )
)
