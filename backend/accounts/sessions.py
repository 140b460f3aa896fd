"""Sessions of signed-in browsers: opened, listed, ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from backend.accounts.models import Person, PersonSession
from backend.accounts.tokens import hash_of, new_token
from backend.errors import NotFound


def open_session(session: Session, person: Person, now: datetime) -> str:
    """Open a session; its token is returned once and kept as a hash."""
    token = new_token()
    session.add(PersonSession(person_id=person.id, token_hash=hash_of(token), created_at=now, seen_at=now))
    session.flush()
    return token


def list_sessions(session: Session, person_id: str) -> list[PersonSession]:
    """Return the sessions that nobody has ended, the latest first; some may have idled out."""
    open_ones = (PersonSession.person_id == person_id, col(PersonSession.ended_at).is_(None))
    return list(session.exec(select(PersonSession).where(*open_ones).order_by(col(PersonSession.seen_at).desc())))


def end_session(session: Session, person_id: str, session_id: str, now: datetime) -> None:
    """End one session of a person.

    Raises:
        NotFound: not one of theirs.
    """
    row = session.get(PersonSession, session_id)
    if row is None or row.person_id != person_id:
        raise NotFound
    row.ended_at = row.ended_at or now
    session.add(row)
    session.flush()


def end_sessions(session: Session, person_id: str, now: datetime, *, but: str | None = None) -> None:
    """End every session of a person, except `but`."""
    theirs = [col(PersonSession.person_id) == person_id, col(PersonSession.ended_at).is_(None)]
    if but is not None:
        theirs.append(col(PersonSession.id) != but)
    session.execute(update(PersonSession).where(*theirs).values(ended_at=now))
