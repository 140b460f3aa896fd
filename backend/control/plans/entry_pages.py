"""One entry of a plan on the desk: placed by hand, moved with the fewest others, answered for, added in the year."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.naming import type_name
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of
from backend.control.desk.forms import read_form
from backend.control.desk.objects import find_object
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.candidates import objects_of
from backend.control.plans.forming import (
    ENTRY,
    FORMED,
    add_in_year,
    entry_asks,
    kind_ask,
    loosen,
    place_entry,
)
from backend.control.plans.pages import ANSWERED, HOME, words_of
from backend.control.plans.queries import OPEN, entries_of, find_entry, find_plan
from backend.control.plans.remarks import answer, talks_of
from backend.control.plans.shifting import Shift, offer_shift, shift
from backend.control.plans.views import entry_rows
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
OF_ENTRY = HOME + "/{plan_id:str}/entries/{entry_id:str}"
NOT_BEFORE = Ask("not_before", AskKind.DATE, Text("Не раньше какого дня", "Not before which day"), to_come=True)
PLACED = say_after("entry_placed", Text("Пункт поставлен.", "The entry is placed."))
LOOSE = say_after("entry_loose", Text("Расчёт снова может двигать пункт.", "The planner may move it again."))
SHIFTED = say_after("entry_shifted", Text("Перенесено пунктов: {0}.", "{0} entries were moved."))


class EntryPage(Controller):
    """One entry."""

    path = OF_ENTRY

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: str, entry_id: str
    ) -> Response[Any]:
        """Show it with what can be done."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        return _page(request, session, actor, clock, plan, find_entry(session, plan, entry_id))

    @post(opt=DESK, sync_to_thread=True)
    def place(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str, entry_id: str
    ) -> Response[Any]:
        """Put it where a person wants it; every clash is told."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        entry = find_entry(session, plan, entry_id)
        body = session.get_one(AuthorityBody, plan.body_id)
        try:
            typed = read_form(form, entry_asks(session, body), body.region, clock.now())
            place_entry(session, actor, plan, entry, typed, clock.now())
        except Invalid as refusal:
            return _page(request, session, actor, clock, plan, entry, typed_in(form), refusal)
        return see(f"{HOME}/{plan.id}/entries/{entry.id}", PLACED)


class LoosenEntry(Controller):
    """Letting the planner move an entry again."""

    path = OF_ENTRY + "/loosen"

    @post(opt=DESK, sync_to_thread=True)
    def loosen(self, session: Session, actor: Actor, plan_id: str, entry_id: str) -> Response[Any]:
        """Do."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        entry = find_entry(session, plan, entry_id)
        loosen(session, plan, entry)
        return see(f"{HOME}/{plan.id}/entries/{entry.id}", LOOSE)


