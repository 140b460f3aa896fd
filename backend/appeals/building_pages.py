"""The business's side: its appeals, a new one about something, a draft with its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.appeals.naming import SUBJECTS, title_of
from backend.appeals.opening import ABOUT, find_about, open_draft, open_other, subjects_of
from backend.appeals.queries import appeals_of, due_dates, find_appeal, find_own
from backend.appeals.sections import OF_LAW, Part, find_part, write_part
from backend.appeals.shown import case_view, draft_view
from backend.clock import Clock
from backend.control.cases.naming import state_name
from backend.control.cases.pages import typed_in
from backend.control.models.room import Side
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from backend.web.tables import csv_answer
from calculators.appeal import Subject
from rules.control import control_types
from rules.faults import Fault
from rules.procedures.appeal_states import OPEN
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
STARTED = say_after(
    "appeal_started", Text("Черновик готов. Его видите только вы.", "The draft is ready; only you see it.")
)
WRITTEN = say_after("appeal_written", Text("Записано.", "Written down."))


class OtherInput(Input):
    """A decision that stands nowhere here, in free words."""

    contested: str = Field(default="", max_length=4000)
    control_type: str = Field(default="", max_length=40)


class AppealsPage(Controller):
    """All appeals of the business one works with."""

    path = "/appeals"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them with the nearest term of each."""
        business = find_business(session, actor, Scope.CONTROL)
        rows = appeals_of(session, business.id)
        due = due_dates(session, rows)
        lines = [
            {
                "href": f"/appeals/{row.id}",
                "title": title_of(row),
                "state": state_name("appeal", row.state),
                "due": due.get(row.id),
                "draft": row.state == "DRAFT",
                "open": row.state in ("DRAFT", *OPEN),
                "whose": row.authority_name,
            }
            for row in rows
        ]
        return page(request, "appeals/list.html", rows=lines)


HEADS = (
    Text("Номер", "Number"),
    Text("На что жалоба", "Subject"),
    Text("Чьё решение", "Whose act"),
    Text("Кто рассматривает", "Heard by"),
    Text("Состояние", "State"),
    Text("Ближайший срок", "Nearest term"),
)


