"""A declaration of compliance (51): its fields, its part of the step runner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, shared_guards
from backend.control.cases.day_order import After
from backend.control.cases.faults import fault
from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.cases.naming import type_name
from backend.control.declaring import HIGH, NAME, changes_pending, is_high, next_number, share_of, statement
from backend.control.models import ControlEvent, Declaration, Violation
from backend.control.models.room import Side
from backend.control.sides import STAFF, is_of_body
from backend.errors import Conflict, Invalid
from backend.law import current_law
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.risk.models import Source
from rules.control import control_types
from rules.procedures import procedures
from rules.terms import DayKind, Term
from rules.text import Text

OWN_TERM = "последний день из записи о регистрации"
RECEIVED = Text("День, когда орган получил декларацию", "Day the authority received it")


def own_copy(session: Session, case: Declaration) -> bool:
    """Whether the business records a declaration that it files elsewhere."""
    return case.body_id is None


def side(session: Session, actor: Actor, case: Declaration, today: date) -> Side | None:
    """Return from which side an actor sees a declaration: the business; its body once it is filed with it."""
    if actor.may_for(case.business_id, Scope.CONTROL):
        return Side.BUSINESS
    filed = case.body_id is not None and case.state != "DRAFT"
    return Side.AUTHORITY if filed and actor.roles & STAFF and is_of_body(session, actor, case.body_id) else None


def declaration_allowed(session: Session, case: Declaration, actor: Actor | None) -> None:
    """See that the act allows a declaration; where that is not known it may only be recorded as filed elsewhere.

    Raises:
        Conflict: it does not, or nobody knows and it would be filed here.
    """
    type_ = control_types().get(case.control_type)
    allowed = type_.flag("declaration.allowed") if type_ else None
    if allowed is False or (allowed is None and not own_copy(session, case)):
        raise Conflict(
            Text("Положение не знает декларации, или мы его не читали.", "The act knows none, or was not read here."),
            Text("Сверьте с положением.", "Check the act."),
        )


def assessment_is_high(session: Session, case: Declaration, actor: Actor | None) -> None:
    """See that the self-assessment it states is high (51(3)).

    Raises:
        Conflict: it is not.
    """
    if not is_high(share_of(case)):
        bar = int(100 * HIGH)
        raise Conflict(
            Text(f"«Да» меньше чем у {bar}%.", f"Fewer than {bar}% say yes."),
            Text("Закройте пробелы из плана.", "Close the gaps of your plan."),
        )


def violations_or_false_data_found(session: Session, case: Declaration, actor: Actor | None) -> None:
    """See that an event of this control found violations (51(8)); in an own copy the paper says so.

    Raises:
        Conflict: no event did.
    """
    if own_copy(session, case):
        return
    query = (
        select(Violation)
        .join(ControlEvent, col(ControlEvent.id) == col(Violation.event_id))
        .where(ControlEvent.business_id == case.business_id, ControlEvent.control_type == case.control_type)
        .where(col(ControlEvent.source) != Source.BUSINESS)
    )
    if session.exec(query).first() is None:
        raise Conflict(
            Text("Нарушений ни одна проверка не нашла (51(8)).", "No event has found a violation (51(8))."),
            Text("Сначала нужен акт с нарушениями.", "An act with violations comes first."),
        )


def own_term(session: Session, case: Declaration, key: str) -> Term | None:
    """Return how long a declaration is valid where its registration names the last day."""
    if key != "declaration.valid" or case.valid_until is None or case.registered_on is None:
        return None
    days = (case.valid_until - case.registered_on).days
    return Term(amount=days, unit=DayKind.CALENDAR_DAYS, source=OWN_TERM, verified=True, rolls=False)


def open_new_declaration(session: Session, case: Declaration, actor: Actor | None, now: datetime) -> None:
    """Draft the next declaration from the self-assessment as it stands."""
    type_ = control_types()[case.control_type]
    business = session.get_one(Business, case.business_id)
    session.add(
        Declaration(
            number=next_number(session),
            business_id=case.business_id,
            place_id=case.place_id,
            body_id=case.body_id,
            control_type=case.control_type,
            statement=statement(session, business, type_, now.astimezone(MOSCOW).date()),
            created_at=now,
        )
    )
    session.flush()


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February gives the last day of that month.

    >>> years_after(date(2028, 2, 29), 1)
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _register(session: Session, case: Declaration, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write when it was registered, under which number, until when it is valid.

    Raises:
        Invalid: it is valid for less than a year or for more than three (51(5)).
    """
    until, since = typed.get("valid_until"), typed["registered_on"]
    # The last day of a year is the one before, or the same one of the next year: acts write it either way.
    if until is not None and not years_after(since, 1) - timedelta(days=1) <= until <= years_after(since, 3):
        ru, en = "Действует от 1 до 3 лет со дня регистрации (51(5)).", "It is valid for 1 to 3 years (51(5))."
        raise Invalid([fault("range", "valid_until", ru, en)])
    for name in ("registered_on", "registry_number", "valid_until"):
        setattr(case, name, typed.get(name))


