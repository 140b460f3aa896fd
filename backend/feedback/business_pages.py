"""A business's own feedback and what came of it; writing to a regulator in one's own name."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.accounts.models import Business
from backend.clock import Clock
from backend.errors import Invalid, NotFound, PlatformError
from backend.feedback import naming, own, queries, shown
from backend.feedback.models import FeedbackKind
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.requirements.tables import csv_answer
from backend.requirements.words import short_act
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.BUSINESS_MANAGE}
SENT = say_after("feedback_named", Text("Уйдёт в понедельник. До этого можно забрать.", "It goes out on Monday."))
TAKEN_BACK = say_after("feedback_taken_back", Text("Забрали: орган этого не увидит.", "Taken back: nobody saw it."))


class NamedInput(Input):
    """What a business says in its own name."""

    kind: FeedbackKind
    text: str = Field(min_length=20, max_length=2000)


class MyFeedback(Controller):
    """What the business said and what came of it."""

    path = "/my-feedback"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List its own signals, nobody else's."""
        business = find_business(session, actor, Scope.READ)
        items = own.items_of(session, business.id, clock.now())
        return page(
            request, "feedback/mine.html", items_of=items, named=own.named_of(session, business.id, clock.now())
        )


class MyFeedbackCsv(Controller):
    """The same for a spreadsheet."""

    path = "/my-feedback.csv"

    @get(opt=OWN, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Give the list."""
        business = find_business(session, actor, Scope.READ)
        rows = own.table(own.items_of(session, business.id, clock.now()), language_of(request))
        return csv_answer("yasno-my-feedback", rows)


class NamedPage(Controller):
    """Writing to the regulator in one's own name."""

    path = "/my-feedback/named/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, requirement: str) -> Response[Any]:
        """Ask what to say."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.DISPUTE)
        return _named_page(request, entry, business)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Show what the regulator will read; when that was read, keep it for Monday."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.DISPUTE)
        try:
            given = {name: form.get(name) for name in ("kind", "text") if form.get(name)}
            typed = read(NamedInput, given)
            seen = naming.preview(session, business, entry, typed.kind, typed.text)
            if form.get("seal") and form.get("send"):
                naming.send_named(session, actor, business, entry, seen, form.get("seal"), clock.now())
                return see("/my-feedback", SENT)
        except Invalid as refusal:
            session.rollback()
            return _named_page(request, entry, business, form, refusal)
        return _named_page(request, entry, business, form, seen=seen)


class TakeBack(Controller):
    """«Забрать»."""

    path = "/my-feedback/{own_feedback_id:str}/take-back"

    @post(opt=OWN, sync_to_thread=True)
    def take_back(self, session: Session, actor: Actor, clock: Clock, own_feedback_id: str) -> Response[Any]:
        """Take back what was not sent yet."""
        naming.take_back(session, actor, queries.find_own_named(session, actor, own_feedback_id), clock.now())
        return see("/my-feedback", TAKEN_BACK)


def _named_page(
    request: AnyRequest,
    entry: Requirement,
    business: Business,
    form: Form | None = None,
    refusal: PlatformError | None = None,
    seen: naming.Named | None = None,
) -> Response[Any]:
    if business.run_key_hash is not None:
        raise NotFound
    return page(
        request,
        "feedback/named.html",
        status_code=422 if refusal else 200,
        entry=entry,
        kinds=shown.kinds(language_of(request)),
        office=shown.office_of(entry.authority or ""),
        seen=seen,
        short_act=short_act,
        business=business,
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [MyFeedback, MyFeedbackCsv, NamedPage, TakeBack]
