"""Recording what a person says of a business. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from backend.accounts.models import Business
from backend.accounts.tokens import hash_of, new_token
from backend.audit.erasures import note_erasure
from backend.errors import Conflict, NotFound
from backend.law import current_law
from backend.profiles.models import FactRecord, Origin, Place
from backend.profiles.queries import list_places
from backend.profiles.records import as_asked, asked_before, stored
from rules.conditions import FactValue
from rules.text import Text

RUN_LASTS = timedelta(days=30)
MOST_PLACES = 50


def start_run(session: Session, now: datetime) -> tuple[Business, str]:
    """Begin an anonymous run; the key goes into the browser's cookie and only its hash is kept."""
    key = new_token()
    run = Business(run_key_hash=hash_of(key), expires_at=now + RUN_LASTS, created_at=now)
    session.add(run)
    session.flush()
    return run, key


def add_place(session: Session, business_id: str, name: str, now: datetime) -> Place:
    """Add a place of business.

    Raises:
        Conflict: the business has as many places as we keep.
    """
    places = list_places(session, business_id)
    if len(places) >= MOST_PLACES:
        raise Conflict(
            Text(f"Адресов уже {MOST_PLACES}, больше не сохранить.", f"There are {MOST_PLACES} places already."),
            Text("Уберите лишний адрес.", "Remove one that is not needed."),
        )
    place = Place(business_id=business_id, name=name, position=len(places), created_at=now)
    # The first place was there without a row; now that there are two, both are written down.
    session.add_all([*places, place])
    session.flush()
    return place


def remove_place(session: Session, business_id: str, place_id: str) -> None:
    """Remove a place and what was known of it; the last one stays.

    Raises:
        NotFound: the business has no such place.
        Conflict: it is the only one.
    """
    places = list_places(session, business_id)
    found = next((place for place in places if place.id == place_id), None)
    if found is None:
        raise NotFound
    if len(places) == 1:
        raise Conflict(
            Text("Это единственный адрес, убрать его нельзя.", "This is the only place; it cannot be removed."),
            Text("Измените ответы о нём.", "Change the answers about it."),
        )
    session.exec(
        delete(FactRecord).where(col(FactRecord.business_id) == business_id, col(FactRecord.place_id) == place_id)
    )
    session.delete(found)
    session.flush()


def record_facts(
    session: Session,
    business_id: str,
    place_id: str,
    facts: Mapping[str, FactValue],
    origin: Origin,
    now: datetime,
) -> None:
    """Keep facts with their origin and date; facts of premises go to the place, the others to the business."""
    vocabulary = current_law().vocabulary
    held = {(row.place_id, row.fact): row for row in _records(session, business_id, facts)}
    for code, value in facts.items():
        where = place_id if vocabulary.facts[code].of_place else ""
        record = held.get((where, code))
        if record is None:
            record = FactRecord(business_id=business_id, place_id=where, fact=code, origin=origin, recorded_at=now)
        record.value = {**record.value, **stored(value)}
        record.origin = Origin.UNKNOWN if value is None else origin
        record.recorded_at = now
        session.add(record)
    session.flush()


def _records(session: Session, business_id: str, codes: Iterable[str]) -> Iterable[FactRecord]:
    return session.exec(
        select(FactRecord).where(FactRecord.business_id == business_id, col(FactRecord.fact).in_(list(codes)))
    ).all()


def ask_once(session: Session, business_id: str, place_id: str, code: str, value: FactValue) -> bool:
    """Return whether the person has yet to be asked if this value of a fact is right; from now on they have been."""
    where = place_id if current_law().vocabulary.facts[code].of_place else ""
    record = _find_record(session, business_id, where, code)
    if record is None or asked_before(record.value, value):
        return False
    record.value = as_asked(record.value, value)
    session.add(record)
    session.flush()
    return True


def forget_facts(session: Session, business_id: str, place_id: str, codes: Iterable[str]) -> None:
    """Take facts back, so that they are open again."""
    vocabulary = current_law().vocabulary
    for code in codes:
        where = place_id if vocabulary.facts[code].of_place else ""
        record = _find_record(session, business_id, where, code)
        if record is not None:
            session.delete(record)
    session.flush()


def erase(session: Session, business: Business, now: datetime) -> None:
    """Delete a business with everything that hangs on it, its files too; a restored backup does not bring it back."""
    business_id = business.id
    session.delete(business)
    session.flush()
    note_erasure(session, "business", business_id, now)


def copy_facts(session: Session, source: Business, target: Business, now: datetime) -> None:
    """Copy places and facts of a run into a business; nothing links the two afterwards."""
    places = list_places(session, target.id)
    for number, place in enumerate(list_places(session, source.id)):
        own = places[number] if number < len(places) else add_place(session, target.id, place.name, now)
        if place.name and not own.name:
            own.name = place.name
            session.add(own)
        _copy_records(session, source.id, place.id, target.id, own.id)
    _copy_records(session, source.id, "", target.id, "")
    session.flush()


def _copy_records(session: Session, source: str, source_place: str, target: str, target_place: str) -> None:
    rows = session.exec(
        select(FactRecord).where(FactRecord.business_id == source, FactRecord.place_id == source_place)
    ).all()
    for row in rows:
        record = _find_record(session, target, target_place, row.fact)
        if record is None:
            record = FactRecord(
                business_id=target,
                place_id=target_place,
                fact=row.fact,
                origin=row.origin,
                recorded_at=row.recorded_at,
            )
        record.value, record.origin, record.recorded_at = dict(row.value), row.origin, row.recorded_at
        session.add(record)


def _find_record(session: Session, business_id: str, place_id: str, code: str) -> FactRecord | None:
    return session.exec(
        select(FactRecord).where(
            FactRecord.business_id == business_id, FactRecord.place_id == place_id, FactRecord.fact == code
        )
    ).first()
