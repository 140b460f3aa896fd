"""Papers for programs: files that confirm an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.assessments import papers
from backend.assessments.models import Evidence
from backend.assessments.schemas import PaperInput
from backend.clock import Clock
from backend.errors import NotFound
from backend.papers.downloads import ANY_FILE, download
from backend.papers.uploads import file_in
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_named_business, take_business
from backend.requirements.queries import find_requirement
from backend.web.calls import Api, answer
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.etags import shown
from backend.web.forms import read
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, deletes, reads

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
FIELDS = ("expires_on", "replaces")
FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, PNG, JPEG, DOCX, XLSX or P7S, to 10 MB"},
        "expires_on": {"type": "string", "format": "date", "description": "Last day it holds"},
        "replaces": {"type": "string", "maxLength": 32, "description": "Id of the paper it supersedes"},
    },
    "required": ["file"],
    "additionalProperties": False,
}


class PaperOut(BaseModel):
    """A file that confirms an answer."""

    id: str
    requirement: str
    name: str = Field(examples=["акт.pdf"])
    type: str = Field(examples=["pdf"])
    size: int
    sha256: str = Field(description="Of what is kept; pictures are stored without their hidden data")
    version: int
    expires_on: date | None
    superseded_by: str | None
    at: datetime


class PapersOut(BaseModel):
    """Papers of a requirement, newest first."""

    items: list[PaperOut]


class Papers(Api):
    """Papers of one requirement."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/evidence"
    tags = ["assessment"]

    @get(**reads(OWN, "Papers of a requirement", PapersOut, tagged=True))
    def list_own_papers(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        business_id: FromPath[str],
        requirement_id: FromPath[str],
    ) -> Response[bytes]:
        """Return them, newest first."""
        business = find_named_business(session, actor, business_id)
        rows = papers.papers_of(session, business.id, find_requirement(requirement_id).id)
        return shown(request, {"items": [_document(row) for row in rows]})

    @post(**creates("Attach a file", None, PaperOut, form=FORM))
    def attach_paper(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        business_id: FromPath[str],
        requirement_id: FromPath[str],
    ) -> Response[bytes]:
        """Keep a file; what it is is seen by its content. At most ten files a requirement."""
        # Looking into a file may take long: only then is the database taken.
        if not actor.may_for(business_id, Scope.ANSWER):
            raise NotFound
        file, sent = file_in(request, form, FIELDS)
        said = read(PaperInput, form.flat())
        business, entry = take_business(session, actor, business_id), find_requirement(requirement_id)

        def act() -> Response[bytes]:
            row = papers.keep_paper(
                session,
                settings_of(request).data,
                business.id,
                entry,
                file,
                clock.now(),
                expires_on=said.expires_on,
                replaces=said.replaces,
            )
            return answer(_document(row), 201)

        return once(request, session, actor, business.id, {**form.flat(), "sha256": sent}, clock.now(), act)


class OnePaper(Api):
    """One paper."""

    path = f"{HOME}/evidence/{{evidence_id:str}}"
    tags = ["assessment"]

    @get(**reads(OWN, "Download a file", None, files=(ANY_FILE,)))
    def download_paper(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        business_id: FromPath[str],
        evidence_id: FromPath[str],
    ) -> Response[bytes]:
        """Return the file, always as a download."""
        row = papers.find_paper(session, find_named_business(session, actor, business_id).id, evidence_id)
        return download(settings_of(request).data, row.sha256, row.name)

    @delete(**deletes("Remove a file"))
    def remove_own_paper(
        self, session: Session, actor: Actor, clock: Clock, business_id: FromPath[str], evidence_id: FromPath[str]
    ) -> None:
        """Remove it; the one it superseded is present again."""
        row = papers.find_paper(session, take_business(session, actor, business_id).id, evidence_id)
        papers.remove_paper(session, row, clock.now())


def _document(row: Evidence) -> dict[str, Any]:
    return {
        "id": row.id,
        "requirement": row.requirement,
        "name": row.name,
        "type": row.type.value,
        "size": row.size,
        "sha256": row.sha256,
        "version": row.version,
        "expires_on": row.expires_on,
        "superseded_by": row.superseded_by,
        "at": row.at,
    }


ROUTES = [Papers, OnePaper]
