"""The desk of the body that hears appeals: a queue by due date, one appeal with its steps."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.appeals.deciding import DECISIONS
from backend.appeals.queries import find_appeal, to_hear
from backend.appeals.queue import csv_of, queue_of, shown
from backend.appeals.readiness import readiness_of
from backend.appeals.shown import case_view, check_line
from backend.clock import Clock
from backend.control.cases.stepping import CaseSeen
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, language_of, settings_of
from backend.web.pages import page

DESK = {"permission": Permission.APPEALS_DESK}


def find_to_hear(session: Session, actor: Actor, appeal_id: str, clock: Clock, *, write: bool = False) -> CaseSeen:
    """Return an appeal that the actor's body hears.

    Raises:
        NotFound: no such appeal, or another body's.
    """
    seen = find_appeal(session, actor, appeal_id, clock.today(), write=write)
    if seen.side is not Side.AUTHORITY:
        raise NotFound
    return seen


class AppealsDesk(Controller):
    """What the body has to hear, the most urgent first."""

    path = "/desk/appeals"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them by the day they are due."""
        lines = queue_of(session, to_hear(session, actor), clock.now())
        return page(request, "appeals/desk.html", rows=[shown(line, clock.now()) for line in lines])


class AppealsDeskCsv(Controller):
    """The queue for a spreadsheet."""

    path = "/desk/appeals.csv"

    @get(opt=DESK, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Give the whole queue, as the page shows it."""
        return csv_of(queue_of(session, to_hear(session, actor), clock.now()), language_of(request))


class AppealOnDesk(Controller):
    """One appeal as the body sees it."""

    path = "/desk/appeals/{appeal_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show what was filed, its terms, what can be done, and the nine grounds as they stand."""
        seen = find_to_hear(session, actor, appeal_id, clock)
        told = case_view(session, seen, actor, clock.now(), settings_of(request))
        state = readiness_of(session, seen.case)
        told["refusals"] = [{**check_line(one), "n": one.n} for one in state.refusals] if told["open"] else []
        told["may_draft"] = any(offer["action"] in DECISIONS for offer in told["offers"])
        return page(request, "appeals/appeal.html", back="/desk/appeals", **told)


ROUTES: list[Any] = [AppealsDesk, AppealsDeskCsv, AppealOnDesk]
