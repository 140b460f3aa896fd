"""How often a program may call in a minute. Counted in memory: a reading call must not write to the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from backend.errors import TooMany
from backend.permissions import Actor
from backend.web.context import SAFE
from backend.web.limits import address_of

MINUTE = 60
BY_KEY = 600
ANONYMOUS_READING = 600
ANONYMOUS_COMPUTING = 120
OPENINGS = 60
TOKENS = 30  # of a machine client, and tries from one address
MOST_REMEMBERED = 100_000


@dataclass
class CallCounts:
    """Calls of the running minute (or another window), by a hash of who calls; each process counts its own."""

    seconds: int = MINUTE
    window: int = -1
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, who: str, limit: int, now: datetime) -> None:
        """Count one call.

        Raises:
            TooMany: the calls of this window are spent; it says when the next one begins.
        """
        seconds = int(now.timestamp())
        if seconds // self.seconds != self.window or len(self.counts) > MOST_REMEMBERED:
            self.window, self.counts = seconds // self.seconds, {}
        done = self.counts.get(who, 0)
        if done >= limit:
            raise TooMany(self.seconds - seconds % self.seconds)
        self.counts[who] = done + 1


def limit_calls(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Refuse a program that calls too often: by its key, else by its address."""
    state = connection.app.state
    counts: CallCounts | None = state.setdefault("call_counts", CallCounts())
    if counts is None:
        return
    actor, now = connection.scope.get("user"), state.clock.now()
    if isinstance(actor, Actor) and actor.client_id:
        counts.count(f"key {actor.client_id}", BY_KEY, now)  # a person's key or a machine client alike
        return
    reading = connection.scope["method"] in SAFE  # type: ignore[typeddict-item]
    address = caller_of(connection)
    limit = ANONYMOUS_READING if reading else ANONYMOUS_COMPUTING
    counts.count(f"{'read' if reading else 'compute'} {address}", limit, now)


def limit_openings(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Refuse an address that opens secret links too often: it guesses, or makes us compute for nothing."""
    state = connection.app.state
    counts: CallCounts | None = state.setdefault("call_counts", CallCounts())
    if counts is not None:
        counts.count(f"open {caller_of(connection)}", OPENINGS, state.clock.now())


def count_token(connection: ASGIConnection[Any, Any, Any, Any], who: str) -> None:
    """Count a try to get a token, or one that was given, by `who`.

    Raises:
        TooMany: the tries of this minute are spent.
    """
    state = connection.app.state
    counts: CallCounts | None = state.setdefault("call_counts", CallCounts())
    if counts is not None:
        counts.count(f"token {who}", TOKENS, state.clock.now())


def caller_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return who calls, as the counts know them: no address is kept as it is."""
    return hashlib.sha256(address_of(connection).encode()).hexdigest()  # type: ignore[arg-type]
