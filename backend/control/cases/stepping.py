"""Taking a step of a case from one side: what is offered, what was typed, the case filled, the runner called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from backend.control.cases.asking import Ask, AskKind, read_asked
from backend.control.cases.day_order import out_of_order
from backend.control.cases.faults import fault
from backend.control.cases.kinds import CaseKind, case_kinds
from backend.control.cases.outside_adapters import MANUAL, OutsideAdapter
from backend.control.looking import note_look
from backend.control.models import CaseNote, ControlEvent
from backend.control.models.room import Side
from backend.control.pairing import pair_after
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.runner import Outside, open_steps, take_step
from calculators.calendar import zone_of
from rules.procedures import Step, procedures
from rules.procedures.outside import SYSTEMS
from rules.roles import Role
from rules.text import Text

NUMBER, DAY, REASON = "outside_number", "outside_date", "reason"
# As whom each side takes steps, the first that a row names.
ROLES = {
    Side.BUSINESS: (Role.BUSINESS,),
    Side.AUTHORITY: (Role.INSPECTOR, Role.AUTHORITY_HEAD, Role.APPEAL_BODY),
    Side.PROSECUTOR: (Role.PROSECUTOR,),
    Side.OMBUDSMAN: (Role.OMBUDSMAN,),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that can be taken now: as whom, with which fields."""

    step: Step
    acting_as: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A case as one side sees it."""

    kind: CaseKind
    case: Any
    side: Side

    @property
    def address(self) -> str:
        """Return the page of the case for this side."""
        return self.kind.address(self.case, self.side)

    @property
    def rows(self) -> Sequence[Step]:
        """Return the rows of its procedure."""
        return procedures()[self.kind.procedure].steps


def find_case(
    session: Session, actor: Actor, procedure: str, case_id: str, today: date, *, write: bool = False
) -> CaseSeen:
    """Return a case with the side the actor looks from; `write` locks its row until the commit.

    Raises:
        NotFound: no such procedure or case, or not theirs.
    """
    kind = case_kinds().get(procedure)
    if kind is None:
        raise NotFound
    case = _row(session, kind, case_id, write=write)
    if case is not None and (official := getattr(case, "paired_with", None)):
        # A note of a merged copy leads to the paper it is a note of: that row is read, locked and written.
        case = _row(session, kind, official, write=write) or case
    side = kind.side(session, actor, case, today) if case is not None else None
    if case is None or side is None:
        raise NotFound
    if side is Side.OMBUDSMAN and (event := _room_of(session, kind, case)) is not None:
        note_look(session, actor, event)
    return CaseSeen(kind, case, side)


def _room_of(session: Session, kind: CaseKind, case: Any) -> ControlEvent | None:
    """Return the event in whose room a case stands; rooms above have looks of their own."""
    if kind.model is ControlEvent:
        return cast(ControlEvent, case)
    if not kind.model.__module__.startswith("backend.control."):
        return None
    return session.get(ControlEvent, getattr(case, "event_id", None) or "")


def _row(session: Session, kind: CaseKind, case_id: str, *, write: bool) -> Any:
    query = select(kind.model).where(kind.model.id == case_id)
    return session.exec(query.with_for_update() if write else query).first()


def offers(session: Session, seen: CaseSeen, actor: Actor) -> list[Offer]:
    """Return the steps this side can take now, in the order of the table, each once."""
    found: dict[str, Offer] = {}
    for role in roles_of(seen, actor):
        for step in open_steps(session, seen.kind.procedure, seen.case, actor, role):
            if step.action not in seen.kind.hidden:
                found.setdefault(step.action, Offer(step, role, asks_of_step(session, seen, step)))
    order = [step.action for step in seen.rows]
    return sorted(found.values(), key=lambda offer: order.index(offer.step.action))


def take(
    session: Session,
    seen: CaseSeen,
    actor: Actor,
    action: str,
    values: Mapping[str, Any],
    now: datetime,
    *,
    version: int | None = None,
    file: str | None = None,
    adapter: OutsideAdapter = MANUAL,
) -> Step:
    """Fill the case with what was typed and take the step; `file` is the hash of a paper that proves it.

    `adapter` is asked for the official record where nobody typed one in, but never for a business's own copy.

    Raises:
        NotFound: the step is not theirs.
        Conflict: it is not open now.
        Invalid: every fault of the fields.
        Changed: somebody moved the case meanwhile.
    """
    rows = [step for step in seen.rows if step.action == action]
    role = next((role for role in roles_of(seen, actor) if any(role in row.actors for row in rows)), None)
    if role is None or action in seen.kind.hidden:
        raise NotFound
    row = next((one for one in rows if seen.case.state in one.froms and role in one.actors), None)
    typed: dict[str, Any] = {}
    outside = None
    if row is not None:
        typed = read_asked(asks_of_step(session, seen, row), values, zone_of_case(session, seen), now)
        outside = _outside(row, typed, file)
        if outside is None and not seen.kind.own_copy(session, seen.case):
            outside = adapter.record(row, seen.case.id, now)
        _see_to_order(session, seen, typed)
        _fill(session, seen, action, typed, actor, now)
    taken = take_step(
        session,
        seen.kind.procedure,
        seen.case,
        action,
        actor,
        role,
        now,
        given={**_attributes(seen.case), **typed},
        comment=typed.get(REASON),
        version=version,
        document=file,
        outside=outside,
    )
    pair_after(session, seen.case, now)
    return taken


def zone_of_case(session: Session, seen: CaseSeen) -> ZoneInfo:
    """Return the time zone of the authority of a case: in it its days begin and end."""
    return zone_of(bindings()[seen.kind.procedure].region(session, seen.case))


def roles_of(seen: CaseSeen, actor: Actor) -> tuple[str, ...]:
    """Return as whom this side may act."""
    return tuple(role for role in ROLES[seen.side] if seen.side is Side.BUSINESS or role in actor.roles)


def asks_of_step(session: Session, seen: CaseSeen, step: Step) -> tuple[Ask, ...]:
    """Return the fields of a step: those of its kind, and those of its official record."""
    asked = seen.kind.asks_of(session, seen.case, step.action)
    return (*asked, *outside_asks(step))


def outside_asks(step: Step) -> tuple[Ask, ...]:
    """Return the fields for the official record of a step; left empty the step is a working copy."""
    if step.outside is None:
        return ()
    where = SYSTEMS[step.outside]
    number = Text("Официальный номер", "Official number")
    hint = Text(
        f"Откуда номер: {where.ru}. Нет ещё? Оставьте пустым: будет рабочая копия.",
        f"Where it comes from: {where.en}. None yet? Leave it empty: it stays a working copy.",
    )
    return (
        Ask(NUMBER, AskKind.TEXT, number, hint, optional=True, most=60),
        Ask(DAY, AskKind.DATE, Text("Дата этой записи", "Date of that record"), optional=True),
    )


def _outside(step: Step, typed: dict[str, Any], file: str | None) -> Outside | None:
    number, day = typed.pop(NUMBER, None), typed.pop(DAY, None)
    if day is not None and not number:
        raise Invalid([fault("missing", NUMBER, "Дата записи есть, номера нет.", "A date, no number.", NUMBER_TOO)])
    if step.outside is None or not number:
        return None
    return Outside(system=step.outside, number=number, date=day, file=file)


def _see_to_order(session: Session, seen: CaseSeen, typed: Mapping[str, Any]) -> None:
    own = seen.kind.own_copy(session, seen.case)
    faults = list(out_of_order(seen.kind.order, seen.case, typed, zone_of_case(session, seen), own=own))
    if faults:
        raise Invalid(faults)


NUMBER_TOO = Text("Впишите номер или уберите дату.", "Give the number, or take the date out.")


def _fill(session: Session, seen: CaseSeen, action: str, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write what was typed into the case; words of a reason are kept beside it."""
    if words := typed.get(REASON):
        session.add(_note(seen, action, words, now))
    compose = seen.kind.compose.get(action)
    if compose is not None:
        compose(session, seen.case, typed, actor, now)
    else:
        for name, value in typed.items():
            if name != REASON:
                setattr(seen.case, name, _or_empty(seen.case, name, value))
    session.add(seen.case)


def _or_empty(case: Any, name: str, value: Any) -> Any:
    """Return what a column keeps of a field left empty: no words, where it cannot be without any."""
    column = type(case).__table__.columns.get(name)
    return "" if value is None and column is not None and not column.nullable else value


def _note(seen: CaseSeen, action: str, words: str, now: datetime) -> CaseNote:
    business_id = getattr(seen.case, "business_id", None)
    about = {"procedure": seen.kind.procedure, "case_id": seen.case.id, "business_id": business_id}
    return CaseNote(**about, side=seen.side, action=action, text=words, at=now)


def _attributes(case: Any) -> dict[str, Any]:
    """Return what the case holds already: a step's needs may have been filled before."""
    held: dict[str, Any] = case.model_dump()
    return held
