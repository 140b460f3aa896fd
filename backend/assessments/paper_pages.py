"""Papers: handed out to their owner only, as a download that no browser opens in our name."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.assessments import papers
from backend.clock import Clock
from backend.papers.downloads import download
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.web.context import AnyRequest, settings_of
from backend.web.redirects import say_after, see
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
REMOVED = say_after("paper_removed", Text("Файл убран.", "The file is removed."))


class PaperPage(Controller):
    """One paper."""

    path = "/evidence/{evidence_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, evidence_id: str) -> Response[bytes]:
        """Hand the file out to its owner."""
        row = papers.find_paper(session, find_business(session, actor).id, evidence_id)
        return download(settings_of(request).data, row.sha256, row.name)


class RemovePaperPage(Controller):
    """Removing a paper."""

    path = "/evidence/{evidence_id:str}/remove"

    @post(opt=OWN, sync_to_thread=True)
    def remove(self, session: Session, actor: Actor, clock: Clock, evidence_id: str) -> Response[Any]:
        """Remove it."""
        row = papers.find_paper(session, find_business(session, actor, Scope.ANSWER).id, evidence_id)
        requirement = row.requirement
        papers.remove_paper(session, row, clock.now())
        return see(f"/check/{requirement}", REMOVED)


ROUTES: list[Any] = [PaperPage, RemovePaperPage]
