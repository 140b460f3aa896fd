"""Whether the server is ready for requests: asked by whoever stands before it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from backend.maintenance.checks import READINESS, House, examine
from backend.permissions import Permission
from backend.web.context import AnyRequest


@get("/health/ready", opt={"permission": Permission.PUBLIC}, sync_to_thread=True, include_in_schema=False)
def ready(request: AnyRequest) -> Response[dict[str, Any]]:
    """Answer 200 only when the database is migrated and its log emptied, the disk has room, the due work is done."""
    state = request.app.state
    found = examine(House(state.settings, state.engine, state.clock.now()), READINESS)
    good = all(finding.ok for finding in found.values())
    body = {"status": "ready" if good else "not ready", "checks": {name: one.ok for name, one in found.items()}}
    return Response(body, status_code=200 if good else 503, headers={"Cache-Control": "no-store"})


ROUTES = [ready]
