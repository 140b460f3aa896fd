"""Pages of the inspector's and the head's desk: the day, the calendar, the load, absences."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.cases.pages import typed_in
from backend.control.desk.absences import absence_asks, drop_absence, enter_absence, people_for
from backend.control.desk.calendar_view import calendar_of, span_of
from backend.control.desk.coming import absences_of, inspectors_of, today_at
from backend.control.desk.desk_view import desk
from backend.control.desk.forms import read_form
from backend.control.desk.workload import workload
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}
ENTERED = say_after("absence_entered", Text("Записано: планы это учтут.", "Entered: plans will take it into account."))
DROPPED = say_after("absence_dropped", Text("Убрано.", "Taken out."))


class DeskPage(Controller):
    """The desk."""

    path = "/desk/control"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show today first, then what comes, what waits for a decision, what does not fit."""
        shown = desk(session, actor, body_of(session, actor), clock.now())
        return page(request, "control/desk/desk.html", **shown)


class CalendarPage(Controller):
    """A month or a week."""

    path = "/desk/control/calendar"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, month: str = "", week: str = ""
    ) -> Response[Any]:
        """Show it as a table."""
        body = body_of(session, actor)
        today = today_at(body, clock.now())
        shown = calendar_of(session, body, span_of(month, week, today), today)
        return page(request, "control/desk/calendar.html", **shown)


class WorkloadPage(Controller):
    """Who is how busy in the coming weeks."""

    path = "/desk/control/workload"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show inspectors by weeks, in the order of their names."""
        body = body_of(session, actor)
        shown = workload(session, body, today_at(body, clock.now()))
        return page(request, "control/desk/workload.html", **shown)


class AbsencesPage(Controller):
    """When inspectors are away."""

    path = "/desk/control/absences"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the coming absences, and a form."""
        return _absences(request, session, actor, clock, {})

    @post(opt=DESK, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter one."""
        body = body_of(session, actor)
        try:
            typed = read_form(form, absence_asks(people_for(session, actor, body)), body.region, clock.now())
            enter_absence(session, actor, body, typed, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _absences(request, session, actor, clock, typed_in(form), refusal)
        return see("/desk/control/absences", ENTERED)


class AbsenceEnd(Controller):
    """Taking an absence out."""

    path = "/desk/control/absences/{absence_id:str}/drop"

    @post(opt=DESK, sync_to_thread=True)
    def drop(self, session: Session, actor: Actor, clock: Clock, absence_id: str) -> Response[Any]:
        """Take it out."""
        drop_absence(session, actor, body_of(session, actor), absence_id, clock.now())
        return see("/desk/control/absences", DROPPED)


def _absences(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, Any],
    refusal: Invalid | None = None,
) -> Response[Any]:
    body = body_of(session, actor)
    people, mine = inspectors_of(session, body), people_for(session, actor, body)
    today = today_at(body, clock.now())
    rows = absences_of(session, list(people), today, today.replace(year=today.year + 2, day=1))
    return page(
        request,
        "control/desk/absences.html",
        status_code=422 if refusal else 200,
        rows=rows,
        people=people,
        mine=mine,
        asks=absence_asks(mine),
        values=values,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [DeskPage, CalendarPage, WorkloadPage, AbsencesPage, AbsenceEnd]
