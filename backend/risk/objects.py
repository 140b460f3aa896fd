"""Objects of control of a business: its own notes, and what its authorities hold of it; each with its risk.

The risk of an authority's object comes from that row alone. A business's own note also rests on its ledger of good
faith. Nothing of profile, list, answers, papers or marks comes near either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.schemas import Day
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor, Scope
from backend.profiles.queries import Profile, find_business, load_profile
from backend.requirements.listing import personal_list
from backend.risk.facts import kept_facts, known_facts
from backend.risk.integrity import facts_from, measures_of
from backend.risk.models import CategoryRequest, ControlObject, IntegrityMeasure, Source
from backend.web.forms import Input
from calculators.risk import Assigned, RiskObject, RiskVerdict, assess, whatif
from rules.conditions import Facts
from rules.control import ControlType, RiskCategory, control_types
from rules.faults import Fault
from rules.text import Text

MOST_OBJECTS = 200
FROM_LIST = Text("Выберите из списка.", "Choose from the list.")


class ObjectInput(Input):
    """An object as its business writes it down."""

    control_type: str = Field(min_length=1, max_length=40)
    place_id: str = Field(default="", max_length=32)
    kind: str = Field(default="", max_length=120)
    registry_number: str = Field(default="", max_length=40)
    category: str = Field(default="", max_length=20)
    assigned_on: Day = None
    decision: str = Field(default="", max_length=200)
    last_planned_on: Day = None
    last_visit_on: Day = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A type of control whose authority stands in the business's list, and with how many requirements."""

    control_type: ControlType
    requirements: int


def own_objects(session: Session, business_id: str) -> Sequence[ControlObject]:
    """Return the business's own notes, by type and place."""
    mine = ControlObject.business_id == business_id, ControlObject.source == Source.BUSINESS
    order = col(ControlObject.control_type), col(ControlObject.place_id), col(ControlObject.created_at)
    return session.exec(select(ControlObject).where(*mine).order_by(*order)).all()


def authority_objects(session: Session, business_id: str) -> Sequence[ControlObject]:
    """Return the objects that authorities or registers hold under this business."""
    theirs = ControlObject.business_id == business_id, col(ControlObject.source) != Source.BUSINESS
    order = col(ControlObject.control_type), col(ControlObject.created_at)
    return session.exec(select(ControlObject).where(*theirs).order_by(*order)).all()


def find_object(session: Session, actor: Actor, object_id: str, *, own: bool = False) -> ControlObject:
    """Return an object of the business one works with; `own`: only its own note, which it may change.

    Raises:
        NotFound: no such object, or not theirs.
    """
    business = find_business(session, actor, Scope.CONTROL)
    row = session.get(ControlObject, object_id)
    if row is None or row.business_id != business.id or (own and row.source is not Source.BUSINESS):
        raise NotFound
    return row


def risk_object(row: ControlObject, also: Facts | None = None) -> RiskObject | None:
    """Return an object as the engine takes it; None where its type is not one of those known.

    `also` fills facts the row leaves open; it is given for a business's own note only.
    """
    type_ = control_types().get(row.control_type)
    if type_ is None:
        return None
    held = {name: value for name, value in known_facts(type_, row.facts).items() if value is not None}
    known = row.category in list(RiskCategory)
    assigned = Assigned(RiskCategory(str(row.category)), row.assigned_on) if known else None
    facts = {**(also or {}), **held}
    return RiskObject(type_, facts, assigned, row.last_planned_on, row.last_visit_on)


def own_risk_object(row: ControlObject, measures: Iterable[IntegrityMeasure], on: date) -> RiskObject | None:
    """Return a business's own note as the engine takes it, with what its ledger of good faith shows."""
    type_ = control_types().get(row.control_type)
    return risk_object(row, facts_from(measures, type_, row.place_id, on) if type_ else None)


def as_business_sees(session: Session, row: ControlObject, on: date) -> RiskObject | None:
    """Return an object as its business computes it.

    Of an authority's row it takes the assigned category and the dates. The facts are the business's own: those of its
    note for the same type and place, never those the authority holds.
    """
    business_id = row.business_id or ""
    measures = measures_of(session, business_id)
    if row.source is Source.BUSINESS:
        return own_risk_object(row, measures, on)
    theirs = risk_object(row)
    note = own_note_beside(session, row)
    mine = own_risk_object(note, measures, on) if note else None
    return replace(theirs, facts=mine.facts if mine else {}) if theirs else None


def own_note_beside(session: Session, row: ControlObject) -> ControlObject | None:
    """Return the business's note on the same type and place as an authority's row; of one place without naming it."""
    notes = [one for one in own_objects(session, row.business_id or "") if one.control_type == row.control_type]
    same = [one for one in notes if row.place_id and one.place_id == row.place_id]
    return next(iter(same or (notes if not row.place_id else [])), None)


def compare(thing: RiskObject, changes: Facts, on: date) -> tuple[RiskVerdict, RiskVerdict]:
    """Return what the engine says now, and what it says when some facts are others."""
    return assess(thing, on), whatif(thing, changes, on)


