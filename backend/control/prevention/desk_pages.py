"""Warnings and visits on the desk of an authority: lists, drafts that another signs, mandatory visits."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.cases.draft_pdf import render
from backend.control.desk.forms import VERSION
from backend.control.kinds.warning import draft_asks
from backend.control.models import ControlWarning, PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.entering import plan_asks, plan_visit, save_draft
from backend.control.prevention.forms import Words, answers, form_page
from backend.control.prevention.lists import lines_of, table_of
from backend.control.prevention.shared import list_of_body
from backend.control.prevention.warning_paper import paper_of
from backend.errors import Changed, Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.requirements.tables import csv_answer
from backend.risk.models import Source
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.calendar import zone_of
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
SAVED = say_after("warning_drafted", Text("Проект сохранён. Подпишет другой.", "Draft saved. Somebody else signs it."))
PLANNED = say_after("visit_planned", Text("Визит № {0} запланирован.", "Visit No. {0} is planned."))
DRAFT = Words(
    title=Text("Проект предостережения", "Draft of a warning"),
    lead=Text(
        "Требование, акт, пункт, конкретное действие, предложение: 49(2).",
        "Requirement, act, unit, concrete action, proposal: 49(2).",
    ),
    notes=(
        Text(
            "Сроков и просьб прислать бумаги здесь нет: закон их не допускает. Подпишет руководитель, не вы.",
            "No deadlines, no papers asked for: the law allows neither. The head signs it, not you.",
        ),
    ),
    submit=Text("Сохранить проект", "Save the draft"),
    back="/desk/control/warnings",
)
PLAN = Words(
    title=Text("Обязательный визит", "Mandatory visit"),
    lead=Text(
        "Основание по 52.1(1). Бизнес узнает из уведомления.", "Ground by 52.1(1). The notice tells the business."
    ),
    notes=(),
    submit=Text("Запланировать визит", "Plan the visit"),
    back="/desk/control/visits",
)


class DeskWarnings(Controller):
    """The warnings of a body."""

    path = "/desk/control/warnings"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, the nearest term first."""
        body, rows = _lines(session, actor, ControlWarning, clock)
        return page(request, "control/desk_warnings.html", body=body, rows=rows)


class DeskWarningsTable(Controller):
    """The warnings of a body as a table: its register of 49(5)."""

    path = "/desk/control/warnings.csv"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        _, rows = _lines(session, actor, ControlWarning, clock)
        return csv_answer("yasno-warnings", table_of(rows, language_of(request)))


class NewWarningDraft(Controller):
    """A new draft."""

    path = "/desk/control/warnings/new"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for what the law wants in it."""
        return form_page(request, DRAFT, draft_asks(body_of(session, actor)), Form())

    @post(opt=DESK, sync_to_thread=True)
    def make(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make it."""
        return _save(request, session, actor, clock, form, None)


class WarningDraft(Controller):
    """A draft to correct."""

    path = "/desk/control/warnings/{warning_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, warning_id: str) -> Response[Any]:
        """Show it as it is; once announced it is only read."""
        body = body_of(session, actor)
        case = _find(session, body, warning_id)
        if case.state != "DRAFT":
            return see(f"/cases/warning/{case.id}")
        asks = draft_asks(body)
        known = case.model_dump(mode="json", include={ask.name for ask in asks})
        values = {name: value or "" for name, value in known.items()}
        return form_page(request, DRAFT, asks, Form(), values=values, version=str(case.version))

    @post(opt=DESK, sync_to_thread=True)
    def save(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, warning_id: str
    ) -> Response[Any]:
        """Save what was corrected; a draft that somebody else saved meanwhile is not written over."""
        return _save(request, session, actor, clock, form, warning_id)


class WarningPaper(Controller):
    """A warning as a paper, marked as a draft."""

    path = "/desk/control/warnings/{warning_id:str}/draft.pdf"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, session: Session, actor: Actor, warning_id: str) -> Response[bytes]:
        """Return the file."""
        case = _find(session, body_of(session, actor), warning_id)
        name = f"yasno-warning-{case.platform_number}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(render(paper_of(case)), media_type="application/pdf", headers=headers)


class DeskVisits(Controller):
    """The visits of a body: those asked for, and mandatory ones."""

    path = "/desk/control/visits"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, the nearest term first."""
        body, rows = _lines(session, actor, PreventiveVisit, clock)
        return page(request, "control/desk_visits.html", body=body, rows=rows)


class DeskVisitsTable(Controller):
    """The visits of a body as a table."""

    path = "/desk/control/visits.csv"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        _, rows = _lines(session, actor, PreventiveVisit, clock)
        return csv_answer("yasno-visits", table_of(rows, language_of(request)))


class NewMandatoryVisit(Controller):
    """Planning a mandatory visit."""

    path = "/desk/control/visits/new"

    @get(opt=DESK, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask to whom and on which ground."""
        return form_page(request, PLAN, plan_asks(body_of(session, actor)), Form())

    @post(opt=DESK, sync_to_thread=True)
    def plan(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Plan it and open its page."""
        body = body_of(session, actor)
        asks = plan_asks(body)
        try:
            typed = answers(asks, form, clock.now(), zone_of(body.region or None))
            case = plan_visit(session, actor, body, typed, clock.now())
        except Invalid as refusal:
            session.rollback()
            return form_page(request, PLAN, asks, form, refusal)
        return see(f"/cases/mandatory_visit/{case.id}", PLANNED, case.platform_number)


def _lines(
    session: Session, actor: Actor, model: type[Any], clock: Clock
) -> tuple[AuthorityBody, list[dict[str, Any]]]:
    body = body_of(session, actor)
    return body, lines_of(session, list_of_body(session, model, body), Side.AUTHORITY, clock.now())


def _find(session: Session, body: AuthorityBody, warning_id: str, *, write: bool = False) -> ControlWarning:
    case = session.get(ControlWarning, warning_id, with_for_update=write or None)
    if case is None or case.body_id != body.id or case.source is Source.BUSINESS:
        raise NotFound
    return case


def _save(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, warning_id: str | None
) -> Response[Any]:
    body = body_of(session, actor)
    asks = draft_asks(body)
    case = _find(session, body, warning_id, write=True) if warning_id else None
    if case is not None and case.state == "DRAFT" and form.get(VERSION) != str(case.version):
        raise Changed
    try:
        typed = answers(asks, form, clock.now(), zone_of(body.region or None), VERSION)
        saved = save_draft(session, actor, body, typed, clock.now(), case)
    except Invalid as refusal:
        session.rollback()
        return form_page(request, DRAFT, asks, form, refusal, version=form.get(VERSION))
    return see(f"/cases/warning/{saved.id}", SAVED)


ROUTES: list[Any] = [
    DeskWarnings,
    DeskWarningsTable,
    NewWarningDraft,
    WarningDraft,
    WarningPaper,
    DeskVisits,
    DeskVisitsTable,
    NewMandatoryVisit,
]
