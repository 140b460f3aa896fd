"""An event as `yasno event-check` takes it: what its papers say, filled up with what the business answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.control.models import ControlEvent, EventItem
from backend.control.own.questions import NONE
from backend.control.telling import ordered_again
from backend.errors import NotFound
from backend.law import current_law
from backend.profiles.matching import match_place
from backend.profiles.queries import load_profile
from calculators.calendar import zone_of
from calculators.event_check.others import MARKS
from rules.control import control_types, event_rules
from rules.requirements import Requirement
from rules.text import Text

# For a year after the last day in force nobody may have told us of a successor: the platform does not call it ended.
SUCCESSOR_UNKNOWN = timedelta(days=365)
APPROVALS = {"given": "given", "refused": "refused", "not_asked": "not_asked", "not_required": "not_asked"}
SAME = (
    "working_days",
    "usual_working_days",
    "same_events_in_year",
    "category",
    "size",
    "approval",
    "planned",
    "in_plan",
)
PLAIN = (*SAME, "ground", "people_named", "act_shown", "irrelevant_papers_asked", "originals_seized")


def event_document(
    session: Session, event: ControlEvent, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return EVENT.json as the event and the answers make it, and what of it the papers alone tell.

    What the papers say stands; an answer only fills what they leave open.
    """
    known = {name: value for name, value in _of_papers(event).items() if value is not None}
    document = _of_answers(answers) | known
    document["actions"] = answers.get("actions") or event.actions
    document["norms"] = norms_of(session, event, answers)
    return document, known


def _of_papers(event: ControlEvent) -> dict[str, Any]:
    started = event.started_at or event.start_at
    return {
        "control_type": event.control_type if event.control_type in control_types() else None,
        "kind": event.kind if event.kind in event_rules().kinds else None,
        "ground": event.ground,
        "planned": event.planned,
        "in_plan": event.in_plan,
        "category": event.category,
        "region": event.region or None,
        "previous_same_event": event.previous_same_event.isoformat() if event.previous_same_event else None,
        "approval": APPROVALS.get(event.approval or ""),
        "notice_at": _local(event.noticed_at, event),
        "start": _local(started, event),
        "end": _local(event.ended_at, event),
        "working_days": event.working_days,
        "size": event.size,
        "interaction_hours": str(event.hours_spent) if event.hours_spent is not None else None,
        "actions_in_decision": event.actions,
        "people_named": event.people_named,
        "people_present": event.people_present,
        "registry_number": event.registry_number,
        "act_shown": event.act_shown if event.act_shown is not None else (True if event.act_delivered_on else None),
        "urgent": True if event.urgent else None,
        **({"repeat_after_impossible": True} if ordered_again(event) else {}),
    }


def _local(moment: datetime | None, event: ControlEvent) -> str | None:
    return moment.astimezone(zone_of(event.region or None)).isoformat(timespec="minutes") if moment else None


def _of_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: answers.get(name) for name in PLAIN}
    flags = {*MARKS, *event_rules().cases}
    found |= {name: value for name, value in answers.items() if isinstance(value, bool) and name in flags}
    found |= {
        "start": answers.get("start"),
        "end": answers.get("end"),
        "interaction_hours": answers.get("interaction_hours"),
        "notice_at": NONE if answers.get("notified") is False else answers.get("notice_at"),
        "previous_same_event": NONE if answers.get("had_previous") is False else answers.get("previous_on"),
        "registry_number": "" if answers.get("in_register") is False else answers.get("registry_number"),
        "people_present": _people(answers),
    }
    return found


def _people(answers: Mapping[str, Any]) -> list[Any] | None:
    came, outsiders = answers.get("people_present") or [], answers.get("outsiders") or []
    return [*came, *({"name": name, "role": "outsider"} for name in outsiders)] or None


def items_of(session: Session, event_id: str) -> Sequence[EventItem]:
    """Return the points of the decision, in their order."""
    query = select(EventItem).where(EventItem.event_id == event_id).order_by(col(EventItem.position))
    return session.exec(query).all()


def item_words(row: EventItem) -> Text:
    """Return a point in words: the title of the entry it names, else its own text."""
    known = current_law().edition.requirements.get(row.requirement or "")
    return known.title if known else Text(row.text, row.text)


def norm_name(row: EventItem) -> str:
    """Return the field that asks what a point is."""
    return f"norm_{row.id}"


def norms_of(session: Session, event: ControlEvent, answers: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return what the event assesses, each point with its status; None while no point is known."""
    rows = items_of(session, event.id)
    statuses = registry_statuses(session, event, rows)
    return [
        {
            "act": ", ".join(part for part in (item_words(row).ru, row.act, row.unit) if part),
            "status": statuses.get(row.id) or answers.get(norm_name(row)),
        }
        for row in rows
    ] or None


def registry_statuses(session: Session, event: ControlEvent, rows: Sequence[EventItem]) -> dict[str, str]:
    """Return the status of points that name an entry of the registry, as it stood on the day of the event.

    Whether a requirement concerns the place is told by the business's own profile; where that is not settled, or the
    entry has ended within a year and no successor is known, there is no status: the business is asked.
    """
    day = day_of(event)
    entries = {row.id: current_law().edition.requirements.get(row.requirement or "") for row in rows}
    verdicts = _verdicts(session, event, day) if any(entries.values()) else {}
    found = {id_: _status(one, day, verdicts.get(one.id)) for id_, one in entries.items() if one is not None}
    return {id_: status for id_, status in found.items() if status is not None}


def day_of(event: ControlEvent) -> date:
    """Return the day by which the law is looked up: that of the start, else of the decision, else of the entry."""
    start = event.started_at or event.start_at
    if start is not None:
        return start.astimezone(zone_of(event.region or None)).date()
    return event.planned_start or event.decision_date or event.created_at.date()


def _status(entry: Requirement, day: date, verdict: str | None) -> str | None:
    span = entry.in_force
    if span.from_ is not None and day < span.from_:
        return "not_a_requirement"
    if span.until is not None and day > span.until:
        return "ended" if entry.replaced_by or day > span.until + SUCCESSOR_UNKNOWN else None
    return "not_applicable" if verdict == "does_not_apply" else "in_force"


def _verdicts(session: Session, event: ControlEvent, day: date) -> Mapping[str, str]:
    """Return the verdicts at the place of the event; nothing where the business or the place is not known."""
    business = session.get(Business, event.business_id) if event.business_id else None
    if business is None:
        return {}
    profile = load_profile(session, business)
    try:
        place = profile.at(event.place_id) if event.place_id else profile.main
    except NotFound:
        return {}
    return match_place(current_law(), place, day).match.verdicts


def plain(value: Any) -> Any:
    """Return an answer as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
