"""Statements that wait for regulators and their answers: for everybody, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.feedback import queries, shown
from backend.feedback.models import Feedback
from backend.feedback.routing import NAME
from backend.feedback.service import step
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.procedures.runner import open_steps
from backend.requirements.tables import csv_answer
from backend.requirements.words import short_act
from backend.web.context import AnyRequest, Form, language_of
from backend.web.etags import shown as json_shown
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.roles import Role
from rules.text import Text

PUBLIC = {"permission": Permission.PUBLIC}
REOPEN = {"permission": Permission.FEEDBACK_REOPEN}
REOPENED = say_after("feedback_reopened", Text("Вернули регулятору.", "Sent back to the regulator."))
STANDING = {
    "open": Text("Ждут ответа", "Waiting for an answer"),
    "overdue": Text("Просрочены", "Overdue"),
    "answered": Text("Отвечены", "Answered"),
}


class ReasonInput(Input):
    """Why an item goes back."""

    text: str = Field(min_length=1, max_length=2000)


class StatementsPage(Controller):
    """All statements."""

    path = "/statements"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock) -> Response[Any]:
        """List them, the nearest term first."""
        found = narrowed(session, request.query_params, clock.now())
        asked = {name: request.query_params.get(name, "") for name in ("authority", "standing", "requirement")}
        authorities = sorted({row.authority for row in queries.sent(session)})
        return page(
            request,
            "feedback/statements.html",
            lines=found,
            asked=asked,
            authorities=[{"value": one, "label": shown.office_of(one)} for one in authorities],
            standings=STANDING,
            query=str(request.url.query or ""),
        )


class StatementsCsv(Controller):
    """The same for a spreadsheet."""

    path = "/statements.csv"

    @get(opt=PUBLIC, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, clock: Clock) -> Response[bytes]:
        """Give them as the page shows them."""
        return csv_answer(
            "yasno-statements", shown.table(narrowed(session, request.query_params, clock.now()), language_of(request))
        )


class StatementsJson(Controller):
    """The same for programs."""

    path = "/statements.json"

    @get(opt=PUBLIC, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, clock: Clock) -> Response[bytes]:
        """Give them with all that was said."""
        found = narrowed(session, request.query_params, clock.now())
        items = [shown.document(line, queries.words_of(session, line.row)) for line in found]
        return json_shown(request, {"items": items}, public=True)


class StatementPage(Controller):
    """One statement."""

    path = "/statements/{statement_number:int}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, statement_number: int
    ) -> Response[Any]:
        """Show the requirement, the statement, the clock, the answer and its reasons."""
        return _page(request, session, actor, clock, queries.find_sent(session, statement_number))

    @post("/reopen", opt=REOPEN, sync_to_thread=True)
    def reopen(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, statement_number: int
    ) -> Response[Any]:
        """Send it back with new arguments."""
        row = queries.find_sent(session, statement_number, write=True)
        acting_as = Role.EDITOR if Role.EDITOR in actor.roles else Role.OMBUDSMAN
        try:
            typed = read(ReasonInput, {"text": form.get("text")})
            step(session, actor, row, "reopen", acting_as, typed.text, clock.now(), version=seen_version(form))
        except Invalid as refusal:
            session.rollback()
            row = queries.find_sent(session, statement_number)
            return _page(request, session, actor, clock, row, form, refusal)
        return see(f"/statements/{statement_number}", REOPENED)


class BatchPage(Controller):
    """What was sent on one Monday."""

    path = "/statements/sent/{sent_on:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, sent_on: str) -> Response[Any]:
        """List it in the order of the sending, which tells nothing of arrival."""
        try:
            day = date.fromisoformat(sent_on)
        except ValueError:
            raise NotFound from None
        found = shown.lines(session, queries.find_batch(session, day), clock.now())
        return page(request, "feedback/batch.html", lines=found, day=day)


def seen_version(form: Form) -> int | None:
    """Return the version that the person saw."""
    seen = form.get("version")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


def narrowed(session: Session, asked: Mapping[str, str], now: datetime) -> list[shown.Line]:
    """Return the public statements that fit what the address asks for, the nearest term first."""
    found = shown.by_due(shown.lines(session, queries.sent(session), now))
    if authority := asked.get("authority"):
        found = [line for line in found if line.row.authority == authority]
    if requirement := asked.get("requirement"):
        found = [line for line in found if line.row.requirement == requirement]
    standing = asked.get("standing", "")
    return [line for line in found if standing not in STANDING or _stands(line, standing)]


def _stands(line: shown.Line, standing: str) -> bool:
    if standing == "overdue":
        return line.overdue
    return (line.row.state in shown.AWAITS_REGULATOR) == (standing == "open")


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    row: Feedback,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    roles = [role for role in (Role.EDITOR, Role.OMBUDSMAN) if role in actor.roles]
    offers = {one.action for role in roles for one in open_steps(session, NAME, row, actor, role, clock.now())}
    return page(
        request,
        "feedback/statement.html",
        status_code=422 if refusal else 200,
        line=shown.lines(session, [row], clock.now())[0],
        course=shown.course(session, row),
        entry=current_law().edition.requirements.get(row.requirement or ""),
        short_act=short_act,
        may_reopen="reopen" in offers,
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [StatementsPage, StatementsCsv, StatementsJson, StatementPage, BatchPage]
