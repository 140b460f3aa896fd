"""Bodies: the one an actor works in, those above it, all of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.authorities.models import AuthorityBody
from backend.errors import NotFound
from backend.permissions import Actor


def body_of(session: Session, actor: Actor) -> AuthorityBody:
    """Return the body an actor works in.

    Raises:
        NotFound: none.
    """
    body = find_by_office(session, actor.authority, actor.region) if actor.authority else None
    if body is None:
        raise NotFound
    return body


def find_by_office(session: Session, authority: str | None, region: str | None) -> AuthorityBody | None:
    """Return the body of an authority in a region; an empty region is the whole country."""
    query = select(AuthorityBody).where(AuthorityBody.authority == authority, AuthorityBody.region == (region or ""))
    return session.exec(query).first()


def find_body(session: Session, body_id: str) -> AuthorityBody:
    """Return a body by its id.

    Raises:
        NotFound: there is none.
    """
    body = session.get(AuthorityBody, body_id)
    if body is None:
        raise NotFound
    return body


def above(session: Session, body: AuthorityBody) -> list[AuthorityBody]:
    """Return the bodies above one, the nearest first (who hears appeals: 248-ФЗ art. 40(2)); a loop ends the chain."""
    chain: list[AuthorityBody] = []
    seen = {body.id}
    parent = session.get(AuthorityBody, body.parent_id) if body.parent_id else None
    while parent is not None and parent.id not in seen:
        chain.append(parent)
        seen.add(parent.id)
        parent = session.get(AuthorityBody, parent.parent_id) if parent.parent_id else None
    return chain


def list_bodies(session: Session) -> Sequence[AuthorityBody]:
    """Return all bodies by authority and region."""
    return session.exec(select(AuthorityBody).order_by(col(AuthorityBody.authority), col(AuthorityBody.region))).all()
