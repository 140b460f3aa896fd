"""Facts for programs: the vocabulary as questions, codes of activities; a business's places and what is known there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, Parameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.law import activity_index, current_law
from backend.permissions import Actor, Permission
from backend.profiles import service
from backend.profiles.models import Origin, Place
from backend.profiles.own import OwnApi, OwnBusiness
from backend.profiles.queries import PlaceProfile, list_places, load_profile
from backend.profiles.schemas import PlaceInput
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, parts, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, deletes, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from rules.conditions import FactValue, digits, value_as_json
from rules.facts import Fact, OkvedCode
from rules.faults import InputError
from rules.language.documents import nothing_asked, trade_document
from rules.profiles import read_facts

CAFE = {"facts": {"legal_form": "ooo", "okved": ["56.10"], "employees": 12, "floor_area_m2": 80, "seats": None}}
OWN = Permission.BUSINESS_BY_KEY
Words = Annotated[str, Parameter(max_length=300, description="Words or the beginning of a code")]


class FactValueOut(BaseModel):
    """One value of a fact of choice."""

    code: str
    name: TextOut
    hint: TextOut | None


class FactOut(BaseModel):
    """A fact as a question."""

    code: str = Field(examples=["employees"])
    type: str = Field(examples=["number"])
    group: str
    level: str = Field(description="business or place", examples=["business"])
    question: TextOut | None
    hint: TextOut | None
    why: TextOut | None
    unit: str | None
    whole: bool
    min: Any
    max: Any
    values: list[FactValueOut]
    values_from: str | None = Field(description="okved2: any code of the classifier with four digits or more")
    none: TextOut | None = Field(description="What «none of these» is called; then the list is empty")
    ask_together: str | None


class FactsOut(BaseModel):
    """The vocabulary, in the order of asking."""

    edition: str
    facts: list[FactOut]


class OkvedOut(BaseModel):
    """A code of the classifier of activities."""

    code: str = Field(examples=["56.10"])
    section: str
    name: str


class OkvedPage(BaseModel):
    """Codes; `next` is the cursor of the part after, null on the last."""

    items: list[OkvedOut]
    next: str | None


class TradeOut(BaseModel):
    """A trade that the words may mean, with the codes and facts to confirm."""

    id: str
    title: TextOut
    okved: list[str]
    activities: list[str]
    premises: list[str]
    facts: dict[str, Any]
    because: list[str]


class TradesOut(BaseModel):
    """Trades, best first."""

    results: list[TradeOut]


class PlaceOut(BaseModel):
    """A place of business."""

    id: str
    name: str = Field(examples=["Тверская, 1"])
    created_at: datetime


class PlacesOut(BaseModel):
    """Places in their order; the first is the main one."""

    items: list[PlaceOut]


class PlaceFactsOut(BaseModel):
    """What is known at a place: facts of the business and of the place together."""

    place: str
    facts: dict[str, Any] = Field(description="By name; null is «не знаю»", examples=[CAFE["facts"]])
    origins: dict[str, str] = Field(description="answer, register, unknown")
    recorded_at: dict[str, datetime]


class Vocabulary(Api):
    """Facts and activities that anybody may read."""

    path = BASE
    tags = ["law"]

    @get("/facts", **reads(Permission.PUBLIC, "The vocabulary as questions", FactsOut, tagged=True))
    def list_facts(self, request: AnyRequest) -> Response[bytes]:
        """Return every fact with its question, values and bounds."""
        edition = current_law().edition
        facts = [_fact(one) for one in edition.vocabulary.facts.values()]
        return shown(request, {"edition": edition.sha256, "facts": facts}, public=True)

    @get("/okved", **reads(Permission.PUBLIC, "Codes of activities", OkvedPage, tagged=True))
    def list_okved(self, request: AnyRequest, q: Words = "", cursor: Cursor = "", limit: Limit = 50) -> Response[bytes]:
        """Return codes that begin with the digits, or whose names hold every word; all of them without words."""
        vocabulary = current_law().vocabulary
        found = [one for one in vocabulary.okved.values() if _says(one, q)]
        part = page_of(found, lambda one: one.code, cursor, limit, ["okved", q])
        items = [{"code": one.code, "section": one.section, "name": one.name} for one in part.items]
        return shown(request, {"items": items, "next": part.next}, public=True)

    @get("/activities", **reads(Permission.PUBLIC, "Trades by everyday words", TradesOut))
    def find_activities(self, q: Words, limit: Limit = 5) -> Response[bytes]:
        """Answer «Чем занимаетесь?»: trades with their codes, activities and premises to confirm."""
        if not q.strip():
            raise InputError([nothing_asked()])
        return answer({"results": [trade_document(one) for one in activity_index().suggest(q, limit)]})


class Places(OwnApi):
    """Places of a business; one with a single place need not care."""

    path = f"{BASE}/businesses/{{business_id:str}}/places"
    tags = ["business"]

    @get(**reads(OWN, "The places", PlacesOut, tagged=True))
    def list_own_places(self, request: AnyRequest, session: Session, own: OwnBusiness) -> Response[bytes]:
        """Return the places in their order."""
        business = own.find()
        return shown(request, {"items": [_place(one) for one in list_places(session, business.id)]})

    @post(**creates("Add a place", PlaceInput, PlaceOut, conflicts=True, example={"name": "Тверская, 1"}))
    def add_own_place(
        self, request: AnyRequest, session: Session, actor: Actor, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Add a place; what is known of the business holds there too."""
        business = own.take()
        data = read_body(PlaceInput, document, ("name",))

        def act() -> Response[bytes]:
            return answer(_place(service.add_place(session, business.id, data.name, clock.now())), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class OnePlace(OwnApi):
    """One place."""

    path = f"{BASE}/businesses/{{business_id:str}}/places/{{place_id:str}}"
    tags = ["business"]

    @get(**reads(OWN, "One place", PlaceOut, tagged=True))
    def show_own_place(
        self, request: AnyRequest, session: Session, own: OwnBusiness, place_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the place."""
        business = own.find()
        return shown(request, _place(load_profile(session, business).at(place_id).place))

    @put(**writes("Rename a place", PlaceInput, PlaceOut, example={"name": "Тверская, 2"}))
    def rename_own_place(
        self, request: AnyRequest, session: Session, own: OwnBusiness, document: Any, place_id: FromPath[str]
    ) -> Response[bytes]:
        """Keep another name."""
        business = own.take()
        place = load_profile(session, business).at(place_id).place
        data = read_body(PlaceInput, document, ("name",))
        refuse_if_changed(request, _place(place))
        place.name = data.name
        session.add(place)
        session.flush()
        return shown(request, _place(place))

    @delete(**deletes("Remove a place", conflicts=True, tagged=True))
    def remove_own_place(
        self, request: AnyRequest, session: Session, own: OwnBusiness, place_id: FromPath[str]
    ) -> None:
        """Remove it with what was known of it; the last place stays."""
        business = own.take()
        refuse_if_changed(request, _place(load_profile(session, business).at(place_id).place))
        service.remove_place(session, business.id, place_id)


class PlaceFacts(OwnApi):
    """What is known at a place."""

    path = f"{BASE}/businesses/{{business_id:str}}/places/{{place_id:str}}/facts"
    tags = ["business"]

    @get(**reads(OWN, "Facts at a place", PlaceFactsOut, tagged=True))
    def show_own_facts(
        self, request: AnyRequest, session: Session, own: OwnBusiness, place_id: FromPath[str]
    ) -> Response[bytes]:
        """Return what holds there: facts of the business, and those of the place."""
        business = own.find()
        return shown(request, _facts(load_profile(session, business).at(place_id)))

    @put(**writes("Replace the facts at a place", "profile", PlaceFactsOut, example=CAFE))
    def replace_own_facts(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        document: Any,
        place_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep exactly these facts; null is «не знаю», one left out is open again.

        Facts of the level `business` change for all places. Every fault is named at once, and then nothing changes.
        """
        business = own.take()
        here = load_profile(session, business).at(place_id)
        raw = parts(document, ("facts",))["facts"]
        facts = read_facts(raw, current_law().vocabulary, "facts", clock.today())
        refuse_if_changed(request, _facts(here))
        gone = [code for code in here.known if code not in facts]
        service.forget_facts(session, business.id, place_id, gone)
        service.record_facts(session, business.id, place_id, _fresh(here, facts), Origin.ANSWER, clock.now())
        return shown(request, _facts(load_profile(session, business).at(place_id)))


def _fresh(here: PlaceProfile, facts: dict[str, FactValue]) -> dict[str, FactValue]:
    """A fact said again stays as it was, with its date and origin."""
    same = {code for code, value in here.given.items() if code in facts and facts[code] == value}
    return {code: value for code, value in facts.items() if code not in same}


def _facts(profile: PlaceProfile) -> dict[str, Any]:
    order = current_law().vocabulary.facts
    known = {code: profile.known[code] for code in order if code in profile.given}
    return {
        "place": profile.place.id,
        "facts": {code: value_as_json(one.value) for code, one in known.items()},
        "origins": {code: one.origin.value for code, one in known.items()},
        "recorded_at": {code: one.at for code, one in known.items()},
    }


def _place(place: Place) -> dict[str, Any]:
    return {"id": place.id, "name": place.name, "created_at": place.created_at}


def _says(one: OkvedCode, q: str) -> bool:
    typed = q.strip()
    if typed.isascii() and digits(typed).isdigit():
        return digits(one.code).startswith(digits(typed))
    name = one.name.casefold()
    return all(word in name for word in typed.casefold().split())


def _fact(one: Fact) -> dict[str, Any]:
    return {
        "code": one.code,
        "type": one.type.value,
        "group": one.group,
        "level": "place" if one.of_place else "business",
        "question": one.question and one.question.as_dict(),
        "hint": one.hint and one.hint.as_dict(),
        "why": one.why and one.why.as_dict(),
        "unit": one.unit,
        "whole": one.whole,
        "min": one.min,
        "max": one.max,
        "values": [
            {"code": value.code, "name": value.name.as_dict(), "hint": value.hint and value.hint.as_dict()}
            for value in one.values.values()
        ],
        "values_from": one.values_from,
        "none": one.none and one.none.as_dict(),
        "ask_together": one.ask_together,
    }


ROUTES = [Vocabulary, Places, OnePlace, PlaceFacts]
