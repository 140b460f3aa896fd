"""Systemic cards for programs of an ombudsman: the list, a new one, its words, sending it."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, get, post, put
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import NotFound
from backend.ombudsman.models import SystemicCard
from backend.ombudsman.systemic import (
    answer_of,
    asked_in_public,
    cards_of,
    counted_words,
    figures_of,
    find_card,
    join,
    members_of,
    open_card,
    public_words,
    send,
    write_card,
)
from backend.permissions import Actor, Permission
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest, settings_of
from backend.web.etags import shown
from backend.web.forms import Input
from backend.web.idempotency import once
from backend.web.openapi import BASE, changes, creates, reads, writes
from rules.roles import Role

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
LINE = {"type": "string", "minLength": 3, "maxLength": 300}
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {"title": LINE, "requirement": {"type": "string", "maxLength": 120}},
    "required": ["title"],
    "additionalProperties": False,
}
WORDS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": LINE,
        "statement": {"type": "string", "maxLength": 3800, "description": "Public: it may name nobody"},
        "authority": {"type": "string", "maxLength": 40},
        "cases": {"type": "array", "items": {"type": "string"}, "description": "Ids of own cases"},
    },
    "required": ["title", "statement", "authority", "cases"],
    "additionalProperties": False,
}
A_TITLE = {"title": "Справки просят повторно"}
SAID = {**A_TITLE, "statement": "Просят то, что есть в реестре.", "authority": "mchs", "cases": []}


class FigureOut(BaseModel):
    """A released figure."""

    name: TextOut
    said: TextOut
    release: str


class SystemicOut(BaseModel):
    """A systemic card."""

    id: str
    number: int
    title: str
    requirement: str | None
    authority: str
    cases: list[str]
    counted: TextOut | None = Field(description="From 10, rounded to 5; below only that there are some")
    asked_in_public: list[int] = Field(description="Numbers of public statements about the same requirement")
    figures: list[FigureOut] = Field(description="What the newest releases tell of its requirement; empty: collecting")
    preview: str = Field(description="What everybody will read")
    sent_on: date | None
    answer: dict[str, Any] | None


class SystemicPage(BaseModel):
    """The cards of an ombudsman, the last first."""

    items: list[SystemicOut]


class NewBody(Input):
    """A new card."""

    title: str = Field(min_length=3, max_length=300)
    requirement: str = Field(default="", max_length=120)


class WordsBody(Input):
    """The words of a card."""

    title: str = Field(min_length=3, max_length=300)
    statement: str = Field(max_length=3800)
    authority: str = Field(max_length=40)
    cases: list[str] = Field(max_length=1000)


class SystemicCardsApi(Api):
    """All cards of an ombudsman."""

    path = f"{BASE}/systemic-cards"
    tags = ["control"]

    @get(**reads(READ, "Systemic cards", SystemicPage, tagged=True))
    def list_systemic_cards(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return one's own."""
        _only_ombudsmen(actor)
        return shown(request, {"items": [_document(request, session, row, clock) for row in cards_of(session, actor)]})

    @post(**creates("Begin a systemic card", NEW, SystemicOut, WRITE, example=A_TITLE))
    def begin_systemic_card(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Begin one about a requirement, or a practice without one."""
        _only_ombudsmen(actor)

        def act() -> Response[bytes]:
            said = read_body(NewBody, document, ("title",))
            row = open_card(session, actor, said.title, said.requirement or None, clock.now())
            return answer(_document(request, session, row, clock), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OneSystemicCard(Api):
    """One card."""

    path = f"{BASE}/systemic-cards/{{card_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "A systemic card", SystemicOut, tagged=True))
    def show_systemic_card(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, card_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it with the regulator's answer and its clock."""
        return shown(request, _document(request, session, find_card(session, actor, card_id), clock))

    @put(**writes("Write a systemic card", WORDS, SystemicOut, WRITE, conflicts=True, example=SAID))
    def write_systemic_card(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        card_id: FromPath[str],
    ) -> Response[bytes]:
        """Replace its words and the cases it joins."""
        row = find_card(session, actor, card_id, write=True)
        said = read_body(WordsBody, document, ("title", "statement", "authority", "cases"))
        write_card(session, row, said.title, said.statement, said.authority)
        join(session, actor, row, said.cases, clock.now())
        return shown(request, _document(request, session, row, clock))

    @post("/send", **changes(WRITE, "Send a systemic card", SystemicOut, conflicts=True))
    def send_systemic_card(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, card_id: FromPath[str]
    ) -> Response[bytes]:
        """Send it to the regulator, who answers in public."""
        row = find_card(session, actor, card_id, write=True)
        send(session, actor, row, clock.now())
        return shown(request, _document(request, session, row, clock))


def _only_ombudsmen(actor: Actor) -> None:
    if Role.OMBUDSMAN not in actor.roles:
        raise NotFound


def _document(request: AnyRequest, session: Session, row: SystemicCard, clock: Clock) -> dict[str, Any]:
    cases = sorted(one.case_id for one in members_of(session, row))
    counted, told = counted_words(len(cases)), answer_of(session, row, clock.now())
    names = ("id", "number", "title", "requirement", "authority", "sent_on")
    return {name: getattr(row, name) for name in names} | {
        "cases": cases,
        "counted": counted.as_dict() if counted else None,
        "asked_in_public": [item.number for item in asked_in_public(session, row)],
        "figures": [_figure(one) for one in figures_of(settings_of(request), row)],
        "preview": public_words(session, row),
        "answer": _answer(told) if told else None,
    }


def _figure(one: Any) -> dict[str, Any]:
    return {"name": one.name.as_dict(), "said": one.said.as_dict(), "release": one.release}


def _answer(told: dict[str, Any]) -> dict[str, Any]:
    terms = [{"key": one["key"], "due": one["due"], "article": one["source"]} for one in told["terms"]]
    return {**told, "state": told["state"].as_dict(), "terms": terms}


ROUTES: list[Any] = [SystemicCardsApi, OneSystemicCard]
