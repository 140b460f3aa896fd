"""Rate limits kept in the database: per account and per address, never behind one proxy for all."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from backend.errors import TooMany
from backend.web.context import AnyRequest, settings_of
from backend.web.models import RateCount


def count_try(session: Session, what: str, who: str, limit: int, window: timedelta, now: datetime) -> None:
    """Count one try of `what` by `who`.

    Raises:
        TooMany: `limit` tries in this window already.
    """
    key = hashlib.sha256(f"{what}\n{who}".encode()).hexdigest()
    row = session.get(RateCount, key, with_for_update=True)  # tries at the same moment wait for each other
    if row is None or now - row.began_at >= window:
        row = row or RateCount(key=key, began_at=now)
        row.count, row.began_at = 0, now
    if row.count >= limit:
        raise TooMany(max(1, int((row.began_at + window - now).total_seconds())))
    row.count += 1
    session.add(row)
    session.flush()


def address_of(request: AnyRequest) -> str:
    """Return the visitor's address: the socket's, or what a trusted proxy says of it."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    if peer in settings_of(request).trusted_proxies and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return peer