def add_object(session: Session, business: Business, typed: ObjectInput, today: date, now: datetime) -> ControlObject:
    """Write an object down.

    Raises:
        Invalid: a type, category or place nobody knows, dates to come, the same object twice, too many.
    """
    profile = load_profile(session, business)
    faults = _faults(profile, typed, today)
    rows = own_objects(session, business.id)
    if any(
        (one.control_type, one.place_id, one.kind) == (typed.control_type, typed.place_id, typed.kind) for one in rows
    ):
        message = Text("Такой объект уже записан.", "This object is written down already.")
        faults.append(Fault("twice", "control_type", message, Text("Откройте и измените его.", "Open and change it.")))
    if len(rows) >= MOST_OBJECTS:
        message = Text(f"Объектов уже {MOST_OBJECTS}.", f"There are {MOST_OBJECTS} objects already.")
        faults.append(Fault("too_many", "control_type", message, Text("Уберите лишние.", "Remove some.")))
    if faults:
        raise Invalid(faults)
    row = ControlObject(
        source=Source.BUSINESS, business_id=business.id, control_type=typed.control_type, created_at=now
    )
    return _write(session, profile, row, typed)


def change_object(session: Session, business: Business, row: ControlObject, typed: ObjectInput, today: date) -> None:
    """Write an object anew; its type and its answers stay.

    Raises:
        Invalid: as when it is added.
    """
    profile = load_profile(session, business)
    faults = _faults(profile, typed, today)
    if faults:
        raise Invalid(faults)
    _write(session, profile, row, typed)


def remove_object(session: Session, row: ControlObject) -> None:
    """Remove one's own note of an object; drafts of requests go with it.

    Raises:
        Conflict: a request about it was filed.
    """
    query = select(CategoryRequest).where(CategoryRequest.object_id == row.id, CategoryRequest.state != "DRAFT")
    if session.exec(query).first() is not None:
        raise Conflict(
            Text("По этому объекту подано заявление.", "A request about this object was filed."),
            Text("Оставьте объект: на нём держится заявление.", "Keep the object: the request rests on it."),
        )
    session.delete(row)
    session.flush()


def keep_facts(session: Session, row: ControlObject, facts: Facts) -> None:
    """Keep what the business answers about the criteria of its own object."""
    row.facts = kept_facts(facts)
    session.add(row)
    session.flush()


def suggestions(session: Session, business: Business, on: date) -> list[Suggestion]:
    """Return the types of control without an object here whose authority checks requirements of the business's list."""
    found = personal_list(session, load_profile(session, business), on)
    per: dict[str, int] = {}
    for item in found.items:
        per[item.requirement.authority or ""] = per.get(item.requirement.authority or "", 0) + 1
    taken = {row.control_type for row in (*own_objects(session, business.id), *authority_objects(session, business.id))}
    open_ = [one for one in control_types().values() if one.has_clocks and one.code not in taken]
    counted = [Suggestion(one, sum(per.get(code, 0) for code in one.authorities)) for one in open_]
    return sorted(
        (one for one in counted if one.requirements), key=lambda one: (-one.requirements, one.control_type.code)
    )


def categories_of(type_: ControlType) -> list[RiskCategory]:
    """Return the categories an act knows, the lightest first; all six where the act was not read."""
    return sorted(type_.categories or list(RiskCategory), key=lambda one: one.level)


def _write(session: Session, profile: Profile, row: ControlObject, typed: ObjectInput) -> ControlObject:
    for name, value in typed.model_dump(exclude={"control_type"}).items():
        setattr(row, name, value)
    row.category = typed.category or None
    row.registry_number, row.decision = typed.registry_number or None, typed.decision or None
    place = profile.at(typed.place_id) if typed.place_id else profile.main
    region = place.known.get("region")
    row.region = str(region.value or "") if region else ""
    row.address, row.business_name = place.place.name, profile.business.name
    row.inn = profile.business.inn or ""
    session.add(row)
    session.flush()
    return row


def _faults(profile: Profile, typed: ObjectInput, today: date) -> list[Fault]:
    faults: list[Fault] = []
    type_ = control_types().get(typed.control_type)
    if type_ is None:
        message = Text("Такого вида контроля здесь нет.", "There is no such type of control here.")
        faults.append(Fault("unknown", "control_type", message, FROM_LIST))
    elif not type_.has_clocks:
        message = Text("Здесь действует другой закон, категорий риска нет.", "Another law governs this: no categories.")
        faults.append(Fault("other_law", "control_type", message, Text("Выберите другой вид.", "Choose another type.")))
    elif typed.category and typed.category not in categories_of(type_):
        message = Text("В этом виде контроля такой категории нет.", "This type of control has no such category.")
        faults.append(Fault("unknown", "category", message, FROM_LIST))
    if typed.place_id and typed.place_id not in {one.place.id for one in profile.places}:
        message = Text("Такого адреса у вас нет.", "You have no such place.")
        faults.append(Fault("unknown", "place_id", message, FROM_LIST))
    if typed.assigned_on and not typed.category:
        message = Text("Есть день решения, но нет категории.", "There is a day of a decision and no category.")
        faults.append(Fault("missing", "category", message, Text("Укажите категорию.", "Give the category.")))
    return faults + _days_to_come(
        {
            "assigned_on": typed.assigned_on,
            "last_planned_on": typed.last_planned_on,
            "last_visit_on": typed.last_visit_on,
        },
        today,
    )


def _days_to_come(days: Mapping[str, date | None], today: date) -> list[Fault]:
    message = Text("Этот день ещё не наступил.", "That day is still to come.")
    remedy = Text("Исправьте дату.", "Correct the date.")
    return [Fault("future", name, message, remedy) for name, day in days.items() if day is not None and day > today]
