"""The business's own parts of a room for its programs: marks of the event, what it takes in hours and rubles."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from litestar import Response, get, put
from pydantic import BaseModel, Field

from backend.clock import Clock
from backend.control.models import ControlEvent
from backend.control.own.costing import CostsInput, FactInput, estimate, keep_fact, keep_scenario, kept_costs
from backend.control.own.rating import MARKS, RatingInput, kept_rating, rate
from backend.control.own.stages import act_delivered, is_over
from backend.control.own_room import OwnRoom, OwnRoomApi
from backend.control.parts import Part
from backend.permissions import Permission
from backend.web.calls import parts
from backend.web.openapi import BASE, reads, writes

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
ROOM = f"{BASE}/control-events/{{event_id:str}}"
MARKED = {"clarity": 4, "terms": 2, "courtesy": 5, "comment": "Акт ждали неделю."}
NUMBERS = {"people": 2, "hourly_rate": "900", "hours": "10", "preparation_hours": "6", "travel": "3000"}
CAME_TO = {"actual_hours": "12.5", "actual_rubles": "41000"}


class EventRatingOut(BaseModel):
    """Marks of an event, each from 1 to 5 or none; they leave only through anonymous releases."""

    event_id: str
    may_be_given: bool = Field(description="Once the act is delivered")
    clarity: int | None = Field(description="Was it clear what was checked and why?")
    terms: int | None = Field(description="Were the terms kept?")
    courtesy: int | None = Field(description="Were they polite?")
    comment: str
    at: datetime | None = Field(description="Null: no marks yet")


class EventCostsOut(BaseModel):
    """What an event takes of its business: the estimate, the numbers it rests on, what it came to."""

    event_id: str
    scenario: dict[str, str] = Field(description="The business's own numbers", examples=[{"people": "2"}])
    used: dict[str, str | None] = Field(description="What is counted with: own numbers, else law and wage")
    longest: dict[str, Any] | None = Field(
        description="As `POST /control-event-cost` answers for the most hours; null: this kind is not costed"
    )
    shortest: dict[str, Any] | None = Field(description="The same for the least hours")
    over: bool = Field(description="Whether the event is over; then plan and fact stand side by side")
    actual_hours: str | None
    actual_rubles: str | None


class EventRatings(OwnRoomApi):
    """Marks of one event."""

    path = f"{ROOM}/rating"
    tags = ["control"]

    @get(**reads(READ, "Marks of an event", EventRatingOut, tagged=True))
    def show_event_rating(self, own: OwnRoom) -> Response[bytes]:
        """Return the business's own marks; no authority reads them."""
        return _shown_rating(own, own.find(Part.RATING))

    @put(**writes("Rate an event", RatingInput, EventRatingOut, WRITE, conflicts=True, example=MARKED))
    def rate_event(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace the marks, at least one of three; 409 before the act is delivered."""
        event = own.find(Part.RATING, write=True)
        own.refuse_if_moved(_marks(own, event))
        rate(own.session, event, parts(document, (), RatingInput.model_fields), clock.now())
        return _shown_rating(own, event)


class EventCostsCalls(OwnRoomApi):
    """Time and money of one event."""

    path = f"{ROOM}/costs"
    tags = ["control"]

    @get(**reads(READ, "What an event takes of the business", EventCostsOut, tagged=True))
    def show_event_costs(self, own: OwnRoom) -> Response[bytes]:
        """Return the estimate by its own numbers, else by the law's hours and the wage; no authority reads it."""
        return _shown_costs(own, own.find(Part.COSTS))

    @put(**writes("Count an event by own numbers", CostsInput, EventCostsOut, WRITE, example=NUMBERS))
    def keep_event_costs(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace the numbers: of the first four, one left out is taken from law and wage; others are not counted."""
        event = own.find(Part.COSTS, write=True)
        own.refuse_if_moved(_numbers(own, event))
        keep_scenario(own.session, event, parts(document, (), CostsInput.model_fields), clock.now())
        return _shown_costs(own, event)

    @put("/actual", **writes("Tell what an event came to", FactInput, EventCostsOut, WRITE, example=CAME_TO))
    def keep_event_actual(self, own: OwnRoom, clock: Clock, document: Any) -> Response[bytes]:
        """Replace hours and rubles; one left out is not known."""
        event = own.find(Part.COSTS, write=True)
        own.refuse_if_moved(_numbers(own, event))
        keep_fact(own.session, event, parts(document, (), FactInput.model_fields), clock.now())
        return _shown_costs(own, event)


def _marks(own: OwnRoom, event: ControlEvent) -> dict[str, Any]:
    row = kept_rating(own.session, event.id)
    return {**{name: getattr(row, name, None) for name in MARKS}, "comment": row.comment if row else ""}


def _shown_rating(own: OwnRoom, event: ControlEvent) -> Response[bytes]:
    row, marks = kept_rating(own.session, event.id), _marks(own, event)
    told = {"event_id": event.id, "may_be_given": act_delivered(event), "at": row.at if row else None}
    return own.shown(told | marks, marks)


def _numbers(own: OwnRoom, event: ControlEvent) -> dict[str, Any]:
    row = kept_costs(own.session, event.id)
    return {
        "scenario": {name: _text(Decimal(value)) for name, value in (row.scenario if row else {}).items()},
        "actual_hours": _text(row.actual_hours if row else None),
        "actual_rubles": _text(row.actual_rubles if row else None),
    }


def _shown_costs(own: OwnRoom, event: ControlEvent) -> Response[bytes]:
    found = estimate(own.session, event, kept_costs(own.session, event.id), own.clock.today())
    numbers = _numbers(own, event)
    counted = {
        "event_id": event.id,
        "used": {name: _text(value) for name, value in found.used.items()} if found else {},
        "longest": found.longest if found else None,
        "shortest": found.shortest if found else None,
        "over": is_over(event),
    }
    return own.shown(counted | numbers, numbers)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


ROUTES: list[Any] = [EventRatings, EventCostsCalls]
