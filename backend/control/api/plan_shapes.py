"""The year's plan as programs see it: its shapes, and how they are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import MOSCOW
from backend.control.api.shapes import CaseMarkOut, StepOut, WaitingOut, marks_of, step_document, waiting_document
from backend.control.cases.naming import state_name, type_name
from backend.control.cases.stepping import CaseSeen, find_case, offers
from backend.control.models import CaseNote, EventPlan, EventPlanEntry
from backend.control.models.room import Side
from backend.control.plans.candidates import left_out
from backend.control.plans.forming import ENTRY, FORMED, PLAN
from backend.control.plans.queries import entries_of, inspectors_of
from backend.control.plans.remarks import talks_of
from backend.control.plans.roads import ROAD, home_of
from backend.control.plans.solving import UNDER_WAY
from backend.control.plans.views import entry_rows, places_of, proposal_of, workload_of
from backend.permissions import Actor
from backend.web.api_schemas import TextOut
from rules.procedures import procedures


class YearPlanHead(BaseModel):
    """A plan in a list."""

    id: str
    side: str = Field(description="From where the key looks", examples=["authority"])
    control_type: str = Field(examples=["fire"])
    title: TextOut
    body: str = Field(examples=["ГУ МЧС по Москве"])
    year: int = Field(examples=[2027])
    state: str = Field(examples=["FORMING"])
    state_name: TextOut
    closed: bool
    version: int


class YearPlanPage(BaseModel):
    """Plans, the latest year first; a prosecutor's that wait come first."""

    items: list[YearPlanHead]
    next: str | None


class PlanCountOut(BaseModel):
    """How far the counting of a plan is: waiting, working, done, accepted; null before the first one."""

    run: str | None
    status: str | None = Field(examples=["working"])
    rounds: int | None = Field(description="Variants looked at")
    price: str | None = Field(description="Price of the best one so far")
    asked_at: datetime | None
    finished_at: datetime | None


class LeftEntryOut(BaseModel):
    """An entry for which no place was found, and why."""

    entry: str
    business: str
    reason: TextOut


class ProposalOut(BaseModel):
    """What the planner proposes; it changes nothing until somebody accepts it. A lower objective is better."""

    run: str
    placed: int
    objective: str
    greedy_objective: str = Field(description="Of the simple plan: the heaviest first, the earliest day")
    bound: str = Field(description="No plan is lower")
    moved: list[str] = Field(description="Entries that change their place")
    unassigned: list[LeftEntryOut]


class InspectorLoadOut(BaseModel):
    """What falls to one inspector."""

    name: str
    entries: int
    days: int
    free: int
    quarters: list[int]


class LeftObjectOut(BaseModel):
    """An object that is not due in the year, and why."""

    object_id: str
    business: str
    address: str
    why: TextOut
    article: str


class PlanRemarkOut(BaseModel):
    """A remark of the prosecutor, or an answer of the authority."""

    side: str = Field(examples=["prosecutor"])
    text: str
    at: datetime
    sent: bool


class PlanHomeOut(BaseModel):
    """Where an inspector sets out from; null while nobody told it."""

    person_id: str
    name: str
    region: str | None = Field(examples=["77"])


class PlanRoadsOut(BaseModel):
    """Homes of the inspectors and the days of a way into another region; null: not told, nobody is sent there."""

    homes: list[PlanHomeOut]
    road_days: int | None


class YearPlanOut(YearPlanHead):
    """A plan; its steps are taken under `/cases/event_plan/{id}`. What only the body needs is empty for others."""

    marks: list[CaseMarkOut]
    waiting_for: WaitingOut | None
    steps: list[StepOut]
    entries: dict[str, int] = Field(description="How many in each state", examples=[{"PROPOSED": 3}])
    remarks: list[PlanRemarkOut]
    owes_answer: bool
    count: PlanCountOut
    proposal: ProposalOut | None
    workload: list[InspectorLoadOut]
    left_out: list[LeftObjectOut]
    roads: PlanRoadsOut | None


class PlanEntryHead(BaseModel):
    """An entry of a plan."""

    id: str
    plan_id: str
    event_id: str | None = Field(description="The event, once it is prepared")
    business: str
    inn: str
    address: str
    category: TextOut | None
    kind: str = Field(examples=["ON_SITE"])
    days: int = Field(description="Working days")
    window_first: date
    window_last: date
    start: date | None
    end: date | None
    inspector_id: str | None
    inspector: str
    pinned: bool = Field(description="Placed by hand: the planner leaves it there")
    unassigned_reason: str
    state: str = Field(examples=["PROPOSED"])
    state_name: TextOut
    owes_answer: bool
    version: int


class PlanEntryOut(PlanEntryHead):
    """An entry with its remarks; its steps are taken under `/cases/event_plan_entry/{id}`."""

    remarks: list[PlanRemarkOut]
    steps: list[StepOut]


class PlanEntryPage(BaseModel):
    """Entries by their day, those without one last."""

    items: list[PlanEntryHead]
    next: str | None


class PlanMoveOut(BaseModel):
    """Where one entry goes."""

    entry: str
    inspector_id: str
    start: date
    end: date


class PlanShiftOut(BaseModel):
    """How an entry can move with the fewest others; `seal` names exactly this offer, `done` says it was carried out."""

    moves: list[PlanMoveOut]
    why: TextOut | None = Field(description="Why it cannot, or need not")
    seal: str
    done: bool


