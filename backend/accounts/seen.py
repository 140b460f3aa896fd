"""When a session was last seen: written at most every five minutes, beside the request, never in its way."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from datetime import datetime, timedelta
from threading import Lock

import structlog
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from backend.accounts.models import PersonSession

log = structlog.get_logger()
EVERY = timedelta(minutes=5)
# A request waits this long at most; behind a long queue of writers the mark is made after the answer.
PATIENCE_SECONDS = 0.2

_marking: dict[str, Future[None]] = {}
_guard = Lock()
_hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="seen")


def mark_seen(writer: Engine, row: PersonSession, now: datetime) -> None:
    """Note that the session was used, if the last note is older than five minutes."""
    if now - row.seen_at < EVERY:
        return
    with _guard:
        if row.id in _marking:
            return
        work = _marking[row.id] = _hand.submit(_write, writer, row.id, now)
    try:
        work.result(PATIENCE_SECONDS)
    except Late:
        return


def _write(writer: Engine, session_id: str, now: datetime) -> None:
    earlier = (col(PersonSession.id) == session_id, col(PersonSession.seen_at) < now)
    try:
        with Session(writer) as session:
            session.execute(update(PersonSession).where(*earlier).values(seen_at=now))
            session.commit()
    except Exception as error:
        # The next request tries again; a mark is not worth a refusal.
        log.warning("seen_not_written", error=type(error).__name__)
    finally:
        with _guard:
            _marking.pop(session_id, None)
