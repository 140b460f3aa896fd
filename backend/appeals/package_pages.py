"""«Готово» means a package: the PDF, the zip, the text of each field, and where to click (248-ФЗ art. 40(1))."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.appeals.naming import title_of
from backend.appeals.package import appeal_pdf, fields, package_zip
from backend.appeals.queries import find_appeal, find_own
from backend.appeals.readiness import readiness_of, term_words
from backend.clock import Clock
from backend.control.cases.files import list_files
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, settings_of
from backend.web.pages import page

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}


class PackagePage(Controller):
    """How to file: what to take along, what to copy where, what to tell here afterwards."""

    path = "/appeals/{appeal_id:str}/package"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show the steps, and what still lacks."""
        row = find_own(session, actor, appeal_id, clock.today())
        state = readiness_of(session, row)
        return page(
            request,
            "appeals/package.html",
            row=row,
            about=title_of(row),
            back=f"/appeals/{row.id}",
            fields=[(name, text) for name, text in fields(session, row) if text],
            lacking=len(state.lacking),
            ahead=len(state.ahead),
            way=state.way,
            term=term_words(state.term, clock.now()),
        )


class PackagePdf(Controller):
    """The appeal on paper."""

    path = "/appeals/{appeal_id:str}/appeal.pdf"

    @get(opt=ROOM, sync_to_thread=True)
    def pdf(self, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[bytes]:
        """Return the PDF."""
        seen = find_appeal(session, actor, appeal_id, clock.today())
        row, files = seen.case, list_files(session, [appeal_id], seen.side)
        name = f"жалоба-{row.platform_number}.pdf"
        return Response(appeal_pdf(session, row, files), media_type="application/pdf", headers=headers_of(name))


class PackageZip(Controller):
    """Everything to be filed, in one file."""

    path = "/appeals/{appeal_id:str}/package.zip"

    @get(opt=OWN, sync_to_thread=True)
    def zipped(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str
    ) -> Response[bytes]:
        """Return the zip."""
        row = find_own(session, actor, appeal_id, clock.today())
        content = package_zip(session, row, settings_of(request).data)
        name = f"жалоба-{row.platform_number}.zip"
        return Response(content, media_type="application/zip", headers=headers_of(name))


ROUTES: list[Any] = [PackagePage, PackagePdf, PackageZip]
