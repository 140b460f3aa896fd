"""The regulator's desk: statements to answer, nearest term first; comply or explain."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.feedback import queries, shown
from backend.feedback.models import Feedback
from backend.feedback.public_pages import seen_version
from backend.feedback.routing import NAME
from backend.feedback.service import FIELDS, step
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.procedures.runner import open_steps
from backend.requirements.tables import csv_answer
from backend.requirements.words import short_act
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import DayText, Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.roles import Role
from rules.text import Text

DESK = {"permission": Permission.FEEDBACK_ANSWER}
ANSWERING = ("accept", "accept_in_part", "reject")
STEPS = (*ANSWERING, "plan_action", "implement")
DONE = say_after("feedback_said", Text("Записали и показали всем.", "Kept and shown to all."))
PAST = (
    Text("Этот день уже прошёл.", "That day has passed."),
    Text("Назовите день не раньше сегодняшнего.", "Name today or a later day."),
)


class WordsInput(Input):
    """Words of a step: the answer with its reasons, the measures, what was done."""

    text: str = Field(min_length=1, max_length=4000)


class PlanInput(WordsInput):
    """Measures and the day they are due."""

    due: Annotated[date, DayText]


def typed_step(action: str, values: dict[str, Any], today: date) -> tuple[str, date | None]:
    """Return the words and the day of a step of the regulator.

    Raises:
        NotFound: no such step.
        Invalid: words or the day are missing, or the day has passed.
    """
    if action not in STEPS:
        raise NotFound
    if action != "plan_action":
        return read(WordsInput, {"text": values.get("text", "")}).text, None
    given = {name: values[name] for name in ("text", "due") if values.get(name)}
    plan = read(PlanInput, given)
    if plan.due < today:
        raise Invalid([Fault("past", "due", *PAST)])
    return plan.text, plan.due


class StatementsDesk(Controller):
    """What the office has to answer."""

    path = "/desk/statements"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List it by the day it is due."""
        found = shown.by_due(shown.lines(session, queries.on_desk(session, actor), clock.now()))
        return page(request, "feedback/desk.html", lines=found)


class StatementsDeskCsv(Controller):
    """The queue for a spreadsheet."""

    path = "/desk/statements.csv"

    @get(opt=DESK, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Give the whole queue."""
        found = shown.by_due(shown.lines(session, queries.on_desk(session, actor), clock.now()))
        return csv_answer("yasno-statements", shown.table(found, language_of(request)))


class StatementOnDesk(Controller):
    """One statement as its office sees it."""

    path = "/desk/statements/{desk_number:int}"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, desk_number: int
    ) -> Response[Any]:
        """Show it with what can be done."""
        return _page(request, session, actor, clock, queries.find_on_desk(session, actor, desk_number))

    @post("/{action:str}", opt=DESK, sync_to_thread=True)
    def take(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        desk_number: int,
        action: str,
    ) -> Response[Any]:
        """Answer, plan, or tell that the measures are taken."""
        row = queries.find_on_desk(session, actor, desk_number, write=True)
        try:
            text, due = typed_step(action, form.flat(), clock.today())
            version = seen_version(form)
            step(session, actor, row, action, Role.REGULATOR, text, clock.now(), due=due, version=version)
        except Invalid as refusal:
            session.rollback()
            faults = [
                Fault(one.code, "text" if one.field in FIELDS.values() else one.field, one.message, one.remedy)
                for one in refusal.faults
            ]
            row = queries.find_on_desk(session, actor, desk_number)
            return _page(request, session, actor, clock, row, form, Invalid(faults), action)
        return see(f"/desk/statements/{desk_number}", DONE)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    row: Feedback,
    form: Form | None = None,
    refusal: Invalid | None = None,
    action: str = "",
) -> Response[Any]:
    offers = [one.action for one in open_steps(session, NAME, row, actor, Role.REGULATOR, clock.now())]
    return page(
        request,
        "feedback/desk_statement.html",
        status_code=422 if refusal else 200,
        line=shown.lines(session, [row], clock.now())[0],
        row=row,
        course=shown.course(session, row),
        entry=current_law().edition.requirements.get(row.requirement or ""),
        short_act=short_act,
        offers=offers,
        action=action,
        today=clock.today(),
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [StatementsDesk, StatementsDeskCsv, StatementOnDesk]
