"""Taking the list away: PDF, workbook, a page to print."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.queries import find_business
from backend.reports import pdf, share_pages, xlsx
from backend.reports.dossier import Dossier, gather
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.web.redirects import see

OWN = {"permission": Permission.OWN_BUSINESS}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TakeAwayPage(Controller):
    """The dossier as a page: read, print, or take it as a file."""

    path = "/report"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the dossier; without answers there is none yet, and the page of the list says how to begin."""
        if actor.business_id is None:
            return see("/list")
        dossier = _dossier(session, actor, clock)
        return page(request, "reports/dossier.html", dossier=dossier, language=language_of(request))


class PdfFile(Controller):
    """The dossier as PDF."""

    path = "/report.pdf"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        dossier = _dossier(session, actor, clock)
        return _file(pdf.render(dossier, language_of(request)), "application/pdf", f"yasno-{dossier.on}.pdf")


class XlsxFile(Controller):
    """The dossier as a workbook."""

    path = "/report.xlsx"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        dossier = _dossier(session, actor, clock)
        return _file(xlsx.render(dossier, language_of(request)), XLSX, f"yasno-{dossier.on}.xlsx")


def _dossier(session: Session, actor: Actor, clock: Clock) -> Dossier:
    return gather(session, find_business(session, actor), clock.today())


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


ROUTES: list[Any] = [TakeAwayPage, PdfFile, XlsxFile, *share_pages.ROUTES]
MENU: list[Any] = []
