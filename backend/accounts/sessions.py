"""Sessions of signed-in browsers: opened, listed, ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from backend.accounts.models import PendingSignIn, Person, PersonSession
from backend.accounts.tokens import hash_of, new_token
from backend.errors import NotFound


def open_session(session: Session, person: Person, now: datetime, *, by_code: bool = False) -> str:
    """Open a session; its token is returned once and kept as a hash. `by_code`: the second factor was shown."""
    token, shown = new_token(), now if by_code else None
    row = PersonSession(
        person_id=person.id, token_hash=hash_of(token), created_at=now, seen_at=now, second_factor_at=shown
    )
    session.add(row)
    session.flush()
    return token


def renew_token(session: Session, session_id: str) -> str:
    """Return a new token of a session that has gained rights; the former one is good no more."""
    row, token = session.get_one(PersonSession, session_id), new_token()
    row.token_hash = hash_of(token)
    session.add(row)
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
    """End every session of a person, except `but`, and sign-ins that are half done."""
    session.execute(delete(PendingSignIn).where(col(PendingSignIn.person_id) == person_id))
    theirs = [col(PersonSession.person_id) == person_id, col(PersonSession.ended_at).is_(None)]
    if but is not None:
        theirs.append(col(PersonSession.id) != but)
    session.execute(update(PersonSession).where(*theirs).values(ended_at=now))
