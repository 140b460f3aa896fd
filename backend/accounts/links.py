"""One-time links: sent by mail, kept as hashes, good once and for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from backend.accounts.models import LinkPurpose, OneTimeLink
from backend.accounts.tokens import hash_of, new_token
from backend.errors import PlatformError
from rules.text import Text

LASTS: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.SIGN_UP: timedelta(hours=24),
    LinkPurpose.PASSWORD: timedelta(hours=1),
    LinkPurpose.EMAIL: timedelta(hours=24),
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.FIRST_SIGN_IN: timedelta(days=3),
}


class LinkEnded(PlatformError):
    """A one-time link that was used, has ended, was replaced, or never was: which of them is not said."""

    status_code = 410
    code = "link_ended"

    def __init__(self) -> None:
        super().__init__(
            Text("Ссылка кончилась, или её уже открыли.", "The link has ended or was used."),
            Text("Запросите новую.", "Ask for a new one."),
        )


def make_link(
    session: Session,
    purpose: LinkPurpose,
    now: datetime,
    *,
    person_id: str | None = None,
    business_id: str | None = None,
    email: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> str:
    """Return the token of a new link, once; earlier links of the person for the same purpose end."""
    if person_id is not None and purpose is not LinkPurpose.INVITATION:
        end_links(session, person_id, purpose, now)
    token = new_token()
    link = OneTimeLink(
        purpose=purpose,
        token_hash=hash_of(token),
        person_id=person_id,
        business_id=business_id,
        email=email,
        details=dict(details or {}),
        expires_at=now + LASTS[purpose],
        created_at=now,
    )
    session.add(link)
    session.flush()
    return token


def find_link(session: Session, token: str, now: datetime, *purposes: LinkPurpose) -> OneTimeLink:
    """Return an open link without using it.

    Raises:
        LinkEnded: no such link, or not for this, or not any more.
    """
    link = session.exec(select(OneTimeLink).where(OneTimeLink.token_hash == hash_of(token))).first()
    if link is None or link.purpose not in purposes or link.used_at is not None or link.expires_at <= now:
        raise LinkEnded
    return link


def use_link(session: Session, token: str, now: datetime, *purposes: LinkPurpose) -> OneTimeLink:
    """Return a link and end it; of two who use it at the same time one is refused.

    Raises:
        LinkEnded: no such link, or not for this, or not any more.
    """
    link = find_link(session, token, now, *purposes)
    free = (col(OneTimeLink.id) == link.id, col(OneTimeLink.used_at).is_(None))
    done = cast("CursorResult[Any]", session.execute(update(OneTimeLink).where(*free).values(used_at=now)))
    if done.rowcount != 1:
        raise LinkEnded
    session.refresh(link)
    return link


def end_links(session: Session, person_id: str, purpose: LinkPurpose, now: datetime) -> None:
    """End the person's open links for a purpose."""
    theirs = (col(OneTimeLink.person_id) == person_id, col(OneTimeLink.purpose) == purpose)
    session.execute(update(OneTimeLink).where(*theirs, col(OneTimeLink.used_at).is_(None)).values(used_at=now))