class AnswerEntry(Controller):
    """Answering a remark."""

    path = OF_ENTRY + "/answer"

    @post(opt=DESK, sync_to_thread=True)
    def answer(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str, entry_id: str
    ) -> Response[Any]:
        """Keep the answer."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        entry = find_entry(session, plan, entry_id)
        try:
            answer(session, actor, plan, entry, words_of(form), clock.now())
        except Invalid as refusal:
            return _page(request, session, actor, clock, plan, entry, typed_in(form), refusal)
        return see(f"{HOME}/{plan.id}/entries/{entry.id}", ANSWERED)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    plan: EventPlan,
    entry: EventPlanEntry,
    values: dict[str, Any] | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    body = session.get_one(AuthorityBody, plan.body_id)
    talk = talks_of(session, plan, Side.AUTHORITY)
    seen = find_case(session, actor, ENTRY, entry.id, clock.today())
    start = entry.start.isoformat() if entry.start else ""
    own = {"inspector_id": entry.inspector_id or "", "start": start, "days": entry.days}
    return page(
        request,
        "control/plans/entry.html",
        status_code=422 if refusal else 200,
        row=entry_rows(session, [entry], talk)[0],
        plan=plan,
        back=f"{HOME}/{plan.id}",
        home=f"{HOME}/{plan.id}/entries/{entry.id}",
        can_place=entry.state == "PROPOSED" and plan.state != "WITH_PROSECUTOR",
        can_move=entry.state in OPEN and entry.start is not None and plan.state != "WITH_PROSECUTOR",
        can_answer=plan.state == "REMARKS",
        formed=plan.state in FORMED,
        offers=links_of(session, seen, actor),
        asks=entry_asks(session, body),
        values=own if values is None else values,
        faults=refusal.faults if refusal else (),
    )


class MoveEntry(Controller):
    """«Перенести в плане»: from which day, what that takes, and doing it."""

    path = OF_ENTRY + "/move"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str, entry_id: str) -> Response[Any]:
        """Ask from which day."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        return _move_page(request, session, plan, find_entry(session, plan, entry_id), {})

    @post(opt=DESK, sync_to_thread=True)
    def move(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str, entry_id: str
    ) -> Response[Any]:
        """Show the offer; with its seal, do it."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        entry = find_entry(session, plan, entry_id)
        body = session.get_one(AuthorityBody, plan.body_id)
        try:
            day: date = read_form(form, (NOT_BEFORE,), body.region, clock.now(), also=("seal",))["not_before"]
        except Invalid as refusal:
            return _move_page(request, session, plan, entry, typed_in(form), refusal=refusal)
        if seal := form.get("seal"):
            moves = shift(session, actor, plan, entry, day, seal, clock.now())
            return see(f"{HOME}/{plan.id}", SHIFTED, len(moves))
        return _move_page(request, session, plan, entry, typed_in(form), offer_shift(session, plan, entry, day))


def _move_page(
    request: AnyRequest,
    session: Session,
    plan: EventPlan,
    entry: EventPlanEntry,
    values: dict[str, Any],
    offer: Shift | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    ids = [move.check for move in offer.moves] if offer else []
    rows = {row["id"]: row for row in entry_rows(session, [find_entry(session, plan, one) for one in ids])}
    return page(
        request,
        "control/plans/move.html",
        status_code=422 if refusal else 200,
        row=entry_rows(session, [entry])[0],
        back=f"{HOME}/{plan.id}/entries/{entry.id}",
        asks=(NOT_BEFORE,),
        offer=offer,
        moves=[{"row": rows[move.check], "start": move.start, "end": move.end} for move in offer.moves]
        if offer
        else [],
        values=values,
        faults=refusal.faults if refusal else (),
    )


class AddEntry(Controller):
    """Proposing an object for a plan that runs."""

    path = HOME + "/{plan_id:str}/add"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str) -> Response[Any]:
        """Ask which object, when, who."""
        return _add_page(request, session, find_plan(session, actor, plan_id, Side.AUTHORITY), {})

    @post(opt=DESK, sync_to_thread=True)
    def add(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str
    ) -> Response[Any]:
        """Propose it; the head includes it on a ground."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        body = session.get_one(AuthorityBody, plan.body_id)
        try:
            typed = read_form(form, _add_asks(session, plan, body), body.region, clock.now())
            thing = find_object(session, body, typed["object_id"])
            entry = add_in_year(session, actor, plan, thing, typed, clock.now())
        except Invalid as refusal:
            session.rollback()
            plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
            return _add_page(request, session, plan, typed_in(form), refusal)
        return see(f"{HOME}/{plan.id}/entries/{entry.id}", PLACED)


def _add_asks(session: Session, plan: EventPlan, body: AuthorityBody) -> tuple[Ask, ...]:
    present = {row.object_id for row in entries_of(session, plan, *OPEN)}
    free = [row for row in objects_of(session, body, plan.control_type) if row.id not in present]
    choices = tuple((row.id, Text(*[f"{row.business_name}, {row.address}"] * 2)) for row in free)
    none = (("", Text("Объектов нет", "No objects")),)
    return (
        Ask("object_id", AskKind.CHOICE, Text("Объект", "Object"), choices=choices or none),
        kind_ask(),
        *entry_asks(session, body),
    )


def _add_page(
    request: AnyRequest, session: Session, plan: EventPlan, values: dict[str, Any], refusal: Invalid | None = None
) -> Response[Any]:
    body = session.get_one(AuthorityBody, plan.body_id)
    return page(
        request,
        "control/plans/add.html",
        status_code=422 if refusal else 200,
        plan=plan,
        title=type_name(plan.control_type),
        back=f"{HOME}/{plan.id}",
        asks=_add_asks(session, plan, body),
        values=values,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [EntryPage, LoosenEntry, AnswerEntry, MoveEntry, AddEntry]