def plan_head(session: Session, plan: EventPlan, side: Side) -> dict[str, Any]:
    """Return a plan as a line of a list."""
    return {
        "id": plan.id,
        "side": side.value,
        "control_type": plan.control_type,
        "title": type_name(plan.control_type).as_dict(),
        "body": session.get_one(AuthorityBody, plan.body_id).name,
        "year": plan.year,
        "state": plan.state,
        "state_name": state_name(PLAN, plan.state).as_dict(),
        "closed": procedures()[PLAN].states[plan.state].terminal,
        "version": plan.version,
    }


def plan_document(session: Session, plan: EventPlan, side: Side, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a plan as a side sees it."""
    seen = find_case(session, actor, PLAN, plan.id, now.astimezone(MOSCOW).date())
    entries = entries_of(session, plan)
    talk = talks_of(session, plan, side).get(plan.id)
    shown = plan_head(session, plan, side) | {
        "marks": marks_of(session, PLAN, plan.id),
        "waiting_for": waiting_document(session, seen, now),
        "steps": _steps(session, seen, actor),
        "entries": _counted(entries),
        "remarks": _remarks(talk.notes if talk else ()),
        "owes_answer": bool(talk and talk.open),
        "count": count_document(plan if side is Side.AUTHORITY else None),
        "proposal": None,
        "workload": [],
        "left_out": [],
        "roads": None,
    }
    return shown | _inside(session, plan, entries) if side is Side.AUTHORITY else shown


def _inside(session: Session, plan: EventPlan, entries: Sequence[EventPlanEntry]) -> dict[str, Any]:
    """Return what the body alone sees: the proposal, who is how busy, what stays out."""
    body = session.get_one(AuthorityBody, plan.body_id)
    formed = plan.state in FORMED
    names = ("name", "entries", "days", "free", "quarters")
    load = workload_of(session, body, plan, places_of(plan, entries))
    return {
        "proposal": _proposal(plan, entry_rows(session, entries)) if formed else None,
        "workload": [{name: one[name] for name in names} for one in load],
        "left_out": [
            {
                "object_id": one.object.id,
                "business": one.object.business_name,
                "address": one.object.address,
                "why": one.due.why.as_dict(),
                "article": one.due.article,
            }
            for one in (left_out(session, body, plan) if formed else ())
        ],
        "roads": roads_document(session, plan, body),
    }


def roads_document(session: Session, plan: EventPlan, body: AuthorityBody) -> dict[str, Any]:
    """Return where inspectors set out from and how long ways are, as people of the body told it."""
    homes = [(one, home_of(plan, body, one.id)) for one in inspectors_of(session, body)]
    told = [
        {"person_id": one.id, "name": one.name or one.email, "region": home if home.isdigit() else None}
        for one, home in homes
    ]
    return {"homes": told, "road_days": plan.solution.get(ROAD)}


def _proposal(plan: EventPlan, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    found = proposal_of(plan, rows)
    if found is None:
        return None
    left = [
        {"entry": row["id"], "business": row["business"], "reason": row["reason"].as_dict()} for row in found["left"]
    ]
    return {
        "run": found["run"],
        "placed": found["placed"],
        "objective": format(found["objective"], "f"),
        "greedy_objective": format(found["simple"], "f"),
        "bound": format(found["bound"], "f"),
        "moved": [row["id"] for row in found["moved"]],
        "unassigned": left,
    }


def count_document(plan: EventPlan | None) -> dict[str, Any]:
    """Return how far the counting is; nothing of it for who does not form the plan."""
    said = plan.solution if plan else {}
    asked = said.get("run") is not None
    return {
        "run": said.get("run"),
        "status": said.get("status") if asked else None,
        "rounds": said.get("rounds"),
        "price": said.get("price") if said.get("status") in UNDER_WAY else said.get("objective"),
        "asked_at": said.get("asked_at"),
        "finished_at": said.get("finished_at"),
    }


def entry_heads(
    session: Session, plan: EventPlan, entries: Sequence[EventPlanEntry], side: Side
) -> list[dict[str, Any]]:
    """Return entries as lines of a list."""
    rows = entry_rows(session, entries, talks_of(session, plan, side))
    return [_entry(entry, row) for entry, row in zip(entries, rows, strict=True)]


def entry_document(
    session: Session, plan: EventPlan, entry: EventPlanEntry, side: Side, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Return an entry with what was remarked and what can be done."""
    talk = talks_of(session, plan, side)
    seen = find_case(session, actor, ENTRY, entry.id, now.astimezone(MOSCOW).date())
    return _entry(entry, entry_rows(session, [entry], talk)[0]) | {
        "remarks": _remarks(talk[entry.id].notes if entry.id in talk else ()),
        "steps": _steps(session, seen, actor),
    }


def _entry(entry: EventPlanEntry, row: Mapping[str, Any]) -> dict[str, Any]:
    own = ("id", "plan_id", "event_id", "kind", "days", "window_first", "window_last", "start", "end", "inspector_id")
    more = ("pinned", "unassigned_reason", "state", "version")
    return {name: getattr(entry, name) for name in (*own, *more)} | {
        "business": row["business"],
        "inn": row["inn"],
        "address": row["address"],
        "category": row["category"].as_dict() if row["category"] else None,
        "inspector": row["who"],
        "state_name": row["state"].as_dict(),
        "owes_answer": row["owes_answer"],
    }


def _counted(entries: Sequence[EventPlanEntry]) -> dict[str, int]:
    states = sorted({row.state for row in entries})
    return {state: sum(row.state == state for row in entries) for state in states}


def _remarks(notes: Sequence[CaseNote]) -> list[dict[str, Any]]:
    return [{"side": one.side, "text": one.text, "at": one.at, "sent": one.action != "remark_unsent"} for one in notes]


def _steps(session: Session, seen: CaseSeen, actor: Actor) -> list[dict[str, Any]]:
    return [step_document(offer) for offer in offers(session, seen, actor)]
