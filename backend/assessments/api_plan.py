"""Plan and calendar for programs: who closes a gap and when, what is due on which day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, delete, get, post, put
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.assessments import planning
from backend.assessments.agenda import Entry, agenda
from backend.assessments.calendar_pages import MONTHS_AHEAD
from backend.assessments.own_days import needs_first_date
from backend.assessments.plan_pages import tasks
from backend.assessments.plan_table import Task
from backend.assessments.queries import checklist, chosen_dates, plan_of
from backend.assessments.schemas import FirstDateInput, PlanInput
from backend.clock import Clock
from backend.errors import Conflict, NotFound
from backend.permissions import Permission
from backend.profiles.own import OwnApi, OwnBusiness
from backend.requirements.own import OwnRequirement, OwnRequirementApi
from backend.web.api_schemas import TextOut
from backend.web.calls import Day, day_of, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.openapi import BASE, deletes, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from calculators.deadlines import add_months
from rules.faults import InputError
from rules.requirements import Requirement
from rules.shapes import wrong
from rules.text import Text

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
MOST_DAYS = 3 * 366


class PlanOut(BaseModel):
    """What is planned for one requirement; nulls and empty texts where nothing is."""

    requirement: str
    who: str
    due_on: date | None
    note: str
    done_at: datetime | None
    changed_at: datetime | None


class TaskOut(BaseModel):
    """A gap with what is planned for it."""

    requirement: str
    title: TextOut
    answer: str = Field(description="no, partly or recheck")
    who: str
    due_on: date | None = Field(description="The business's own day")
    law_day: date | None = Field(description="The next day of the law")
    overdue: bool
    note: str


class TasksPage(BaseModel):
    """Gaps, the nearest day first."""

    items: list[TaskOut]
    next: str | None


class DayOut(BaseModel):
    """One thing on one day."""

    day: date
    kind: str = Field(description="law, own, plan or paper")
    title: TextOut
    requirement: str
    uid: str = Field(description="Stays when the day moves")
    note: TextOut | None = Field(description="Why the day is later than the text says, or that it is a day off")


class CalendarOut(BaseModel):
    """What is due, in order of days."""

    items: list[DayOut]
    waiting: list[str] = Field(description="Recurring duties for which the business has chosen no first day")


class FirstDateOut(BaseModel):
    """The first day of a duty that recurs on days the law does not name."""

    requirement: str
    first_on: date | None


class Plan(OwnApi):
    """The plan for all gaps."""

    path = f"{HOME}/plan"
    tags = ["assessment"]

    @get(**reads(OWN, "The plan for gaps", TasksPage, tagged=True))
    def list_own_plan(
        self,
        request: AnyRequest,
        session: Session,
        own: OwnBusiness,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return what is answered «нет» or «частично», the nearest day first."""
        found = checklist(session, own.find(), clock.today())
        rows = tasks(found, plan_of(session, found.business.id), clock.today())
        part = page_of(rows, lambda one: one.item.id, cursor, limit, ["plan", own.business_id])
        return shown(request, {"items": [_task(one) for one in part.items], "next": part.next})


