"""The anonymous run: a browser known only by a random key, kept as a hash, with an end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request
from sqlmodel import Session, select

from backend.accounts.models import Business
from backend.accounts.tokens import hash_of
from backend.permissions import Actor, Scope
from backend.web.context import settings_of

RUN_COOKIE = "run"
# What somebody without an account may do with their own run: dispute too (a secret link brings the answer).
RUN_SCOPES = frozenset({Scope.READ, Scope.ANSWER, Scope.DISPUTE})


def identify(session: Session, request: Request[Any, Any, Any], now: datetime) -> tuple[Actor, dict[str, Any]] | None:
    """Return the actor of this browser's run, or None."""
    if request.url.path.startswith("/api/"):
        return None
    run = find_run(session, request, now)
    if run is None:
        return None
    return Actor(scopes={run.id: RUN_SCOPES}, business_id=run.id, anonymous_run=True), {}


def find_run(session: Session, request: Request[Any, Any, Any], now: datetime) -> Business | None:
    """Return this browser's run, also for somebody who has signed in meanwhile."""
    key = request.cookies.get(settings_of(request).cookie(RUN_COOKIE))
    if not key:
        return None
    run = session.exec(select(Business).where(Business.run_key_hash == hash_of(key))).first()
    return run if run is not None and run.expires_at is not None and run.expires_at > now else None
