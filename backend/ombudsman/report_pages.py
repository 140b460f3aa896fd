"""The yearly report: made once of a finished year, read as a page, PDF, JSON, CSV."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import BadRequest
from backend.ombudsman.offices import KINDS
from backend.ombudsman.reporting import (
    HOW,
    csv_rows,
    document,
    find_report,
    make_report,
    office_of,
    pdf,
    reports_of,
    shown,
    years_open,
)
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.requirements.tables import csv_answer
from backend.web.calls import answer
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

DESK = {"permission": Permission.OMBUDSMAN_DESK}
MADE = say_after("ombudsman_report", Text("Доклад составлен и больше не изменится.", "The report is made for good."))


class Reports(Controller):
    """Reports of the office."""

    path = "/desk/ombudsman/reports"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, and the years that are over."""
        kind, _ = office_of(session, actor)
        made = reports_of(session, actor)
        left = [year for year in years_open(clock.today()) if year not in {row.year for row in made}]
        return page(request, "ombudsman/reports.html", kind=KINDS[kind], reports=made, years=left, how=HOW)

    @post(opt=DESK, sync_to_thread=True)
    def make(self, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make one."""
        typed = form.get("year") or ""
        if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
            message = Text("Год не разобрать.", "The year cannot be read.")
            raise BadRequest(message, Text("Выберите год из списка.", "Choose from the list."), field="year")
        row = make_report(session, actor, int(typed), clock.now())
        return see(f"/desk/ombudsman/reports/{row.year}", MADE)

    @get("/{report_year:int}", opt=DESK, sync_to_thread=True)
    def one(self, request: AnyRequest, session: Session, actor: Actor, report_year: int) -> Response[Any]:
        """Show one."""
        row = find_report(session, actor, report_year)
        median = row.tables["median_days"]
        return page(request, "ombudsman/report.html", row=row, tables=shown(row), median=median, how=HOW)

    @get("/{report_year:int}/report.pdf", opt=DESK, sync_to_thread=True)
    def paper(self, session: Session, actor: Actor, report_year: int) -> Response[bytes]:
        """Return it on paper."""
        content = pdf(find_report(session, actor, report_year))
        return Response(content, media_type="application/pdf", headers=headers_of(f"доклад-{report_year}.pdf"))

    @get("/{report_year:int}/report.json", opt=DESK, sync_to_thread=True)
    def data(self, session: Session, actor: Actor, report_year: int) -> Response[bytes]:
        """Return it as data."""
        return answer(document(find_report(session, actor, report_year)))

    @get("/{report_year:int}/report.csv", opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor, report_year: int) -> Response[bytes]:
        """Return it as a table."""
        rows = csv_rows(find_report(session, actor, report_year), language_of(request))
        return csv_answer(f"yasno-ombudsman-{report_year}", rows)


ROUTES: list[Any] = [Reports]
