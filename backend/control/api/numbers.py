"""Official numbers that arrive after the step: of any step of a case, and of an event in the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.cases import business_of, find_seen, shown_case
from backend.control.api.shapes import CaseOut, EventOut, event_document
from backend.control.api.steps import prove
from backend.control.cases.faults import not_ahead
from backend.control.cases.numbering import add_number, find_step, number_event
from backend.control.cases.stepping import zone_of_case
from backend.control.models.room import Side
from backend.control.queries import find_event
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.calls import Api, parts, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved, shown
from backend.web.forms import Input, Whole
from backend.web.idempotency import once
from backend.web.openapi import BASE, writes
from rules.faults import InputError
from rules.shapes import wrong

WRITE = Permission.CONTROL_WRITE_BY_KEY
LONGEST, LONGEST_OF_EVENT = 60, 40


class NewNumber(Input):
    """The official record of a step: its number and day there, and in `file` the id of a paper that shows it."""

    step: Whole = Field(ge=1, le=10_000, description="As `official` of the case says", examples=[1])
    number: str = Field(min_length=1, max_length=LONGEST, examples=["2026-77-001234"])
    date: dt.date | None = None
    file: str | None = Field(default=None, max_length=32)


class EventNumber(Input):
    """The number of an event in the register."""

    number: str = Field(min_length=1, max_length=LONGEST_OF_EVENT, examples=["77260041000100000001"])


class CaseNumbers(Api):
    """Official numbers of steps that were taken before."""

    path = f"{BASE}/cases/{{procedure:str}}/{{case_id:str}}/numbers"
    tags = ["control"]

    @post(
        **writes(
            "Add the official number of a step taken before",
            NewNumber,
            CaseOut,
            WRITE,
            creates=True,
            example={"step": 1, "number": "2026-77-001234", "date": "2026-11-27"},
        )
    )
    def add_step_number(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
        case_id: FromPath[str],
    ) -> Response[bytes]:
        """Write it down: the step is a working copy no more. No term moves; another number later mends this one."""
        seen = find_seen(session, actor, procedure, case_id, clock, write=True)
        data = read_body(NewNumber, _day_as_text(document), ("step", "number"))
        taken, now = find_step(session, seen, data.step), clock.now()

        def add() -> Response[bytes]:
            refuse_if_moved(request, seen.case.version)
            _refuse_ahead(data.date, now.astimezone(zone_of_case(session, seen)).date())
            proof = prove(session, seen, actor, taken.record.action, data.file, now) if data.file else None
            try:
                add_number(session, taken, actor, data.number, data.date, proof, now)
            except Invalid as refusal:
                raise Invalid([replace(fault, field="number") for fault in refusal.faults]) from None
            return shown_case(request, session, actor, clock, seen)

        return once(request, session, actor, business_of(seen), document, now, add)


class EventNumbers(Api):
    """The number of an event in ЕРКНМ."""

    path = f"{BASE}/control-events/{{event_id:str}}/registry-number"
    tags = ["control"]

    @post(
        **writes(
            "Write the number of an event in ЕРКНМ",
            EventNumber,
            EventOut,
            WRITE,
            creates=True,
            example={"number": "77260041000100000001"},
        )
    )
    def number_control_event(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Write it down; the authority does that. A business's own copy with that number gives way to the event."""
        seen = find_event(session, actor, event_id, clock.today(), write=True)
        if seen.side is not Side.AUTHORITY:
            raise NotFound
        data = read_body(EventNumber, document, ("number",))

        def write() -> Response[bytes]:
            refuse_if_moved(request, seen.event.version)
            number_event(session, seen.event, data.number, clock.today(), clock.now())
            shape = event_document(session, seen, actor, clock.now())
            return shown(request, shape, version=seen.event.version)

        return once(request, session, actor, seen.event.business_id, document, clock.now(), write)


def _day_as_text(document: object) -> object:
    """Refuse a day that is no text: a number would pass for seconds since 1970."""
    given = parts(document, ("step", "number"), ("date", "file"))
    day = given.get("date")
    if day is not None and not isinstance(day, str):
        raise InputError([wrong("date", day, "день, например 2026-11-28", "a day, such as 2026-11-28")])
    return given


def _refuse_ahead(day: dt.date | None, today: dt.date) -> None:
    faults = list(not_ahead("date", day, today)) if day else []
    if faults:
        raise Invalid(faults)


ROUTES = [CaseNumbers, EventNumbers]
