"""Pages of systemic cards: all of them, a new one, one with its cases, its preview, its answer and clock."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.authorities.queries import list_bodies
from backend.clock import Clock
from backend.control.cases.pages import typed_in
from backend.db.engine import open_session
from backend.errors import Conflict, Invalid
from backend.ombudsman.about import title_of
from backend.ombudsman.models import SystemicCard
from backend.ombudsman.systemic import (
    COLLECTING,
    answer_of,
    asked_lines,
    cards_of,
    counted_words,
    figures_of,
    find_card,
    join,
    members_of,
    open_card,
    own_cases,
    public_words,
    send,
    suggested_for,
    write_card,
)
from backend.ombudsman.views import COMPARED, note
from backend.permissions import Actor, Permission
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from backend.web.tables import csv_answer
from rules.text import Text

DESK = {"permission": Permission.OMBUDSMAN_DESK}
OPENED = say_after("systemic_opened", Text("Карточка заведена. Её видите только вы.", "The card is begun."))
WRITTEN = say_after("systemic_written", Text("Записано.", "Written down."))
SENT = say_after(
    "systemic_sent", Text("Отправлено регулятору. Срок ответа пошёл.", "Sent; the clock of the answer runs.")
)


HEADS = (
    Text("Номер", "Number"),
    Text("О чём", "About"),
    Text("Код требования", "Requirement"),
    Text("Кто отвечает", "Who answers"),
    Text("Сколько дел", "How many cases"),
    Text("Отправлено", "Sent"),
)


class NewCard(Input):
    """A new card."""

    title: str = Field(min_length=3, max_length=300)
    requirement: str = Field(default="", max_length=120)


class CardWords(Input):
    """The words of a card, and who answers."""

    title: str = Field(min_length=3, max_length=300)
    statement: str = Field(default="", max_length=3800)
    authority: str = Field(default="", max_length=40)


class SystemicCards(Controller):
    """All cards of an ombudsman, and a new one."""

    path = "/desk/ombudsman/systemic"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List them."""
        return _list_page(request, session, actor)

    @post(opt=DESK, sync_to_thread=True)
    def begin(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Begin one."""
        try:
            typed = read(NewCard, {name: value for name, value in form.flat().items() if value})
            row = open_card(session, actor, typed.title, typed.requirement or None, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _list_page(request, session, actor, form, refusal.faults)
        return see(f"/desk/ombudsman/systemic/{row.id}", OPENED)


class CardsTable(Controller):
    """The same as a table."""

    path = "/desk/ombudsman/systemic.csv"

    @get(opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return every card of an ombudsman."""
        language = language_of(request)
        lines = [
            [str(row.number), row.title, row.requirement or "", row.authority, row.counted, _sent(row, language)]
            for row in cards_of(session, actor)
        ]
        return csv_answer("yasno-systemic", [[head.in_(language) for head in HEADS], *lines])


def _sent(row: SystemicCard, language: str) -> str:
    return formats.day(row.sent_on, language) if row.sent_on else ""


class OneCard(Controller):
    """One card."""

    path = "/desk/ombudsman/systemic/{card_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, card_id: str) -> Response[Any]:
        """Show it as the regulator will read it, with its cases and its answer."""
        return _card_page(request, session, actor, clock, find_card(session, actor, card_id))

    @post(opt=DESK, sync_to_thread=True)
    def write(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, card_id: str
    ) -> Response[Any]:
        """Write its words and which cases it joins."""
        row = find_card(session, actor, card_id, write=True)
        flat = {name: value for name, value in form.flat().items() if name != "cases" and value}
        try:
            typed = read(CardWords, flat)
            write_card(session, row, typed.title, typed.statement, typed.authority)
            join(session, actor, row, form.all("cases"), clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            return _refused_page(request, actor, clock, card_id, form, refusal.faults)
        return see(f"/desk/ombudsman/systemic/{card_id}", WRITTEN)

    @post("/send", opt=DESK, sync_to_thread=True)
    def send(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, card_id: str) -> Response[Any]:
        """Send it to the regulator."""
        row = find_card(session, actor, card_id, write=True)
        try:
            send(session, actor, row, clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            return _refused_page(request, actor, clock, card_id, None, refusal.faults)
        return see(f"/desk/ombudsman/systemic/{card_id}", SENT)


def _list_page(
    request: AnyRequest, session: Session, actor: Actor, form: Form | None = None, faults: Any = ()
) -> Response[Any]:
    rows = [
        {
            "href": f"/desk/ombudsman/systemic/{row.id}",
            "number": row.number,
            "title": row.title,
            "sent_on": row.sent_on,
        }
        for row in cards_of(session, actor)
    ]
    return page(
        request,
        "ombudsman/systemic.html",
        status_code=422 if faults else 200,
        rows=rows,
        values=typed_in(form or Form()),
        faults=faults,
    )


def _refused_page(
    request: AnyRequest, actor: Actor, clock: Clock, card_id: str, form: Form | None, faults: Any
) -> Response[Any]:
    """The card as it stands, read apart: a look that the page notes needs the writer's place, which is given back."""
    with open_session(request.app.state.engine) as reading:
        return _card_page(request, reading, actor, clock, find_card(reading, actor, card_id), form, faults)


def _card_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    row: SystemicCard,
    form: Form | None = None,
    faults: Any = (),
) -> Response[Any]:
    joined = {one.case_id for one in members_of(session, row)}
    cases = own_cases(session, actor, clock.now())
    suggested, by_consent = suggested_for(session, row, cases, clock.now())
    note(request, actor, by_consent, COMPARED, clock.now())
    offices = sorted({body.authority for body in list_bodies(session)} | ({row.authority} - {""}))
    values = typed_in(form or Form()) if form else {
        "title": row.title, "statement": row.statement, "authority": row.authority, "cases[]": sorted(joined),
    }  # fmt: skip
    return page(
        request,
        "ombudsman/systemic_card.html",
        status_code=422 if faults else 200,
        row=row,
        values=values,
        cases=[{"value": one.id, "label": title_of(one)} for one in cases],
        suggested=suggested,
        offices=offices,
        preview=public_words(session, row),
        counted=counted_words(len(joined)),
        asked=asked_lines(session, row),
        figures=figures_of(settings_of(request), row),
        collecting=COLLECTING,
        answer=answer_of(session, row, clock.now()),
        back="/desk/ombudsman/systemic",
        faults=faults,
    )


ROUTES: list[Any] = [SystemicCards, CardsTable, OneCard]
