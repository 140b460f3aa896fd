"""Telling people: a notice inside, and letters through every channel they want, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from backend.db.types import new_id
from backend.errors import NotFound
from backend.jobs.models import OutboxRow
from backend.jobs.service import enqueue
from backend.notifications.channels import channels
from backend.notifications.models import Notice
from backend.notifications.recipients import find_recipients
from backend.notifications.wording import stored

SEND = "notifications.send"
WRITE = "notifications.write"
FORGET = "notifications.forget"


def notify(
    session: Session,
    person_ids: Iterable[str],
    kind: str,
    params: Mapping[str, Any],
    link: str,
    now: datetime,
    *,
    about: str | None = None,
) -> list[str]:
    """Tell people something: a notice each, and a letter to those who want letters. Return the notices' ids.

    `kind` names the words (`notices.py` of a room, or «procedure.action»); `params` may hold Text, dates and moments;
    `link` is a path of this site. `about` is the person whom the params name: their erasure takes the notice along.
    """
    told: list[str] = []
    for person_id, recipient in find_recipients(session, person_ids).items():
        notice = Notice(
            person_id=person_id, about_id=about, kind=kind, params=stored(params), link=link, created_at=now
        )
        session.add(notice)
        session.flush()
        told.append(notice.id)
        for name, channel in channels().items():
            if channel.wanted(recipient):
                payload = {"notice": notice.id, "channel": name}
                enqueue(session, SEND, payload, due_at=now, key=f"{name}:{notice.id}")
    return told


def write_to(
    session: Session,
    email: str,
    language: str,
    kind: str,
    params: Mapping[str, Any],
    link: str,
    now: datetime,
    *,
    about: str | None = None,
) -> None:
    """Write a letter to an address, which may be nobody's account yet (invitation, link for a new password).

    The letter's words and link are wiped from the outbox once it has left. `about` is the person whom it names.
    """
    payload = {
        "id": new_id(),
        "email": email,
        "language": language,
        "kind": kind,
        "params": stored(params),
        "link": link,
        "about": about,
    }
    enqueue(session, WRITE, payload, due_at=now)


def forget_letters(session: Session, email: str, now: datetime, *, about: str | None = None) -> None:
    """Take the letters to an address, and those that name a person, out of the outbox and the folder of mail."""
    kept = col(OutboxRow.kind) == WRITE, col(OutboxRow.done_at).is_(None)  # one that has left is wiped already
    for row in session.exec(select(OutboxRow).where(*kept)).all():
        if row.payload["email"] == email or (about and row.payload.get("about") == about):
            session.delete(row)
    session.flush()
    enqueue(session, FORGET, {"email": email, "about": about}, due_at=now)


def mark_read(session: Session, person_id: str, notice_id: str, now: datetime) -> Notice:
    """Mark a notice of this person as read.

    Raises:
        NotFound: no such notice, or another person's.
    """
    notice = session.get(Notice, notice_id)
    if notice is None or notice.person_id != person_id:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = now
        session.add(notice)
        session.flush()
    return notice


def mark_all_read(session: Session, person_id: str, now: datetime) -> None:
    """Mark every notice of this person as read."""
    unread = (col(Notice.person_id) == person_id, col(Notice.read_at).is_(None))
    session.execute(update(Notice).where(*unread).values(read_at=now))
