"""Objects of control that a business keeps for itself, and its risk, for its own programs; no authority reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.accounts.models import Business
from backend.clock import Clock
from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Scope
from backend.profiles.own import OwnApi, OwnBusiness
from backend.risk import api_integrity, objects
from backend.risk.facts import known_facts
from backend.risk.models import ControlObject, Source
from backend.risk.objects import ObjectInput
from backend.risk.views import category_words, type_title
from backend.web.api_schemas import TextOut
from backend.web.calls import Day, answer, day_of, parts, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, OWN, creates, deletes, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.risk import assess
from calculators.risk_documents import verdict_document
from rules.conditions import value_as_json
from rules.control import control_types
from rules.faults import InputError
from rules.profiles import check_facts
from rules.shapes import wrong

HOME = f"{BASE}/businesses/{{business_id:str}}/risk-objects"
NEW = {"control_type": "fire", "kind": "помещение", "category": "HIGH", "assigned_on": "2026-02-02", "decision": "№ 7"}
FACTS: dict[str, Any] = {
    "type": "object",
    "properties": {"facts": {"type": "object", "description": "By the codes of `questions`; null: unknown"}},
    "required": ["facts"],
    "additionalProperties": False,
}


class RiskObjectOut(BaseModel):
    """An object: the business's own note, or what an authority or the register holds under this business."""

    id: str
    source: str = Field(description="business, authority or import; only one of business can be changed")
    control_type: str = Field(examples=["fire"])
    title: TextOut
    place_id: str
    kind: str
    registry_number: str | None
    category: str | None = Field(description="As assigned; null: none is, the law takes the risk for low")
    category_name: TextOut
    assigned_on: date | None
    decision: str | None
    last_planned_on: date | None
    last_visit_on: date | None
    facts: dict[str, Any] = Field(description="The business's own answers; empty in objects of others")


class RiskObjectPage(BaseModel):
    """Objects of others first, then the own ones."""

    items: list[RiskObjectOut]
    next: str | None


class RiskObjects(OwnApi):
    """All objects of a business."""

    path = HOME
    tags = ["control"]

    @get(**reads(OWN, "Own objects of control", RiskObjectPage, tagged=True))
    def list_risk_objects(
        self, request: AnyRequest, session: Session, own: OwnBusiness, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return its own notes, and what authorities hold of it."""
        id_ = own.find(Scope.CONTROL).id
        rows = [*objects.authority_objects(session, id_), *objects.own_objects(session, id_)]
        part = page_of(rows, lambda row: row.id, cursor, limit, ["risk-objects", id_])
        return shown(request, {"items": [_document(row) for row in part.items], "next": part.next})

    @post(**creates("Write an object down", ObjectInput, RiskObjectOut, example=NEW))
    def add_risk_object(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep it for the business alone."""
        business = own.take(Scope.CONTROL)
        typed = read_body(ObjectInput, document, ("control_type",))

        def act() -> Response[bytes]:
            row = objects.add_object(session, business, typed, clock.today(), clock.now())
            return answer(_document(row), 201)

        return once(request, session, own.actor, business.id, document, clock.now(), act)


class OneRiskObject(OwnApi):
    """One object."""

    path = f"{HOME}/{{risk_object_id:str}}"
    tags = ["control"]

    @get(**reads(OWN, "An own object of control", RiskObjectOut, tagged=True))
    def show_risk_object(
        self, request: AnyRequest, session: Session, own: OwnBusiness, risk_object_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it."""
        return shown(request, _document(_find(session, own.find(Scope.CONTROL), risk_object_id)))

    @put(**writes("Write an own object anew", ObjectInput, RiskObjectOut, example=NEW))
    def change_risk_object(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        document: Any,
        risk_object_id: FromPath[str],
    ) -> Response[bytes]:
        """Replace what is written of it; its type and its facts stay."""
        business = own.take(Scope.CONTROL)
        row = _find(session, business, risk_object_id, own=True)
        typed = read_body(ObjectInput, document, ("control_type",))
        if typed.control_type != row.control_type:
            raise InputError([wrong("control_type", typed.control_type, row.control_type, row.control_type)])
        refuse_if_changed(request, _document(row))
        objects.change_object(session, business, row, typed, clock.today())
        return shown(request, _document(row))

    @delete(**deletes("Remove an own object", conflicts=True, tagged=True))
    def remove_risk_object(
        self, request: AnyRequest, session: Session, own: OwnBusiness, risk_object_id: FromPath[str]
    ) -> None:
        """Remove it; one that an authority was asked about stays."""
        row = _find(session, own.take(Scope.CONTROL), risk_object_id, own=True)
        refuse_if_changed(request, _document(row))
        objects.remove_object(session, row)


class RiskFacts(OwnApi):
    """What the criteria ask of an object."""

    path = f"{HOME}/{{risk_object_id:str}}/facts"
    tags = ["control"]

    @put(**writes("Answer what the criteria ask", FACTS, RiskObjectOut, example={"facts": {}}))
    def answer_risk_facts(
        self, request: AnyRequest, session: Session, own: OwnBusiness, document: Any, risk_object_id: FromPath[str]
    ) -> Response[bytes]:
        """Keep exactly these answers; one left out is open again."""
        row = _find(session, own.take(Scope.CONTROL), risk_object_id, own=True)
        raw = parts(document, ("facts",))["facts"]
        type_ = control_types().get(row.control_type)
        if type_ is None:
            raise NotFound
        if not isinstance(raw, Mapping):
            raise InputError([wrong("facts", raw, "объект: код и ответ", "an object: code and answer")])
        found, faults = check_facts(raw, type_.vocabulary, "facts")
        if faults:
            raise InputError(faults)
        refuse_if_changed(request, _document(row))
        objects.keep_facts(session, row, found)
        return shown(request, _document(row))


class ObjectRisk(OwnApi):
    """The risk of an object."""

    path = f"{HOME}/{{risk_object_id:str}}/risk"
    tags = ["control"]

    @get(**reads(OWN, "The risk of an own object", "risk-result", tagged=True))
    def show_object_risk(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        risk_object_id: FromPath[str],
        on: Day = "",
    ) -> Response[bytes]:
        """Answer as `yasno risk` does: category, why, what is missing, when they come next, what would lower it."""
        row, day = _find(session, own.find(Scope.CONTROL), risk_object_id), day_of(on, clock)
        thing = objects.as_business_sees(session, row, day)
        if thing is None:
            raise NotFound
        return shown(request, verdict_document(thing, assess(thing, day), day, current_law().edition.requirements))


def _find(session: Session, business: Business, object_id: str, *, own: bool = False) -> ControlObject:
    row = session.get(ControlObject, object_id)
    if row is None or row.business_id != business.id or (own and row.source is not Source.BUSINESS):
        raise NotFound
    return row


def _document(row: ControlObject) -> dict[str, Any]:
    """Return an object as programs of its business see it: of an authority's, never the facts it holds."""
    names = (*ObjectInput.model_fields, "id")
    own = {name: getattr(row, name) for name in names}
    type_ = control_types().get(row.control_type)
    mine = row.source is Source.BUSINESS and type_ is not None
    facts = known_facts(type_, row.facts) if mine and type_ else {}
    return {
        **own,
        "place_id": row.place_id or "",
        "source": row.source.value,
        "title": type_title(row.control_type).as_dict(),
        "category_name": category_words(row.category or "LOW").as_dict(),
        "facts": {name: value_as_json(value) for name, value in facts.items()},
    }


ROUTES: list[Any] = [RiskObjects, OneRiskObject, RiskFacts, ObjectRisk, *api_integrity.ROUTES]
