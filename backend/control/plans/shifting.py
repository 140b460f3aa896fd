"""«Перенести в плане»: where an entry can go from a day on, and which one other gives way; then doing it.

The question changes nothing. What has begun or was announced stands fast; the days of the events that hold the moved
entries follow, as long as nobody was told of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from backend.audit.service import record
from backend.control.models import ControlEvent, EventPlan, EventPlanEntry
from backend.control.plans.forming import ENTRY
from backend.control.plans.problem import MOVABLE, standing_of
from backend.errors import Conflict
from backend.permissions import Actor
from calculators.schedule import Assignment
from calculators.schedule_postpone import Postponement, StandingPlan
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Shift:
    """How an entry can move: the places, its own first; `why` when it cannot; `seal` names exactly this offer."""

    moves: tuple[Assignment, ...]
    why: Text | None
    seal: str


def offer_shift(session: Session, plan: EventPlan, entry: EventPlanEntry, not_before: date) -> Shift:
    """Return how an entry can begin on a day or later, moving the fewest others.

    Raises:
        Conflict: it has no place, is out of the plan, its event was announced, or the plan holds itself no more.
    """
    _check(session, plan, entry)
    standing = standing_of(session, plan, free=[entry.id])
    # The way there is not known: the planner does not know the entry.
    if why := standing.no_road.get(entry.id):
        raise _no(why.ru, why.en)
    try:
        found = StandingPlan(standing.problem, standing.problem.previous).postpone(entry.id, not_before)
    except ValueError:
        raise _no(
            "В плане есть пункты, которым там нет места: кто-то отсутствует.", "Some entries fit no more: absences."
        ) from None
    return Shift(found.moves, _why(found), _seal(entry, found.moves))


def _check(session: Session, plan: EventPlan, entry: EventPlanEntry) -> None:
    if entry.start is None or entry.inspector_id is None or entry.state not in ("PROPOSED", "INCLUDED"):
        raise _no("У пункта нет места в плане.", "The entry has no place in the plan.")
    if plan.state == "WITH_PROSECUTOR":
        raise _no("План у прокурора: менять его сейчас нельзя.", "The prosecutor has the plan: it cannot be changed.")
    event = session.get(ControlEvent, entry.event_id) if entry.event_id else None
    if event is not None and event.state not in MOVABLE:
        raise _no("Проверка уже объявлена или идёт.", "The event was announced or has begun.")


def _why(found: Postponement) -> Text | None:
    if found.possible and not found.moves:
        return Text("Пункт и так начинается не раньше этого дня.", "The entry begins no earlier than that anyway.")
    return found.reason


def _seal(entry: EventPlanEntry, moves: Sequence[Assignment]) -> str:
    said = [f"{entry.id}:{entry.version}:{entry.start}", *(str(move.as_dict()) for move in moves)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def shift(
    session: Session, actor: Actor, plan: EventPlan, entry: EventPlanEntry, not_before: date, seal: str, now: datetime
) -> tuple[Assignment, ...]:
    """Move an entry as it was offered; return the moves.

    Raises:
        Conflict: the plan has changed since, or it cannot be moved.
    """
    offer = offer_shift(session, plan, entry, not_before)
    if offer.seal != seal or not offer.moves:
        raise Conflict(
            Text("План с тех пор изменился.", "The plan has changed since."),
            Text("Посмотрите предложение ещё раз.", "Look at the offer again."),
        )
    for move in offer.moves:
        _move(session, move)
    told = {"moves": [move.as_dict() for move in offer.moves]}
    record(session, actor, "event_plan.shift", ENTRY, entry.id, told, now)
    session.flush()
    return offer.moves


def _move(session: Session, move: Assignment) -> None:
    row = session.get_one(EventPlanEntry, move.check)
    row.inspector_id, row.start, row.end = move.inspector, move.start, move.end
    session.add(row)
    event = session.get(ControlEvent, row.event_id) if row.event_id else None
    # A postponed event gets its day from its own step; the business hears of it there.
    if event is not None and event.state in MOVABLE and event.state != "POSTPONED":
        event.planned_start, event.planned_end, event.inspector_id = move.start, move.end, move.inspector
        session.add(event)


def _no(ru: str, en: str) -> Conflict:
    return Conflict(Text(ru, en), Text("Откройте план.", "Open the plan."))
