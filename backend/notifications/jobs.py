"""Sending what was put into the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.jobs.registry import job
from backend.jobs.service import settings_of
from backend.jobs.work import TELL_OPERATORS
from backend.notifications.channels import channels
from backend.notifications.channels.mail import forget as forget_files
from backend.notifications.letters import make_letter
from backend.notifications.models import Notice
from backend.notifications.recipients import Recipient, find_recipients, people_with_role
from backend.notifications.service import FORGET, SEND, WRITE, notify
from rules.roles import Role


@job(SEND, outside=True)
def send(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Send a notice through one channel; who has gone meanwhile gets nothing."""
    notice = session.get(Notice, payload["notice"])
    if notice is None:
        return
    channel, settings = channels()[payload["channel"]], settings_of(session)
    recipient = find_recipients(session, [notice.person_id]).get(notice.person_id)
    if recipient is None or not channel.wanted(recipient):
        return
    url = settings.public_url
    letter = make_letter(notice.id, recipient, notice.kind, notice.params, notice.link, url, notice.about_id)
    channel.send(letter, settings)


@job(WRITE, outside=True, forget=True)
def write(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Send a letter to an address by mail."""
    settings, to = settings_of(session), Recipient(payload["email"], payload["language"])
    told, about = (payload["kind"], payload["params"], payload["link"]), payload.get("about")
    letter = make_letter(payload["id"], to, *told, settings.public_url, about)
    channels()["mail"].send(letter, settings)


@job(FORGET, outside=True, forget=True)
def forget(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete the letters to an address, and those that name its person, that were kept as files."""
    forget_files(settings_of(session).data / "mail", payload["email"], payload.get("about"))


@job(TELL_OPERATORS)
def tell_operators(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Tell the admins that some work was given up."""
    params = {"kind": payload["kind"], "error": payload["error"]}
    notify(session, people_with_role(session, Role.ADMIN), TELL_OPERATORS, params, "", now)
