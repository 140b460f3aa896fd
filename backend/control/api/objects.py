"""Objects of control of a body for programs of its inspectors and heads: found, entered, changed.

What a business noted of its own objects is not among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.api.shapes import fields_schema, plain
from backend.control.api.steps import check_days
from backend.control.cases.asking import read_asked
from backend.control.cases.naming import category_name
from backend.control.desk.object_facts import facts_given
from backend.control.desk.objects import FILLED, find_object, list_objects, own_asks, save_object
from backend.control.sides import staff_body
from backend.permissions import Actor, Permission
from backend.risk.models import ControlObject
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
HOME = f"{BASE}/control-objects"
NEEDED = ("inn", "business_name", "control_type", "address", "region")
OBJECT: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{name: {"type": "string", "description": "As `new` says in the answer of the list"} for name in FILLED},
        "facts": {"type": "object", "description": "Facts the authority itself holds, by code; null is unknown"},
    },
    "required": list(NEEDED),
    "additionalProperties": False,
}
EXAMPLE = {
    "inn": "7707083893",
    "business_name": "ООО «Лён»",
    "control_type": "fire",
    "address": "Москва, Лесная ул., 5",
    "region": "77",
    "category": "HIGH",
    "decision": "№ 7",
    "assigned_on": "2025-03-10",
    "facts": {"sme_category": "small", "people_at_once": 60},
}
Words = Annotated[str, QueryParameter(name="q", description="Words of the name, the address or the ИНН")]


class ControlObjectOut(BaseModel):
    """An object of control of the body, with its category and the decision the category rests on."""

    id: str
    source: str = Field(description="authority, or import", examples=["authority"])
    inn: str
    business_name: str
    control_type: str = Field(examples=["fire"])
    kind: str
    address: str
    registered_address: str
    region: str = Field(examples=["77"])
    registry_number: str | None = Field(description="In ЕРВК")
    category: str | None = Field(description="None is assigned: the law takes the risk for low", examples=["HIGH"])
    category_name: TextOut | None
    assigned_on: date | None
    decision: str | None
    last_planned_on: date | None
    last_visit_on: date | None
    facts: dict[str, Any] = Field(description="What the authority itself holds")


class ControlObjectPage(BaseModel):
    """Objects by name; `new` is the JSON Schema of what an object asks for, but for its facts."""

    items: list[ControlObjectOut]
    next: str | None
    new: dict[str, Any]


class Objects(Api):
    """All objects of the body."""

    path = HOME
    tags = ["control"]

    @get(**reads(READ, "Objects of control of the body", ControlObjectPage, tagged=True))
    def list_control_objects(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        q: Words = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the body by name."""
        body, words = staff_body(session, actor), q.strip()[:100]
        rows = list_objects(session, body, words, page=0)
        part = page_of(rows, lambda row: row.id, cursor, limit, ["control-objects", body.id, words])
        items = [object_document(row) for row in part.items]
        return shown(request, {"items": items, "next": part.next, "new": fields_schema(own_asks(body))})

    @post(**creates("Enter an object of control", OBJECT, ControlObjectOut, WRITE, example=EXAMPLE))
    def enter_control_object(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Enter it into the books of the body: a category comes with its decision and the date of that."""
        body = staff_body(session, actor)

        def act() -> Response[bytes]:
            return answer(object_document(_saved(session, actor, clock, body, document)), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OneObject(Api):
    """One object."""

    path = f"{HOME}/{{object_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "An object of control", ControlObjectOut, tagged=True))
    def show_control_object(
        self, request: AnyRequest, session: Session, actor: Actor, object_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it."""
        return shown(request, object_document(find_object(session, staff_body(session, actor), object_id)))

    @put(**writes("Change an object of control", OBJECT, ControlObjectOut, WRITE, example=EXAMPLE))
    def change_control_object(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        object_id: FromPath[str],
    ) -> Response[bytes]:
        """Replace what is known of it; what is left out becomes empty. Of two who saw the same, one is told 412."""
        body = staff_body(session, actor)
        row = find_object(session, body, object_id, write=True)
        refuse_if_changed(request, object_document(row))
        return shown(request, object_document(_saved(session, actor, clock, body, document, row)))


def _saved(
    session: Session,
    actor: Actor,
    clock: Clock,
    body: AuthorityBody,
    document: object,
    row: ControlObject | None = None,
) -> ControlObject:
    asks = own_asks(body)
    given = parts(document, NEEDED, (*(name for name in FILLED if name not in NEEDED), "facts"))
    fields: Mapping[str, Any] = {name: value for name, value in given.items() if name != "facts"}
    check_days(asks, fields, "")
    facts = facts_given({} if given.get("facts") is None else given["facts"], clock.today())
    typed = read_asked(asks, fields, zone_of(body.region or None), clock.now())
    return save_object(session, actor, body, typed, facts, clock.now(), row)


def object_document(row: ControlObject) -> dict[str, Any]:
    """Return an object as programs see it."""
    category = category_name(row.category)
    own = {name: plain(getattr(row, name)) for name in ("id", "source", *FILLED)}
    return own | {"category_name": category.as_dict() if category else None, "facts": dict(row.facts)}


ROUTES = [Objects, OneObject]
