"""The event by which an authority checks that a prescription is met (95(1)), and what its act says of it (95(2)).

The two name each other: the prescription its event, the event its prescription by that same name. What the act says
plainly is written into the prescription at once; where it cannot be told point by point, a person says what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.kinds.prescription_writing import compose_left, compose_met
from backend.control.models import ControlEvent, EventItem, Prescription, PrescriptionItem, PreventiveVisit, Violation
from backend.control.pairing import plain_number
from backend.control.prescriptions.prescribing import NAME, is_own, open_points, parent_of
from backend.control.queries import next_number
from backend.errors import Conflict
from backend.permissions import NOBODY, Actor
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from rules.text import Text

EVENT = "control_event"
CHECKING = "CHECKING"
GROUND = "PRESCRIPTION_EXPIRED"  # 57(1)5
FELL_AWAY = frozenset({"CANCELLED", "EXCLUDED", "REJECTED", "NOT_HELD", "INVALIDATED"})
JUDGED = frozenset({"NO_VIOLATIONS", "FIXED_BEFORE_END", "VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED"})
WHO = {"inn", "business_name", "place_id", "address", "region", "object_id", "inspector_id", "control_type"}
OF_EVENT = {"size", "person_type", "authority", "authority_name", "category"}


def check_of(session: Session, case: Prescription) -> ControlEvent | None:
    """Return the event that checks a prescription; None before one is named, or once it is gone."""
    return session.get(ControlEvent, case.check_event_id) if case.check_event_id else None


def checked_by(session: Session, event: ControlEvent) -> Prescription | None:
    """Return the prescription that an event checks, None for any other event."""
    return session.exec(select(Prescription).where(Prescription.check_event_id == event.id)).first()


def open_check(session: Session, case: Prescription, actor: Actor | None, now: datetime) -> None:
    """Prepare the event of 95(1); a business enters that of its own copy from its papers, and is told of it."""
    parent = parent_of(session, case)
    own = is_own(session, case)
    event = ControlEvent(
        number=next_number(session),
        source=Source.BUSINESS if own else Source.AUTHORITY,
        kind=case.check_kind or "DOCUMENTARY",
        ground=GROUND,
        planned=False,
        subject=_subject(case),
        created_by=actor.person_id if actor else None,
        created_at=now,
        **_of_parent(session, parent),
    )
    if own:
        event.business_id = case.business_id
    else:
        event.prepared_by = event.created_by
    session.add(event)
    session.flush()
    session.add_all(_item(event, row, number) for number, row in enumerate(_left(session, case)))
    case.check_event_id = event.id
    session.add(case)
    session.flush()
    record(session, actor, "control_event.create", EVENT, event.id, {"checks": case.id, "kind": event.kind}, now)
    if own:
        take_step(session, EVENT, event, "record_notice", None, SYSTEM, now, by=f"{NAME}:{case.id}")


def _of_parent(session: Session, parent: ControlEvent | PreventiveVisit) -> dict[str, Any]:
    kept = parent.model_dump(include=WHO | {"body_id"})
    if isinstance(parent, ControlEvent):
        return kept | parent.model_dump(include=OF_EVENT)
    body = session.get(AuthorityBody, parent.body_id or "")
    return kept | {"authority": body.authority if body else "", "authority_name": parent.authority_name}


def _subject(case: Prescription) -> str:
    of = f" № {case.number}" if case.number else ""
    on = f" от {case.issued_on:%d.%m.%Y}" if case.issued_on else ""
    return f"Исполнение предписания{of}{on}"


def _item(event: ControlEvent, row: PrescriptionItem, number: int) -> EventItem:
    return EventItem(
        event_id=event.id, position=number, requirement=row.requirement, text=row.text[:2000], unit=row.unit[:200]
    )


def _left(session: Session, case: Prescription) -> list[PrescriptionItem]:
    return open_points(session, case)


def one_check_at_a_time(session: Session, case: Prescription, actor: Actor | None) -> None:
    """See that a prescription that is being checked gets another check only once the first fell away.

    Raises:
        Conflict: its event goes on, or has its act.
    """
    event = check_of(session, case)
    if case.state == CHECKING and event is not None and event.state not in FELL_AWAY:
        raise Conflict(
            Text("Исполнение уже проверяют.", "It is being checked already."),
            Text("Откройте ту проверку.", "Open that event."),
        )


def act_says_it(session: Session, case: Prescription, actor: Actor | None) -> None:
    """See that the result of a check rests on the act of its event (95(2)).

    Raises:
        Conflict: there is no act yet.
    """
    event = check_of(session, case)
    waits = event is not None and event.state not in JUDGED | FELL_AWAY
    if case.state == CHECKING and waits and not is_own(session, case):
        raise Conflict(
            Text("У проверки исполнения ещё нет итога: 95(2).", "The event that checks it has no outcome yet: 95(2)."),
            Text("Закончите её актом или, если она отпала, назначьте другую.", "End it by its act, or order another."),
        )


def judge_prescription(session: Session, event: ControlEvent, actor: Actor | None, now: datetime) -> None:
    """Write what the act of a check says of its prescription: an effect of the event's outcome."""
    case = checked_by(session, event)
    if case is None or case.state != CHECKING:
        return
    day = event.act_date or event.act_delivered_on or now.astimezone(MOSCOW).date()
    if event.state != "VIOLATIONS_FOUND":
        compose_met(session, case, {"decided_on": day}, NOBODY, now)
        _take(session, case, "find_met", event, now)
        return
    points = _left(session, case)
    left = still_broken(points, _found(session, event))
    if left is None:
        return
    said = {"decided_on": day, "items_left": left, "outcome_reason": _reason(event)}
    compose_left(session, case, said, NOBODY, now)
    _take(session, case, "find_not_met" if len(left) == len(points) else "accept_in_part", event, now)


def _take(session: Session, case: Prescription, action: str, event: ControlEvent, now: datetime) -> None:
    given = {"items_left": case.items_left}
    take_step(session, NAME, case, action, None, SYSTEM, now, given=given, by=f"{EVENT}:{event.id}")


def _found(session: Session, event: ControlEvent) -> list[Violation]:
    query = select(Violation).where(Violation.event_id == event.id, col(Violation.fixed).is_(False))
    return list(session.exec(query))


def _reason(event: ControlEvent) -> str:
    number = f" № {event.act_number}" if event.act_number else ""
    return f"По акту{number} проверки исполнения"


def still_broken(points: Sequence[PrescriptionItem], found: Sequence[Violation]) -> list[str] | None:
    """Return the points that breaches of an act name: the same requirement, unit of an act, or words.

    None where a breach fits no point: it may be one of them in other words, and a person has to say which.
    """
    fits = [[point.id for point in points if _same(point, row)] for row in found]
    return sorted({one for ids in fits for one in ids}) if fits and all(fits) else None


def _same(point: PrescriptionItem, row: Violation) -> bool:
    if point.requirement and row.requirement:
        return point.requirement == row.requirement
    units = plain_number(point.unit), plain_number(f"{row.act}{row.unit}")
    texts = plain_number(point.text), plain_number(row.text)
    return texts[0] == texts[1] or (bool(units[0]) and units[0] == units[1])
