"""The page on which a business names its founders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.accounts.queries import find_own_business
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission, Scope
from backend.statistics.founders import FIELD, MOST, declare, declared_founders, read_numbers, registered_founders
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

SIGNED_IN = {"permission": Permission.SIGNED_IN}
KEPT = say_after("founders_kept", Text("Учредители записаны.", "The founders are noted."))


class FoundersPage(Controller):
    """The founders of one business."""

    path = "/businesses/{business_id:str}/founders"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, business_id: str) -> Response[str]:
        """Show who is named, and why it is asked."""
        business = find_own_business(session, actor, business_id, Scope.MANAGE)
        return _page(request, session, business, "\n".join(declared_founders(session, business.id)))

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, business_id: str
    ) -> Response[Any]:
        """Keep the list."""
        business = find_own_business(session, actor, business_id, Scope.MANAGE)
        try:
            declare(session, actor, business, read_numbers(form.get(FIELD)), clock.now())
        except Invalid as refusal:
            return _page(request, session, business, form.get(FIELD), refusal.faults)
        return see(f"/businesses/{business.id}/founders", KEPT)


def _page(
    request: AnyRequest, session: Session, business: Business, typed: str, faults: Sequence[Fault] = ()
) -> Response[str]:
    return page(
        request,
        "statistics/founders.html",
        status_code=422 if faults else 200,
        business=business,
        typed=typed,
        registered=registered_founders(session, business),
        most=MOST,
        faults=faults,
    )


ROUTES: list[Any] = [FoundersPage]
