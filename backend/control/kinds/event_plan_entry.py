"""An entry of a plan as a case: its page, and its steps in the year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.cases.naming import category_name, kind_name, type_name
from backend.control.linking import business_with
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.forming import ENTRY
from backend.control.plans.opening import open_event
from backend.control.plans.queries import names_of, plan_side
from backend.permissions import Actor, Scope
from backend.procedures.queries import history
from backend.risk.models import ControlObject
from backend.web import formats
from rules.control.planning import exclusion_grounds, inclusion_grounds
from rules.text import Text

NOTHING = Text("", "")
IN_PLAN = ("include", "include_in_year")
CHECK_ACT = Text("ПП № 2428: сверьте с актом", "Resolution 2428: check the act")


def plan_of(session: Session, case: EventPlanEntry) -> EventPlan:
    """Return the plan of an entry."""
    return session.get_one(EventPlan, case.plan_id)


def was_in_plan(session: Session, case: EventPlanEntry) -> bool:
    """Whether an entry has ever been in an approved plan: before that a business hears nothing of it."""
    return any(step.action in IN_PLAN for step in history(session, ENTRY, case.id))


def business_of_entry(session: Session, case: EventPlanEntry) -> str | None:
    """Return the business with an account whose object an entry names, once the entry has been in the plan."""
    thing = session.get(ControlObject, case.object_id)
    return business_with(session, thing.inn) if thing and was_in_plan(session, case) else None


def side(session: Session, actor: Actor, case: EventPlanEntry, today: date) -> Side | None:
    """Return from which side an actor sees an entry."""
    found = plan_side(session, actor, plan_of(session, case), today)
    if found is not None or not actor.scopes:
        return found
    business = business_of_entry(session, case)
    return Side.BUSINESS if business and actor.may_for(business, Scope.CONTROL) else None


def _including(session: Session, case: Any) -> tuple[Ask, ...]:
    choices = tuple((one.code, one.title) for one in inclusion_grounds())
    return (Ask("inclusion_ground", AskKind.CHOICE, Text("Основание", "Ground"), CHECK_ACT, choices),)


def _excluding(session: Session, case: EventPlanEntry) -> tuple[Ask, ...]:
    draft = case.state == "PROPOSED" and plan_of(session, case).state != "APPROVED"
    choices = tuple((one.code, one.title) for one in exclusion_grounds(draft=draft))
    return (
        Ask("exclusion_ground", AskKind.CHOICE, Text("Основание", "Ground"), CHECK_ACT, choices),
        Ask("exclusion_reason", AskKind.LONG, Text("Пояснение", "Explanation"), optional=True, most=2000),
    )


def _decide(session: Session, case: EventPlanEntry, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    for name, value in typed.items():
        setattr(case, name, value if value is not None else "")
    case.decided_on = now.astimezone(MOSCOW).date()


def _include(session: Session, case: EventPlanEntry, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep the ground and prepare the event: what is refused later takes both back."""
    _decide(session, case, typed, actor, now)
    open_event(session, actor, plan_of(session, case), case, session.get(ControlObject, case.object_id), now)


def title(session: Session, case: EventPlanEntry) -> Text:
    """Return what an entry is called: whose object it names."""
    thing = session.get(ControlObject, case.object_id)
    name = thing.business_name if thing else ""
    return Text(f"План {plan_of(session, case).year}: {name}", f"Plan {plan_of(session, case).year}: {name}")


def facts(session: Session, case: EventPlanEntry, side: Side) -> list[dict[str, Any]]:
    """Return the facts of an entry; who goes is told to the business by the decision, not by the plan."""
    thing, plan = session.get(ControlObject, case.object_id), plan_of(session, case)
    address = thing.address if thing else ""
    rows = [
        (Text("Вид контроля", "Type of control"), type_name(plan.control_type)),
        (Text("Адрес", "Address"), Text(address, address)),
        (Text("Чем проверяют", "Which event"), kind_name(case.kind)),
        (Text("Дни", "Days"), days_text(case)),
        (Text("Категория", "Category"), category_name(thing.category if thing else None) or NOTHING),
        (Text("Почему в плане", "Why it is in"), _ground(inclusion_grounds(), case.inclusion_ground)),
        (Text("Почему исключена", "Why it is out"), _ground(exclusion_grounds(draft=True), case.exclusion_ground)),
        (Text("Пояснение", "Explanation"), Text(case.exclusion_reason, case.exclusion_reason)),
    ]
    if side is Side.AUTHORITY:
        name = names_of(session, [case.inspector_id]).get(case.inspector_id or "", "")
        rows.append((Text("Кто идёт", "Who goes"), Text(name, name)))
    return [{"label": label, "value": value} for label, value in rows if value.ru]


def days_text(case: EventPlanEntry) -> Text:
    """Return the days of an entry in words, empty while it has none."""
    if case.start is None or case.end is None:
        return NOTHING
    spans = [f"{formats.day(case.start, to)} – {formats.day(case.end, to)}" for to in ("ru", "en")]
    return Text(*spans)


def _ground(known: Any, code: str | None) -> Text:
    return next((one.title for one in known if one.code == code), NOTHING)


def _back(side: Side) -> str:
    places = {Side.AUTHORITY: "/desk/control/plans", Side.PROSECUTOR: "/desk/prosecutor/plans"}
    return places.get(side, "/control-events")


KIND = register(
    CaseKind(
        procedure=ENTRY,
        model=EventPlanEntry,
        side=side,
        address=lambda case, side: f"/cases/{ENTRY}/{case.id}",
        region=lambda case: "",
        asks={"include_in_year": _including, "exclude": _excluding},
        compose={"include_in_year": _include, "exclude": _decide},
        hidden=frozenset({"include"}),
        standing=Standing(title, _back, facts),
    )
)