def _update(session: Session, case: Declaration, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """State anew what the self-assessment says now."""
    type_ = control_types()[case.control_type]
    business = session.get_one(Business, case.business_id)
    fresh = statement(session, business, type_, now.astimezone(MOSCOW).date())
    case.statement = {**fresh, "changes": case.statement.get("changes", 0)}


def title(session: Session, case: Declaration) -> Text:
    """Return what a declaration is called."""
    name = type_name(case.control_type)
    return Text(f"Декларация соблюдения: {name.ru}", f"Declaration of compliance: {name.en}")


def facts(session: Session, case: Declaration, side: Side) -> list[dict[str, Any]]:
    """Return what a declaration says, as both sides read it."""
    known = current_law().edition.requirements
    named = [known[id_].title for id_ in case.statement.get("requirements", []) if id_ in known]
    share = share_of(case)
    business = session.get(Business, case.business_id)
    percent = f"{int(100 * share)}%" if share is not None else None
    return [
        {"label": Text("Бизнес", "Business"), "value": business.name if business and side is Side.AUTHORITY else None},
        {"label": Text("Доля «да»", "Share of yes"), "value": percent},
        {"label": Text("Требований соблюдено", "Requirements met"), "value": len(named) or None},
        {"label": Text("Номер в реестре", "Number in the register"), "value": case.registry_number},
        {"label": Text("Аннулирована", "Annulled"), "value": case.annulled_reason},
    ]


register(
    CaseKind(
        procedure=NAME,
        model=Declaration,
        side=side,
        address=lambda case, side: f"/declarations/{case.id}",
        region=lambda case: "",
        own_copy=own_copy,
        asks={
            "submit": (Ask("submitted_on", AskKind.DATE, RECEIVED),),
            "register": (
                Ask("registered_on", AskKind.DATE, Text("День регистрации", "Day of registration")),
                Ask("registry_number", AskKind.TEXT, Text("Номер", "Number"), optional=True, most=40),
                Ask(
                    "valid_until",
                    AskKind.DATE,
                    Text("Последний день действия", "Last day of validity"),
                    Text("Срок задаёт положение: от 1 до 3 лет (51(5))", "The act sets it: 1 to 3 years (51(5))"),
                    optional=True,
                    to_come=True,
                ),
            ),
            "refuse": (Ask("reason", AskKind.LONG, Text("Почему", "Why")),),
            "annul": (
                Ask("annulled_reason", AskKind.LONG, Text("Что нашли", "What was found")),
                Ask("annulled_on", AskKind.DATE, Text("Дата решения", "Date of the decision")),
            ),
        },
        compose={"register": _register, "update": _update},
        order=(
            After("registered_on", "submitted_on", Text("Это раньше подачи.", "This is before it was filed.")),
            After("annulled_on", "registered_on", Text("Это раньше регистрации.", "This is before the registration.")),
        ),
        hidden=frozenset({"expire", "mark_overdue"}),
        standing=Standing(
            title=title,
            back=lambda side: "/declarations" if side is Side.BUSINESS else "/desk/control",
            facts=facts,
        ),
    )
)


def _about(session: Session, case: Declaration) -> Mapping[str, Any]:
    business = session.get(Business, case.business_id)
    return {"about": title(session, case), "number": case.number, "business": business.name if business else ""}


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(Declaration, case_id),
        recipients=recipients,
        link=lambda case, role: f"/declarations/{case.id}",
        about=_about,
        guards={
            **shared_guards(NAME),
            "declaration_allowed": declaration_allowed,
            "assessment_is_high": assessment_is_high,
            "violations_or_false_data_found": violations_or_false_data_found,
        },
        conditions={"facts_changed": changes_pending},
        effects={"open_new_declaration": open_new_declaration},
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        own_term=own_term,
        acts=acts_in(NAME),
    )
)
