"""A plan as the planner takes it: its open entries, the inspectors with their absences, what stands in other plans.

The way into a region is known where people told it: without it the entry is for a person to place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.control.models import ControlEvent, EventPlan, EventPlanEntry
from backend.control.plans.candidates import year_of
from backend.control.plans.queries import OPEN, absences_of, entries_of, inspectors_of, objects_by_id
from backend.control.plans.roads import NO_HOME, NO_ROAD, home_of, travel_of
from backend.risk.models import ControlObject
from calculators.calendar import WorkCalendar, work_calendar
from calculators.schedule import Check, Inspector, Problem, Slot
from rules.text import Text

ELSEWHERE = "elsewhere"
# An event in these states has been announced to nobody: its day may still go elsewhere in the plan.
MOVABLE = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL", "POSTPONED"})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan ready for the planner; `no_road` are the entries it does not get, and why."""

    problem: Problem
    no_road: Mapping[str, Text]


def standing_of(session: Session, plan: EventPlan, free: Iterable[str] = ()) -> Standing:
    """Return a plan as a problem. Entries placed by hand, begun or announced stand fast, but for those in `free`."""
    body = session.get_one(AuthorityBody, plan.body_id)
    days = days_of(plan, body)
    own, others = entries_of(session, plan, *OPEN), _in_other_plans(session, plan)
    things = objects_by_id(session, [*own, *others])
    inspectors = _inspectors(session, plan, body)
    homes = {one.id: one.region for one in inspectors}
    regions = {row.id: _region(things.get(row.object_id), body) for row in own}
    travel = travel_of(plan, homes.values(), regions.values())
    ways = Problem(days, inspectors, (), travel, {})
    near = {row.id for row in own if any(_way(ways, home, regions[row.id]) for home in homes.values())}
    held = fast(session, own) - frozenset(free)
    checks = [
        _check(
            row, things, _there(ways, homes, regions[row.id], row, row.id in held), plan.control_type, row.id in held
        )
        for row in own
        if row.id in near | held
    ]
    checks += [_other(row, things, homes.get(row.inspector_id or "", ""), days) for row in others]
    kept = tuple(_without_clashes(ways, checks, {one: regions[one] for one in near}))
    known = {one.id for one in kept}
    previous = {row.id: Slot(row.inspector_id, row.start) for row in own if row.inspector_id and row.start}
    problem = Problem(days, inspectors, kept, travel, {one: slot for one, slot in previous.items() if one in known})
    why = NO_ROAD if any(home.isdigit() for home in homes.values()) else NO_HOME
    return Standing(problem, {row.id: why for row in own if row.id not in known})


def _way(ways: Problem, home: str, region: str) -> bool:
    """Whether the way is known: where the object lies, and how far that is."""
    return bool(region) and ways.travel_cost(home, region) is not None


def _there(ways: Problem, homes: Mapping[str, str], region: str, row: EventPlanEntry, held: bool) -> str:
    """Return where an entry lies. One that stands fast with somebody whose way is not known costs no way."""
    home = homes.get(row.inspector_id or "")
    return home if held and home is not None and not _way(ways, home, region) else region


def days_of(plan: EventPlan, body: AuthorityBody) -> tuple[date, ...]:
    """Return the working days of a plan's year in the region of its body."""
    first, last = year_of(plan)
    return working_days(work_calendar(body.region or None), first, last)


