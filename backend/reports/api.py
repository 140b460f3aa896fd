"""The dossier for programs: PDF, workbook, JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from pydantic import BaseModel
from sqlmodel import Session

from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.queries import find_named_business
from backend.reports import api_shares, pdf, xlsx
from backend.reports.dossier import Dossier, gather
from backend.reports.pages import XLSX
from backend.web.api_schemas import TextOut
from backend.web.calls import Api
from backend.web.context import AnyRequest, language_of
from backend.web.etags import shown
from backend.web.openapi import BASE, reads

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
PDF = "application/pdf"


class EntryOut(BaseModel):
    """A requirement of the dossier, in words."""

    id: str
    title: TextOut
    topic: TextOut
    when: TextOut
    plain: TextOut | None
    steps: list[TextOut]
    because: list[TextOut]
    source: str
    read: TextOut
    authority: TextOut | None
    sanctions: list[TextOut]
    cost: TextOut
    answer: TextOut
    answer_code: str
    note: str
    places: list[str]
    clarity: int | None
    feasibility: int | None
    first: TextOut | None


class DossierOut(BaseModel):
    """Everything that the PDF and the workbook print. A reference, not legal advice."""

    name: str
    on: date
    edition: str
    receipt: str
    counts: dict[str, int]
    readiness: dict[str, int]
    entries: list[EntryOut]
    unclear: list[list[TextOut]]
    answers: list[list[Any]]
    yearly: TextOut | None
    yearly_hours: TextOut | None
    one_off: TextOut | None
    not_assessed: int
    per_case: int
    wage: TextOut
    everything: bool


class DossierJson(Api):
    """The dossier as data."""

    path = f"{HOME}/dossier"
    tags = ["list"]

    @get(**reads(OWN, "The dossier as JSON", DossierOut, tagged=True))
    def show_dossier(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the list with reasons, sources, answers and costs, in words."""
        return shown(request, asdict(_dossier(session, actor, business_id, clock)))


class DossierPdf(Api):
    """The dossier to print."""

    path = f"{HOME}/dossier.pdf"
    tags = ["list"]

    @get(**reads(OWN, "The dossier as PDF", None, files=(PDF,)))
    def download_dossier_pdf(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it in the language of `Accept-Language`."""
        dossier = _dossier(session, actor, business_id, clock)
        return _file(pdf.render(dossier, language_of(request)), PDF, f"yasno-{dossier.on}.pdf")


class DossierXlsx(Api):
    """The dossier as a workbook."""

    path = f"{HOME}/dossier.xlsx"
    tags = ["list"]

    @get(**reads(OWN, "The dossier as a workbook", None, files=(XLSX,)))
    def download_dossier_xlsx(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it in the language of `Accept-Language`."""
        dossier = _dossier(session, actor, business_id, clock)
        return _file(xlsx.render(dossier, language_of(request)), XLSX, f"yasno-{dossier.on}.xlsx")


def _dossier(session: Session, actor: Actor, business_id: str, clock: Clock) -> Dossier:
    return gather(session, find_named_business(session, actor, business_id), clock.today())


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


ROUTES = [DossierJson, DossierPdf, DossierXlsx, *api_shares.ROUTES]
