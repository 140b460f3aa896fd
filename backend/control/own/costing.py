"""What an event takes of its business: an estimate prefilled from the law and its wage, then plan against fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.models import ControlEvent, EventCosts
from backend.costs.queries import wage_of
from backend.costs.schemas import Rubles
from backend.costs.words import coarse, hours_text, rounded
from backend.web.forms import DecimalText, Input, Whole, read
from calculators.control_event import OTHER_GROUND, events, onsite_hours, remote_allowed
from calculators.control_event_documents import control_event_document
from calculators.portfolio import Band
from calculators.rates import Wage
from rules.control import event_rules
from rules.text import Text

WORKING_DAY = Fraction(8)  # a working day: the quickest an event is taken to be, unless the business says otherwise
MOST_PEOPLE = 500
FIRST = ("people", "hourly_rate", "hours", "preparation_hours")
MORE = ("least_hours", "pages", "page_price", "samples", "representation", "travel", "stopped_hours", "margin")
LAST = ("remediation", "appeal", "moving")
PART_NAMES: Mapping[str, Text] = {
    "onsite": Text("Участие в проверке", "Taking part"),
    "preparation": Text("Подготовка", "Getting ready"),
    "copies": Text("Копии", "Copies"),
    "samples": Text("Пробы и экспертизы", "Samples and expertise"),
    "representation": Text("Юрист", "A lawyer"),
    "travel": Text("Поездки", "Travel"),
    "downtime": Text("Простой", "Standing still"),
    "remediation": Text("Исправление", "Putting things right"),
    "appeal": Text("Жалоба", "An appeal"),
}


def _empty(value: object) -> object:
    return None if value == "" else value


Hours = Annotated[
    Annotated[Decimal, Field(ge=0, le=8784, decimal_places=2)] | None, DecimalText, BeforeValidator(_empty)
]
Count = Annotated[Annotated[Whole, Field(ge=0, le=10**6)] | None, BeforeValidator(_empty)]
People = Annotated[Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)] | None, BeforeValidator(_empty)]


class CostsInput(Input):
    """The scenario: an empty field of the first four takes what we would; an empty further one is not counted."""

    people: People = None
    hourly_rate: Rubles = None
    hours: Hours = None
    preparation_hours: Hours = None
    least_hours: Hours = None
    pages: Count = None
    page_price: Rubles = None
    samples: Rubles = None
    representation: Rubles = None
    travel: Rubles = None
    stopped_hours: Hours = None
    margin: Rubles = None
    remediation: Rubles = None
    appeal: Rubles = None
    moving: Rubles = None


class FactInput(Input):
    """What the event did take: two fields."""

    actual_hours: Hours = None
    actual_rubles: Rubles = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """An event costed: the calculator's answer for the longest it may take, and the total for the shortest."""

    used: Mapping[str, Decimal | None]
    own: frozenset[str]
    longest: Mapping[str, Any]
    shortest: Mapping[str, Any]
    wage: Wage

    @property
    def band(self) -> Band | None:
        """The total from the shortest to the longest; None while a part is not known."""
        low, high = self.shortest["cost"], self.longest["cost"]
        return Band(Fraction(low), Fraction(high), Fraction(high)) if low and high else None


def kept_costs(session: Session, event_id: str) -> EventCosts | None:
    """Return what is kept of the costs of an event."""
    return session.get(EventCosts, event_id)


def keep_scenario(session: Session, event: ControlEvent, values: Mapping[str, Any], now: datetime) -> None:
    """Keep the numbers of the scenario; one that only repeats what we take is not the business's own.

    Raises:
        Invalid: a number that cannot be.
    """
    typed = read(CostsInput, values).model_dump()
    row = kept_costs(session, event.id) or EventCosts(event_id=event.id, changed_at=now)
    wage = wage_of(session, event.business_id or "", now.astimezone(MOSCOW).date())
    ours = _taken(event, wage) if event.kind in events() else {}
    given = {name: value for name, value in typed.items() if value is not None}
    row.scenario = {name: str(value) for name, value in given.items() if ours.get(name) != value}
    row.changed_at = now
    session.add(row)
    session.flush()


