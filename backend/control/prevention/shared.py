"""What warnings and visits share: who sees them, whose body they are of, their numbers, days in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.accounts.numbers import inn_fault
from backend.audit.numbers import next_number
from backend.authorities.models import AuthorityBody
from backend.control.cases.faults import fault, not_ahead
from backend.control.cases.naming import OTHER
from backend.control.models.room import Side
from backend.control.sides import STAFF, is_of_body
from backend.errors import Invalid
from backend.permissions import Actor, Scope
from backend.profiles.queries import PlaceProfile, load_profile
from backend.risk.models import Source
from backend.web import formats
from calculators.calendar import zone_of
from rules.control import control_types
from rules.control.types import Regime
from rules.faults import Fault
from rules.text import Text


def side_by_itself(session: Session, actor: Actor, case: Any, today: date) -> Side | None:
    """Return from which side an actor sees a warning or a visit; an own copy is its business's alone."""
    if case.business_id and actor.may_for(case.business_id, Scope.CONTROL):
        return Side.BUSINESS
    if case.source is Source.BUSINESS:
        return None
    return Side.AUTHORITY if actor.roles & STAFF and is_of_body(session, actor, case.body_id) else None


def is_own(session: Session, case: Any) -> bool:
    """Whether a business keeps it for itself."""
    return bool(case.source is Source.BUSINESS)


def next_platform_number(session: Session, model: type[Any]) -> int:
    """Return the next number of a case on the platform."""
    return next_number(session, model.platform_number)


def type_choices(body: AuthorityBody | None = None) -> tuple[tuple[str, Text], ...]:
    """Return the types of control under 248-ФЗ: of a body's authority where it is one of theirs, else all of them."""
    known = [one for one in control_types().values() if one.regime is not Regime.OTHER]
    mine = [one for one in known if body is not None and body.authority in one.authorities]
    found = tuple((one.code, one.title) for one in mine or known)
    return found if body is not None else (*found, OTHER)


def main_place(session: Session, business: Business, place_id: str = "") -> PlaceProfile:
    """Return a place of a business with what is known of it."""
    profile = load_profile(session, business)
    return profile.at(place_id) if place_id else profile.main


def known_value(place: PlaceProfile, fact: str) -> str | None:
    """Return what is known of a place, None for nothing."""
    known = place.known.get(fact)
    return str(known.value) if known and known.value is not None else None


def who(session: Session, business: Business, place_id: str = "") -> dict[str, Any]:
    """Return who it is about, from what the business has said of itself."""
    place = main_place(session, business, place_id)
    region = known_value(place, "region") or ""
    return {"inn": business.inn or "", "business_name": business.name, "region": region}


def of_body(body: AuthorityBody) -> dict[str, Any]:
    """Return whose case it is."""
    return {"body_id": body.id, "authority_name": body.name, "region": body.region}


def list_of_business(session: Session, model: type[Any], business_id: str) -> Sequence[Any]:
    """Return the cases of a business; its note of a warning that it was given here too gives way to that one."""
    query = select(model).where(model.business_id == business_id)
    return session.exec(query.where(col(model.paired_with).is_(None)) if hasattr(model, "paired_with") else query).all()


def list_of_body(session: Session, model: type[Any], body: AuthorityBody) -> Sequence[Any]:
    """Return the cases of a body; what businesses keep for themselves is not among them."""
    return session.exec(select(model).where(model.body_id == body.id, col(model.source) != Source.BUSINESS)).all()


def today_of(now: datetime, region: str = "") -> date:
    """Return the day in a region; in Moscow where none is known."""
    return now.astimezone(zone_of(region or None)).date()


def day_text(day: date | None) -> Text | None:
    """Return a day in words."""
    return Text(formats.day(day, "ru"), formats.day(day, "en")) if day else None


def plain(words: str | None) -> Text | None:
    """Return words that stand as they were typed, None for none."""
    return Text(words, words) if words else None


def write(case: Any, typed: Mapping[str, Any], *names: str) -> None:
    """Write the fields named that were filled in; none named means all but the reason."""
    for name, value in typed.items():
        if name != "reason" and value is not None and (not names or name in names):
            setattr(case, name, value)


def past(typed: Mapping[str, Any], now: datetime, *names: str, region: str = "") -> list[Fault]:
    """Return a fault for every named day that has not come yet where the authority sits."""
    today = today_of(now, region)
    return [one for name in names if typed.get(name) for one in not_ahead(name, typed[name], today)]


def in_order(typed: Mapping[str, Any], name: str, earlier: date | None, ru: str, en: str) -> list[Fault]:
    """Return a fault where a day comes before the one it follows."""
    day = typed.get(name)
    return [fault("order", name, ru, en)] if day and earlier and day < earlier else []


def wrong_inn(typed: Mapping[str, Any]) -> list[Fault]:
    """Return a fault where a tax number has wrong digits."""
    found = inn_fault(typed["inn"])
    return [found] if found else []


def refuse(faults: Iterable[Fault]) -> None:
    """Refuse where anything is wrong.

    Raises:
        Invalid: with every fault.
    """
    found = list(faults)
    if found:
        raise Invalid(found)
