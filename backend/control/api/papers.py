"""Papers for programs, as PDF: drafts of an event, its dossier, a prescription, a warning. All in Russian."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.cases import find_seen
from backend.control.cases.draft_pdf import render
from backend.control.cases.stepping import CaseSeen
from backend.control.desk.papers import find_paper, paper_of, papers_for
from backend.control.event_dossier import dossier_pdf
from backend.control.models import ControlWarning, Prescription
from backend.control.models.room import Side
from backend.control.prescriptions.paper import prescription_pdf
from backend.control.prevention.warning_paper import paper_of as warning_paper
from backend.control.queries import find_event, require_part
from backend.errors import NotFound
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.risk.models import Source
from backend.web.api_schemas import TextOut
from backend.web.calls import Api
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.openapi import BASE, reads

READ = Permission.CONTROL_BY_KEY
ROOM = f"{BASE}/control-events/{{event_id:str}}"
PDF = "application/pdf"


class EventPaperOut(BaseModel):
    """A draft that can be printed now."""

    code: str = Field(examples=["decision"])
    title: TextOut


class EventPapersOut(BaseModel):
    """Drafts of an event that the key may print now."""

    items: list[EventPaperOut]


class EventPapers(Api):
    """Papers of an event."""

    path = ROOM
    tags = ["control"]

    @get("/papers", **reads(READ, "Papers of an event", EventPapersOut, tagged=True))
    def list_event_papers(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return those that can be printed now; of an own copy none: the business has the papers themselves."""
        seen = find_event(session, actor, event_id, clock.today())
        found = [] if seen.event.source is Source.BUSINESS else papers_for(seen.event, seen.parts)
        return shown(request, {"items": [{"code": one["code"], "title": one["title"].as_dict()} for one in found]})

    @get("/papers/{paper:str}", **reads(READ, "A paper of an event as PDF", None, files=(PDF,)))
    def download_event_paper(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str], paper: FromPath[str]
    ) -> Response[bytes]:
        """Return the draft of a decision, a submission, a notice or an act, marked «проект»."""
        seen = find_event(session, actor, event_id, clock.today())
        require_part(seen, find_paper(seen.event, paper).part)
        if seen.event.source is Source.BUSINESS:
            raise NotFound
        return pdf_answer(paper_of(session, seen.event, paper, seen.parts), f"{paper}-{seen.event.number}.pdf")

    @get("/dossier.pdf", **reads(READ, "The dossier of an event as PDF", None, files=(PDF,)))
    def download_event_dossier(
        self, session: Session, actor: Actor, clock: Clock, event_id: FromPath[str]
    ) -> Response[bytes]:
        """Return what the parts the key sees say; nothing that a business keeps for itself."""
        seen = find_event(session, actor, event_id, clock.today())
        return pdf_answer(dossier_pdf(session, seen, actor, clock.now()), f"dossier-{seen.event.number}.pdf")


class CasePaper(Api):
    """The paper of a case."""

    path = f"{BASE}/cases/{{procedure:str}}/{{case_id:str}}/paper"
    tags = ["control"]

    @get(**reads(READ, "The draft of a prescription or a warning as PDF", None, files=(PDF,)))
    def download_case_paper(
        self, session: Session, actor: Actor, clock: Clock, procedure: FromPath[str], case_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it, marked «проект»; a business reads a prescription of an authority, not its drafts."""
        content = _paper(session, find_seen(session, actor, procedure, case_id, clock))
        return pdf_answer(content, f"{procedure}-{case_id[:8]}.pdf")


def _paper(session: Session, seen: CaseSeen) -> bytes:
    own = seen.kind.own_copy(session, seen.case)
    if isinstance(seen.case, Prescription) and seen.side is not Side.PROSECUTOR and not own:
        return prescription_pdf(session, seen.case)
    if isinstance(seen.case, ControlWarning) and seen.side is Side.AUTHORITY and not own:
        return render(warning_paper(seen.case))
    raise NotFound


def pdf_answer(content: bytes, name: str) -> Response[bytes]:
    """Return a paper as a download."""
    return Response(content, media_type=PDF, headers=headers_of(name))


ROUTES = [EventPapers, CasePaper]
