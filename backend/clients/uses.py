"""How often clients call: counted by day and kind of call, beside the answer, never what was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from anyio import to_thread
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from backend.clients.models import ClientUse
from backend.clock import MOSCOW
from backend.db.types import new_id
from backend.permissions import Actor

log = structlog.get_logger()


class CountUses:
    """Count each call of a machine client once its answer has been sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; note its status and its route, which names no thing of anybody."""
        actor = scope.get("user")
        if scope["type"] != ScopeType.HTTP or not isinstance(actor, Actor) or not actor.is_machine:
            await self.app(scope, receive, send)
            return
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self.app(scope, receive, noting)
        state = scope["litestar_app"].state
        call = (actor.client_id or "", scope["method"], _route(scope), status, state.clock.now())
        await to_thread.run_sync(_write, state.writer, *call)


def _route(scope: Any) -> str:
    return str(scope.get("path_template") or "")[:200]


def _write(writer: Engine, client_id: str, method: str, route: str, status: int, now: datetime) -> None:
    try:
        with Session(writer) as session:
            count_use(session, client_id, method, route, status, now)
            session.commit()
    except Exception as error:
        # The client has its answer; a count is not worth a failure.
        log.warning("use_not_counted", error=type(error).__name__)


def count_use(session: Session, client_id: str, method: str, route: str, status: int, now: datetime) -> None:
    """Count one call of a client."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = {"client_id": client_id, "day": now.astimezone(MOSCOW).date(), "method": method, "route": route}
    statement = insert(ClientUse).values(id=new_id(), **key, status=status, calls=1, last_at=now)
    more = {"calls": ClientUse.calls + 1, "last_at": now}
    session.execute(statement.on_conflict_do_update(index_elements=[*key, "status"], set_=more))
