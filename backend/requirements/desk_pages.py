"""The desk: disputes to answer, nearest term first; the requirements of one's authority; the editor's tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.law import current_law
from backend.papers.downloads import download
from backend.permissions import Actor, Permission
from backend.requirements import disputes
from backend.requirements.blocks import DeskContext, desk_figures
from backend.requirements.browsing import standings_of
from backend.requirements.dispute_faults import said_better
from backend.requirements.dispute_files import find_handed_over
from backend.requirements.dispute_views import Row, business_name, rows, show
from backend.requirements.models import Dispute
from backend.requirements.names import topic_name
from backend.requirements.routing import acts_as
from backend.requirements.tables import csv_answer
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

ANSWERING = {"permission": Permission.DISPUTES_ANSWER}
EDITING = {"permission": Permission.REGISTRY_EDIT}
LONGEST, WHOLE = 4000, 100_000
HEADS = (
    Text("Номер", "Number"),
    Text("Требование", "Requirement"),
    Text("Состояние", "State"),
    Text("Срок", "Due"),
    Text("Просрочено", "Overdue"),
)
DONE = {
    "take": say_after("desk_taken", Text("Спор в работе.", "The dispute is taken up.")),
    "ask_facts": say_after("desk_asked", Text("Вопрос отправлен бизнесу.", "The question is sent.")),
    "accept": say_after("desk_accepted", Text("Решено: требование снято.", "Decided: it does not concern them.")),
    "reject": say_after("desk_rejected", Text("Решено: требование остаётся.", "Decided: it concerns them.")),
}
NEEDED = {
    "reject": (
        Text("Отказ без причины не примем.", "A rejection needs a reason."),
        Text("Напишите, почему требование относится к бизнесу.", "Write why the requirement concerns the business."),
    ),
    "ask_facts": (
        Text("Вопроса нет.", "There is no question."),
        Text("Напишите, что нужно узнать.", "Write what you need to know."),
    ),
}
TASK_DONE = say_after("task_done", Text("Задача закрыта.", "The task is closed."))


class Words(Input):
    """Words that may be left out."""

    text: str = Field(default="", max_length=LONGEST)


class NeededWords(Words):
    """Words without which the step is not taken."""

    text: str = Field(min_length=1, max_length=LONGEST)


class DeskPage(Controller):
    """Disputes that wait for an answer."""

    path = "/desk"

    @get(opt=ANSWERING, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what waits, nearest term first, then what is answered."""
        running = rows(session, disputes.list_desk(session, actor, open_only=True), clock.today(), mine=False)
        closed = rows(session, disputes.list_desk(session, actor, open_only=False, limit=50), clock.today(), mine=False)
        edition = current_law().edition
        mine = [one for one in edition.requirements.values() if actor.authority and one.authority == actor.authority]
        counts = Counter(row.dispute.requirement for row in [*running, *closed])
        return page(
            request,
            "desk/desk.html",
            waiting=[row for row in running if row.dispute.state != "NEED_FACTS"],
            asked=[row for row in running if row.dispute.state == "NEED_FACTS"],
            closed=closed,
            authority=edition.authorities.get(actor.authority or ""),
            mine=sorted(mine, key=lambda one: one.title.ru),
            counts=counts,
            topic_name=topic_name,
            elsewhere=desk_figures(DeskContext(request, session, actor, clock.now())),
            ending=sum("ending" in standings_of(one, clock.today()) for one in mine),
            tasks=len(disputes.list_tasks(session)) if actor.may(Permission.REGISTRY_EDIT) else None,
        )


