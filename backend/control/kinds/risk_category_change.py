"""A request to change the category of an object (24(5)–(6)): its fields, its part of the step runner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.asking_category import NAME, hand_files_over, set_category
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.binding import acts_in, left_by, recipients, shared_guards
from backend.control.cases.day_order import After
from backend.control.cases.kinds import Asks, CaseKind, Standing, register
from backend.control.cases.naming import CATEGORIES, category_name, type_name
from backend.control.models.room import Side
from backend.control.sides import STAFF, is_of_body
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.queries import taken_by
from backend.risk.models import CategoryRequest, ControlObject
from backend.risk.objects import categories_of
from rules.control import control_types
from rules.control.types import ControlType
from rules.procedures import procedures
from rules.text import Text

DECIDED_ON = Ask("decided_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))
WHY = Ask("reason", AskKind.LONG, Text("Почему", "Why"))


def object_of(session: Session, case: CategoryRequest) -> ControlObject:
    """Return the object a request is about."""
    return session.get_one(ControlObject, case.object_id)


def type_of(session: Session, case: CategoryRequest) -> ControlType | None:
    """Return the type of control of the object."""
    return control_types().get(object_of(session, case).control_type)


def own_copy(session: Session, case: CategoryRequest) -> bool:
    """Whether the business records a request that it files elsewhere."""
    return case.body_id is None


def side(session: Session, actor: Actor, case: CategoryRequest, today: date) -> Side | None:
    """Return from which side an actor sees a request: the business; its body once it is filed with it."""
    if actor.may_for(case.business_id, Scope.CONTROL):
        return Side.BUSINESS
    filed = case.body_id is not None and case.state != "DRAFT"
    return Side.AUTHORITY if filed and actor.roles & STAFF and is_of_body(session, actor, case.body_id) else None


def _choices(session: Session, case: CategoryRequest) -> tuple[tuple[str, Text], ...]:
    type_ = type_of(session, case)
    return (
        tuple((code.value, CATEGORIES[code]) for code in categories_of(type_)) if type_ else tuple(CATEGORIES.items())
    )


def _submit(session: Session, case: CategoryRequest) -> Asks:
    outside = own_copy(session, case)
    hint = Text(
        "Дата на Госуслугах. От неё идут 5 рабочих дней органа.", "The date on Gosuslugi: the 5 days run from it."
    )
    when = Text("День, когда орган получил заявление", "Day the authority received the request")
    return (Ask("received_on", AskKind.DATE, when, hint, optional=not outside),)


def _change(session: Session, case: CategoryRequest) -> Asks:
    label = Text("Новая категория", "The new category")
    return (Ask("new_category", AskKind.CHOICE, label, choices=_choices(session, case)), DECIDED_ON)


def _fill_request(session: Session, case: CategoryRequest, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write when it was received; what it asks for stands in the draft. The files go to the body with it."""
    case.received_on = typed.get("received_on")
    typed["wanted_category"] = case.wanted
    hand_files_over(session, case, actor, now)


def _fill_change(session: Session, case: CategoryRequest, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the category that was decided."""
    case.decided_category, case.decided_on = typed["new_category"], typed["decided_on"]


def _fill_kept(session: Session, case: CategoryRequest, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write why the category stays."""
    case.decision_reason, case.decided_on = typed["reason"], typed["decided_on"]


def _set_category(session: Session, case: CategoryRequest, actor: Actor | None, now: datetime) -> None:
    """A changed category is written into the object."""
    set_category(session, case, now)


def title(session: Session, case: CategoryRequest) -> Text:
    """Return what a request is called."""
    name = type_name(object_of(session, case).control_type)
    return Text(f"Категория риска: {name.ru}", f"Risk category: {name.en}")


def facts(session: Session, case: CategoryRequest, side: Side) -> list[dict[str, Any]]:
    """Return what a request says, as both sides read it."""
    row, type_ = object_of(session, case), type_of(session, case)
    named = [one.text for one in type_.criteria if one.id in case.criteria] if type_ else []
    return [
        {"label": Text("Бизнес", "Business"), "value": row.business_name if side is Side.AUTHORITY else None},
        {"label": Text("Объект", "Object"), "value": " ".join(filter(None, (row.kind, row.address)))},
        {"label": Text("Номер в реестре", "Number in the register"), "value": row.registry_number},
        {"label": Text("Просят", "Asked for"), "value": category_name(case.wanted)},
        {"label": Text("Критерии", "Criteria"), "value": _joined(named)},
        {"label": Text("Почему", "Why"), "value": case.reason},
        {"label": Text("Решили", "Decided"), "value": category_name(case.decided_category)},
        {"label": Text("Почему так решили", "Reason of the decision"), "value": case.decision_reason},
    ]


def _joined(texts: list[Text]) -> Text | None:
    return Text("; ".join(one.ru for one in texts), "; ".join(one.en for one in texts)) if texts else None


def about(session: Session, case: CategoryRequest) -> Mapping[str, Any]:
    """Return what notices say of a request."""
    return {"about": title(session, case), "number": case.number, "business": object_of(session, case).business_name}


def _region(session: Session, case: CategoryRequest) -> str | None:
    return object_of(session, case).region or None


register(
    CaseKind(
        procedure=NAME,
        model=CategoryRequest,
        side=side,
        address=lambda case, side: f"/risk/requests/{case.id}",
        region=lambda case: "",
        own_copy=own_copy,
        asks={"submit": _submit, "change": _change, "keep": (WHY, DECIDED_ON)},
        compose={"submit": _fill_request, "change": _fill_change, "keep": _fill_kept},
        order=(After("decided_on", "received_on", Text("Это раньше заявления.", "This is before the request.")),),
        # No form offers «find»: a request is a row of a business with an account, and offering it only there would tell
        # the authority who has one. What it learns itself (24(5)) it decides in the card of its object.
        hidden=frozenset({"mark_overdue", "find"}),
        standing=Standing(
            title=title,
            back=lambda side: "/risk" if side is Side.BUSINESS else "/desk/control",
            facts=facts,
        ),
    )
)

bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(CategoryRequest, case_id),
        recipients=recipients,
        link=lambda case, role: f"/risk/requests/{case.id}",
        about=about,
        region=_region,
        guards=shared_guards(NAME),
        conditions={
            "asked_by_business": lambda session, case: taken_by(session, NAME, case.id, "submit") is not None,
        },
        effects={"set_category": _set_category},
        scope=Scope.CONTROL,
        left=left_by,
        anchors={"decision_known_on": lambda session, case: case.decided_on},
        control_type=type_of,
        acts=acts_in(NAME),
    )
)
