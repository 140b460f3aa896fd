"""Asking to change the category of an object: the draft from an object, the page of the request, its files."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.asking_category import (
    NAME,
    OUTSIDE,
    RequestInput,
    attach_measures,
    body_for,
    draft_request,
)
from backend.control.cases.course import course_of
from backend.control.cases.files import keep, list_files
from backend.control.cases.naming import CATEGORIES, state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.models.room import Side
from backend.control.rooms.shown import file_lines
from backend.errors import Conflict, Invalid, NotFound
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.risk import views
from backend.risk.integrity import kind_name, measures_of
from backend.risk.models import ControlObject
from backend.risk.objects import as_business_sees, categories_of, find_object
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.risk import assess
from rules.control import CriterionGroup, control_types
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
FILE = "file"
DRAFTED = say_after("category_drafted", Text("Черновик готов. Приложите файлы и подайте.", "The draft is ready."))
ATTACHED = say_after("category_attached", Text("Файлы приложены.", "The files are attached."))
NOTHING = Fault(
    "missing",
    FILE,
    Text("Ничего не выбрано.", "Nothing is chosen."),
    Text("Выберите файл или запись.", "Choose a file or an entry."),
)


class NewRequestPage(Controller):
    """Drafting a request about an object."""

    path = "/risk/objects/{risk_object_id:str}/request"

    @get(opt=OWN, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, risk_object_id: str
    ) -> Response[Any]:
        """Show which category the criteria give, what is missing, and ask for the rest."""
        row = find_object(session, actor, risk_object_id)
        return _draft_page(request, session, row, clock, Form())

    @post(opt=OWN, sync_to_thread=True)
    def draft(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, risk_object_id: str
    ) -> Response[Any]:
        """Keep the draft and open its page."""
        row = find_object(session, actor, risk_object_id)
        try:
            typed = read(RequestInput, {**form.flat(), "criteria": form.all("criteria")})
            case = draft_request(session, row, typed, clock.today(), clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            return _draft_page(request, session, row, clock, form, refusal.faults)
        return see(f"/risk/requests/{case.id}", DRAFTED)


class RequestPage(Controller):
    """One request."""

    path = "/risk/requests/{request_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, request_id: str) -> Response[Any]:
        """Show it as this side sees it."""
        return _request_page(request, session, actor, clock, find_case(session, actor, NAME, request_id, clock.today()))


class RequestFiles(Controller):
    """Attaching files to one's request: from the disk, or proofs of the ledger of good faith."""

    path = "/risk/requests/{request_id:str}/files"

    @post(opt=OWN, sync_to_thread=True)
    def attach(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, request_id: str
    ) -> Response[Any]:
        """Keep them; those of a filed request the body reads at once."""
        files, faults = files_in(form, FILE)
        seen = find_case(session, actor, NAME, request_id, clock.today(), write=True)
        if seen.side is not Side.BUSINESS or seen.case.state not in ("DRAFT", "SUBMITTED"):
            raise NotFound
        chosen = form.all("measures")
        handed = seen.case.body_id is not None and seen.case.state == "SUBMITTED"
        try:
            if faults or not (files or chosen):
                raise Invalid(faults or [NOTHING])
            keep(session, settings_of(request).data, seen, "proof", files, clock.now(), handed=handed)
            attach_measures(session, seen.case, chosen, clock.now())
        except Invalid as refusal:
            session.rollback()
            again = find_case(session, actor, NAME, request_id, clock.today())
            return _request_page(request, session, actor, clock, again, refusal)
        return see(f"/risk/requests/{request_id}", ATTACHED)


def _draft_page(
    request: AnyRequest, session: Session, row: ControlObject, clock: Clock, form: Form, faults: Any = ()
) -> Response[Any]:
    type_ = control_types().get(row.control_type)
    if type_ is None:
        raise NotFound
    thing = as_business_sees(session, row, clock.today())
    found = assess(thing, clock.today()) if thing else None
    body = body_for(session, row)
    groups = {group: [one for one in type_.criteria if one.group is group] for group in CriterionGroup}
    return page(
        request,
        "risk/request_new.html",
        status_code=422 if faults else 200,
        row=row,
        title=views.type_title(row.control_type),
        place=views.place_name(session, row),
        now=views.category_words(found.category.value if found and found.category else None),
        computed=views.category_words(found.computed.value) if found and found.computed else None,
        missing=[type_.vocabulary.facts[name].question for name in found.missing] if found else [],
        criteria=[one for ones in groups.values() for one in ones],
        held=found.held if found else {},
        categories=[(one.value, CATEGORIES[one]) for one in categories_of(type_)],
        wanted=found.computed.value if found and found.computed else "",
        body=body,
        outside=OUTSIDE,
        values=form.flat(),
        ticked=form.all("criteria"),
        faults=faults,
    )


def _request_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    seen: CaseSeen,
    refusal: Invalid | None = None,
) -> Response[Any]:
    case, standing = seen.case, seen.kind.standing
    if standing is None:
        raise NotFound
    mine = seen.side is Side.BUSINESS
    proofs = [row for row in measures_of(session, case.business_id) if row.sha256] if mine else []
    return page(
        request,
        "risk/request.html",
        status_code=422 if refusal else 200,
        case=case,
        mine=mine,
        title=standing.title(session, case),
        state=state_name(NAME, case.state),
        marks=mark_names(session, NAME, case.id),
        own_copy=seen.kind.own_copy(session, case),
        back=f"/risk/objects/{case.object_id}" if mine else standing.back(seen.side),
        told=[one for one in standing.facts(session, case, seen.side) if one["value"]],
        waiting=waiting_of(session, seen, clock.now()),
        to_number=owed_numbers(session, seen),
        offers=links_of(session, seen, actor),
        files=file_lines(list_files(session, [case.id], seen.side)),
        may_attach=mine and case.state in ("DRAFT", "SUBMITTED"),
        proofs=[{"id": row.id, "kind": kind_name(row.kind), "file": row.file_name} for row in proofs],
        course=course_of(session, NAME, case.id),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [NewRequestPage, RequestPage, RequestFiles]
