"""Handing over what a business noted of a paper before its copy met the official event."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post
from sqlmodel import Session

from backend.clock import Clock
from backend.control.handing import hand_paper
from backend.control.queries import find_event
from backend.permissions import Actor, Permission
from backend.web.redirects import say_after, see
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
HANDED = say_after("paper_handed", Text("Передано. Квитанция {0}.", "Handed over. Receipt {0}."))


class HandPaper(Controller):
    """The step itself."""

    path = "/control-events/{event_id:str}/papers/{procedure:str}/{case_id:str}/hand"

    @post(opt=OWN, sync_to_thread=True)
    def hand(
        self, session: Session, actor: Actor, clock: Clock, event_id: str, procedure: str, case_id: str
    ) -> Response[Any]:
        """Hand the note over."""
        seen = find_event(session, actor, event_id, clock.today(), write=True)
        row = hand_paper(session, seen, actor, procedure, case_id, clock.now())
        return see(f"/control-events/{seen.event.id}", HANDED, row.receipt)


ROUTES: list[Any] = [HandPaper]