class OnePlan(OwnRequirementApi):
    """What is planned for one requirement."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/plan"
    tags = ["assessment"]

    @get(**reads(OWN, "What is planned for a requirement", PlanOut, tagged=True))
    def show_own_plan(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return who does it and by when."""
        business, entry = own.find()
        return shown(request, _plan(session, business.id, entry.id))

    @put(**writes("Plan", PlanInput, PlanOut, example={"who": "Управляющий", "due_on": "2026-12-20"}))
    def keep_own_plan(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep who does it, by when, and a note."""
        business, entry = own.take()
        data = read_body(PlanInput, document)
        refuse_if_changed(request, _plan(session, business.id, entry.id))
        planning.plan(session, business.id, entry.id, data, clock.now())
        return shown(request, _plan(session, business.id, entry.id))

    @post("/done", **writes("Close a gap", None, PlanOut))
    def finish_own_plan(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock
    ) -> Response[bytes]:
        """Mark it as done; the answer of the self-assessment becomes «да»."""
        business, entry = own.take()
        refuse_if_changed(request, _plan(session, business.id, entry.id))
        planning.finish(session, business.id, entry, clock.now())
        return shown(request, _plan(session, business.id, entry.id))

    @post("/reopen", **writes("Put a closed gap back into the plan", None, PlanOut, conflicts=True))
    def reopen_own_plan(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock
    ) -> Response[bytes]:
        """Take the closing back, with the answer it gave; one given since stands."""
        business, entry = own.take()
        planned = planning.find_entry(session, business.id, entry.id)
        if planned is None:
            raise NotFound
        refuse_if_changed(request, _plan(session, business.id, entry.id))
        if planned.done_at is None:
            raise Conflict(
                Text("Пункт плана не закрыт.", "This gap is not closed."),
                Text("Возвращать нечего.", "There is nothing to put back."),
            )
        planning.reopen(session, business.id, entry.id, clock.now())
        return shown(request, _plan(session, business.id, entry.id))


class OwnCalendar(OwnApi):
    """The calendar of a business."""

    path = f"{HOME}/calendar"
    tags = ["assessment"]

    @get(**reads(OWN, "What is due and when", CalendarOut, tagged=True))
    def show_own_calendar(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, since: Day = "", until: Day = ""
    ) -> Response[bytes]:
        """Return days of the law, days chosen, planned days, ends of papers; twelve months unless `until` is given."""
        business = own.find()
        first, last = _span(since, until, clock)
        found = checklist(session, business, clock.today())
        chosen = chosen_dates(session, business.id)
        waiting = [one.id for one in found.items if needs_first_date(one.requirement) and one.id not in chosen]
        entries = [_day(one) for one in agenda(session, found, first, last)]
        return shown(request, {"items": entries, "waiting": waiting})


class FirstDate(OwnRequirementApi):
    """The first day of a recurring duty."""

    path = f"{HOME}/requirements/{{requirement_id:str}}/first-date"
    tags = ["assessment"]

    @get(**reads(OWN, "The first day of a recurring duty", FirstDateOut, tagged=True))
    def show_first_date(self, request: AnyRequest, session: Session, own: OwnRequirement) -> Response[bytes]:
        """Return the day chosen; only duties whose days the law does not name have one."""
        business, entry = own.find()
        _must_recur(entry)
        return shown(request, _first(session, business.id, entry))

    @put(**writes("Choose the first day", FirstDateInput, FirstDateOut, example={"first_on": "2026-12-01"}))
    def keep_first_date(
        self, request: AnyRequest, session: Session, own: OwnRequirement, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep the day; the calendar counts from it."""
        business, entry = own.take()
        _must_recur(entry)
        data = read_body(FirstDateInput, document, ("first_on",))
        refuse_if_changed(request, _first(session, business.id, entry))
        planning.choose_first_date(session, business.id, entry.id, data.first_on, clock.now())
        return shown(request, _first(session, business.id, entry))

    @delete(**deletes("Take the first day back", tagged=True))
    def forget_own_first_date(self, request: AnyRequest, session: Session, own: OwnRequirement) -> None:
        """Leave the duty without a day."""
        business, entry = own.take()
        _must_recur(entry)
        refuse_if_changed(request, _first(session, business.id, entry))
        planning.forget_first_date(session, business.id, entry.id)


def _must_recur(entry: Requirement) -> None:
    if not needs_first_date(entry):
        raise NotFound


def _span(since: str, until: str, clock: Clock) -> tuple[date, date]:
    first = day_of(since, clock, "since")
    last = day_of(until, clock, "until") if until else add_months(first, MONTHS_AHEAD)
    if not 0 <= (last - first).days <= MOST_DAYS:
        wanted = ("день не раньше since и не дальше трёх лет", "a day from since on, within three years")
        raise InputError([wrong("until", last, *wanted)])
    return first, last


def _task(task: Task) -> dict[str, Any]:
    return {
        "requirement": task.item.id,
        "title": task.item.requirement.title.as_dict(),
        "answer": task.status,
        "who": task.entry.who if task.entry else "",
        "due_on": task.own,
        "law_day": task.item.due,
        "overdue": task.overdue,
        "note": task.entry.note if task.entry else "",
    }


def _plan(session: Session, business_id: str, requirement: str) -> dict[str, Any]:
    row = planning.find_entry(session, business_id, requirement)
    return {
        "requirement": requirement,
        "who": row.who if row else "",
        "due_on": row.due_on if row else None,
        "note": row.note if row else "",
        "done_at": row.done_at if row else None,
        "changed_at": row.changed_at if row else None,
    }


def _day(one: Entry) -> dict[str, Any]:
    return {
        "day": one.day,
        "kind": one.kind.value,
        "title": one.title.as_dict(),
        "requirement": one.requirement,
        "uid": one.uid,
        "note": one.note.as_dict() if one.note else None,
    }


def _first(session: Session, business_id: str, entry: Requirement) -> dict[str, Any]:
    row = planning.find_first_date(session, business_id, entry.id)
    return {"requirement": entry.id, "first_on": row.first_on if row else None}


ROUTES = [Plan, OnePlan, OwnCalendar, FirstDate]
