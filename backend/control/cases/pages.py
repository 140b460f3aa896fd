"""One page for every step of every case under control: its fields, a file that proves it, the official record."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.files import keep_proof
from backend.control.cases.naming import about_case, named_case
from backend.control.cases.outside_adapters import adapter_of
from backend.control.cases.racing import overtaken
from backend.control.cases.stepping import CaseSeen, Offer, find_case, offers, take
from backend.control.models.room import Side
from backend.errors import BadRequest, Conflict, Invalid, NotFound
from backend.papers.files import Checked
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.procedures.outside import working_copy
from rules.roles import Role
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
FILE, VERSION = "file", "version"
CLIENTS = {Role.BUSINESS, Role.REPRESENTATIVE}
WRITTEN = say_after("control_step", Text("Записано.", "Written down."))


def typed_in(form: Form) -> dict[str, Any]:
    """Return what was typed; under «name[]» every tick of a field."""
    return {**form.flat(), **{f"{name}[]": values for name, values in form.fields.items()}}


class CaseStep(Controller):
    """A step: what it asks for, and taking it."""

    path = "/cases/{procedure:str}/{case_id:str}/{action:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def ask(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: str,
        case_id: str,
        action: str,
    ) -> Response[Any]:
        """Ask for what the step needs."""
        seen = find_case(session, actor, procedure, case_id, clock.today())
        return _page(request, session, seen, _offer(session, seen, actor, action), Form())

    @post(opt=ROOM, sync_to_thread=True)
    def take(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: str,
        case_id: str,
        action: str,
    ) -> Response[Any]:
        """Take it; what was typed stays on the page where it is refused."""
        files, faults = files_in(form, FILE)
        seen = find_case(session, actor, procedure, case_id, clock.today(), write=True)
        version = _version(form)
        if version is not None and version != seen.case.version:
            raise overtaken(session, seen, action)
        offer = _offer(session, seen, actor, action)
        try:
            _take(request, session, seen, actor, clock, form, action, files, faults)
        except Invalid as refusal:
            session.rollback()
            return _page(request, session, seen, offer, form, refusal)
        return see(seen.address, WRITTEN)


def _take(
    request: AnyRequest,
    session: Session,
    seen: CaseSeen,
    actor: Actor,
    clock: Clock,
    form: Form,
    action: str,
    files: list[Checked],
    faults: list[Fault],
) -> None:
    if faults:
        raise Invalid(faults)
    settings, now = settings_of(request), clock.now()
    proof = keep_proof(session, settings.data, seen, action, files, now) if files else None
    values = _values(form, seen, session, action)
    take(session, seen, actor, action, values, now, file=proof, adapter=adapter_of(settings))


def _values(form: Form, seen: CaseSeen, session: Session, action: str) -> dict[str, Any]:
    """Return what was typed: a field that takes several values as a list."""
    several = {ask.name for ask in seen.kind.asks_of(session, seen.case, action) if ask.kind == "choices"}
    flat = {name: value for name, value in form.flat().items() if name not in (VERSION, FILE)}
    return flat | {name: form.all(name) for name in several}


def _version(form: Form) -> int | None:
    typed = form.get(VERSION)
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise BadRequest(
            Text("Номер версии не разобрать.", "The version cannot be read."),
            Text("Откройте страницу заново.", "Open the page again."),
            field=VERSION,
        )
    return int(typed)


def _offer(session: Session, seen: CaseSeen, actor: Actor, action: str) -> Offer:
    found = next((offer for offer in offers(session, seen, actor) if offer.step.action == action), None)
    if found is None:
        if action not in {step.action for step in seen.rows}:
            raise NotFound
        if (said := seen.kind.why_closed(session, seen.case, action)) is not None:
            raise Conflict(*said)
        raise Conflict(
            Text("Сейчас этого сделать нельзя: дело ушло дальше.", "This cannot be done now: the case has moved on."),
            Text("Откройте его: там то, что можно сделать.", "Open it: it shows what can be done."),
        )
    return found


def _page(
    request: AnyRequest,
    session: Session,
    seen: CaseSeen,
    offer: Offer,
    form: Form,
    refusal: Invalid | None = None,
) -> Response[Any]:
    own, action = seen.kind.own_copy(session, seen.case), offer.step.action
    return page(
        request,
        "control/step.html",
        status_code=422 if refusal else 200,
        offer=offer,
        about=_about(session, seen),
        address=seen.address,
        # Only a business writes down what others did; the ombudsman takes steps of their own in its case.
        recorded=own and seen.side is Side.BUSINESS and not set(offer.step.actors) <= CLIENTS,
        working_copy=None if own else working_copy(offer.step),
        version=seen.case.version,
        values=typed_in(form) if form.fields else typed_in(form) | dict(seen.kind.filled(session, seen.case, action)),
        faults=refusal.faults if refusal else (),
    )


def _about(session: Session, seen: CaseSeen) -> Text:
    """Name whose case it is to those who decide many; a business knows its own, an ombudsman sees what is shown."""
    many = seen.side in (Side.AUTHORITY, Side.PROSECUTOR)
    return named_case(session, seen) if many else about_case(session, seen)


ROUTES: list[Any] = [CaseStep]
