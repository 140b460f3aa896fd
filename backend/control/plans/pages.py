"""Plans on the desk: all of a body, one with its proposal, entries and workload, what is done with it as a whole."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.cases.naming import state_name, type_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.desk.forms import read_form
from backend.control.models import EventPlan
from backend.control.models.room import Side
from backend.control.plans.candidates import left_out
from backend.control.plans.forming import FORMED, PLAN, open_plan, plan_asks, refill
from backend.control.plans.queries import entries_of, find_plan, list_plans
from backend.control.plans.remarks import answer, talks_of
from backend.control.plans.road_entry import road_asks, road_values, tell_roads
from backend.control.plans.solving import UNDER_WAY, accept, ask_for_proposal
from backend.control.plans.tables import csv_of, pdf_of, xlsx_of
from backend.control.plans.views import entry_rows, places_of, proposal_of, put_off, workload_of
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
HOME = "/desk/control/plans"
PAGE, LONGEST = 50, 4000
OPENED = say_after("plan_opened", Text("Проект плана заведён.", "The draft is opened."))
COUNTING = say_after("plan_counting", Text("Считаем. Страницу можно закрыть.", "Counting. The page can be closed."))
ACCEPTED = say_after("plan_accepted", Text("Предложение принято: в плане {0}.", "Accepted: {0} in the plan."))
REFILLED = say_after("plan_refilled", Text("Добавлено объектов: {0}.", "{0} objects were added."))
ROADS = say_after("plan_roads", Text("Дорога записана. Посчитайте план.", "The way is kept. Count the plan."))
ANSWERED = say_after("plan_answered", Text("Ответ записан.", "The answer is kept."))


class PlansPage(Controller):
    """The plans of the body."""

    path = HOME

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them."""
        return _list_page(request, session, actor, clock, {"days": "10", "kind": "ON_SITE"})

    @post(opt=DESK, sync_to_thread=True)
    def open(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Open one with what the year asks for."""
        body = body_of(session, actor)
        try:
            typed = read_form(form, plan_asks(body, clock.today()), body.region, clock.now())
            plan = open_plan(session, actor, body, typed, clock.now())
        except Invalid as refusal:
            return _list_page(request, session, actor, clock, typed_in(form), refusal)
        return see(f"{HOME}/{plan.id}", OPENED)


def _list_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    body = body_of(session, actor)
    rows = [
        {
            "id": row.id,
            "title": type_name(row.control_type),
            "year": row.year,
            "state": state_name(PLAN, row.state),
            "entries": len(entries_of(session, row, "PROPOSED", "INCLUDED", "COMPLETED")),
        }
        for row in list_plans(session, actor)
    ]
    return page(
        request,
        "control/plans/plans.html",
        status_code=422 if refusal else 200,
        body=body,
        rows=rows,
        asks=plan_asks(body, clock.today()),
        values=values,
        faults=refusal.faults if refusal else (),
    )


class PlanPage(Controller):
    """One plan."""

    path = HOME + "/{plan_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: str, page_number: int = 1
    ) -> Response[Any]:
        """Show where it stands, the proposal, the entries, who is how busy, what stays out."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        return show_plan(request, session, actor, clock, plan, page_number)


def show_plan(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    plan: EventPlan,
    number: int = 1,
    refusal: Invalid | None = None,
    typed: dict[str, Any] | None = None,
) -> Response[Any]:
    """Return the page of a plan for its body; `typed` are the fields of the way that was refused."""
    body = session.get_one(AuthorityBody, plan.body_id)
    roads = road_asks(session, plan, body)
    seen = find_case(session, actor, PLAN, plan.id, clock.today())
    entries, talks = entries_of(session, plan), talks_of(session, plan, Side.AUTHORITY)
    rows = entry_rows(session, entries, talks)
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(number, 1), pages)
    general = talks.get(plan.id)
    return page(
        request,
        "control/plans/plan.html",
        status_code=422 if refusal else 200,
        plan=plan,
        title=type_name(plan.control_type),
        body=body,
        home=f"{HOME}/{plan.id}",
        state=state_name(PLAN, plan.state),
        marks=mark_names(session, PLAN, plan.id),
        waiting=waiting_of(session, seen, clock.now()),
        to_number=owed_numbers(session, seen),
        offers=links_of(session, seen, actor),
        formed=plan.state in FORMED,
        counting=plan.solution if plan.solution.get("status") in UNDER_WAY else None,
        proposal=proposal_of(plan, rows) if plan.state in FORMED else None,
        rows=rows[(number - 1) * PAGE : number * PAGE],
        count=len(rows),
        owed=sum(row["owes_answer"] and row["state_code"] != "EXCLUDED" for row in rows),
        number=number,
        pages=pages,
        load=workload_of(session, body, plan, places_of(plan, entries, put_off(session, entries))),
        out=left_out(session, body, plan) if plan.state in FORMED else (),
        general=general.notes if general else (),
        owes_general=bool(general and general.open),
        roads=roads if plan.state in FORMED else (),
        values=typed or road_values(plan, body, roads),
        roads_open=bool(typed) or not body.region,
        faults=refusal.faults if refusal else (),
    )


