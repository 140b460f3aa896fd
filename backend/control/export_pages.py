"""Lists of control taken away as tables: of a business, a body, a prosecutor, an ombudsman, an admin."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session, col, select

from backend.authorities.queries import body_of
from backend.clock import Clock
from backend.control.declaring import declarations_of
from backend.control.desk.coming import absences_of, inspectors_of, today_at
from backend.control.desk.workload import workload
from backend.control.list_tables import (
    absences_table,
    declarations_table,
    events_table,
    imports_table,
    plans_table,
    rooms_table,
    workload_table,
)
from backend.control.listing import list_seen
from backend.control.models import ErknmImport
from backend.control.models.room import Side
from backend.control.plans.queries import entries_of, find_plan, list_plans, sent_plans
from backend.control.plans.tables import csv_of, xlsx_of
from backend.control.plans.views import entry_rows
from backend.control.queries import list_own
from backend.control.room_view import rows_of
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.tables import csv_answer
from backend.web.context import AnyRequest, language_of

OWN = {"permission": Permission.CONTROL_OWN}
DESK = {"permission": Permission.CONTROL_DESK}
PROSECUTOR = {"permission": Permission.PROSECUTOR_DESK}
OMBUDSMAN = {"permission": Permission.OMBUDSMAN_DESK}
ADMIN = {"permission": Permission.OPERATIONS_READ}
EVENTS = "yasno-events"


class OwnTables(Controller):
    """Lists of a business."""

    path = "/"

    @get("/control-events.csv", opt=OWN, sync_to_thread=True)
    def events(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return its events."""
        business = find_business(session, actor, Scope.CONTROL)
        rows = rows_of(session, list_own(session, actor, business.id), clock.now(), rights=True)
        return csv_answer(EVENTS, events_table(rows, language_of(request)))

    @get("/declarations.csv", opt=OWN, sync_to_thread=True)
    def declarations(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return its declarations."""
        business = find_business(session, actor, Scope.CONTROL)
        rows = declarations_of(session, business.id)
        return csv_answer("yasno-declarations", declarations_table(rows, language_of(request)))


class DeskTables(Controller):
    """Lists of a body."""

    path = "/desk/control"

    @get("/events.csv", opt=DESK, sync_to_thread=True)
    def events(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return its events."""
        rows = rows_of(session, list_seen(session, actor, clock.today()), clock.now())
        return csv_answer(EVENTS, events_table(rows, language_of(request)))

    @get("/workload.csv", opt=DESK, sync_to_thread=True)
    def workload(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return who is how busy in the coming weeks."""
        body = body_of(session, actor)
        shown = workload(session, body, today_at(body, clock.now()))
        return csv_answer("yasno-workload", workload_table(shown, language_of(request)))

    @get("/absences.csv", opt=DESK, sync_to_thread=True)
    def absences(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the coming absences."""
        body = body_of(session, actor)
        people, today = inspectors_of(session, body), today_at(body, clock.now())
        rows = absences_of(session, list(people), today, today.replace(year=today.year + 2, day=1))
        return csv_answer("yasno-absences", absences_table(rows, people, language_of(request)))

    @get("/plans.csv", opt=DESK, sync_to_thread=True)
    def plans(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return its plans."""
        name = body_of(session, actor).name
        rows = [(plan, name) for plan in list_plans(session, actor)]
        return csv_answer("yasno-plans", plans_table(rows, language_of(request)))


class ProsecutorTables(Controller):
    """Lists of a prosecutor."""

    path = "/desk/prosecutor"

    @get("/events.csv", opt=PROSECUTOR, sync_to_thread=True)
    def events(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the events of the region that the prosecutor has to do with."""
        rows = rows_of(session, list_seen(session, actor, clock.today()), clock.now())
        return csv_answer(EVENTS, events_table(rows, language_of(request)))

    @get("/plans.csv", opt=PROSECUTOR, sync_to_thread=True)
    def plans(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return the plans that were sent."""
        rows = [(plan, body.name) for plan, body in sent_plans(session, actor)]
        return csv_answer("yasno-plans", plans_table(rows, language_of(request)))

    @get("/plans/{plan_id:str}/take/csv", opt=PROSECUTOR, sync_to_thread=True)
    def entries_as_text(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str) -> Response[bytes]:
        """Return the entries of a plan as text for a spreadsheet."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR)
        return csv_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))

    @get("/plans/{plan_id:str}/take/xlsx", opt=PROSECUTOR, sync_to_thread=True)
    def entries_as_workbook(self, request: AnyRequest, session: Session, actor: Actor, plan_id: str) -> Response[bytes]:
        """Return the entries of a plan as a workbook."""
        plan = find_plan(session, actor, plan_id, Side.PROSECUTOR)
        return xlsx_of(plan, entry_rows(session, entries_of(session, plan)), language_of(request))


class OmbudsmanTable(Controller):
    """The rooms opened to an ombudsman."""

    path = "/desk/ombudsman/rooms.csv"

    @get(opt=OMBUDSMAN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return them."""
        rows = rows_of(session, list_seen(session, actor, clock.today()), clock.now())
        return csv_answer("yasno-rooms", rooms_table(rows, language_of(request)))


class ImportsTable(Controller):
    """Runs over files of the register."""

    path = "/admin/imports.csv"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[bytes]:
        """Return them, the latest first."""
        rows = session.exec(select(ErknmImport).order_by(col(ErknmImport.started_at).desc())).all()
        return csv_answer("yasno-imports", imports_table(rows, language_of(request)))


ROUTES: list[Any] = [OwnTables, DeskTables, ProsecutorTables, OmbudsmanTable, ImportsTable]
