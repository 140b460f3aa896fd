"""Bodies of control, for admins: without one the people of an authority have no desk."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import find_body, list_bodies
from backend.authorities.service import LEVELS, BodyInput, save_body
from backend.clock import Clock
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.forms import read
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.text import Text

ADMIN = {"permission": Permission.PEOPLE_MANAGE}
SAVED = say_after("body_saved", Text("Орган записан.", "The body is entered."))


class BodiesPage(Controller):
    """All bodies, and a form for a new one."""

    path = "/admin/bodies"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[Any]:
        """Show them."""
        return _page(request, session, None, {"level": "territorial"})

    @post(opt=ADMIN, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter one."""
        return _save(request, session, actor, clock, form, None)


class BodyPage(Controller):
    """One body."""

    path = "/admin/bodies/{body_id:str}"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, body_id: str) -> Response[Any]:
        """Show it, to be changed."""
        body = find_body(session, body_id)
        values = body.model_dump(mode="json") | {"parent_id": body.parent_id or ""}
        return _page(request, session, body, values)

    @post(opt=ADMIN, sync_to_thread=True)
    def change(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, body_id: str
    ) -> Response[Any]:
        """Change it."""
        return _save(request, session, actor, clock, form, find_body(session, body_id))


def _save(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, body: AuthorityBody | None
) -> Response[Any]:
    typed = form.flat()
    try:
        save_body(session, actor, read(BodyInput, typed), clock.now(), body)
    except Invalid as refusal:
        return _page(request, session, body, typed, refusal)
    return see("/admin/bodies", SAVED)


def _page(
    request: AnyRequest,
    session: Session,
    body: AuthorityBody | None,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    bodies = list_bodies(session)
    return page(
        request,
        "admin/bodies.html",
        status_code=422 if refusal else 200,
        body=body,
        bodies=bodies,
        names={one.id: one.name for one in bodies},
        levels=LEVELS,
        authorities=current_law().edition.authorities,
        values={"collegial": False, **values},
        faults=refusal.faults if refusal else (),
    )


def _keeps_bodies(actor: Actor) -> bool:
    return actor.signed_in and actor.may(Permission.PEOPLE_MANAGE)


ROUTES: list[Any] = [BodiesPage, BodyPage]
MENU: list[Any] = [MenuItem("/admin/bodies", "Органы", _keeps_bodies)]
