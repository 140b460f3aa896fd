"""The draft of a decision for programs of an authority: its fields and the requirements it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, put
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.shapes import fields_schema, plain
from backend.control.api.steps import check_days, moved
from backend.control.cases.asking import read_asked
from backend.control.desk.drafting import (
    COLUMNS,
    IN_DRAFT,
    draft_asks,
    fifteen,
    find_draft,
    items_of,
    save_draft,
)
from backend.control.desk.picking import MOST_ITEMS, add_item, drop_item
from backend.control.queries import Seen
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved, shown
from backend.web.openapi import BASE, reads, writes
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.shapes import unknown_code, wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
DRAFT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "description": "As `fields` of the answer says; what is left out becomes empty"},
        "requirements": {
            "type": "array",
            "items": {"type": "string", "maxLength": 120},
            "maxItems": 100,
            "description": "Ids of the registry: they replace those named before; left out, those stay",
        },
    },
    "required": ["fields"],
    "additionalProperties": False,
}
EXAMPLE = {"fields": {"decision_number": "12", "decision_date": "2026-12-01"}, "requirements": []}


class DraftItemOut(BaseModel):
    """One of the fifteen items of a decision (248-ФЗ, art. 64(1))."""

    number: int
    title: TextOut
    filled: bool


class DraftPointOut(BaseModel):
    """A requirement the decision names."""

    id: str
    requirement: str | None
    text: str
    act: str
    unit: str


class DraftOut(BaseModel):
    """A draft decision: what it asks for, what is filled."""

    event_id: str
    version: int
    fields: dict[str, Any] = Field(description="JSON Schema of the fields")
    values: dict[str, Any]
    items: list[DraftItemOut]
    requirements: list[DraftPointOut]


class Drafts(Api):
    """The draft decision of an event that is being prepared."""

    path = f"{BASE}/control-events/{{event_id:str}}/draft"
    tags = ["control"]

    @get(**reads(READ, "The draft of a decision", DraftOut, tagged=True))
    def show_draft(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return its fields, the fifteen items of art. 64(1), and the requirements it names; the authority's own."""
        seen = find_draft(session, actor, event_id, clock.today())
        return _shown(request, session, seen)

    @put(**writes("Write the draft of a decision", DRAFT, DraftOut, WRITE, conflicts=True, example=EXAMPLE))
    def keep_draft(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        event_id: FromPath[str],
    ) -> Response[bytes]:
        """Replace it; whoever writes it prepared the decision, and does not sign it."""
        seen = find_draft(session, actor, event_id, clock.today(), write=True)
        refuse_if_moved(request, seen.event.version)
        given = parts(document, ("fields",), ("requirements",))
        fields, chosen = given["fields"], given.get("requirements")
        if not isinstance(fields, dict):
            raise InputError([wrong("fields", fields, "объект с полями", "an object with fields")])
        if chosen is not None:
            _choose(session, seen, _ids(chosen))
        try:
            asks = draft_asks(seen.event)
            check_days(asks, fields)
            typed = read_asked(asks, fields, zone_of(seen.event.region or None), clock.now())
            save_draft(session, actor, seen.event, typed, clock.now())
        except Invalid as refusal:
            raise Invalid([moved(fault, "fields") for fault in refusal.faults]) from None
        return _shown(request, session, seen)


def _ids(chosen: object) -> list[str]:
    """Return requirements of the registry, each once.

    Raises:
        InputError: no list of texts, or an id the registry has not.
    """
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen) or len(chosen) > MOST_ITEMS:
        raise InputError([wrong("requirements", chosen, "список требований, до 100", "a list of requirements, to 100")])
    known = current_law().edition.requirements
    faults = [unknown_code(f"requirements[{n}]", one, known) for n, one in enumerate(chosen) if one not in known]
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(chosen))


def _choose(session: Session, seen: Seen, chosen: Sequence[str]) -> None:
    for row in items_of(session, seen.event):
        if row.requirement not in chosen:
            drop_item(session, seen.event, row.id)
    for requirement in chosen:
        add_item(session, seen.event, requirement)


def _shown(request: AnyRequest, session: Session, seen: Seen) -> Response[bytes]:
    event = seen.event
    values = {name: getattr(event, name) for name in COLUMNS} | {name: event.draft.get(name) for name in IN_DRAFT}
    asks = draft_asks(event)
    names = ("id", "requirement", "text", "act", "unit")
    shape = {
        "event_id": event.id,
        "version": event.version,
        "fields": fields_schema(asks),
        "values": {ask.name: plain(values.get(ask.name)) for ask in asks},
        "items": [
            {"number": one.number, "title": one.title.as_dict(), "filled": one.filled}
            for one in fifteen(session, event)
        ],
        "requirements": [{name: getattr(row, name) for name in names} for row in items_of(session, event)],
    }
    return shown(request, shape, version=event.version)


ROUTES = [Drafts]
