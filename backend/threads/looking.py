"""Telling a host that somebody looked, before they see anything: a page that is read cannot write by itself."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine import open_session
from backend.permissions import Actor
from backend.threads.hosts import never
from backend.threads.queries import Place
from backend.web.context import AnyRequest


def note_look(request: AnyRequest, actor: Actor, place: Place, now: datetime) -> None:
    """Have the host keep a note of a look by somebody who is not the owner; where it cannot, nothing is shown."""
    if place.owns or place.host.looked is never:
        return
    with open_session(request.app.state.engine, write=True) as session, session.begin():
        place.host.looked(session, actor, place.case_id, now)
