"""Who asks: found once for each request, before any guard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from anyio import to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlmodel import Session

from backend.errors import NotFound, Refused, SecondFactorNeeded, SignInNeeded
from backend.permissions import NOBODY, Actor, Permission
from backend.web.context import SAFE
from backend.web.invisible import NUL
from rules.text import Text

# Given the database, the request and the time, tells who asks; extras (names for the page's head) go to the view.
Identifier = Callable[[Session, Request[Any, Any, Any], datetime], tuple[Actor, dict[str, Any]]]


class Identify:
    """Put the actor into the request's scope; runs for every route but files and health."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, in a worker thread."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(("/assets/", "/health")):
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        actor, extras = await to_thread.run_sync(self._identify, request)
        extended: Any = scope
        extended["user"], extended["view_extras"] = actor, extras
        extended["auth"] = None
        await self.app(scope, receive, send)

    def _identify(self, request: Request[Any, Any, Any]) -> tuple[Actor, dict[str, Any]]:
        state = request.app.state
        identifier: Identifier = state.identifier
        with Session(state.engine, expire_on_commit=False) as session:
            return identifier(session, request, state.clock.now())


def guard_permission(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let in only those whose role holds the route's permission; a route without one lets in nobody."""
    _refuse_foreign_forms(connection)
    if any(NUL in str(value) for value in connection.path_params.values()):
        raise NotFound
    permission = handler.opt.get("permission")
    actor = connection.scope.get("user")
    if not isinstance(actor, Actor):
        actor = NOBODY
    if permission is None:
        raise NotFound
    # Routes marked so lead to setting the factor up, or away from the account.
    if actor.lacks_second_factor and not handler.opt.get("before_second_factor"):
        raise SecondFactorNeeded
    if permission is Permission.PUBLIC or actor.may(permission):
        return
    # Open data: the same bytes for everybody, by the operator's choice.
    if permission is Permission.STATISTICS_READ and connection.app.state.settings.open_data:
        return
    if not actor.signed_in and not actor.is_machine:
        raise SignInNeeded
    raise NotFound


def _refuse_foreign_forms(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """The token against forged forms is not bound to the session, so browsers' own word counts too."""
    unsafe = connection.scope.get("method") not in SAFE and not connection.scope["path"].startswith("/api/")
    if unsafe and connection.headers.get("sec-fetch-site") == "cross-site":
        raise Refused(
            Text("Форма пришла с чужого сайта.", "The form came from another site."),
            Text("Откройте страницу у нас и отправьте ещё раз.", "Open the page here and send it again."),
        )


__all__ = ["Identifier", "Identify", "NotAuthorizedException", "guard_permission"]
