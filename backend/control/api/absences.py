"""When inspectors of a body are away, for programs: its plans and calendars follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.api.steps import check_days
from backend.control.cases.asking import read_asked
from backend.control.desk.absences import absence_asks, drop_absence, enter_absence, people_for
from backend.control.desk.coming import absences_of, inspectors_of, today_at
from backend.control.models import InspectorAbsence
from backend.control.sides import staff_body
from backend.permissions import Actor, Permission
from backend.web.calls import Api, answer, parts
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, deletes, reads
from backend.web.paging import Cursor, Limit, page_of
from calculators.calendar import zone_of

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
HOME = f"{BASE}/inspector-absences"
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "person_id": {"type": "string", "description": "One of `people` in the answer of the list"},
        "first": {"type": "string", "format": "date"},
        "last": {"type": "string", "format": "date"},
        "reason": {"type": "string", "maxLength": 200},
    },
    "required": ["person_id", "first", "last"],
    "additionalProperties": False,
}
EXAMPLE = {"person_id": "id", "first": "2027-07-05", "last": "2027-07-30", "reason": "Отпуск"}


class AbsenceOut(BaseModel):
    """Days on which an inspector is away; both days belong to it."""

    id: str
    person_id: str
    person: str = Field(examples=["Олег Рыбаков"])
    first: date
    last: date
    reason: str = Field(examples=["Отпуск"])


class InspectorOut(BaseModel):
    """An inspector for whom this key may enter an absence."""

    id: str
    name: str


class AbsencePage(BaseModel):
    """Absences that are not over, by their first day."""

    items: list[AbsenceOut]
    next: str | None
    people: list[InspectorOut]


class Absences(Api):
    """The coming absences of the body."""

    path = HOME
    tags = ["control"]

    @get(**reads(READ, "When inspectors are away", AbsencePage, tagged=True))
    def list_inspector_absences(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the body, and for whom this key may enter more: a head for all, an inspector for oneself."""
        body = staff_body(session, actor)
        people = inspectors_of(session, body)
        rows = absences_of(session, list(people), today_at(body, clock.now()), date.max)
        part = page_of(rows, lambda row: row.id, cursor, limit, ["inspector-absences", body.id])
        mine = [{"id": one, "name": name} for one, name in people_for(session, actor, body).items()]
        return shown(
            request, {"items": [_absence(row, people) for row in part.items], "next": part.next, "people": mine}
        )

    @post(**creates("Enter an absence", NEW, AbsenceOut, WRITE, example=EXAMPLE))
    def enter_inspector_absence(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Enter one: who is away is planned for no event on those days."""
        body = staff_body(session, actor)
        people = people_for(session, actor, body)
        asks = absence_asks(people)
        given = parts(document, NEW["required"], ("reason",))
        check_days(asks, given, "")

        def act() -> Response[bytes]:
            typed = read_asked(asks, given, zone_of(body.region or None), clock.now())
            return answer(_absence(enter_absence(session, actor, body, typed, clock.now()), people), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OneAbsence(Api):
    """One absence."""

    path = f"{HOME}/{{absence_id:str}}"
    tags = ["control"]

    @delete(**deletes("Take an absence out", WRITE))
    def drop_inspector_absence(self, session: Session, actor: Actor, clock: Clock, absence_id: FromPath[str]) -> None:
        """Take it out: a head of any inspector, an inspector of oneself."""
        drop_absence(session, actor, staff_body(session, actor), absence_id, clock.now())


def _absence(row: InspectorAbsence, people: dict[str, str]) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("id", "person_id", "first", "last", "reason")}
    return own | {"person": people.get(row.person_id, "")}


ROUTES = [Absences, OneAbsence]
