"""Forming a plan: opened with what the year asks for, filled again when objects changed, entries placed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.plans.candidates import Candidate, find_candidates, risk_of, year_of
from backend.control.plans.clashes import clashes_of
from backend.control.plans.problem import days_of
from backend.control.plans.queries import entries_of, inspectors_of
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.terms import begin_terms
from backend.risk.models import ControlObject
from calculators.calendar import work_calendar
from calculators.plan_year import due_in
from rules.control import control_types, event_rules, max_duration
from rules.faults import Fault
from rules.text import Text

PLAN, ENTRY = "event_plan", "event_plan_entry"
FORMED = frozenset({"FORMING", "REMARKS"})
MOST_DAYS = 60
# What may stand in a plan: events with interaction, and papers looked at.
KINDS = ("ON_SITE", "INSPECTION_VISIT", "DOCUMENTARY")


def plan_asks(body: AuthorityBody, today: date) -> tuple[Ask, ...]:
    """Return the fields of a new plan: only types of control that may have one."""
    known = [one for one in control_types().values() if one.has_clocks and one.planned_events.value is not False]
    mine = [one for one in known if body.authority in one.authorities] or known
    years = sorted(year for year in work_calendar().years if today.year <= year <= today.year + 2)
    return (
        Ask(
            "control_type",
            AskKind.CHOICE,
            Text("Вид контроля", "Type of control"),
            choices=tuple((one.code, one.title) for one in mine),
        ),
        Ask(
            "year",
            AskKind.CHOICE,
            Text("Год", "Year"),
            choices=tuple((str(year), Text(str(year), str(year))) for year in years),
        ),
        *_kind_and_days(),
    )


def _kind_and_days() -> tuple[Ask, ...]:
    hint = Text("У выездной и документарной до 10, у визита 1", "On site and documentary up to 10, a visit 1")
    days = Text("Рабочих дней на объект", "Working days each")
    return kind_ask(), Ask("days", AskKind.WHOLE, days, hint, least=1, most=MOST_DAYS)


def kind_ask() -> Ask:
    """Return the field of which event it is to be."""
    rules = event_rules()
    kinds = tuple((code, rules.kinds[code].title) for code in KINDS)
    return Ask("kind", AskKind.CHOICE, Text("Чем проверяете", "Which event"), choices=kinds)


def open_plan(
    session: Session, actor: Actor, body: AuthorityBody, typed: Mapping[str, Any], now: datetime
) -> EventPlan:
    """Open the plan of a body for a year with every object that is due in it.

    Raises:
        Conflict: there is one already.
        Invalid: more days than the law gives the kind.
    """
    check_days(typed["kind"], typed["days"])
    year = int(typed["year"])
    same = EventPlan.body_id == body.id, EventPlan.control_type == typed["control_type"], EventPlan.year == year
    if session.exec(select(EventPlan).where(*same)).first() is not None:
        raise Conflict(
            Text(f"План на {year} год по этому виду контроля уже есть.", f"There is a plan of this type for {year}."),
            Text("Откройте его.", "Open that one."),
        )
    plan = EventPlan(
        body_id=body.id,
        control_type=typed["control_type"],
        year=year,
        prepared_by=actor.person_id,
        solution={"kind": typed["kind"], "days": typed["days"]},
        created_at=now,
    )
    session.add(plan)
    session.flush()
    begin_terms(session, bindings()[PLAN], plan, now)
    added = refill(session, plan, body, now)
    record(session, actor, "event_plan.open", PLAN, plan.id, {"year": year, "entries": added}, now)
    return plan


def refill(session: Session, plan: EventPlan, body: AuthorityBody, now: datetime) -> int:
    """Add the objects that are due in the year and are not in the plan yet; return how many."""
    require_formed(plan)
    present = {row.object_id for row in entries_of(session, plan)}
    days = days_of(plan, body)
    found = [one for one in find_candidates(session, body, plan.control_type, plan.year) if one.due.planned]
    rows = [_entry(plan, one, days, now) for one in found if one.object.id not in present]
    session.add_all(rows)
    session.flush()
    return len(rows)


def require_formed(plan: EventPlan) -> None:
    """See that a plan is being formed or mended.

    Raises:
        Conflict: it is with the prosecutor, or approved.
    """
    if plan.state not in FORMED:
        raise Conflict(
            Text("План отправлен: менять его сейчас нельзя.", "The plan was sent: it cannot be changed now."),
            Text("Дождитесь замечаний или перенесите пункт.", "Wait for remarks, or move an entry."),
        )


def _entry(plan: EventPlan, one: Candidate, days: tuple[date, ...], now: datetime) -> EventPlanEntry:
    first, last = one.due.first, one.due.last
    assert first is not None  # noqa: S101 - it is planned
    assert last is not None  # noqa: S101 - it is planned
    return EventPlanEntry(
        plan_id=plan.id,
        object_id=one.object.id,
        kind=plan.solution["kind"],
        days=plan.solution["days"],
        window_first=next((day for day in days if day >= first), first),
        window_last=last,
        skill=plan.control_type,
        weight=one.due.weight,
        created_at=now,
    )


def check_days(kind: str, days: int) -> None:
    """See that an event does not last longer than the law lets it.

    Raises:
        Invalid: it would.
    """
    rule = max_duration(kind)
    term = rule.term if rule else None
    if term is not None and days > term.amount:
        message = Text(
            f"Больше, чем разрешает закон: {term.amount}\u00a0рабочих дн., {rule.article if rule else ''}.",
            f"More than the law gives: {term.amount} working days.",
        )
        raise Invalid([Fault("too_long", "days", message, Text("Уменьшите.", "Make it less."))])


def entry_asks(session: Session, body: AuthorityBody) -> tuple[Ask, ...]:
    """Return the fields of an entry placed by hand."""
    people = tuple((one.id, Text(one.name or one.email, one.name or one.email)) for one in inspectors_of(session, body))
    return (
        Ask("inspector_id", AskKind.CHOICE, Text("Кто идёт", "Who goes"), choices=people),
        Ask("start", AskKind.DATE, Text("Первый день", "First day"), to_come=True),
        Ask("days", AskKind.WHOLE, Text("Рабочих дней", "Working days"), least=1, most=MOST_DAYS),
    )


def place_entry(
    session: Session, actor: Actor, plan: EventPlan, entry: EventPlanEntry, typed: Mapping[str, Any], now: datetime
) -> EventPlanEntry:
    """Put an entry of a draft where a person wants it; the planner leaves it there.

    Raises:
        Conflict: the plan was sent, or the entry is out of it.
        Invalid: every clash: days off, the window, an absence, another event of the inspector or of the business.
    """
    if entry.state != "PROPOSED" or plan.state == "WITH_PROSECUTOR":
        require_formed(plan)
        raise Conflict(
            Text("Пункт исключён из плана.", "The entry is out of the plan."), Text("Выберите другой.", "Take another.")
        )
    check_days(entry.kind, typed["days"])
    faults, days = clashes_of(session, plan, entry, typed["inspector_id"], typed["start"], typed["days"])
    if faults:
        raise Invalid(faults)
    entry.inspector_id, entry.start, entry.end = typed["inspector_id"], typed["start"], days[-1]
    entry.days, entry.pinned, entry.unassigned_reason = typed["days"], True, ""
    session.add(entry)
    told = {"start": entry.start.isoformat(), "inspector": entry.inspector_id}
    record(session, actor, "event_plan.place", ENTRY, entry.id, told, now)
    session.flush()
    return entry


def loosen(session: Session, plan: EventPlan, entry: EventPlanEntry) -> None:
    """Let the planner move an entry again."""
    require_formed(plan)
    entry.pinned = False
    session.add(entry)


def add_in_year(
    session: Session, actor: Actor, plan: EventPlan, thing: ControlObject, typed: Mapping[str, Any], now: datetime
) -> EventPlanEntry:
    """Propose an object for a running plan, in its place; it is in the plan once the head includes it on a ground.

    Raises:
        Conflict: the plan is not approved.
        Invalid: every clash.
    """
    if plan.state != "APPROVED":
        raise Conflict(
            Text("План ещё не утверждён.", "The plan is not approved yet."), Text("Обновите проект.", "Fill the draft.")
        )
    check_days(typed["kind"], typed["days"])
    first, last = year_of(plan)
    due = due_in(risk_of(thing, control_types()[plan.control_type]), plan.year)
    entry = EventPlanEntry(
        plan_id=plan.id,
        object_id=thing.id,
        kind=typed["kind"],
        days=typed["days"],
        window_first=due.first or first,
        window_last=last,
        skill=plan.control_type,
        weight=due.weight or (due.category.level + 1 if due.category else 1),
        created_at=now,
    )
    session.add(entry)
    session.flush()
    return place_entry(session, actor, plan, entry, typed, now)
