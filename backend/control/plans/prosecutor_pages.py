"""Plans before the prosecutor: those sent, one with its entries, a remark on an entry."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.cases.naming import state_name, type_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of, waiting_of
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.forming import PLAN
from backend.control.plans.pages import PAGE, words_of
from backend.control.plans.queries import entries_of, find_entry, find_plan, sent_plans
from backend.control.plans.remarks import remark_on, talks_of
from backend.control.plans.views import entry_rows
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

PROSECUTOR = {"permission": Permission.PROSECUTOR_DESK}
HOME = "/desk/prosecutor/plans"
KEPT = say_after(
    "plan_remark_kept",
    Text("Замечание записано: уйдёт вместе с остальными.", "The remark is kept: it is sent with the others."),
)


class SentPlans(Controller):
    """The plans sent to the prosecutor of the region."""

    path = HOME

    @get(opt=PROSECUTOR, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List them, those that wait first."""
        rows = [
            {
                "id": plan.id,
                "title": type_name(plan.control_type),
                "year": plan.year,
                "body": body.name,
                "state": state_name(PLAN, plan.state),
                "waits": plan.state == "WITH_PROSECUTOR",
            }
            for plan, body in sent_plans(session, actor)
        ]
        return page(request, "control/plans/sent.html", rows=rows)


class SentPlan(Controller):
    """One plan."""

    path = HOME + "/{plan_id:str}"

    @get(opt=PROSECUTOR, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, plan_id: str, page_number: int = 1
    ) -> Response[Any]:
        """Show its entries with what was remarked."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR)
        seen = find_case(session, actor, PLAN, plan.id, clock.today())
        talks = talks_of(session, plan, Side.PROSECUTOR)
        rows = entry_rows(session, entries_of(session, plan, "PROPOSED", "INCLUDED", "EXCLUDED", "COMPLETED"), talks)
        pages = max(1, -(-len(rows) // PAGE))
        number = min(max(page_number, 1), pages)
        general = talks.get(plan.id)
        return page(
            request,
            "control/plans/sent_plan.html",
            plan=plan,
            title=type_name(plan.control_type),
            body=session.get_one(AuthorityBody, plan.body_id),
            home=f"{HOME}/{plan.id}",
            state=state_name(PLAN, plan.state),
            waiting=waiting_of(session, seen, clock.now()),
            to_number=owed_numbers(session, seen),
            offers=links_of(session, seen, actor),
            rows=rows[(number - 1) * PAGE : number * PAGE],
            count=len(rows),
            number=number,
            pages=pages,
            general=general.notes if general else (),
        )


class SentEntry(Controller):
    """One entry before the prosecutor."""

    path = HOME + "/{plan_id:str}/entries/{entry_id:str}"

    @get(opt=PROSECUTOR, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str, entry_id: str) -> Response[Any]:
        """Show it with the remarks."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR)
        return _entry_page(request, session, plan, find_entry(session, plan, entry_id), {})

    @post(opt=PROSECUTOR, sync_to_thread=True)
    def remark(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, plan_id: str, entry_id: str
    ) -> Response[Any]:
        """Keep a remark."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR, write=True)
        entry = find_entry(session, plan, entry_id)
        try:
            remark_on(session, actor, plan, entry, words_of(form), clock.now())
        except Invalid as refusal:
            return _entry_page(request, session, plan, entry, typed_in(form), refusal)
        return see(f"{HOME}/{plan.id}", KEPT)


def _entry_page(
    request: AnyRequest,
    session: Session,
    plan: EventPlan,
    entry: EventPlanEntry,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    talks = talks_of(session, plan, Side.PROSECUTOR)
    return page(
        request,
        "control/plans/sent_entry.html",
        status_code=422 if refusal else 200,
        row=entry_rows(session, [entry], talks)[0],
        back=f"{HOME}/{plan.id}",
        open=plan.state == "WITH_PROSECUTOR",
        values=values,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [SentPlans, SentPlan, SentEntry]
