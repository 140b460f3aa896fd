"""«Перенести»: which way is open to this business in this event, then the form of the way that was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session, col, select

from backend.clock import Clock
from backend.control.cases.files import keep_proof
from backend.control.cases.kinds import case_kinds
from backend.control.cases.naming import event_title
from backend.control.cases.outside_adapters import adapter_of
from backend.control.cases.pages import FILE, typed_in
from backend.control.cases.stepping import CaseSeen, Offer, asks_of_step, take
from backend.control.cases.view import links_of
from backend.control.kinds.postponement import KIND, begin_by, standing_of
from backend.control.models import ControlEvent, DocumentRequest, Prescription, PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.lists import procedure_of
from backend.control.queries import Seen, find_event
from backend.errors import Invalid, NotFound
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.control.postponing import Route, Way, ways
from rules.procedures.outside import working_copy
from rules.roles import Role
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
SUBMIT = "submit"
# The steps of a visit by which its day goes elsewhere.
MOVES = frozenset({"ask_shift", "postpone", "change_date"})
BY_FORM = {Route.ABSENCE.value: Route.ABSENCE, Route.SHIFT.value: Route.SHIFT}
FILED = say_after(
    "postponement_filed", Text("Просьба записана, срок ответа посчитан.", "Filed; the answer is counted.")
)


class PostponePage(Controller):
    """The five ways."""

    path = "/control-events/{event_id:str}/postpone"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Show each with what it is worth, and whether it is open."""
        room = _room(session, actor, event_id, clock)
        return page(
            request,
            "control/postpone.html",
            about=event_title(room.event),
            address=f"/control-events/{room.event.id}",
            ways=[_shown(session, room.event, way) for way in ways_of(session, room.event)],
            visits=moves_of_visits(session, actor, room.event),
        )


class PostponeByPage(Controller):
    """The form of one of the two ways that move the event itself."""

    path = "/control-events/{event_id:str}/postpone/{route:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str, route: str
    ) -> Response[Any]:
        """Ask for the cause or the reason."""
        room = _room(session, actor, event_id, clock)
        seen = _begun(session, room, route, clock)
        return _form(request, session, seen, Form())

    @post(opt=ROOM, sync_to_thread=True)
    def file(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str, route: str
    ) -> Response[Any]:
        """File the request; what was typed stays on the page where it is refused."""
        files, faults = files_in(form, FILE)
        seen = _begun(session, _room(session, actor, event_id, clock, write=True), route, clock)
        typed = {name: value for name, value in form.flat().items() if name not in (FILE, "version")}
        try:
            if faults:
                raise Invalid(faults)
            session.add(seen.case)
            session.flush()
            proof = keep_proof(session, settings_of(request).data, seen, SUBMIT, files, clock.now()) if files else None
            adapter = adapter_of(settings_of(request))
            take(session, seen, actor, SUBMIT, typed, clock.now(), file=proof, adapter=adapter)
        except Invalid as refusal:
            session.rollback()
            again = _begun(session, _room(session, actor, event_id, clock), route, clock)
            return _form(request, session, again, form, refusal)
        return see(seen.address, FILED)


def ways_of(session: Session, event: ControlEvent) -> tuple[Way, ...]:
    """Return the five ways as they stand in an event."""
    demands, prescriptions = len(_asked(session, event)), len(_to_meet(session, event))
    return ways(replace(standing_of(session, event), demands=demands, prescriptions=prescriptions))


def _asked(session: Session, event: ControlEvent) -> list[str]:
    """Return the demands for which more time can be asked."""
    query = select(DocumentRequest.id).where(DocumentRequest.event_id == event.id, DocumentRequest.state == "ISSUED")
    return list(session.exec(query))


def _to_meet(session: Session, event: ControlEvent) -> list[str]:
    """Return the prescriptions that can be deferred."""
    query = select(Prescription.id).where(Prescription.event_id == event.id, Prescription.state == "RECEIVED")
    return list(session.exec(query))


def _shown(session: Session, event: ControlEvent, way: Way) -> dict[str, Any]:
    return {
        "route": way.route.value,
        "title": way.title,
        "opened": way.opened,
        "why": way.why,
        "worth": way.worth,
        "proof": way.proof,
        "article": way.article,
        "hrefs": _addresses(session, event, way),
    }


def _addresses(session: Session, event: ControlEvent, way: Way) -> list[str]:
    if way.opened is False:
        return []
    if way.route.value in BY_FORM:
        return [f"/control-events/{event.id}/postpone/{way.route}"]
    if way.route is Route.PAPERS:
        return [f"/cases/document_request/{one}/ask_extension" for one in _asked(session, event)]
    if way.route is Route.DEFERRAL:
        return [f"/cases/prescription/{one}/ask_deferral" for one in _to_meet(session, event)]
    return ["/visits"]


def moves_of_visits(session: Session, actor: Actor, event: ControlEvent) -> list[dict[str, Any]]:
    """Return the steps that move the business's visits of this control, each the visit's own: D2 and D3 for them."""
    mine = PreventiveVisit.business_id == event.business_id, PreventiveVisit.control_type == event.control_type
    rows = session.exec(select(PreventiveVisit).where(*mine).order_by(col(PreventiveVisit.platform_number))).all()
    found = []
    for row in rows:
        seen = CaseSeen(case_kinds()[procedure_of(row)], row, Side.BUSINESS)
        found += [
            {"href": link["href"], "name": link["name"], "number": row.platform_number, "day": row.agreed_date}
            for link in links_of(session, seen, actor)
            if link["action"] in MOVES
        ]
    return found


def _room(session: Session, actor: Actor, event_id: str, clock: Clock, *, write: bool = False) -> Seen:
    """Return the room for the business; the other sides do not ask for another day."""
    room = find_event(session, actor, event_id, clock.today(), write=write)
    if room.side is not Side.BUSINESS:
        raise NotFound
    return room


def _begun(session: Session, room: Seen, route: str, clock: Clock) -> CaseSeen:
    if route not in BY_FORM:
        raise NotFound
    return CaseSeen(KIND, begin_by(session, room.event, BY_FORM[route], clock.now()), room.side)


def _form(
    request: AnyRequest, session: Session, seen: CaseSeen, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    condition = "by_absence" if seen.case.route == Route.ABSENCE else "by_agreement"
    step = next(row for row in seen.rows if row.action == SUBMIT and row.only_if == condition)
    own = seen.kind.own_copy(session, seen.case)
    return page(
        request,
        "control/step.html",
        status_code=422 if refusal else 200,
        offer=Offer(step, Role.BUSINESS, asks_of_step(session, seen, step)),
        about=event_title(session.get_one(ControlEvent, seen.case.event_id)),
        address=f"/control-events/{seen.case.event_id}/postpone",
        recorded=False,
        working_copy=None if own else working_copy(step),
        version="",
        values=typed_in(form),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [PostponePage, PostponeByPage]
