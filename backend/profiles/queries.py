"""What is known of a business, as the actor may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor, Scope
from backend.profiles.models import FactRecord, Origin, Place
from backend.profiles.records import restored
from rules.conditions import FactValue
from rules.facts import Vocabulary


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it is known: its value, where from, since when."""

    value: FactValue
    origin: Origin
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """All facts that hold at one place: those of the business and those of the place."""

    place: Place
    known: dict[str, Known] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, FactValue]:
        """Every answer; None is «не знаю», which is not asked again. What was only suggested is asked."""
        return {code: one.value for code, one in self.known.items() if one.origin is not Origin.SUGGESTED}


@dataclass(frozen=True, slots=True)
class Profile:
    """A business with its places; the first place is the one that is never mentioned while it is alone."""

    business: Business
    places: tuple[PlaceProfile, ...]

    @property
    def main(self) -> PlaceProfile:
        """The first place."""
        return self.places[0]

    def at(self, place_id: str) -> PlaceProfile:
        """Return the profile at a place.

        Raises:
            NotFound: the business has no such place.
        """
        for one in self.places:
            if one.place.id == place_id:
                return one
        raise NotFound


def find_business(session: Session, actor: Actor, scope: Scope = Scope.READ) -> Business:
    """Return the business the actor works with now.

    Raises:
        NotFound: there is none, or not with this scope.
    """
    return find_named_business(session, actor, actor.business_id or "", scope)


def find_named_business(session: Session, actor: Actor, business_id: str, scope: Scope = Scope.READ) -> Business:
    """Return a business by its id, if the actor may do `scope` for it.

    Raises:
        NotFound: no such business, or not the actor's.
    """
    if not actor.may_for(business_id, scope):
        raise NotFound
    business = session.get(Business, business_id)
    if business is None:
        raise NotFound
    return business


def take_business(session: Session, actor: Actor, business_id: str, scope: Scope = Scope.ANSWER) -> Business:
    """Return a business that nobody else changes until this request ends: what is compared now still stands then.

    Raises:
        NotFound: no such business, or not the actor's.
    """
    business = find_named_business(session, actor, business_id, scope)
    session.refresh(business, with_for_update=True)
    return business


def load_profile(session: Session, business: Business) -> Profile:
    """Return everything known of a business, place by place."""
    vocabulary = current_law().vocabulary
    records = session.exec(select(FactRecord).where(FactRecord.business_id == business.id)).all()
    own = _known(vocabulary, [record for record in records if not record.place_id])
    places = [
        PlaceProfile(place, own | _known(vocabulary, [record for record in records if record.place_id == place.id]))
        for place in list_places(session, business.id)
    ]
    return Profile(business, tuple(places))


def list_places(session: Session, business_id: str) -> list[Place]:
    """Return the places of a business in their order; the first one exists without having been written down."""
    rows = session.exec(
        select(Place).where(Place.business_id == business_id).order_by(col(Place.position), col(Place.id))
    )
    return list(rows) or [main_place(session, business_id)]


def main_place(session: Session, business_id: str) -> Place:
    """Return the place that every business has, not yet written down; its id is that of the business."""
    business = session.get_one(Business, business_id)
    return Place(id=business_id, business_id=business_id, created_at=business.created_at)


def _known(vocabulary: Vocabulary, records: list[FactRecord]) -> dict[str, Known]:
    """Records of facts that the vocabulary no longer has are passed over: the law's questions change."""
    return {
        record.fact: Known(restored(vocabulary.facts[record.fact], record.value), record.origin, record.recorded_at)
        for record in records
        if record.fact in vocabulary.facts
    }
