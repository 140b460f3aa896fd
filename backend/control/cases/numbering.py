"""The official number of a step that was taken before it was known: in ЕРКНМ, on Госуслуги, of a signed paper.

The number names the record elsewhere and moves no clock: terms run from dates of the case itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import digits, not_a_number
from backend.control.cases.stepping import DAY, NUMBER, ROLES, CaseSeen
from backend.control.linking import link_business
from backend.control.merging import merge_known
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from backend.procedures.models import StepRecord
from backend.procedures.outside import Outside, outside_of, record_outside, row_of
from backend.procedures.queries import history
from backend.procedures.runner import CLIENTS
from rules.faults import Fault
from rules.procedures import SYSTEM, Step
from rules.procedures.outside import SYSTEMS
from rules.text import Text

# Until it is signed and approved an event is not told to the business, whatever its number.
INSIDE = frozenset({"PREPARING", "DRAFTED", "READY_FOR_APPROVAL", "ON_APPROVAL"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, with the row of its table; `number` is the official one, None while there is none."""

    record: StepRecord
    row: Step
    number: str | None

    @property
    def name(self) -> Text:
        """Return the words of the step."""
        return self.row.name or Text(self.row.action, self.row.action)


def official_steps(session: Session, seen: CaseSeen) -> Sequence[Taken]:
    """Return this side's steps that have a counterpart in another system, in the order they were taken."""
    steps = [step for step in history(session, seen.kind.procedure, seen.case.id) if is_of_side(step, seen.side)]
    known = outside_of(session, [step.id for step in steps])
    rows = [(step, row_of(step)) for step in steps]
    return [
        Taken(step, row, known[step.id].number if step.id in known else None)
        for step, row in rows
        if row is not None and row.outside is not None
    ]


def is_of_side(step: StepRecord, side: Side) -> bool:
    """Whether a side took a step; what time itself did is filed by the authority."""
    return step.acting_as in ROLES[side] or (step.acting_as == SYSTEM and side is Side.AUTHORITY)


def find_step(session: Session, seen: CaseSeen, number: int) -> Taken:
    """Return a step by its place in the course.

    Raises:
        NotFound: no such step, not this side's, or one without an official counterpart.
    """
    found = next((one for one in official_steps(session, seen) if one.record.number == number), None)
    if found is None:
        raise NotFound
    return found


def number_asks(row: Step) -> tuple[Ask, ...]:
    """Return the fields of the official record of a step."""
    where = SYSTEMS[row.outside or ""]
    return (
        Ask(NUMBER, AskKind.TEXT, Text(f"Номер: {where.ru}", f"Number: {where.en}"), most=60),
        Ask(DAY, AskKind.DATE, Text("Дата этой записи", "Date of that record"), optional=True),
    )


def add_number(
    session: Session, taken: Taken, actor: Actor, number: str, day: date | None, file: str | None, now: datetime
) -> None:
    """Keep the official record of a step; a number typed wrong is mended by the right one, the former stays on record.

    Raises:
        Invalid: it has that number already.
    """
    if taken.number == number:
        message = Text("Этот номер уже записан.", "That number is written down already.")
        raise Invalid([Fault("same", NUMBER, message, Text("Введите другой.", "Enter another."))])
    record_outside(session, taken.record, Outside(taken.row.outside or "", number, day, file), actor, now)


def number_event(
    session: Session, event: ControlEvent, number: str, today: date, now: datetime, field: str = "number"
) -> None:
    """Write the number of an event in the register; the business's own copy with that number gives way.

    Raises:
        Invalid: it is no number of the register.
    """
    faults = list(not_a_number(field, number))
    if faults:
        raise Invalid(faults)
    event.registry_number, event.registered_on = digits(number), today
    session.add(event)
    if event.state not in INSIDE:
        link_business(session, event, "schedule")
    if event.business_id is not None:
        merge_known(session, event, now)


def owed_numbers(session: Session, seen: CaseSeen) -> list[dict[str, Any]]:
    """Return this side's steps that still lack their number, each with the address of its form.

    Of its own copy a business is asked only for what it filed itself: the rest is the authority's to number.
    """
    own = seen.kind.own_copy(session, seen.case)
    home = f"/cases/{seen.kind.procedure}/{seen.case.id}/numbers"
    return [
        {"href": f"{home}/{one.record.number}", "name": one.name, "at": one.record.at}
        for one in official_steps(session, seen)
        if one.number is None and not (own and not set(one.row.actors) <= CLIENTS)
    ]