def working_days(calendar: WorkCalendar, first: date, last: date) -> tuple[date, ...]:
    """Return the working days from `first` to `last`, both counted."""
    days = (first + ONE_DAY * number for number in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def fast(session: Session, entries: Sequence[EventPlanEntry]) -> frozenset[str]:
    """Return the entries that stand where they stand: placed by hand, or their event was announced or has begun."""
    ids = [row.event_id for row in entries if row.event_id]
    query = select(ControlEvent.id, ControlEvent.state).where(col(ControlEvent.id).in_(ids))
    states: dict[str, str] = dict(session.exec(query).all())
    return frozenset(
        row.id for row in entries if row.pinned or states.get(row.event_id or "", "PREPARING") not in MOVABLE
    )


def _inspectors(session: Session, plan: EventPlan, body: AuthorityBody) -> tuple[Inspector, ...]:
    people = inspectors_of(session, body)
    away = absences_of(session, [one.id for one in people])
    return tuple(
        Inspector(
            one.id,
            home_of(plan, body, one.id),
            frozenset({plan.control_type, ELSEWHERE}),
            tuple((absence.first, absence.last) for absence in away.get(one.id, ())),
        )
        for one in people
    )


def _in_other_plans(session: Session, plan: EventPlan) -> list[EventPlanEntry]:
    """Return what stands in the body's other plans of the same year: its inspectors and businesses are busy there."""
    query = select(EventPlanEntry).join(EventPlan, col(EventPlan.id) == col(EventPlanEntry.plan_id))
    same = EventPlan.body_id == plan.body_id, EventPlan.year == plan.year, EventPlan.id != plan.id
    placed = col(EventPlanEntry.start).is_not(None), col(EventPlanEntry.state).in_(OPEN)
    return list(session.exec(query.where(*same, *placed).order_by(col(EventPlanEntry.id))))


def _region(thing: ControlObject | None, body: AuthorityBody) -> str:
    return (thing.region if thing else "") or body.region


def business_of(thing: ControlObject | None, entry: EventPlanEntry) -> str:
    """Return whom an entry is about: one ИНН is one business, also under two types of control."""
    return (thing.inn if thing else "") or entry.object_id


def _check(row: EventPlanEntry, things: Mapping[str, ControlObject], region: str, skill: str, held: bool) -> Check:
    place = Slot(row.inspector_id, row.start) if held and row.inspector_id and row.start else None
    return Check(
        row.id,
        business_of(things.get(row.object_id), row),
        region,
        row.days,
        row.window_first,
        row.window_last,
        row.skill or skill,
        Decimal(row.weight),
        place,
    )


def _other(row: EventPlanEntry, things: Mapping[str, ControlObject], home: str, days: Sequence[date]) -> Check:
    """Return an entry of another plan: it weighs nothing here and only takes its days."""
    assert row.start is not None  # noqa: S101 - asked for in the query
    end = row.end or row.start
    span = [day for day in days if row.start <= day <= end]
    place = Slot(row.inspector_id or "", row.start)
    business = business_of(things.get(row.object_id), row)
    return Check(row.id, business, home, len(span) or 1, row.start, end, ELSEWHERE, Decimal(0), place)


def _without_clashes(problem: Problem, checks: Sequence[Check], near: Mapping[str, str]) -> Iterable[Check]:
    """Yield the checks; what stands fast where it cannot stand any more is set loose, if it is in `near`: where.

    An absence entered later, two plans made side by side: the planner takes only what can be.
    """
    known = {one.id: one for one in problem.inspectors}
    taken: dict[str, set[date]] = {}
    for check in checks:
        if check.fixed is None:
            yield check
            continue
        span = _span(problem, check, check.fixed)
        keys = (f"i:{check.fixed.inspector}", f"b:{check.business}")
        inspector = known.get(check.fixed.inspector)
        free = inspector is not None and span and not _away(inspector, span)
        if free and not any(taken.get(key, set()) & span for key in keys):
            for key in keys:
                taken.setdefault(key, set()).update(span)
            yield check
        elif check.id in near:
            yield replace(check, region=near[check.id], fixed=None)


def _span(problem: Problem, check: Check, place: Slot) -> set[date]:
    """Return the days of a check in its place; empty when they leave its window or the year."""
    number = problem.number_of.get(place.start)
    days = problem.days[number : number + check.days] if number is not None else ()
    inside = len(days) == check.days and check.first <= days[0] and days[-1] <= check.last
    return set(days) if inside else set()


def _away(inspector: Inspector, span: Iterable[date]) -> bool:
    return any(first <= day <= last for day in span for first, last in inspector.absences)
