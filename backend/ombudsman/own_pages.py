"""The client's side: its requests, a new one, what it shows, who looked, the consent taken back or given again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.naming import state_name
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import CaseSeen
from backend.control.models.room import Side
from backend.errors import Conflict, Invalid
from backend.ombudsman.about import title_of
from backend.ombudsman.appeal_threads import call_in, let_go
from backend.ombudsman.attaching import attach
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanKind
from backend.ombudsman.offices import KINDS, kinds_open
from backend.ombudsman.opening import Shown, find_about, open_draft, write_draft
from backend.ombudsman.queries import cases_of, due_dates, find_as
from backend.ombudsman.rights import NAME
from backend.ombudsman.shown import client_view, consent_form, preview_of
from backend.ombudsman.views import looks_of
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.tables import csv_answer
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import DayText, Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
STARTED = say_after("ombudsman_started", Text("Черновик готов. Его видите только вы.", "The draft is ready."))
WRITTEN = say_after("ombudsman_written", Text("Записано. Пока это видите только вы.", "Kept; only you see it."))
ATTACHED = say_after("position_attached", Text("Позиция приложена к жалобе.", "The position goes with the appeal."))
CALLED_IN = say_after(
    "called_into_thread", Text("Уполномоченный в переписке по жалобе.", "The ombudsman is in the thread of the appeal.")
)
LET_GO = say_after(
    "let_go_of_thread", Text("Уполномоченный больше не в переписке.", "The ombudsman is out of the thread.")
)
ABOUT = ("event_id", "appeal_id")


class ShownInput(Input):
    """What to show, what for, until when."""

    request: str = Field(default="", max_length=8000)
    purpose: str = Field(default="", max_length=1000)
    until: Annotated[date | None, DayText] = None
    presence: bool = False
    may_ask: bool = False
    kind: OmbudsmanKind | None = None


class OwnCases(Controller):
    """All requests of the business one works with."""

    path = "/ombudsman"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List them with the nearest term of each."""
        business = find_business(session, actor, Scope.CONTROL)
        rows = cases_of(session, business.id)
        due = due_dates(session, rows)
        lines = [
            {
                "href": f"/ombudsman/{row.id}",
                "title": title_of(row),
                "state": state_name(NAME, row.state),
                "whom": KINDS[row.kind],
                "authority": row.authority_name,
                "due": due.get(row.id),
            }
            for row in rows
        ]
        return page(request, "ombudsman/list.html", rows=lines)

    @get("/cases.csv", opt=OWN, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return the list as a table."""
        business, language = find_business(session, actor, Scope.CONTROL), language_of(request)
        heads = [
            Text("Номер", "Number"),
            Text("Кому", "To whom"),
            Text("Орган", "Authority"),
            Text("Состояние", "State"),
        ]
        rows = [
            [
                str(row.platform_number),
                KINDS[row.kind].in_(language),
                row.authority_name,
                state_name(NAME, row.state).in_(language),
            ]
            for row in cases_of(session, business.id)
        ]
        return csv_answer("yasno-ombudsman", [[head.in_(language) for head in heads], *rows])


class NewCase(Controller):
    """A new request about an event or an appeal."""

    path = "/ombudsman/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask to whom it goes."""
        business = find_business(session, actor, Scope.CONTROL)
        field, id_ = _about(request.query_params.get)
        about = find_about(session, business, field, id_)
        return _new_page(request, session, about, field)

    @post(opt=OWN, sync_to_thread=True)
    def begin(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Open the draft."""
        business = find_business(session, actor, Scope.CONTROL)
        field, id_ = _about(form.get)
        about = find_about(session, business, field, id_)
        if form.get("kind") not in {kind.value for kind in KINDS}:
            message = Text("Не выбрано, кому.", "To whom is not chosen.")
            return _new_page(request, session, about, field, [Fault("missing", "kind", message, CHOOSE)])
        row = open_draft(session, actor, business, OmbudsmanKind(form.get("kind")), field, id_, clock.now())
        return see(f"/ombudsman/{row.id}/shown", STARTED)


CHOOSE = Text("Выберите.", "Choose.")


class OwnCase(Controller):
    """One request: where it stands, what it shows, who looked."""

    path = "/ombudsman/{case_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show it."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today())
        return page(request, "ombudsman/own_case.html", **client_view(session, seen, actor, clock.now()))

    @get("/views.csv", opt=OWN, sync_to_thread=True)
    def looks(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[bytes]:
        """Return who looked, at what, when, as a table."""
        find_as(session, actor, case_id, Side.BUSINESS, clock.today())
        language = language_of(request)
        heads = [Text("Когда", "When"), Text("Кто", "Who"), Text("Что", "What"), Text("Файл", "File")]
        rows = [
            [formats.moment(one["at"], language), one["who"], one["what"].in_(language), one["item"]]
            for one in looks_of(session, case_id)
        ]
        return csv_answer("yasno-ombudsman-views", [[head.in_(language) for head in heads], *rows])

    @post("/attach", opt=OWN, sync_to_thread=True)
    def attach(self, session: Session, actor: Actor, clock: Clock, form: Form, case_id: str) -> Response[Any]:
        """Attach the position to an appeal."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True)
        attach(session, seen.case, form.get("appeal") or "", clock.now())
        return see(f"/ombudsman/{case_id}", ATTACHED)

    @post("/appeal-thread", opt=OWN, sync_to_thread=True)
    def open_thread(self, session: Session, actor: Actor, clock: Clock, form: Form, case_id: str) -> Response[Any]:
        """Call the ombudsman into the thread of the appeal, or take them out of it."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True)
        takes_part = form.get("takes_part") == "yes"
        (call_in if takes_part else let_go)(session, seen.case, actor, clock.now())
        return see(f"/ombudsman/{case_id}", CALLED_IN if takes_part else LET_GO)


class ShownForm(Controller):
    """What to show: parts, files one by one, purpose, last day."""

    path = "/ombudsman/{case_id:str}/shown"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Ask, with what was chosen before."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today())
        return _shown_page(request, session, seen)

    @post(opt=OWN, sync_to_thread=True)
    def write(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, case_id: str
    ) -> Response[Any]:
        """Write it down; what was typed stays on the page where it is refused."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today(), write=True)
        try:
            write_draft(session, seen.case, _typed(form, seen.case), clock.today())
        except (Invalid, Conflict) as refusal:
            session.rollback()
            again = find_as(session, actor, case_id, Side.BUSINESS, clock.today())
            return _shown_page(request, session, again, form, refusal.faults)
        return see(f"/ombudsman/{case_id}/preview", WRITTEN)


class Preview(Controller):
    """Exactly what the ombudsman will see."""

    path = "/ombudsman/{case_id:str}/preview"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show it before it is sent."""
        seen = find_as(session, actor, case_id, Side.BUSINESS, clock.today())
        return page(request, "ombudsman/preview.html", **preview_of(session, seen, clock.now()))


def _about(get_field: Any) -> tuple[str, str]:
    return next(((field, str(get_field(field))) for field in ABOUT if get_field(field)), ("event_id", ""))


def _typed(form: Form, row: OmbudsmanCase) -> Shown:
    flat = {name: value for name, value in form.flat().items() if name not in ("parts", "files") and value}
    flat = {name: {"yes": "true", "no": "false"}.get(value, value) for name, value in flat.items()}
    typed = read(ShownInput, flat)
    return Shown(
        typed.request, form.all("parts"), form.all("files"), typed.purpose, typed.until, typed.presence, typed.may_ask,
        typed.kind,
    )  # fmt: skip


def _new_page(request: AnyRequest, session: Session, about: Any, field: str, faults: Any = ()) -> Response[Any]:
    here = kinds_open(session, about.region or "")
    kinds = [{"value": kind.value, "label": name, "here": kind in here} for kind, name in KINDS.items()]
    return page(
        request,
        "ombudsman/new.html",
        status_code=422 if faults else 200,
        field=field,
        about_id=about.id,
        kinds=kinds,
        faults=faults,
    )


def _shown_page(
    request: AnyRequest, session: Session, seen: CaseSeen, form: Form | None = None, faults: Any = ()
) -> Response[Any]:
    shown = consent_form(session, seen.case)
    values = typed_in(form) if form is not None else shown.pop("values")
    return page(
        request,
        "ombudsman/shown.html",
        status_code=422 if faults else 200,
        **{**shown, "values": values},
        faults=faults,
    )


ROUTES: list[Any] = [OwnCases, NewCase, OwnCase, ShownForm, Preview]
