"""Sign-ins half done: the password was right, the code is still to come. Bound to one browser, for ten minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from backend.accounts.models import PendingSignIn, Person
from backend.accounts.tokens import hash_of, new_token

LASTS = timedelta(minutes=10)


def begin(session: Session, person: Person, target: str, now: datetime) -> str:
    """Remember that this browser knew the password; return the token of its cookie, once."""
    token = new_token()
    session.add(
        PendingSignIn(
            person_id=person.id,
            token_hash=hash_of(token),
            target=target[:2000],
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return token


def find_pending(session: Session, token: str | None, now: datetime) -> PendingSignIn | None:
    """Return the sign-in this browser has begun, or None: never, too long ago, or the account was closed since."""
    if not token:
        return None
    row = session.exec(select(PendingSignIn).where(PendingSignIn.token_hash == hash_of(token))).first()
    if row is None or row.expires_at <= now:
        return None
    return row if session.get_one(Person, row.person_id).blocked_at is None else None
