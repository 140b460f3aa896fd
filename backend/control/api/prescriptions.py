"""The draft of a prescription for programs of an authority: a point for every violation that is left."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, put
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import fields_schema
from backend.control.api.steps import check_days, moved
from backend.control.cases.asking import read_asked
from backend.control.models import ControlEvent, Prescription
from backend.control.models.room import Side
from backend.control.prescriptions.draft import Point, asks_of, draft_of, new_points, save, stored_points, values_of
from backend.control.queries import find_event
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.calls import Api, parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, reads, writes
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.shapes import wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
DRAFT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "description": "As `fields` of the answer says; what is left out becomes empty"}
    },
    "required": ["fields"],
    "additionalProperties": False,
}
EXAMPLE = {"fields": {"text_1": "Нет плана эвакуации", "unit_1": "ПП 1479, п. 5", "due_on_1": "2027-02-01"}}


class PrescriptionDraftOut(BaseModel):
    """A draft: what its points ask for and hold. Its steps are taken under `/cases/prescription/{prescription_id}`."""

    event_id: str
    prescription_id: str | None = Field(description="Null until it is saved")
    version: int | None
    fields: dict[str, Any] = Field(description="JSON Schema of the fields")
    values: dict[str, str]


class PrescriptionDrafts(Api):
    """The draft prescription of an event."""

    path = f"{BASE}/control-events/{{event_id:str}}/prescription"
    tags = ["control"]

    @get(**reads(READ, "The draft of a prescription", PrescriptionDraftOut, tagged=True, conflicts=True))
    def show_prescription_draft(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return a point for each violation left when the event ended, each with what art. 90.1(2) asks for."""
        return shown(request, _document(session, _event(session, actor, event_id, clock)))

    @put(
        **writes(
            "Write the draft of a prescription", DRAFT, PrescriptionDraftOut, WRITE, conflicts=True, example=EXAMPLE
        )
    )
    def keep_prescription_draft(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        event_id: FromPath[str],
    ) -> Response[bytes]:
        """Replace it; whoever saved it last prepared it and does not sign it."""
        event = _event(session, actor, event_id, clock, write=True)
        refuse_if_changed(request, _document(session, event))
        fields = parts(document, ("fields",))["fields"]
        if not isinstance(fields, dict):
            raise InputError([wrong("fields", fields, "объект с полями", "an object with fields")])
        case, points = _points(session, event)
        check_days(asks_of(points), fields)
        try:
            typed = read_asked(asks_of(points), fields, zone_of(event.region or None), clock.now())
            kept = case or Prescription(event_id=event.id, business_id=event.business_id, created_at=clock.now())
            save(session, kept, points, typed, actor, clock.now())
        except Invalid as refusal:
            raise Invalid([moved(fault, "fields") for fault in refusal.faults]) from None
        kept.version += 1 if case else 0
        session.add(kept)
        session.flush()
        return shown(request, _document(session, event))


def _event(session: Session, actor: Actor, event_id: str, clock: Clock, *, write: bool = False) -> ControlEvent:
    seen = find_event(session, actor, event_id, clock.today(), write=write)
    if seen.side is not Side.AUTHORITY:
        raise NotFound
    return seen.event


def _points(session: Session, event: ControlEvent) -> tuple[Prescription | None, list[Point]]:
    case = draft_of(session, event)
    return case, stored_points(session, case) if case else new_points(session, event)


def _document(session: Session, event: ControlEvent) -> dict[str, Any]:
    case, points = _points(session, event)
    return {
        "event_id": event.id,
        "prescription_id": case.id if case else None,
        "version": case.version if case else None,
        "fields": fields_schema(asks_of(points)),
        "values": values_of(points),
    }


ROUTES = [PrescriptionDrafts]
