"""The dossier of an event, to print or to hand on."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.control.event_dossier import dossier_pdf
from backend.control.queries import find_event
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission

ROOM = {"permission": Permission.CONTROL_ROOM}


class EventDossier(Controller):
    """What the parts one sees say, as PDF."""

    path = "/control-events/{event_id:str}/dossier.pdf"

    @get(opt=ROOM, sync_to_thread=True)
    def hand_out(self, session: Session, actor: Actor, clock: Clock, event_id: str) -> Response[bytes]:
        """Hand it out as a download."""
        seen = find_event(session, actor, event_id, clock.today())
        headers = headers_of(f"dossier-{seen.event.number}.pdf")
        content = dossier_pdf(session, seen, actor, clock.now())
        return Response(content, media_type="application/pdf", headers=headers)


ROUTES: list[Any] = [EventDossier]
