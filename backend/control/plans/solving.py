"""Counting a plan: a piece of work that takes its time, tells how far it is, and leaves a proposal for a person.

The database is not held meanwhile. A proposal changes nothing until somebody accepts it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session

from backend.audit.service import record
from backend.control.cases.naming import type_name
from backend.control.models import EventPlan, EventPlanEntry
from backend.control.plans.forming import PLAN, require_formed
from backend.control.plans.problem import Standing, standing_of
from backend.control.plans.queries import OPEN, entries_of
from backend.control.plans.roads import kept_of
from backend.db.engine import open_session
from backend.db.types import new_id
from backend.errors import Conflict
from backend.jobs.service import enqueue
from backend.notifications.service import notify
from backend.permissions import Actor
from calculators.schedule import Schedule
from calculators.schedule_documents import amount_text
from calculators.schedule_search import make_plan
from rules.text import Text

SOLVE = "control.solve_plan"
COUNTED = "control.plan_counted"
# Well under the minute for which a piece of work belongs to one worker.
SECONDS = 20
BETWEEN_NOTES = 2.0
WAITING, WORKING, DONE, ACCEPTED = "waiting", "working", "done", "accepted"
UNDER_WAY = (WAITING, WORKING)


def ask_for_proposal(session: Session, actor: Actor, plan: EventPlan, now: datetime) -> str:
    """Put the counting of a plan into the queue; return its name. One at a time.

    Raises:
        Conflict: the plan was sent, has no entries, or is being counted.
    """
    require_formed(plan)
    if plan.solution.get("status") in UNDER_WAY and not _stuck(plan, now):
        raise Conflict(
            Text("План уже считается.", "The plan is being counted."), Text("Обновите страницу.", "Reload the page.")
        )
    if not entries_of(session, plan, "PROPOSED"):
        raise Conflict(
            Text("В проекте нет проверок.", "The draft has no entries."),
            Text("Внесите объекты с категорией и датой решения.", "Enter objects with category and date."),
        )
    run = new_id()
    asked = {"run": run, "status": WAITING, "asked_at": now.isoformat(), "asked_by": actor.person_id}
    plan.solution = {**kept_of(plan), **asked}
    session.add(plan)
    enqueue(session, SOLVE, {"plan": plan.id, "run": run}, due_at=now, key=f"{SOLVE}:{run}")
    record(session, actor, "event_plan.count", PLAN, plan.id, None, now)
    session.flush()
    return run


def _stuck(plan: EventPlan, now: datetime) -> bool:
    """Whether a counting never came back: after an hour another may be asked for."""
    return (now - datetime.fromisoformat(plan.solution["asked_at"])).total_seconds() > 3600


def solve(session: Session, payload: Mapping[str, Any], now: datetime, seconds: float = SECONDS) -> None:
    """Count a plan and keep the proposal; a run that was asked for anew, or is done, is left alone."""
    engine = cast(Engine, session.get_bind())
    plan = session.get(EventPlan, payload["plan"])
    if plan is None or not _is_mine(plan, payload["run"]):
        return
    standing, basis = standing_of(session, plan), basis_of(entries_of(session, plan, *OPEN))
    session.rollback()
    notes = _Notes(engine, payload)
    end = time.monotonic() + seconds
    found = make_plan(standing.problem, lambda rounds: time.monotonic() >= end, progress=notes.note)
    _keep(engine, payload, _proposal(found, standing, basis), now)


class _Notes:
    """Writes down now and then how far the search is: the page shows it when it is loaded again."""

    def __init__(self, engine: Engine, payload: Mapping[str, Any]) -> None:
        self.engine, self.payload, self.last = engine, payload, 0.0

    def note(self, rounds: int, price: float) -> None:
        """Keep the rounds made and the price so far."""
        if time.monotonic() - self.last < BETWEEN_NOTES:
            return
        self.last = time.monotonic()
        _update(self.engine, self.payload, {"status": WORKING, "rounds": rounds, "price": f"{price:.0f}"})


def _is_mine(plan: EventPlan, run: str) -> bool:
    return plan.solution.get("run") == run and plan.solution.get("status") in UNDER_WAY


def _update(engine: Engine, payload: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    with open_session(engine, write=True) as session:
        plan = session.get(EventPlan, payload["plan"], with_for_update=True)
        if plan is not None and _is_mine(plan, payload["run"]):
            plan.solution = {**plan.solution, **values}
            session.add(plan)
            session.commit()


def _keep(engine: Engine, payload: Mapping[str, Any], proposal: Mapping[str, Any], now: datetime) -> None:
    with open_session(engine, write=True) as session:
        plan = session.get(EventPlan, payload["plan"], with_for_update=True)
        if plan is None or not _is_mine(plan, payload["run"]):
            return
        plan.solution = {**plan.solution, **proposal, "status": DONE, "finished_at": now.isoformat()}
        session.add(plan)
        about = {"about": type_name(plan.control_type), "year": plan.year}
        person = plan.solution.get("asked_by")
        notify(session, [person] if person else [], COUNTED, about, f"/desk/control/plans/{plan.id}", now)
        session.commit()


def _proposal(found: Schedule, standing: Standing, basis: str) -> dict[str, Any]:
    mine = {check.id for check in standing.problem.checks if check.weight}
    left = [{"check": one.check, "reason": one.reason.as_dict()} for one in found.left_out if one.check in mine]
    left += [{"check": entry, "reason": why.as_dict()} for entry, why in standing.no_road.items()]
    return {
        "assignments": [one.as_dict() for one in found.assignments if one.check in mine],
        "unassigned": left,
        "moved": list(found.moved),
        "objective": amount_text(found.objective),
        "greedy_objective": amount_text(found.greedy_objective),
        "bound": amount_text(found.bound),
        "rounds": found.rounds,
        "basis": basis,
    }


def basis_of(entries: Sequence[EventPlanEntry]) -> str:
    """Return what a proposal was made from: it is void once an entry came, went or was placed by hand."""
    parts = sorted(f"{row.id}:{row.start}:{row.inspector_id}:{row.days}:{row.pinned}" for row in entries)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def accept(session: Session, actor: Actor, plan: EventPlan, run: str, now: datetime) -> int:
    """Let a proposal become the draft; return how many entries have a place.

    Raises:
        Conflict: it was made from other entries, or is another one than the person saw.
    """
    require_formed(plan)
    rows = entries_of(session, plan, *OPEN)
    if plan.solution.get("run") != run or plan.solution.get("status") != DONE or not _still(plan, rows):
        raise Conflict(
            Text("Предложение устарело: план с тех пор меняли.", "The proposal is stale: the plan was changed."),
            Text("Посчитайте заново.", "Count it anew."),
        )
    places = {row["check"]: row for row in plan.solution["assignments"]}
    reasons = {row["check"]: row["reason"]["ru"] for row in plan.solution["unassigned"]}
    for row in rows:
        _place(row, places.get(row.id), reasons.get(row.id, ""))
        session.add(row)
    plan.solution = {**plan.solution, "status": ACCEPTED, "accepted_by": actor.person_id}
    session.add(plan)
    session.flush()
    record(session, actor, "event_plan.accept", PLAN, plan.id, {"placed": len(places)}, now)
    return len(places)


def _still(plan: EventPlan, rows: Sequence[EventPlanEntry]) -> bool:
    return bool(plan.solution.get("basis") == basis_of(rows))


def _place(row: EventPlanEntry, place: Mapping[str, str] | None, reason: str) -> None:
    if place is None:
        row.inspector_id, row.start, row.end, row.unassigned_reason = None, None, None, reason
        return
    row.inspector_id, row.unassigned_reason = place["inspector"], ""
    row.start = datetime.fromisoformat(place["start"]).date()
    row.end = datetime.fromisoformat(place["end"]).date()
