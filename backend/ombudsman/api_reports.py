"""Yearly reports for programs of an ombudsman."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.ombudsman.reporting import document as document_of
from backend.ombudsman.reporting import find_report, make_report, office_of, reports_of
from backend.permissions import Actor, Permission
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.forms import Input, Whole
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {"year": {"type": "integer", "minimum": 2026, "maximum": 2100}},
    "required": ["year"],
    "additionalProperties": False,
}


class ReportOut(BaseModel):
    """A yearly report: one-way tables, cells from 10, rounded to 5, without totals."""

    year: int
    office: dict[str, Any] = Field(examples=[{"kind": "regional", "region": "77"}])
    made_on: str
    how: TextOut
    median_days: int | None = Field(description="Null for fewer than 30 cases")
    tables: dict[str, list[dict[str, Any]]]


class ReportsOut(BaseModel):
    """The reports of an office, the last first."""

    items: list[ReportOut]


class YearBody(Input):
    """A finished year."""

    year: Whole = Field(ge=2026, le=2100)


class OmbudsmanReports(Api):
    """Reports of the office the key acts from."""

    path = f"{BASE}/ombudsman-reports"
    tags = ["control"]

    @get(**reads(READ, "Yearly reports", ReportsOut, tagged=True))
    def list_reports(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return them."""
        return shown(request, {"items": [document_of(row) for row in reports_of(session, actor)]})

    @post(**creates("Make a yearly report", NEW, ReportOut, WRITE, conflicts=True, example={"year": 2026}))
    def make_yearly_report(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Make it, once and for good."""
        office_of(session, actor)

        def act() -> Response[bytes]:
            said = read_body(YearBody, document, ("year",))
            return answer(document_of(make_report(session, actor, said.year, clock.now())), 201)

        return once(request, session, actor, None, document, clock.now(), act)

    @get("/{report_year:int}", **reads(READ, "A yearly report", ReportOut, tagged=True))
    def show_report(
        self, request: AnyRequest, session: Session, actor: Actor, report_year: FromPath[int]
    ) -> Response[bytes]:
        """Return it."""
        return shown(request, document_of(find_report(session, actor, report_year)))


ROUTES: list[Any] = [OmbudsmanReports]
