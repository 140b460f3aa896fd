"""What an appeal gives to take along: the package to be filed, the appeal and the decision on paper."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from sqlmodel import Session

from backend.appeals.decision_pdf import decision_pdf
from backend.appeals.package import appeal_pdf, package_zip
from backend.appeals.queries import find_appeal, find_own
from backend.clock import Clock
from backend.control.cases.files import list_files
from backend.errors import NotFound
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.web.calls import Api
from backend.web.context import AnyRequest, settings_of
from backend.web.openapi import BASE, reads

READ = Permission.CONTROL_BY_KEY
PDF, ZIP = "application/pdf", "application/zip"


class AppealPapers(Api):
    """Papers of one appeal."""

    path = f"{BASE}/appeals/{{appeal_id:str}}"
    tags = ["control"]

    @get("/package", **reads(READ, "The package to be filed", None, files=(ZIP,)))
    def download_appeal_package(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the zip: the appeal as PDF, the text of each field, the files that were chosen."""
        row = find_own(session, actor, appeal_id, clock.today())
        content = package_zip(session, row, settings_of(request).data)
        return Response(content, media_type=ZIP, headers=headers_of(f"appeal-{row.platform_number}.zip"))

    @get("/paper", **reads(READ, "An appeal on paper", None, files=(PDF,)))
    def download_appeal_paper(
        self, session: Session, actor: Actor, clock: Clock, appeal_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the PDF; it names the files that this side may read."""
        seen = find_appeal(session, actor, appeal_id, clock.today())
        content = appeal_pdf(session, seen.case, list_files(session, [appeal_id], seen.side))
        name = f"appeal-{seen.case.platform_number}.pdf"
        return Response(content, media_type=PDF, headers=headers_of(name))

    @get("/decision", **reads(READ, "The decision on an appeal on paper", None, files=(PDF,)))
    def download_appeal_decision(
        self, session: Session, actor: Actor, clock: Clock, appeal_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the PDF of the decision that was taken; while there is none it is 404."""
        row = find_appeal(session, actor, appeal_id, clock.today()).case
        if not row.decision_text:
            raise NotFound
        name = f"decision-{row.platform_number}.pdf"
        return Response(decision_pdf(session, row), media_type=PDF, headers=headers_of(name))


ROUTES: list[Any] = [AppealPapers]
