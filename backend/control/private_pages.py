"""Pages of the business's own parts of a room: «check the check», costs, marks, getting ready."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.naming import event_title
from backend.control.cases.pages import typed_in
from backend.control.models.room import Side
from backend.control.own.appeal_basis import basis_document
from backend.control.own.checking import check, choose, keep_answers, kept
from backend.control.own.costing import FactInput, keep_fact, keep_scenario
from backend.control.own.preparing import keep_preparation
from backend.control.own.rating import rate
from backend.control.parts import PART_NAMES, Part
from backend.control.queries import Seen, find_event, require_part
from backend.control.rooms import RoomContext, room_parts
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
OWN = {"permission": Permission.CONTROL_OWN}
EVENT = "/control-events/{event_id:str}"
KEPT = say_after("event_answers_kept", Text("Ответы сохранены.", "The answers are saved."))
PUT_IN = say_after("point_put_in", Text("Добавлено в жалобу.", "Added to the appeal."))
TAKEN_OUT = say_after("point_taken_out", Text("Убрано из жалобы.", "Taken out of the appeal."))
COUNTED = say_after("event_costs_kept", Text("Посчитано по вашим числам.", "Counted by your numbers."))
FACT_KEPT = say_after("event_fact_kept", Text("Записано: план рядом с фактом.", "Saved: the plan beside the fact."))
RATED = say_after("event_rated", Text("Оценка сохранена.", "Your marks are saved."))
FACT_FIELDS = frozenset(FactInput.model_fields)


class CheckPage(Controller):
    """«Проверить проверку»."""

    path = f"{EVENT}/check"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show what the check finds, and what it still asks."""
        seen = _seen(session, actor, clock, event_id, Part.CHECK)
        return _check_page(request, session, actor, clock, seen, _said(kept(session, seen.event.id)[0]))

    @post(opt=OWN, sync_to_thread=True)
    def answer(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Keep the answers."""
        seen = _own(session, actor, clock, event_id, Part.CHECK)
        asks = check(session, seen.event, kept(session, seen.event.id)[0]).asks
        several = {ask.name: form.all(ask.name) for ask in asks if ask.kind == "choices"}
        try:
            keep_answers(session, seen.event, form.flat() | several, asks, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _check_page(request, session, actor, clock, seen, typed_in(form), refusal)
        return see(f"/control-events/{seen.event.id}/check", KEPT)


class ChosenPage(Controller):
    """«В жалобу»."""

    path = f"{EVENT}/check/chosen"

    @post(opt=OWN, sync_to_thread=True)
    def choose(self, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str) -> Response[Any]:
        """Put a point into the basis of the appeal, or take it out."""
        seen = _own(session, actor, clock, event_id, Part.CHECK)
        taken = form.get("take") != "0"
        choose(session, seen.event, form.get("code") or "", clock.now(), taken=taken)
        return see(f"/control-events/{seen.event.id}/check", PUT_IN if taken else TAKEN_OUT)


class BasisPage(Controller):
    """What an appeal rests on: to read and to print."""

    path = f"{EVENT}/check/basis"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show the chosen points as an appeal words them, where it is filed and until when."""
        seen = _seen(session, actor, clock, event_id, Part.CHECK)
        return page(
            request,
            "control/own/basis.html",
            title=event_title(seen.event),
            back=f"/control-events/{seen.event.id}/check",
            event=seen.event,
            on=clock.today(),
            data=_data(session, actor, clock, seen, Part.CHECK),
        )


class BasisFile(Controller):
    """The same as a file for a program."""

    path = f"{EVENT}/check/basis.json"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[bytes]:
        """Hand it out."""
        seen = _seen(session, actor, clock, event_id, Part.CHECK)
        document = json.dumps(basis_document(session, seen.event, clock.now()), ensure_ascii=False, indent=2)
        name = f"yasno-event-{seen.event.number}-appeal.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(document.encode(), media_type="application/json", headers=headers)


class EventCostsPage(Controller):
    """Time and money."""

    path = f"{EVENT}/costs"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show the estimate and its numbers."""
        return _part_page(
            request, session, actor, clock, _seen(session, actor, clock, event_id, Part.COSTS), Part.COSTS
        )

    @post(opt=OWN, sync_to_thread=True)
    def count(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Count by the numbers given, or keep what it came to."""
        seen = _own(session, actor, clock, event_id, Part.COSTS)
        values = form.flat()
        keep, said = (keep_fact, FACT_KEPT) if set(values) & FACT_FIELDS else (keep_scenario, COUNTED)
        try:
            keep(session, seen.event, values, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _part_page(request, session, actor, clock, seen, Part.COSTS, values, refusal)
        return see(f"/control-events/{seen.event.id}/costs", said)


class RatingPage(Controller):
    """Marks of the event."""

    path = f"{EVENT}/rating"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show the marks given."""
        seen = _seen(session, actor, clock, event_id, Part.RATING)
        return _part_page(request, session, actor, clock, seen, Part.RATING)

    @post(opt=OWN, sync_to_thread=True)
    def mark(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Keep the marks."""
        seen = _own(session, actor, clock, event_id, Part.RATING)
        try:
            rate(session, seen.event, form.flat(), clock.now())
        except Invalid as refusal:
            session.rollback()
            return _part_page(request, session, actor, clock, seen, Part.RATING, form.flat(), refusal)
        return see(f"/control-events/{seen.event.id}", RATED)


class PreparationPage(Controller):
    """Questions for getting ready."""

    path = f"{EVENT}/preparation"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show the questions."""
        seen = _seen(session, actor, clock, event_id, Part.PREPARATION)
        return _part_page(request, session, actor, clock, seen, Part.PREPARATION)

    @post(opt=OWN, sync_to_thread=True)
    def answer(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Keep the answers."""
        seen = _own(session, actor, clock, event_id, Part.PREPARATION)
        try:
            keep_preparation(session, seen.event, form.flat(), clock.now())
        except Invalid as refusal:
            session.rollback()
            return _part_page(request, session, actor, clock, seen, Part.PREPARATION, form.flat(), refusal)
        return see(f"/control-events/{seen.event.id}/preparation", KEPT)


def _seen(session: Session, actor: Actor, clock: Clock, event_id: str, part: Part, *, write: bool = False) -> Seen:
    seen = find_event(session, actor, event_id, clock.today(), write=write)
    require_part(seen, part)
    return seen


def _own(session: Session, actor: Actor, clock: Clock, event_id: str, part: Part) -> Seen:
    """Return the event for writing: the business alone writes into its own parts."""
    seen = _seen(session, actor, clock, event_id, part, write=True)
    if seen.side is not Side.BUSINESS:
        raise NotFound
    return seen


def _data(session: Session, actor: Actor, clock: Clock, seen: Seen, part: Part) -> Mapping[str, Any] | None:
    return room_parts()[part].make(RoomContext(session, seen.event, seen.side, actor, clock.now()))


def _said(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept answers as a form has them."""
    return {name: one for key, value in answers.items() for name, one in _field(key, value)}


def _field(name: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    if isinstance(value, list):
        return [(f"{name}[]", value), (name, "\n".join(map(str, value)))]
    return [(name, str(value)[:16] if "T" in str(value) else str(value))]


def _check_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    seen: Seen,
    values: Mapping[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    asks = check(session, seen.event, kept(session, seen.event.id)[0]).asks if seen.side is Side.BUSINESS else ()
    return _part_page(request, session, actor, clock, seen, Part.CHECK, values, refusal, asks=asks)


def _part_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    seen: Seen,
    part: Part,
    values: Mapping[str, Any] | None = None,
    refusal: Invalid | None = None,
    **more: Any,
) -> Response[Any]:
    return page(
        request,
        f"control/own/{part.value}.html",
        status_code=422 if refusal else 200,
        title=event_title(seen.event),
        name=PART_NAMES[part],
        back=f"/control-events/{seen.event.id}",
        data=_data(session, actor, clock, seen, part),
        values=dict(values or {}),
        given=values is not None,
        faults=refusal.faults if refusal else (),
        **more,
    )


ROUTES: list[Any] = [CheckPage, ChosenPage, BasisPage, BasisFile, EventCostsPage, RatingPage, PreparationPage]
