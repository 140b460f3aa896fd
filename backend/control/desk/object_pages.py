"""Objects on the desk: a list to search and to take away, entering one, changing one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.cases.naming import category_name, type_name
from backend.control.cases.pages import typed_in
from backend.control.desk.forms import read_form
from backend.control.desk.object_facts import facts_typed
from backend.control.desk.object_tables import csv_of, xlsx_of
from backend.control.desk.objects import PAGE, find_object, list_objects, object_asks, save_object, values_of
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.risk.models import ControlObject
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
SAVED = say_after("object_saved", Text("Объект записан.", "The object is entered."))
LAST_PAGE = 10_000


class ObjectsPage(Controller):
    """The objects of the body."""

    path = "/desk/control/objects"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, q: str = "", page_number: int = 1
    ) -> Response[Any]:
        """List them, by name."""
        body, words = body_of(session, actor), q.strip()[:100].replace("\x00", "")
        number = min(max(page_number, 1), LAST_PAGE)
        found = list_objects(session, body, words, number)
        return page(
            request,
            "control/desk/objects.html",
            body=body,
            rows=[_row(row) for row in found[:PAGE]],
            words=words,
            number=number,
            pages=number + (len(found) > PAGE),
            href=f"?q={quote(words)}&page_number=",
        )


class ObjectsCsv(Controller):
    """The objects for a spreadsheet, as text."""

    path = "/desk/control/objects.csv"

    @get(opt=DESK, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Give all of them."""
        return csv_of(list_objects(session, body_of(session, actor), page=0), language_of(request))


class ObjectsXlsx(Controller):
    """The objects as a workbook."""

    path = "/desk/control/objects.xlsx"

    @get(opt=DESK, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Give all of them."""
        return xlsx_of(list_objects(session, body_of(session, actor), page=0), language_of(request))


class NewObjectPage(Controller):
    """Entering an object."""

    path = "/desk/control/objects/new"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for it."""
        body = body_of(session, actor)
        return _page(request, body, None, {"region": body.region})

    @post(opt=DESK, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter it."""
        return _save(request, session, actor, clock, form, None)


class ObjectPage(Controller):
    """One object."""

    path = "/desk/control/objects/{object_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, object_id: str) -> Response[Any]:
        """Show it, to be changed."""
        body = body_of(session, actor)
        row = find_object(session, body, object_id)
        return _page(request, body, row, values_of(row))

    @post(opt=DESK, sync_to_thread=True)
    def change(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, object_id: str
    ) -> Response[Any]:
        """Change it."""
        row = find_object(session, body_of(session, actor), object_id)
        return _save(request, session, actor, clock, form, row)


def _save(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, row: ControlObject | None
) -> Response[Any]:
    body = body_of(session, actor)
    try:
        typed = read_form(form, object_asks(body), body.region, clock.now())
        save_object(session, actor, body, typed, facts_typed(typed), clock.now(), row)
    except Invalid as refusal:
        session.rollback()
        return _page(request, body, row, typed_in(form), refusal)
    return see("/desk/control/objects", SAVED)


def _row(row: ControlObject) -> dict[str, Any]:
    category = category_name(row.category)
    return {
        "id": row.id,
        "name": row.business_name,
        "parts": [row.address, row.kind, type_name(row.control_type)],
        "inn": row.inn,
        "category": category,
        "decided": row.assigned_on,
        "number": row.registry_number,
    }


def _page(
    request: AnyRequest,
    body: AuthorityBody,
    row: ControlObject | None,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    return page(
        request,
        "control/desk/object.html",
        status_code=422 if refusal else 200,
        row=row,
        asks=object_asks(body),
        values=values,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [ObjectsPage, ObjectsCsv, ObjectsXlsx, NewObjectPage, ObjectPage]
