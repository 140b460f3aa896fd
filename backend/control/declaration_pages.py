"""Declarations of compliance: which can be made from the self-assessment, those that were, one of them."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.assessments.schemas import Day
from backend.clock import Clock
from backend.control.cases.course import course_of
from backend.control.cases.files import list_files
from backend.control.cases.naming import state_name, type_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.declaring import (
    ALLOWED,
    HIGH,
    NAME,
    changes_pending,
    declarations_of,
    draft_declaration,
    grounds,
    note_change,
)
from backend.control.models.room import Side
from backend.control.rooms.shown import file_lines
from backend.errors import Conflict, Invalid, NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.web.context import AnyRequest, Form
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
DRAFTED = say_after("declaration_drafted", Text("Черновик декларации готов.", "The draft is ready."))
NOTED = say_after("declaration_change_noted", Text("Записано: обновите за месяц.", "Noted: a month to update."))


class ChangeInput(Input):
    """The day on which what is declared changed."""

    changed_on: Day = None


class DeclarationsPage(Controller):
    """All declarations of the business one works with."""

    path = "/declarations"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, and the types of control for which one can be made."""
        return _list_page(request, session, actor, clock)

    @post(opt=OWN, sync_to_thread=True)
    def draft(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Draft one from the self-assessment as it stands."""
        business = find_business(session, actor, Scope.CONTROL)
        code = form.get("control_type")
        try:
            row = draft_declaration(session, business, code, None, clock.today(), clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            return _list_page(request, session, actor, clock, refusal.faults)
        return see(f"/declarations/{row.id}", DRAFTED)


class DeclarationPage(Controller):
    """One declaration."""

    path = "/declarations/{declaration_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, declaration_id: str
    ) -> Response[Any]:
        """Show it as this side sees it."""
        seen = find_case(session, actor, NAME, declaration_id, clock.today())
        return _page(request, session, actor, clock, seen)


class DeclarationChanged(Controller):
    """«Сведения изменились»: a month to bring the declaration up to date (51(6))."""

    path = "/declarations/{declaration_id:str}/changed"

    @post(opt=OWN, sync_to_thread=True)
    def note(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, declaration_id: str
    ) -> Response[Any]:
        """Keep the day."""
        seen = find_case(session, actor, NAME, declaration_id, clock.today(), write=True)
        if seen.side is not Side.BUSINESS:
            raise NotFound
        try:
            day = read(ChangeInput, form.flat()).changed_on
            if day is None:
                raise Invalid([_no_day()])
            note_change(session, seen.case, day, clock.today(), clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            again = find_case(session, actor, NAME, declaration_id, clock.today())
            return _page(request, session, actor, clock, again, form.flat(), refusal.faults)
        return see(f"/declarations/{declaration_id}", NOTED)


def _no_day() -> Fault:
    message = Text("День не указан.", "The day is missing.")
    return Fault("missing", "changed_on", message, Text("Укажите его.", "Give it."))


def _list_page(request: AnyRequest, session: Session, actor: Actor, clock: Clock, faults: Any = ()) -> Response[Any]:
    business = find_business(session, actor, Scope.CONTROL)
    found = grounds(session, business, clock.today())
    return page(
        request,
        "risk/declarations.html",
        status_code=422 if faults else 200,
        grounds=[{"ground": one, "allowed": ALLOWED[one.control_type.flag("declaration.allowed")]} for one in found],
        high=int(100 * HIGH),
        rows=[
            {"row": row, "title": type_name(row.control_type), "state": state_name(NAME, row.state)}
            for row in declarations_of(session, business.id)
        ],
        faults=faults,
    )


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    seen: CaseSeen,
    values: dict[str, str] | None = None,
    faults: Any = (),
) -> Response[Any]:
    case, standing = seen.case, seen.kind.standing
    if standing is None:
        raise NotFound
    known = current_law().edition.requirements
    mine = seen.side is Side.BUSINESS
    return page(
        request,
        "risk/declaration.html",
        status_code=422 if faults else 200,
        case=case,
        mine=mine,
        title=standing.title(session, case),
        state=state_name(NAME, case.state),
        marks=mark_names(session, NAME, case.id),
        own_copy=seen.kind.own_copy(session, case),
        back=standing.back(seen.side),
        told=[one for one in standing.facts(session, case, seen.side) if one["value"]],
        statement=[known[id_] for id_ in case.statement.get("requirements", []) if id_ in known],
        waiting=waiting_of(session, seen, clock.now()),
        to_number=owed_numbers(session, seen),
        offers=links_of(session, seen, actor),
        files=file_lines(list_files(session, [case.id], seen.side)),
        course=course_of(session, NAME, case.id),
        changed=changes_pending(session, case),
        values=values or {},
        faults=faults,
    )


ROUTES: list[Any] = [DeclarationsPage, DeclarationPage, DeclarationChanged]
