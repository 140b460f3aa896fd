"""Keys of programs: for one business, with scopes and an end, shown once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from backend.accounts.models import ApiKey
from backend.accounts.queries import find_own_business, find_self, list_keys
from backend.accounts.schemas import NewKey
from backend.accounts.tokens import hash_of, new_token
from backend.audit.service import record
from backend.errors import Conflict, Invalid, NotFound
from backend.notifications.service import notify
from backend.permissions import Actor, Scope
from rules.faults import Fault
from rules.text import Text

PREFIX = "yasno_"  # lets scanners of public code find a key that got out
MOST_KEYS = 20
# A program may not invite people: MANAGE stays with people.
KEY_SCOPES = (Scope.READ, Scope.ANSWER, Scope.DISPUTE, Scope.CONTROL)


def make_key(session: Session, actor: Actor, data: NewKey, scopes: Sequence[str], now: datetime) -> str:
    """Return a new key, once.

    Raises:
        NotFound: the business is not the actor's.
        Invalid: no scope, or one the actor does not have for it.
        Conflict: the actor has as many keys as we keep.
    """
    business = find_own_business(session, actor, data.business_id)
    allowed = {scope.value for scope in KEY_SCOPES if actor.may_for(business.id, scope)}
    if not scopes or any(scope not in allowed for scope in scopes):
        raise Invalid([_no_scope()])
    if sum(key.expires_at > now for key in list_keys(session, actor.person_id or "")) >= MOST_KEYS:
        raise Conflict(
            Text(f"Ключей уже {MOST_KEYS}, больше не держим.", f"There are {MOST_KEYS} keys already."),
            Text("Отзовите лишний.", "End one that is not needed."),
        )
    token = PREFIX + new_token()
    key = ApiKey(
        person_id=actor.person_id or "",
        business_id=business.id,
        name=data.name,
        key_hash=hash_of(token),
        scopes=sorted(set(scopes)),
        expires_at=now + timedelta(days=int(data.days)),
        created_at=now,
    )
    session.add(key)
    session.flush()
    record(session, actor, "key.make", "api_key", key.id, {"business": business.id, "scopes": key.scopes}, now)
    person, params = find_self(session, actor), {"name": key.name, "business": business.name}
    notify(session, [person.id], "accounts.key_made", params, "/account/keys", now)
    return token


def end_key(session: Session, actor: Actor, key_id: str, now: datetime) -> None:
    """End a key of the actor.

    Raises:
        NotFound: not theirs.
    """
    key = session.get(ApiKey, key_id)
    if key is None or key.person_id != actor.person_id:
        raise NotFound
    key.ended_at = key.ended_at or now
    session.add(key)
    session.flush()
    record(session, actor, "key.end", "api_key", key.id, None, now)


def _no_scope() -> Fault:
    message = Text("Ключу нужно хотя бы одно право из ваших.", "A key needs at least one right of yours.")
    return Fault("scopes_wrong", "scopes", message, Text("Отметьте, что ему можно.", "Tick what it may do."))