class CountPlan(Controller):
    """Having the plan counted."""

    path = HOME + "/{plan_id:str}/count"

    @post(opt=DESK, sync_to_thread=True)
    def count(self, session: Session, actor: Actor, clock: Clock, plan_id: str) -> Response[Any]:
        """Put it into the queue."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        ask_for_proposal(session, actor, plan, clock.now())
        return see(f"{HOME}/{plan.id}", COUNTING)


class AcceptPlan(Controller):
    """Accepting the proposal that was shown."""

    path = HOME + "/{plan_id:str}/accept"

    @post(opt=DESK, sync_to_thread=True)
    def accept(self, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str) -> Response[Any]:
        """Let it become the draft."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        placed = accept(session, actor, plan, form.get("run"), clock.now())
        return see(f"{HOME}/{plan.id}", ACCEPTED, placed)


class RefillPlan(Controller):
    """Adding the objects that have become due since."""

    path = HOME + "/{plan_id:str}/refill"

    @post(opt=DESK, sync_to_thread=True)
    def refill(self, session: Session, actor: Actor, clock: Clock, plan_id: str) -> Response[Any]:
        """Add them."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        added = refill(session, plan, session.get_one(AuthorityBody, plan.body_id), clock.now())
        return see(f"{HOME}/{plan.id}", REFILLED, added)


class RoadsOfPlan(Controller):
    """Telling where inspectors set out from, and how long the way is."""

    path = HOME + "/{plan_id:str}/roads"

    @post(opt=DESK, sync_to_thread=True)
    def tell(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str
    ) -> Response[Any]:
        """Keep it; the plan is to be counted anew."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        body = session.get_one(AuthorityBody, plan.body_id)
        try:
            typed = read_form(form, road_asks(session, plan, body), body.region, clock.now())
            tell_roads(session, actor, plan, typed, clock.now())
        except Invalid as refusal:
            return show_plan(request, session, actor, clock, plan, refusal=refusal, typed=typed_in(form))
        return see(f"{HOME}/{plan.id}", ROADS)


class AnswerPlan(Controller):
    """Answering the remarks on the plan as a whole."""

    path = HOME + "/{plan_id:str}/answer"

    @post(opt=DESK, sync_to_thread=True)
    def answer(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str
    ) -> Response[Any]:
        """Keep the answer."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        try:
            answer(session, actor, plan, None, words_of(form), clock.now())
        except Invalid as refusal:
            return show_plan(request, session, actor, clock, plan, refusal=refusal)
        return see(f"{HOME}/{plan.id}", ANSWERED)


def words_of(form: Form) -> str:
    """Return the words of a remark or an answer.

    Raises:
        Invalid: none, or more than is kept.
    """
    words = form.get("words").strip()
    if not words:
        message = Text("Ничего не написано.", "Nothing is written.")
        raise Invalid([Fault("missing", "words", message, Text("Напишите.", "Write it."))])
    if len(words) > LONGEST:
        message = Text(f"Длиннее {LONGEST} знаков.", f"Longer than {LONGEST} characters.")
        raise Invalid([Fault("too_long", "words", message, Text("Сократите.", "Make it shorter."))])
    return words


class PlanFile(Controller):
    """The plan as a file."""

    path = HOME + "/{plan_id:str}/take"

    @get("/csv", opt=DESK, sync_to_thread=True)
    def csv(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str) -> Response[bytes]:
        """Return text for a spreadsheet."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        return csv_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))

    @get("/xlsx", opt=DESK, sync_to_thread=True)
    def xlsx(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str) -> Response[bytes]:
        """Return a workbook."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        return xlsx_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))

    @get("/pdf", opt=DESK, sync_to_thread=True)
    def pdf(self, session: Session, actor: Actor, plan_id: str) -> Response[bytes]:
        """Return the paper: what is out of the plan is not in it."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY)
        rows = entry_rows(session, entries_of(session, plan, "PROPOSED", "INCLUDED", "COMPLETED"))
        return pdf_of(plan, session.get_one(AuthorityBody, plan.body_id).name, rows)


ROUTES: list[Any] = [PlansPage, PlanPage, CountPlan, AcceptPlan, RefillPlan, RoadsOfPlan, AnswerPlan, PlanFile]