def keep_fact(session: Session, event: ControlEvent, values: Mapping[str, Any], now: datetime) -> None:
    """Keep how many hours and rubles it came to.

    Raises:
        Invalid: a number that cannot be.
    """
    typed = read(FactInput, values)
    row = kept_costs(session, event.id) or EventCosts(event_id=event.id, changed_at=now)
    row.actual_hours, row.actual_rubles, row.changed_at = typed.actual_hours, typed.actual_rubles, now
    session.add(row)
    session.flush()


def estimate(session: Session, event: ControlEvent, row: EventCosts | None, today: date) -> Estimate | None:
    """Return what the event is taken to cost; None for a kind that the calculator does not know."""
    if event.kind not in events() or event.business_id is None:
        return None
    wage = wage_of(session, event.business_id, today)
    own: dict[str, Decimal | None] = {name: Decimal(value) for name, value in (row.scenario if row else {}).items()}
    used: dict[str, Decimal | None] = _taken(event, wage) | own
    longest = control_event_document(_document(event, used, used["hours"], row))
    shortest = control_event_document(_document(event, used, _shortest(used), row))
    return Estimate(used, frozenset(own), longest, shortest, wage)


def _taken(event: ControlEvent, wage: Wage) -> dict[str, Decimal | None]:
    """Return what is taken where the business has said nothing: one person, their hour, the most the law allows.

    A documentary inspection is held at the authority (72(1)): it takes nobody's hours here, only the preparation.
    """
    most = Decimal(0) if event.kind == "DOCUMENTARY" else event.hours_planned
    if most is None:
        ground = event.ground or OTHER_GROUND
        bounds = onsite_hours(None, event.kind, event.size, ground=ground, planned=event.planned).bounds
        known = {bound.hours for bound in bounds}
        only = known.pop() if len(known) == 1 else None
        most = rounded(only, 2) if only is not None else None
    return {
        "people": Decimal(1),
        "hourly_rate": rounded(wage.hour_cost, 2),
        "hours": most,
        "preparation_hours": Decimal(8),
    }


def _shortest(used: Mapping[str, Decimal | None]) -> Decimal | None:
    hours, least = used["hours"], used.get("least_hours")
    if hours is None:
        return None
    return min(hours, least if least is not None else rounded(WORKING_DAY))


def _document(
    event: ControlEvent, used: Mapping[str, Decimal | None], hours: Decimal | None, row: EventCosts | None
) -> dict[str, Any]:
    """Return the document of `yasno control-event-cost`."""
    rate = _text(used["hourly_rate"])
    document: dict[str, Any] = {
        "entity_size": event.size,
        "event": event.kind,
        "planned": event.planned,
        "form": "remote" if event.remote and remote_allowed(event.kind) else "in_person",
        "requested_onsite_hours": _text(hours),
        "participants": [{"hourly_rate": rate}] * int(used["people"] or 0),
        "preparation": [{"hours": _text(used["preparation_hours"]), "hourly_rate": rate}],
    }
    if event.ground in event_rules().grounds:
        document["ground"] = event.ground
    if used.get("pages") is not None:
        document["copies"] = {"pages": _text(used["pages"]), "price_per_page": _text(used.get("page_price"))}
    if used.get("stopped_hours") is not None:
        document["downtime"] = {"hours": _text(used["stopped_hours"]), "margin_per_hour": _text(used.get("margin"))}
    for name in ("samples", "representation", "travel", "remediation", "appeal", "moving"):
        if used.get(name) is not None:
            document[name] = [{"price": _text(used[name])}]
    if row is not None and (row.actual_hours is not None or row.actual_rubles is not None):
        document["fact"] = {"hours": _text(row.actual_hours), "cost": _text(row.actual_rubles)}
    return document


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def about(value: str | None) -> Decimal | None:
    """Return a figure of the calculator as people take an estimate: two leading digits."""
    return None if value is None else coarse(Fraction(value))


def hours_said(value: str | None) -> Text | None:
    """Return hours of the calculator in words."""
    return None if value is None else hours_text(Fraction(value))
