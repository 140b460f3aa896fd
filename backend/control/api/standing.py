"""Cases that stand by themselves, for programs: warnings, visits, declarations, requests about a category.

Their list, and a new one: from a business's papers, as its request, or as a draft of the authority.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.api.beginning import BEGINNINGS, Beginning, Whose
from backend.control.api.cases import shown_case
from backend.control.api.shapes import CaseMarkOut, CaseOut, fields_schema, marks_of
from backend.control.api.steps import check_days, moved
from backend.control.cases.asking import read_asked
from backend.control.cases.ends import End, ends_of
from backend.control.cases.kinds import CaseKind, case_kinds
from backend.control.cases.naming import state_name
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.entering import zone_at
from backend.control.models.room import Side
from backend.control.sides import STAFF
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import take_business
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, parts
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.procedures import procedures
from rules.shapes import unknown_code, wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
STANDING = ("warning", "preventive_visit", "mandatory_visit", "declaration", "risk_category_change")
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "description": "As `new.fields` says in the answer of the list"},
    },
    "required": ["fields"],
    "additionalProperties": False,
}
State = Annotated[str, QueryParameter(name="state", description="Only cases in this state, as RECEIVED")]


class CaseHead(BaseModel):
    """A case in a list."""

    procedure: str = Field(examples=["warning"])
    id: str
    side: str = Field(examples=["business"])
    title: TextOut
    state: str = Field(examples=["RECEIVED"])
    state_name: TextOut
    closed: bool
    marks: list[CaseMarkOut]
    due: datetime | None = Field(description="The nearest end of a term that binds whoever the case waits for")
    version: int


class NewCaseOut(BaseModel):
    """What a new case of the kind asks for; `fields` is a JSON Schema."""

    fields: dict[str, Any]


class CasePage(BaseModel):
    """Cases, the latest first; `new` is null where this key begins none of the kind."""

    items: list[CaseHead]
    next: str | None
    new: NewCaseOut | None


class StandingCases(Api):
    """All cases of one kind, and a new one."""

    path = f"{BASE}/cases/{{procedure:str}}"
    tags = ["control"]

    @get(**reads(READ, "Warnings, visits, declarations, requests about a category", CasePage, tagged=True))
    def list_cases(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        standing: State = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the business, or of the body; cases in the room of an event are told by its parts."""
        kind, side = _kind(procedure), _side(session, actor)
        known = procedures()[procedure].states
        if standing and standing not in known:
            raise InputError([unknown_code("state", standing, sorted(known))])
        rows = [one for one in _cases(session, actor, kind, side, clock) if standing in ("", one.case.state)]
        part = page_of(
            rows, lambda one: str(one.case.id), cursor, limit, ["cases", procedure, standing, actor.client_id]
        )
        begin = BEGINNINGS.get((procedure, side))
        new = {"fields": fields_schema(begin.asks(_whose(session, actor, side)))} if begin else None
        heads = _heads(session, procedure, part.items, clock.now())
        return shown(request, {"items": heads, "next": part.next, "new": new})

    @post(**creates("Begin a case that stands by itself", NEW, CaseOut, WRITE, conflicts=True, example={"fields": {}}))
    def begin_case(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        procedure: FromPath[str],
    ) -> Response[bytes]:
        """Write down what came, ask for a visit, draft a declaration, a request or a warning, plan a visit."""
        _kind(procedure)
        side = _side(session, actor)
        begin = BEGINNINGS.get((procedure, side))
        if begin is None:
            raise NotFound
        whose = _whose(session, actor, side)
        fields = parts(document, ("fields",))["fields"]
        if not isinstance(fields, dict):
            raise InputError([wrong("fields", fields, "объект с полями", "an object with fields")])

        def act() -> Response[bytes]:
            case = _begun(session, begin, whose, fields, request, clock)
            seen = find_case(session, actor, procedure, case.id, clock.today())
            made = shown_case(request, session, actor, clock, seen)
            made.status_code = 201
            return made

        business_id = whose.business.id if whose.business else None
        return once(request, session, actor, business_id, document, clock.now(), act)


def _kind(procedure: str) -> CaseKind:
    if procedure not in STANDING:
        raise NotFound
    return case_kinds()[procedure]


def _side(session: Session, actor: Actor) -> Side:
    if actor.roles & STAFF:
        return Side.AUTHORITY
    if actor.business_id is None or not actor.may_for(actor.business_id, Scope.CONTROL):
        raise NotFound
    return Side.BUSINESS


def _whose(session: Session, actor: Actor, side: Side) -> Whose:
    if side is Side.AUTHORITY:
        return Whose(session, actor, body=body_of(session, actor))
    return Whose(session, actor, business=take_business(session, actor, actor.business_id or "", Scope.CONTROL))


def _cases(session: Session, actor: Actor, kind: CaseKind, side: Side, clock: Clock) -> list[CaseSeen]:
    model = kind.model
    if side is Side.AUTHORITY:
        query = select(model).where(model.body_id == body_of(session, actor).id)
    else:
        query = select(model).where(model.business_id == actor.business_id)
    rows = session.exec(query.order_by(col(model.created_at).desc(), col(model.id))).all()
    seen = [(case, kind.side(session, actor, case, clock.today())) for case in rows]
    return [CaseSeen(kind, case, one) for case, one in seen if one is side]


def _heads(session: Session, procedure: str, rows: Sequence[CaseSeen], now: datetime) -> list[dict[str, Any]]:
    due = ends_of(session, procedure, {seen.case.id: seen.case.state for seen in rows}, now) if rows else {}
    return [_head(session, procedure, seen, due.get(seen.case.id)) for seen in rows]


def _head(session: Session, procedure: str, seen: CaseSeen, due: End | None) -> dict[str, Any]:
    case, table = seen.case, procedures()[procedure]
    title = seen.kind.standing.title(session, case) if seen.kind.standing else table.title
    return {
        "procedure": procedure,
        "id": case.id,
        "side": seen.side.value,
        "title": title.as_dict(),
        "state": case.state,
        "state_name": state_name(procedure, case.state).as_dict(),
        "closed": table.states[case.state].terminal,
        "marks": marks_of(session, procedure, case.id),
        "due": due.at if due else None,
        "version": case.version,
    }


def _begun(
    session: Session, begin: Beginning, whose: Whose, fields: dict[str, Any], request: AnyRequest, clock: Clock
) -> Any:
    asks = begin.asks(whose)
    check_days(asks, fields)
    try:
        zone = zone_at(whose.session, whose.business) if whose.business else zone_of(_region(whose))
        typed = read_asked(asks, fields, zone, clock.now())
        return begin.make(whose, typed, settings_of(request), clock)
    except Invalid as refusal:
        raise Invalid([moved(fault, "fields") for fault in refusal.faults]) from None


def _region(whose: Whose) -> str | None:
    return (whose.body.region or None) if whose.body else None


ROUTES = [StandingCases]
