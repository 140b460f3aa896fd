"""The plan for gaps: who, when, done; overdue first, days of the law apart from one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments import planning
from backend.assessments.agenda import Kind, agenda
from backend.assessments.models import PlanEntry
from backend.assessments.plan_table import Task, plan_rows
from backend.assessments.queries import Checklist, checklist, plan_of
from backend.assessments.schemas import PlanInput
from backend.assessments.shown import choices_said
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.listing import Item
from backend.requirements.queries import find_requirement
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import read
from backend.web.ics import calendar_of, download
from backend.web.pages import page
from backend.web.redirects import say_after, see
from backend.web.tables import csv_answer
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
PLANNED = say_after("planned", Text("План сохранён.", "The plan is saved."))
DONE = say_after("plan_done", Text("Сделано. Ответ в самопроверке: «да».", "Done. Your answer is “yes” now."))
REOPENED = say_after("plan_reopened", Text("Вернули в план.", "Back in the plan."))
SOON = timedelta(days=30)
YEARS = timedelta(days=3 * 366)


class PlanPage(Controller):
    """The plan."""

    path = "/plan"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what is to be done, overdue first."""
        if actor.business_id is None:
            return see("/")
        found = checklist(session, find_business(session, actor), clock.today())
        planned = plan_of(session, found.business.id)
        return page(
            request,
            "assessments/plan.html",
            found=found,
            groups=grouped(tasks(found, planned, clock.today()), clock.today()),
            done=_done(found, planned),
            ready=found.readiness,
            left_out=choices_said(found.business),
            may_answer=actor.may_for(found.business.id, Scope.ANSWER),
        )


class PlanFile(Controller):
    """The plan as a calendar file."""

    path = "/plan.ics"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Hand out the planned days."""
        today = clock.today()
        found = checklist(session, find_business(session, actor), today)
        entries = [one.for_calendars() for one in agenda(session, found, today - YEARS, today + YEARS, [Kind.PLAN])]
        return download(calendar_of(entries, language_of(request), clock.now()), "plan.ics")


class PlanTable(Controller):
    """The plan for a spreadsheet."""

    path = "/plan.csv"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Hand out what is to be done, overdue first."""
        found = checklist(session, find_business(session, actor), clock.today())
        planned = plan_of(session, found.business.id)
        return csv_answer("yasno-plan", plan_rows(tasks(found, planned, clock.today()), language_of(request)))


class EntryPage(Controller):
    """What is planned for one gap."""

    path = "/plan/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str
    ) -> Response[Any]:
        """Show who does it and when."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        row = planning.find_entry(session, business.id, entry.id)
        values = {"who": row.who, "due_on": row.due_on or "", "note": row.note} if row else {}
        return _entry_page(request, session, business, clock, entry, values)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Keep the plan."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        try:
            data = read(PlanInput, form.flat())
        except Invalid as refusal:
            return _entry_page(request, session, business, clock, entry, form.flat(), refusal.faults)
        planning.plan(session, business.id, entry.id, data, clock.now())
        return see("/plan", PLANNED)


class FinishPage(Controller):
    """«Сделано»."""

    path = "/plan/{requirement:str}/done"

    @post(opt=OWN, sync_to_thread=True)
    def finish(self, session: Session, actor: Actor, clock: Clock, requirement: str) -> Response[Any]:
        """Close the gap."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        planning.finish(session, business.id, entry, clock.now())
        return see("/plan", DONE)


class ReopenPage(Controller):
    """«Вернуть в план»."""

    path = "/plan/{requirement:str}/reopen"

    @post(opt=OWN, sync_to_thread=True)
    def reopen(self, session: Session, actor: Actor, clock: Clock, requirement: str) -> Response[Any]:
        """Take the closing back, with the answer it gave."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        if planning.find_entry(session, business.id, entry.id) is None:
            raise NotFound
        if not planning.reopen(session, business.id, entry.id, clock.now()):
            return see(f"/check/{entry.id}")  # answered since: the person says how it stands
        return see("/plan", REOPENED)


def tasks(found: Checklist, planned: Mapping[str, PlanEntry], today: date) -> list[Task]:
    """Return the gaps with their plan, the nearest day first, those without a day last."""
    rows = []
    for item in found.gaps:
        entry = planned.get(item.id)
        overdue = bool(entry and entry.due_on and entry.due_on < today)
        rows.append(Task(item, entry, found.answers[item.id].status, overdue))
    return sorted(rows, key=lambda task: (task.day or date.max, task.item.priority.key))


def grouped(rows: Sequence[Task], today: date) -> list[tuple[str, list[Task]]]:
    """Return the tasks as an agenda: overdue, soon, later, without a day."""
    groups: dict[str, list[Task]] = {"overdue": [], "soon": [], "later": [], "undated": []}
    for task in rows:
        if task.overdue:
            groups["overdue"].append(task)
        elif task.day is None:
            groups["undated"].append(task)
        else:
            groups["soon" if task.day <= today + SOON else "later"].append(task)
    return [(name, found) for name, found in groups.items() if found]


def _done(found: Checklist, planned: Mapping[str, PlanEntry]) -> list[tuple[Item, PlanEntry]]:
    gaps = {item.id for item in found.gaps}
    return [
        (item, planned[item.id])
        for item in found.items
        if item.id in planned and item.id not in gaps and planned[item.id].done_at is not None
    ]


def _entry_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    clock: Clock,
    entry: Requirement,
    values: Mapping[str, Any],
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    found = checklist(session, business, clock.today())
    item = found.personal.by_id.get(entry.id)
    return page(
        request,
        "assessments/plan_entry.html",
        status_code=422 if faults else 200,
        entry=entry,
        due=item.due if item else None,
        gap=any(one.id == entry.id for one in found.gaps),
        values=dict(values),
        faults=faults,
    )


ROUTES: list[Any] = [PlanPage, PlanFile, PlanTable, EntryPage, FinishPage, ReopenPage]
