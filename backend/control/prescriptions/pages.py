"""The page of a prescription for each side, its draft, and the draft as a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.asking import read_asked
from backend.control.cases.course import course_of
from backend.control.cases.naming import about_case, event_title
from backend.control.cases.pages import VERSION, typed_in
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.models import ControlEvent, Prescription
from backend.control.models.room import Side
from backend.control.prescriptions.draft import Point, asks_of, draft_of, new_points, save, stored_points, values_of
from backend.control.prescriptions.paper import prescription_pdf
from backend.control.prescriptions.prescribing import NAME, parent_of
from backend.control.prescriptions.view import agreement_shown, shown_of
from backend.control.queries import find_event
from backend.errors import Changed, Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.calendar import zone_of
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
DESK = {"permission": Permission.CONTROL_DESK}
SAVED = say_after("prescription_saved", Text("Проект сохранён.", "The draft is saved."))
NEW = Text("Проект предписания", "Draft prescription")


class PrescriptionPage(Controller):
    """One prescription."""

    path = "/prescriptions/{prescription_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, prescription_id: str
    ) -> Response[Any]:
        """Show points, days, motions, what can be done; to the prosecutor the agreement alone."""
        seen = find_case(session, actor, NAME, prescription_id, clock.today())
        about = about_case(session, seen)
        if seen.side is Side.PROSECUTOR:
            shown = agreement_shown(session, seen, actor, clock.now())
            return page(request, "control/agreement.html", about=about, data=shown, back="/desk/prosecutor")
        return page(
            request,
            "control/prescription.html",
            about=about,
            data=shown_of(session, seen, actor, clock.now()),
            own_copy=seen.kind.own_copy(session, seen.case),
            back=_above(session, seen.case),
            course=course_of(session, NAME, prescription_id),
        )


class NewPrescriptionPage(Controller):
    """A new draft for an event with violations that are left."""

    path = "/control-events/{event_id:str}/prescription"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[Any]:
        """Ask for dates, measures and proof of every point."""
        event = _of_authority(session, actor, event_id, clock)
        draft = draft_of(session, event)
        if draft is not None:
            return see(f"/prescriptions/{draft.id}/draft")
        return _form(request, event, new_points(session, event), None)

    @post(opt=DESK, sync_to_thread=True)
    def make(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, event_id: str
    ) -> Response[Any]:
        """Make the draft."""
        event = _of_authority(session, actor, event_id, clock, write=True)
        if draft_of(session, event) is not None:
            raise Changed
        points = new_points(session, event)
        case = Prescription(event_id=event.id, business_id=event.business_id, created_at=clock.now())
        try:
            typed = read_asked(asks_of(points), _flat(form), zone_of(event.region or None), clock.now())
            save(session, case, points, typed, actor, clock.now())
        except Invalid as refusal:
            session.rollback()
            again = _of_authority(session, actor, event_id, clock)
            return _form(request, again, points, None, form, refusal)
        return see(f"/prescriptions/{case.id}", SAVED)


class PrescriptionDraftPage(Controller):
    """The draft of a prescription, to be worked on until it is signed."""

    path = "/prescriptions/{prescription_id:str}/draft"

    @get(opt=DESK, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, prescription_id: str
    ) -> Response[Any]:
        """Ask for dates, measures and proof of every point."""
        seen = _draft(session, actor, prescription_id, clock)
        return _form(request, parent_of(session, seen.case), stored_points(session, seen.case), seen.case)

    @post(opt=DESK, sync_to_thread=True)
    def save(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, prescription_id: str
    ) -> Response[Any]:
        """Save it; a draft that somebody else saved meanwhile is not written over."""
        seen = _draft(session, actor, prescription_id, clock, write=True)
        case: Prescription = seen.case
        if form.get(VERSION) != str(case.version):
            raise Changed
        points = stored_points(session, case)
        try:
            typed = read_asked(asks_of(points), _flat(form), zone_of(None), clock.now())
            save(session, case, points, typed, actor, clock.now())
            case.version += 1
        except Invalid as refusal:
            session.rollback()
            again = _draft(session, actor, prescription_id, clock)
            return _form(request, parent_of(session, again.case), points, again.case, form, refusal)
        return see(f"/prescriptions/{prescription_id}", SAVED)


class PrescriptionPaper(Controller):
    """The draft as a paper."""

    path = "/prescriptions/{prescription_id:str}/paper"

    @get(opt=ROOM, sync_to_thread=True)
    def download(self, session: Session, actor: Actor, clock: Clock, prescription_id: str) -> Response[bytes]:
        """Return it as PDF; an own copy has the paper itself."""
        seen = find_case(session, actor, NAME, prescription_id, clock.today())
        if seen.side is Side.PROSECUTOR or seen.kind.own_copy(session, seen.case):
            raise NotFound
        name = f'attachment; filename="prescription-{seen.case.id[:8]}.pdf"'
        content = prescription_pdf(session, seen.case)
        return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})


def _flat(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.flat().items() if name != VERSION}


def _of_authority(session: Session, actor: Actor, event_id: str, clock: Clock, *, write: bool = False) -> ControlEvent:
    seen = find_event(session, actor, event_id, clock.today(), write=write)
    if seen.side is not Side.AUTHORITY:
        raise NotFound
    return seen.event


def _draft(session: Session, actor: Actor, prescription_id: str, clock: Clock, *, write: bool = False) -> CaseSeen:
    seen = find_case(session, actor, NAME, prescription_id, clock.today(), write=write)
    if seen.side is not Side.AUTHORITY or seen.case.state != "DRAFT":
        raise NotFound
    return seen


def _above(session: Session, case: Prescription) -> str:
    if case.event_id:
        return f"/control-events/{case.event_id}#prescriptions"
    return f"/cases/mandatory_visit/{case.visit_id}"


def _form(
    request: AnyRequest,
    parent: Any,
    points: Sequence[Point],
    case: Prescription | None,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    return page(
        request,
        "control/prescription_draft.html",
        status_code=422 if refusal else 200,
        about=event_title(parent) if isinstance(parent, ControlEvent) else NEW,
        asks=asks_of(points),
        values=typed_in(form) if form else values_of(points),
        version=case.version if case else "",
        back=f"/prescriptions/{case.id}" if case else f"/control-events/{parent.id}",
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [PrescriptionPage, NewPrescriptionPage, PrescriptionDraftPage, PrescriptionPaper]
