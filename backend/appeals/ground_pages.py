"""The grounds of a draft: adding one of the catalogue or one's own, changing its words, taking it out."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.appeals.grounds import add_from_catalogue, add_own, change, find_ground, remove, suggestions
from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.appeals.queries import find_own
from backend.clock import Clock
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ADDED = say_after("appeal_ground_added", Text("Довод добавлен.", "The ground is added."))
GONE = say_after("appeal_ground_gone", Text("Довод убран.", "The ground is taken out."))


class GroundInput(Input):
    """A ground in words."""

    text: str = Field(min_length=1, max_length=4000)
    article: str = Field(default="", max_length=300)
    evidence: str = Field(default="", max_length=4000)


class GroundsPage(Controller):
    """Which grounds can be added."""

    path = "/appeals/{appeal_id:str}/grounds"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show the catalogue for this appeal, what was found first, and a form for one's own words."""
        return _page(request, session, find_own(session, actor, appeal_id, clock.today()))

    @post(opt=OWN, sync_to_thread=True)
    def add(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, appeal_id: str
    ) -> Response[Any]:
        """Add one."""
        row = find_own(session, actor, appeal_id, clock.today(), write=True)
        try:
            if code := form.get("code"):
                add_from_catalogue(session, row, code, language_of(request))
            else:
                typed = read(GroundInput, form.flat())
                add_own(session, row, typed.text, typed.article, typed.evidence)
        except (Invalid, Conflict) as refusal:
            session.rollback()
            again = find_own(session, actor, appeal_id, clock.today())
            return _page(request, session, again, form.flat(), refusal.faults)
        return see(f"/appeals/{appeal_id}", ADDED)


class GroundPage(Controller):
    """One ground of a draft."""

    path = "/appeals/{appeal_id:str}/grounds/{number:int}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str, number: int
    ) -> Response[Any]:
        """Show its words."""
        row = find_own(session, actor, appeal_id, clock.today())
        return _one(request, session, row, number)

    @post(opt=OWN, sync_to_thread=True)
    def write(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        appeal_id: str,
        number: int,
    ) -> Response[Any]:
        """Change its words, or take it out."""
        row = find_own(session, actor, appeal_id, clock.today(), write=True)
        if form.get("remove"):
            remove(session, row, number)
            return see(f"/appeals/{appeal_id}", GONE)
        try:
            typed = read(GroundInput, {**form.flat(), "article": find_ground(session, row, number).article})
            change(session, row, number, typed.text, typed.evidence)
        except (Invalid, Conflict) as refusal:
            session.rollback()
            again = find_own(session, actor, appeal_id, clock.today())
            return _one(request, session, again, number, form.flat(), refusal.faults)
        return see(f"/appeals/{appeal_id}", ADDED)


def _page(request: AnyRequest, session: Session, row: Appeal, values: Any = None, faults: Any = ()) -> Response[Any]:
    if row.state != "DRAFT":
        raise NotFound
    return page(
        request,
        "appeals/grounds.html",
        status_code=422 if faults else 200,
        about=title_of(row),
        back=f"/appeals/{row.id}",
        suggestions=suggestions(session, row),
        values=values or {},
        faults=faults,
    )


def _one(
    request: AnyRequest, session: Session, row: Appeal, number: int, values: Any = None, faults: Any = ()
) -> Response[Any]:
    if row.state != "DRAFT":
        raise NotFound
    ground = find_ground(session, row, number)
    return page(
        request,
        "appeals/ground.html",
        status_code=422 if faults else 200,
        about=title_of(row),
        back=f"/appeals/{row.id}",
        ground=ground,
        values=values or {"text": ground.text, "evidence": ground.evidence},
        faults=faults,
    )


ROUTES: list[Any] = [GroundsPage, GroundPage]
