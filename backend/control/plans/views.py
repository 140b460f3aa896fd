"""A plan as pages and tables show it: plain values, nothing of a business beyond what its authority holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.authorities.models import AuthorityBody
from backend.control.cases.naming import category_name, kind_name, state_name
from backend.control.kinds.event_plan_entry import days_text
from backend.control.models import ControlEvent, EventPlan, EventPlanEntry
from backend.control.plans.forming import ENTRY
from backend.control.plans.problem import days_of
from backend.control.plans.queries import absences_of, inspectors_of, names_of, objects_by_id
from backend.control.plans.remarks import Talk
from backend.risk.models import ControlObject
from rules.text import Text

QUARTERS = (1, 2, 3, 4)
NO_TALK = Talk(())


def entry_rows(
    session: Session, entries: Sequence[EventPlanEntry], talks: Mapping[str, Talk] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of entries: whose object, which event, when, who, its state, whether a remark waits."""
    things = objects_by_id(session, entries)
    names = names_of(session, [row.inspector_id for row in entries])
    off = put_off(session, entries)
    return [
        _entry(row, things.get(row.object_id), names, (talks or {}).get(row.id, NO_TALK), row.id in off)
        for row in entries
    ]


def put_off(session: Session, entries: Sequence[EventPlanEntry]) -> frozenset[str]:
    """Return the entries whose event was postponed and has no new day yet: the day of the plan is not theirs now."""
    found: set[str] = set()
    held = {row.event_id: row.id for row in entries if row.event_id and row.state == "INCLUDED"}
    ids = sorted(held)
    for start in range(0, len(ids), 500):
        part = col(ControlEvent.id).in_(ids[start : start + 500])
        found |= set(session.exec(select(ControlEvent.id).where(part, ControlEvent.state == "POSTPONED")))
    return frozenset(held[one] for one in found)


def _entry(
    row: EventPlanEntry, thing: ControlObject | None, names: Mapping[str, str], talk: Talk, off: bool
) -> dict[str, Any]:
    return {
        "put_off": off,
        "id": row.id,
        "event_id": row.event_id,
        "business": thing.business_name if thing else "",
        "inn": thing.inn if thing else "",
        "address": thing.address if thing else "",
        "category": category_name(thing.category if thing else None),
        "kind": kind_name(row.kind),
        "days": row.days,
        "when": days_text(row),
        "start": row.start,
        "end": row.end,
        "window": (row.window_first, row.window_last),
        "who": names.get(row.inspector_id or "", ""),
        "pinned": row.pinned,
        "state": state_name(ENTRY, row.state),
        "state_code": row.state,
        "reason": row.unassigned_reason,
        "talk": talk.notes,
        "owes_answer": talk.open,
    }


def proposal_of(plan: EventPlan, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the proposal of the planner in words a person can judge it by; None while there is none."""
    said = plan.solution
    if "assignments" not in said or said.get("status") != "done":
        return None
    names = {row["id"]: row for row in rows}
    price, simple = Decimal(said["objective"]), Decimal(said["greedy_objective"])
    return {
        "run": said["run"],
        "placed": len(said["assignments"]),
        "objective": price,
        "simple": simple,
        "bound": Decimal(said["bound"]),
        "better": simple - price,
        "moved": [names[one] for one in said["moved"] if one in names],
        "left": [
            {**names[one["check"]], "reason": Text(one["reason"]["ru"], one["reason"]["en"])}
            for one in said["unassigned"]
            if one["check"] in names
        ],
    }


def workload_of(session: Session, body: AuthorityBody, plan: EventPlan, places: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what falls to each inspector: entries and working days, by quarter, beside the days they are at work.

    `places` have `who`, `start` and `end` of an entry each: a draft, or a proposal.
    """
    days = days_of(plan, body)
    people = inspectors_of(session, body)
    away = absences_of(session, [one.id for one in people])
    return [_load(one, days, away.get(one.id, ()), [row for row in places if row[0] == one.id]) for one in people]


def _load(
    person: Person, days: Sequence[date], absences: Sequence[Any], places: Sequence[tuple[str, date, date]]
) -> dict[str, Any]:
    at_work = [day for day in days if not any(row.first <= day <= row.last for row in absences)]
    taken = [day for day in days if any(first <= day <= last for _, first, last in places)]
    quarters = [sum((day.month - 1) // 3 + 1 == quarter for day in taken) for quarter in QUARTERS]
    return {
        "name": person.name or person.email,
        "entries": len(places),
        "days": len(taken),
        "free": len(at_work) - len(taken),
        "quarters": quarters,
        "away": [(row.first, row.last, row.reason) for row in absences],
    }


def places_of(
    plan: EventPlan, entries: Sequence[EventPlanEntry], off: frozenset[str] = frozenset()
) -> list[tuple[str, date, date]]:
    """Return (who, first, last) of the proposal while one waits, else of the entries as they stand, but for `off`.

    An entry that is out of the plan takes nobody's days.
    """
    if plan.solution.get("status") == "done":
        return [
            (row["inspector"], date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
            for row in plan.solution["assignments"]
        ]
    standing = [row for row in entries if row.state != "EXCLUDED" and row.id not in off]
    return [(row.inspector_id, row.start, row.end) for row in standing if row.inspector_id and row.start and row.end]
