"""What stands in the way of an entry placed by hand, in words: days off, the window, absences, other events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.plans.problem import business_of, days_of
from backend.control.plans.queries import OPEN, absences_of, objects_by_id
from backend.risk.models import ControlObject
from rules.faults import Fault
from rules.text import Text


def clashes_of(
    session: Session, plan: EventPlan, entry: EventPlanEntry, inspector: str, start: date, length: int
) -> tuple[list[Fault], Sequence[date]]:
    """Return every clash of a place, and the working days it would take."""
    days = days_of(plan, session.get_one(AuthorityBody, plan.body_id))
    if start not in days:
        return [_day_off(start)], ()
    number = days.index(start)
    taken = days[number : number + length]
    faults = list(_of_window(entry, taken, length))
    faults += list(_of_absence(session, inspector, taken))
    faults += list(_of_others(session, plan, entry, inspector, taken))
    return faults, taken


def _of_window(entry: EventPlanEntry, days: Sequence[date], length: int) -> Iterator[Fault]:
    if len(days) < length or days[0] < entry.window_first or days[-1] > entry.window_last:
        message = Text(
            f"Выходит за срок объекта: с {entry.window_first:%d.%m.%Y} по {entry.window_last:%d.%m.%Y}.",
            f"Leaves the days of the object: {entry.window_first:%d.%m.%Y} to {entry.window_last:%d.%m.%Y}.",
        )
        yield Fault("outside_window", "start", message, Text("Назовите другой день.", "Name another day."))


def _of_absence(session: Session, inspector: str, days: Sequence[date]) -> Iterator[Fault]:
    for row in absences_of(session, [inspector]).get(inspector, ()):
        if any(row.first <= day <= row.last for day in days):
            message = Text(
                f"Инспектора нет с {row.first:%d.%m.%Y} по {row.last:%d.%m.%Y}.",
                f"The inspector is away from {row.first:%d.%m.%Y} to {row.last:%d.%m.%Y}.",
            )
            yield Fault("absent", "inspector_id", message, Text("Выберите другого.", "Choose another."))


def _of_others(
    session: Session, plan: EventPlan, entry: EventPlanEntry, inspector: str, days: Sequence[date]
) -> Iterator[Fault]:
    """Yield the entries of this body's plans of the year that take the inspector's or the business's days."""
    if not days:
        return
    query = select(EventPlanEntry).join(EventPlan, col(EventPlan.id) == col(EventPlanEntry.plan_id))
    same = EventPlan.body_id == plan.body_id, EventPlan.year == plan.year, EventPlanEntry.id != entry.id
    meets = col(EventPlanEntry.start) <= days[-1], col(EventPlanEntry.end) >= days[0]
    rows = session.exec(query.where(*same, *meets, col(EventPlanEntry.state).in_(OPEN))).all()
    things = objects_by_id(session, [*rows, entry])
    business = business_of(things.get(entry.object_id), entry)
    for row in rows:
        thing = things.get(row.object_id)
        if row.inspector_id == inspector:
            yield _busy(row, thing, "inspector_id", Text("Инспектор занят", "The inspector is busy"))
        if business_of(thing, row) == business:
            yield _busy(row, thing, "start", Text("У бизнеса в эти дни проверка", "The business has an event then"))


def _busy(row: EventPlanEntry, thing: ControlObject | None, field: str, what: Text) -> Fault:
    name = thing.business_name if thing else ""
    span = f"{row.start:%d.%m}–{row.end:%d.%m.%Y}" if row.start and row.end else ""
    message = Text(f"{what.ru}: {name}, {span}.", f"{what.en}: {name}, {span}.")
    return Fault("busy", field, message, Text("Назовите другой день или инспектора.", "Name another day or person."))


def _day_off(start: date) -> Fault:
    message = Text(f"{start:%d.%m.%Y} не рабочий день этого года.", f"{start:%d.%m.%Y} is no working day of this year.")
    return Fault("day_off", "start", message, Text("Назовите рабочий день.", "Name a working day."))