class AppealsTable(Controller):
    """The same as a table."""

    path = "/appeals.csv"

    @get(opt=OWN, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return every appeal of the business one works with."""
        business, language = find_business(session, actor, Scope.CONTROL), language_of(request)
        rows = appeals_of(session, business.id)
        due = due_dates(session, rows)
        lines = [
            [
                row.registry_number or str(row.platform_number),
                SUBJECTS[row.subject].in_(language),
                row.authority_name,
                row.hearing_name,
                state_name("appeal", row.state).in_(language),
                formats.moment(due[row.id], language) if row.id in due else "",
            ]
            for row in rows
        ]
        return csv_answer("yasno-appeals", [[head.in_(language) for head in HEADS], *lines])


class NewAppeal(Controller):
    """A new appeal about something the business has: an event, a prescription, a visit, a warning, an object."""

    path = "/appeals/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask what it is about; say first what has another way."""
        business = find_business(session, actor, Scope.CONTROL)
        field, id_ = _about(request.query_params.get)
        about = find_about(session, business, field, id_) if id_ else None
        return _new_page(request, field, id_, about)

    @post(opt=OWN, sync_to_thread=True)
    def begin(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Open the draft."""
        business = find_business(session, actor, Scope.CONTROL)
        field, id_ = _about(form.get)
        if not id_ and "contested" in form.fields:
            return self._begin_other(request, session, actor, clock, form)
        about = find_about(session, business, field, id_)
        chosen = form.get("subject")
        if chosen not in {one.value for one in subjects_of(about, field)}:
            return _new_page(request, field, id_, about, [_no_subject()])
        row = open_draft(session, actor, business, Subject(chosen), field, id_, clock.now())
        return see(f"/appeals/{row.id}", STARTED)

    def _begin_other(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form
    ) -> Response[Any]:
        """Open a draft about a decision that stands nowhere here; what was typed stays where it is refused."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = read(OtherInput, {name: form.get(name) or "" for name in OtherInput.model_fields})
            row = open_other(session, actor, business, typed.contested, typed.control_type, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _new_page(request, "", "", None, refusal.faults, typed_in(form))
        return see(f"/appeals/{row.id}", STARTED)


class AppealPage(Controller):
    """One appeal: the draft with what it lacks, or the filed one with its course."""

    path = "/appeals/{appeal_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show it as this side sees it."""
        seen = find_appeal(session, actor, appeal_id, clock.today())
        if seen.side is Side.AUTHORITY:
            raise NotFound
        if seen.case.state == "DRAFT":
            return page(request, "appeals/draft.html", back="/appeals", **draft_view(session, seen.case, clock.now()))
        back = "/appeals" if seen.side is Side.BUSINESS else "/desk/ombudsman"
        return page(
            request,
            "appeals/appeal.html",
            back=back,
            **case_view(session, seen, actor, clock.now(), settings_of(request)),
        )


class AppealPart(Controller):
    """One part of a draft."""

    path = "/appeals/{appeal_id:str}/parts/{part:str}"

    @get(opt=OWN, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str, part: str
    ) -> Response[Any]:
        """Ask for it, with what is known filled in."""
        row = find_own(session, actor, appeal_id, clock.today())
        return _part_page(request, session, row, find_part(part))

    @post(opt=OWN, sync_to_thread=True)
    def write(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, appeal_id: str, part: str
    ) -> Response[Any]:
        """Write it down; what was typed stays on the page where it is refused."""
        found = find_part(part)
        row = find_own(session, actor, appeal_id, clock.today(), write=True)
        try:
            write_part(session, row, found, form.flat(), clock.now())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            again = find_own(session, actor, appeal_id, clock.today())
            return _part_page(request, session, again, found, form, refusal.faults)
        return see(f"/appeals/{appeal_id}", WRITTEN)


def _about(get_field: Any) -> tuple[str, str]:
    """Return which field names what it is about, and its id; without one the event's."""
    return next(((field, str(get_field(field))) for field in ABOUT if get_field(field)), ("event_id", ""))


def _no_subject() -> Fault:
    message = Text("Не выбрано, на что жалуетесь.", "What you appeal against is not chosen.")
    return Fault("missing", "subject", message, Text("Выберите.", "Choose."))


def _new_page(
    request: AnyRequest, field: str, id_: str, about: Any, faults: Any = (), values: Any = None
) -> Response[Any]:
    subjects = [{"value": one.value, "label": SUBJECTS[one]} for one in (subjects_of(about, field) if about else ())]
    return page(
        request,
        "appeals/new.html",
        status_code=422 if faults else 200,
        field=field,
        about_id=id_,
        subjects=subjects,
        types=[{"value": type_.code, "label": type_.title} for type_ in control_types().values()],
        values=values or {},
        faults=faults,
    )


def _part_page(
    request: AnyRequest, session: Session, row: Appeal, part: Part, form: Form | None = None, faults: Any = ()
) -> Response[Any]:
    asks = part.asks(session, row)
    known = {ask.name: _typed(getattr(row, ask.name)) for ask in asks}
    return page(
        request,
        "appeals/part.html",
        status_code=422 if faults else 200,
        title=part.name,
        about=title_of(row),
        back=f"/appeals/{row.id}",
        # A form does not say «may be left out» of what the law wants; a draft is kept without it all the same.
        asks=[replace(ask, optional=ask.optional and ask.name not in OF_LAW) for ask in asks],
        values=typed_in(form) if form is not None else typed_in(Form()) | known,
        faults=faults,
    )


def _typed(value: Any) -> Any:
    """Return a value as a form holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(value)
    return getattr(value, "value", value) if value is not None else ""


ROUTES: list[Any] = [AppealsPage, AppealsTable, NewAppeal, AppealPage, AppealPart]
