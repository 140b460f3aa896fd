"""The year's plan for programs: list, a new one, its counting and proposal, remarks, files.

Sending, remarks as a whole and approval are steps of the case `event_plan`; including and excluding are steps of
`event_plan_entry`. Entries stand in `api_plan_entries.py`.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import Field
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.api.plan_shapes import (
    PlanCountOut,
    YearPlanOut,
    YearPlanPage,
    count_document,
    plan_document,
    plan_head,
)
from backend.control.api.steps import check_days
from backend.control.cases.asking import read_asked
from backend.control.models import EventPlan
from backend.control.models.room import Side
from backend.control.plans.forming import open_plan, plan_asks, refill
from backend.control.plans.queries import entries_of, find_plan, list_plans, plan_side, sent_plans
from backend.control.plans.remarks import answer as answer_remarks
from backend.control.plans.solving import accept, ask_for_proposal
from backend.control.plans.tables import XLSX, csv_of, pdf_of, xlsx_of
from backend.control.plans.views import entry_rows
from backend.control.sides import STAFF
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest, language_of
from backend.web.etags import refuse_if_moved, shown
from backend.web.forms import Input
from backend.web.idempotency import once
from backend.web.openapi import BASE, changes, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of
from rules.faults import InputError
from rules.roles import Role
from rules.shapes import wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
HOME = f"{BASE}/control-plans"
ONE = f"{HOME}/{{plan_id:str}}"
CSV, PDF = "text/csv", "application/pdf"
# Left out of the types that may have a plan, and of the years with a calendar: those change with the day.
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "control_type": {"type": "string", "description": "Code of a type of control that may have planned events"},
        "year": {"type": "string", "pattern": "^20[0-9]{2}$", "description": "This year or one of the two after it"},
        "kind": {"enum": ["ON_SITE", "INSPECTION_VISIT", "DOCUMENTARY"]},
        "days": {"type": "integer", "minimum": 1, "maximum": 60, "description": "Working days each"},
    },
    "required": ["control_type", "year", "kind", "days"],
    "additionalProperties": False,
}
EXAMPLE = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": 10}


class PlanAcceptance(Input):
    """Which proposal is accepted: the one that was seen."""

    run: str = Field(min_length=1, max_length=40)


class PlanWords(Input):
    """The words of a remark or an answer."""

    words: str = Field(min_length=1, max_length=4000, examples=["Перенесли на май."])


class Plans(Api):
    """All plans the key may look at."""

    path = HOME
    tags = ["control"]

    @get(**reads(READ, "Plans of control events", YearPlanPage, tagged=True))
    def list_control_plans(
        self, request: AnyRequest, session: Session, actor: Actor, cursor: Cursor = "", limit: Limit = 50
    ) -> Response[bytes]:
        """Return those of the body, or those sent to the prosecutor of the region."""
        rows, side = _seen_by(session, actor)
        part = page_of(rows, lambda plan: plan.id, cursor, limit, ["control-plans", actor.client_id])
        return shown(request, {"items": [plan_head(session, one, side) for one in part.items], "next": part.next})

    @post(**creates("Open the plan of a year", NEW, YearPlanOut, WRITE, conflicts=True, example=EXAMPLE))
    def open_control_plan(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Open the draft of the body with every object that is due in the year."""
        _staff(actor)
        body, given = body_of(session, actor), _object(document)
        asks = plan_asks(body, clock.today())
        check_days(asks, given, "")

        def act() -> Response[bytes]:
            typed = read_asked(asks, given, zone_of(body.region or None), clock.now())
            plan = open_plan(session, actor, body, typed, clock.now())
            return answer(plan_document(session, plan, Side.AUTHORITY, actor, clock.now()), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OnePlan(Api):
    """One plan."""

    path = ONE
    tags = ["control"]

    @get(**reads(READ, "A plan of control events", YearPlanOut, tagged=True))
    def show_control_plan(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Return where it stands, the proposal, remarks, who is how busy, and what stays out."""
        plan, side = plan_of(session, actor, plan_id, clock)
        return shown_plan(request, session, actor, clock, plan, side)

    @get("/count", **reads(READ, "How far the counting of a plan is", PlanCountOut, tagged=True))
    def show_plan_count(
        self, request: AnyRequest, session: Session, actor: Actor, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Return its run and progress; ask again while it is waiting or working."""
        return shown(request, count_document(find_plan(session, actor, plan_id, Side.AUTHORITY)))

    @post("/count", **changes(WRITE, "Have a plan counted", PlanCountOut, conflicts=True))
    def count_plan(self, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]) -> Response[bytes]:
        """Put the counting into the queue; its proposal changes nothing until it is accepted."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        ask_for_proposal(session, actor, plan, clock.now())
        return answer(count_document(plan))

    @post(
        "/accept",
        **writes("Accept a proposal", PlanAcceptance, YearPlanOut, WRITE, conflicts=True, example={"run": "run"}),
    )
    def accept_plan(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Let the proposal of `run` become the draft; 409 when entries were changed since it was counted."""
        plan = _moved(request, find_plan(session, actor, plan_id, Side.AUTHORITY, write=True))
        accept(session, actor, plan, read_body(PlanAcceptance, document, ("run",)).run, clock.now())
        return shown_plan(request, session, actor, clock, plan, Side.AUTHORITY)

    @post("/refill", **changes(WRITE, "Add objects that have become due", YearPlanOut, conflicts=True))
    def refill_plan(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Add to the draft the objects that are due in the year and are not in it yet."""
        plan = find_plan(session, actor, plan_id, Side.AUTHORITY, write=True)
        refill(session, plan, session.get_one(AuthorityBody, plan.body_id), clock.now())
        return shown_plan(request, session, actor, clock, plan, Side.AUTHORITY)

    @post(
        "/remark-answers",
        **writes(
            "Answer the remarks on a plan",
            PlanWords,
            YearPlanOut,
            WRITE,
            conflicts=True,
            example={"words": "Перенесли на май."},
        ),
    )
    def answer_plan_remarks(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Answer those on the plan as a whole; those on an entry are answered at the entry."""
        plan = _moved(request, find_plan(session, actor, plan_id, Side.AUTHORITY, write=True))
        answer_remarks(session, actor, plan, None, read_body(PlanWords, document, ("words",)).words, clock.now())
        return shown_plan(request, session, actor, clock, plan, Side.AUTHORITY)


class PlanFiles(Api):
    """A plan taken away."""

    path = ONE
    tags = ["control"]

    @get("/entries.csv", **reads(READ, "Entries of a plan as a text table", None, files=(CSV,)))
    def download_plan_csv(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it in the language of `Accept-Language`."""
        plan, _ = plan_of(session, actor, plan_id, clock)
        return csv_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))

    @get("/entries.xlsx", **reads(READ, "Entries of a plan as a workbook", None, files=(XLSX,)))
    def download_plan_xlsx(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it in the language of `Accept-Language`."""
        plan, _ = plan_of(session, actor, plan_id, clock)
        return xlsx_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))

    @get("/plan.pdf", **reads(READ, "A plan as PDF", None, files=(PDF,)))
    def download_plan_pdf(
        self, session: Session, actor: Actor, clock: Clock, plan_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the paper, in Russian, marked «проект»; what is out of the plan is not in it."""
        plan, _ = plan_of(session, actor, plan_id, clock)
        rows = entry_rows(session, entries_of(session, plan, "PROPOSED", "INCLUDED", "COMPLETED"))
        return pdf_of(plan, session.get_one(AuthorityBody, plan.body_id).name, rows)


def plan_of(session: Session, actor: Actor, plan_id: str, clock: Clock) -> tuple[EventPlan, Side]:
    """Return a plan with the side the actor sees it from.

    Raises:
        NotFound: no such plan, or not theirs.
    """
    plan = session.get(EventPlan, plan_id)
    side = plan_side(session, actor, plan, clock.today()) if plan else None
    if plan is None or side is None:
        raise NotFound
    return plan, side


def shown_plan(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan: EventPlan, side: Side
) -> Response[bytes]:
    """Return the answer that shows a plan."""
    session.flush()
    return shown(request, plan_document(session, plan, side, actor, clock.now()), version=plan.version)


def _moved(request: AnyRequest, plan: EventPlan) -> EventPlan:
    refuse_if_moved(request, plan.version)
    return plan


def _seen_by(session: Session, actor: Actor) -> tuple[list[EventPlan], Side]:
    if Role.PROSECUTOR in actor.roles:
        return [plan for plan, _ in sent_plans(session, actor)], Side.PROSECUTOR
    _staff(actor)
    return list(list_plans(session, actor)), Side.AUTHORITY


def _staff(actor: Actor) -> None:
    if not actor.roles & STAFF:
        raise NotFound


def _object(document: object) -> dict[str, Any]:
    if isinstance(document, dict):
        return document
    raise InputError([wrong("", document, "объект с полями", "an object with fields")])


ROUTES = [Plans, OnePlan, PlanFiles]
