"""Opening a case in the room of an event: a demand for papers, a postponement, a prescription, by its first step."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.files import keep_proof
from backend.control.cases.naming import about_case
from backend.control.cases.opening import begin
from backend.control.cases.outside_adapters import adapter_of
from backend.control.cases.pages import FILE, VERSION, typed_in
from backend.control.cases.stepping import CaseSeen, Offer, asks_of_step, roles_of, take
from backend.control.queries import find_event
from backend.errors import Invalid, NotFound
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.procedures.outside import working_copy
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
OPENED = say_after("control_opened", Text("Записано.", "Written down."))


class NewCasePage(Controller):
    """The first step of a new case in a room."""

    path = "/control-events/{event_id:str}/new/{procedure:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str, procedure: str
    ) -> Response[Any]:
        """Ask for what the first step needs."""
        room = find_event(session, actor, event_id, clock.today())
        seen, action = begin(session, room, actor, procedure, clock.now())
        answer = _page(request, session, seen, _offer(session, seen, actor, action), Form())
        session.rollback()
        return answer

    @post(opt=ROOM, sync_to_thread=True)
    def open(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        event_id: str,
        procedure: str,
    ) -> Response[Any]:
        """Open the case by taking its first step."""
        files, faults = files_in(form, FILE)
        room = find_event(session, actor, event_id, clock.today(), write=True)
        seen, action = begin(session, room, actor, procedure, clock.now())
        offer = _offer(session, seen, actor, action)
        try:
            if faults:
                raise Invalid(faults)
            session.add(seen.case)
            session.flush()
            settings, now = settings_of(request), clock.now()
            kept = keep_proof(session, settings.data, seen, action, files, now) if files else None
            take(session, seen, actor, action, _values(form, offer), now, file=kept, adapter=adapter_of(settings))
        except Invalid as refusal:
            session.rollback()
            room = find_event(session, actor, event_id, clock.today())
            again, _ = begin(session, room, actor, procedure, clock.now())
            return _page(request, session, again, offer, form, refusal)
        return see(seen.address, OPENED)


def _offer(session: Session, seen: CaseSeen, actor: Actor, action: str) -> Offer:
    for step in seen.rows:
        if step.action == action and seen.case.state in step.froms:
            role = next((role for role in roles_of(seen, actor) if role in step.actors), None)
            if role is not None:
                return Offer(step, role, asks_of_step(session, seen, step))
    raise NotFound


def _values(form: Form, offer: Offer) -> dict[str, Any]:
    several = {ask.name for ask in offer.asks if ask.kind == "choices"}
    flat = {name: value for name, value in form.flat().items() if name not in (VERSION, FILE)}
    return flat | {name: form.all(name) for name in several}


def _page(
    request: AnyRequest, session: Session, seen: CaseSeen, offer: Offer, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    own = seen.kind.own_copy(session, seen.case)
    return page(
        request,
        "control/step.html",
        status_code=422 if refusal else 200,
        offer=offer,
        about=about_case(session, seen),
        address=f"/control-events/{seen.case.event_id}",
        recorded=own and seen.kind.procedure != "postponement",
        working_copy=None if own else working_copy(offer.step),
        version="",
        values=typed_in(form),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [NewCasePage]
