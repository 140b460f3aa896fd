"""Plans as somebody may see them: of their body, or sent to them as the prosecutor of the region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.authorities.models import AuthorityBody
from backend.authorities.queries import body_of, find_body
from backend.control.cases.binding import people_with
from backend.control.models import EventPlan, EventPlanEntry, InspectorAbsence
from backend.control.models.room import Side
from backend.control.sides import STAFF, is_of_body
from backend.errors import NotFound
from backend.permissions import Actor
from backend.risk.models import ControlObject
from rules.roles import Role

OPEN = ("PROPOSED", "INCLUDED")


def plan_side(session: Session, actor: Actor, plan: EventPlan, today: date) -> Side | None:
    """Return from which side an actor sees a plan: its body's people, the prosecutor once it was sent."""
    if actor.roles & STAFF and is_of_body(session, actor, plan.body_id):
        return Side.AUTHORITY
    body = session.get(AuthorityBody, plan.body_id)
    sent = plan.state != "FORMING"
    if Role.PROSECUTOR in actor.roles and body is not None and actor.region in ("", body.region) and sent:
        return Side.PROSECUTOR
    return None


def find_plan(session: Session, actor: Actor, plan_id: str, side: Side, *, write: bool = False) -> EventPlan:
    """Return a plan that an actor sees from a side; `write` locks its row until the commit.

    Raises:
        NotFound: no such plan, or not theirs.
    """
    query = select(EventPlan).where(EventPlan.id == plan_id)
    plan = session.exec(query.with_for_update() if write else query).first()
    if plan is None or plan_side(session, actor, plan, date.min) is not side:
        raise NotFound
    return plan


def find_entry(session: Session, plan: EventPlan, entry_id: str) -> EventPlanEntry:
    """Return an entry of a plan.

    Raises:
        NotFound: none.
    """
    entry = session.get(EventPlanEntry, entry_id)
    if entry is None or entry.plan_id != plan.id:
        raise NotFound
    return entry


def list_plans(session: Session, actor: Actor) -> Sequence[EventPlan]:
    """Return the plans of the actor's body, the latest year first."""
    query = select(EventPlan).where(EventPlan.body_id == body_of(session, actor).id)
    return session.exec(query.order_by(col(EventPlan.year).desc(), col(EventPlan.control_type))).all()


def sent_plans(session: Session, actor: Actor) -> list[tuple[EventPlan, AuthorityBody]]:
    """Return the plans sent to a prosecutor, those that wait for them first."""
    query = select(EventPlan).where(EventPlan.state != "FORMING").order_by(col(EventPlan.year).desc())
    rows = [row for row in session.exec(query) if plan_side(session, actor, row, date.min) is Side.PROSECUTOR]
    found = [(row, find_body(session, row.body_id)) for row in rows]
    return sorted(found, key=lambda one: one[0].state != "WITH_PROSECUTOR")


def entries_of(session: Session, plan: EventPlan, *states: str) -> list[EventPlanEntry]:
    """Return the entries of a plan by their day, those without one last; of these states, if any are named."""
    query = select(EventPlanEntry).where(EventPlanEntry.plan_id == plan.id)
    if states:
        query = query.where(col(EventPlanEntry.state).in_(states))
    return sorted(session.exec(query), key=lambda row: (row.start or date.max, row.window_first, row.id))


def objects_by_id(session: Session, entries: Sequence[EventPlanEntry]) -> Mapping[str, ControlObject]:
    """Return the objects of entries by id."""
    found: dict[str, ControlObject] = {}
    ids = sorted({row.object_id for row in entries})
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found |= {row.id: row for row in session.exec(select(ControlObject).where(col(ControlObject.id).in_(part)))}
    return found


def inspectors_of(session: Session, body: AuthorityBody) -> list[Person]:
    """Return the inspectors of a body by name."""
    ids = people_with(session, Role.INSPECTOR, body.authority, body.region)
    rows = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
    return sorted(rows, key=lambda row: (row.name or row.email, row.id))


def names_of(session: Session, ids: Sequence[str | None]) -> dict[str, str]:
    """Return the names of people by id; one whose account is gone has none."""
    wanted = [one for one in ids if one]
    return {row.id: row.name or row.email for row in session.exec(select(Person).where(col(Person.id).in_(wanted)))}


def absences_of(session: Session, people: Sequence[str]) -> Mapping[str, list[InspectorAbsence]]:
    """Return when people are away, by person."""
    found: dict[str, list[InspectorAbsence]] = {}
    query = select(InspectorAbsence).where(col(InspectorAbsence.person_id).in_(list(people)))
    for row in session.exec(query.order_by(col(InspectorAbsence.first))):
        found.setdefault(row.person_id, []).append(row)
    return found
