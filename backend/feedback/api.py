"""Feedback for programs: public statements, the regulator's desk, the editor's queue, a business's own."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, Parameter
from sqlmodel import Session

from backend.clock import Clock
from backend.feedback import api_desks, api_own, queries, shown
from backend.feedback.api_schemas import StatementOut, StatementsPage
from backend.feedback.public_pages import STANDING, narrowed
from backend.permissions import Permission
from backend.web.calls import Api
from backend.web.context import AnyRequest
from backend.web.etags import shown as with_tag
from backend.web.openapi import BASE, reads
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import InputError
from rules.shapes import unknown_code

PUBLIC = Permission.PUBLIC


class Statements(Api):
    """All statements, for everybody."""

    path = f"{BASE}/statements"
    tags = ["feedback"]

    @get(**reads(PUBLIC, "Statements sent to regulators, with clocks and answers", StatementsPage, tagged=True))
    def list_statements(
        self,
        request: AnyRequest,
        session: Session,
        clock: Clock,
        authority: Annotated[str, Parameter(description="Code of who answers")] = "",
        standing: Annotated[str, Parameter(description="open, overdue or answered")] = "",
        requirement: Annotated[str, Parameter(description="Id of a requirement")] = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those that fit every filter, the nearest term first."""
        if standing and standing not in STANDING:
            raise InputError([unknown_code("standing", standing, sorted(STANDING))])
        asked = {"authority": authority, "standing": standing, "requirement": requirement}
        found = narrowed(session, asked, clock.now())
        part = page_of(found, lambda line: str(line.row.number), cursor, limit, ["statements", asked])
        items = [shown.document(line, queries.words_of(session, line.row)) for line in part.items]
        return with_tag(request, {"items": items, "next": part.next}, public=True)

    @get("/{statement_number:int}", **reads(PUBLIC, "One statement", StatementOut, tagged=True))
    def show_statement(
        self, request: AnyRequest, session: Session, clock: Clock, statement_number: FromPath[int]
    ) -> Response[bytes]:
        """Return it with everything that was said."""
        row = queries.find_sent(session, statement_number)
        return with_tag(request, shown.full_document(session, row, clock.now()), public=True)


ROUTES: list[Any] = [Statements, *api_desks.ROUTES, *api_own.ROUTES]
