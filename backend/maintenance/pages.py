"""The state of the installation for admins: the doctor's checks, and work that was given up."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.audit.service import record
from backend.clock import Clock
from backend.jobs import queries
from backend.jobs.service import try_again
from backend.maintenance.checks import READINESS, House, examine
from backend.permissions import Actor, Permission
from backend.requirements.browsing import Browsed, facet_chips
from backend.web.context import AnyRequest
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.text import Text

AGAIN = say_after("work_again", Text("Дело снова в очереди.", "The work is in the outbox again."))
# The whole log is checked on its own page, and every night.
SHOWN = ("night", *READINESS, "releases", "database", "mail", "broker")


class OperationsPage(Controller):
    """How the installation is."""

    path = "/operations"

    @get(opt={"permission": Permission.OPERATIONS_READ}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock) -> Response[str]:
        """Show the checks and the work given up."""
        state = request.app.state
        found = examine(House(state.settings, state.engine, clock.now()), SHOWN)
        rows = queries.given_up(session)
        return page(
            request,
            "maintenance/operations.html",
            checks=list(found.values()),
            standings=facet_chips(Browsed(), clock.today())["standing"],
            given_up=rows,
        )


class TryAgain(Controller):
    """Another try for work that was given up."""

    path = "/operations/{row_id:str}/again"

    @post(opt={"permission": Permission.OPERATIONS_READ}, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, row_id: FromPath[str]) -> Response[Any]:
        """Put the row back into the outbox."""
        try_again(session, row_id, clock.now())
        record(session, actor, "outbox.try_again", "outbox", row_id, None, clock.now())
        return see("/operations", AGAIN)


def _runs_the_house(actor: Actor) -> bool:
    return actor.may(Permission.OPERATIONS_READ)


ROUTES = [OperationsPage, TryAgain]
MENU = [MenuItem("/operations", "Состояние", _runs_the_house)]