class DeskTable(Controller):
    """The disputes of the desk for a spreadsheet; whose they are stands on the page of each, where that may be said."""

    path = "/desk/disputes.csv"

    @get(opt=ANSWERING, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Give the open ones, nearest term first, then the closed ones."""
        language, today = language_of(request), clock.today()
        lists = [disputes.list_desk(session, actor, open_only=one, limit=WHOLE) for one in (True, False)]
        found = [row for one in lists for row in rows(session, one, today, mine=False)]
        return csv_answer(
            "yasno-disputes", [[head.in_(language) for head in HEADS], *(_cells(row, language) for row in found)]
        )


def _cells(row: Row, language: str) -> list[str]:
    late = Text("да", "yes") if row.overdue else Text("", "")
    due = row.day.isoformat() if row.due else ""
    return [str(row.dispute.number or ""), row.title.in_(language), row.state.in_(language), due, late.in_(language)]


class DeskDisputePage(Controller):
    """One dispute on the desk."""

    path = "/desk/disputes/{dispute_id:str}"

    @get(opt=ANSWERING, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, dispute_id: str) -> Response[Any]:
        """Show the requirement, the reason, the facts of the condition; who it is only if they chose so."""
        return _page(request, session, disputes.find_on_desk(session, actor, dispute_id), actor, clock)


class DeskFilePage(Controller):
    """A file that the business handed over."""

    path = "/desk/disputes/{dispute_id:str}/files/{file_id:str}"

    @get(opt=ANSWERING, sync_to_thread=True)
    def hand_out(
        self, request: AnyRequest, session: Session, actor: Actor, dispute_id: str, file_id: str
    ) -> Response[bytes]:
        """Hand it out to whoever answers the dispute."""
        row = find_handed_over(session, disputes.find_on_desk(session, actor, dispute_id), file_id)
        return download(settings_of(request).data, row.sha256, row.name)


class DeskStep(Controller):
    """What the desk does in a dispute."""

    path = "/desk/disputes/{dispute_id:str}/{action:str}"

    @post(opt=ANSWERING, sync_to_thread=True)
    def take(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        dispute_id: str,
        action: str,
    ) -> Response[Any]:
        """Take up, ask, accept or reject."""
        dispute = disputes.find_on_desk(session, actor, dispute_id)
        if action not in DONE:
            raise NotFound
        schema: type[Words] = NeededWords if disputes.DESK_NEEDS[action] else Words
        try:
            typed = read(schema, {"text": form.get("text")})
        except Invalid as refusal:
            return _page(request, session, dispute, actor, clock, form, said_better(refusal, {"text": NEEDED[action]}))
        seen = form.get("version")
        version = int(seen) if seen.isascii() and seen.isdigit() else None
        disputes.answer(session, actor, dispute, action, typed.text, clock.now(), version)
        return see(f"/desk/disputes/{dispute.id}", DONE[action])


class TasksPage(Controller):
    """What accepted disputes ask of the editor."""

    path = "/desk/tasks"

    @get(opt=EDITING, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[Any]:
        """List the open tasks, oldest first."""
        tasks = disputes.list_tasks(session)
        found = [(task, session.get(Dispute, task.dispute_id or "")) for task in tasks]
        return page(request, "desk/tasks.html", tasks=found, entries=current_law().edition.requirements)


class TaskDone(Controller):
    """A task that is done."""

    path = "/desk/tasks/{task_id:str}/done"

    @post(opt=EDITING, sync_to_thread=True)
    def finish(self, session: Session, actor: Actor, clock: Clock, task_id: str) -> Response[Any]:
        """Close it."""
        disputes.finish_task(session, actor, task_id, clock.now())
        return see("/desk/tasks", TASK_DONE)


def _page(
    request: AnyRequest,
    session: Session,
    dispute: Dispute,
    actor: Actor,
    clock: Clock,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    acting_as = acts_as(session, dispute, actor)
    return page(
        request,
        "desk/dispute.html",
        status_code=422 if refusal else 200,
        shown=show(session, dispute, actor, acting_as, clock.today()),
        entry=current_law().edition.requirements.get(dispute.requirement),
        who=business_name(session, dispute),
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [DeskPage, DeskTable, DeskDisputePage, DeskFilePage, DeskStep, TasksPage, TaskDone]
