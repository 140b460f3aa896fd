"""What the page of a prescription and its part of the room are given: points, motions, agreements, days left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.files import list_files
from backend.control.cases.naming import kind_name, state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import CaseSeen, zone_of_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.models import ControlEvent, Prescription
from backend.control.models.room import Side
from backend.control.prescriptions.check import check_of
from backend.control.prescriptions.prescribing import NAME, agreements_of, items_of, motions_of
from backend.control.rooms.shown import file_lines
from backend.control.telling import is_told
from backend.permissions import Actor
from backend.requirements.words import counted
from rules.text import Text

MOTIONS = {
    "EXPLAIN": Text("разъяснить", "to explain"),
    "DEFER": Text("отсрочить", "to defer"),
    "SUSPEND": Text("приостановить", "to suspend"),
    "TERMINATE": Text("прекратить исполнение", "to terminate"),
}
OUTCOMES = {
    "GRANTED": Text("согласились", "granted"),
    "REFUSED": Text("отказали", "refused"),
    "WITHDRAWN": Text("отозвана", "withdrawn"),
}
RESULTS = {
    "APPROVED": Text("согласовано прокурором", "approved by the prosecutor"),
    "REJECTED": Text("прокурор не согласовал", "the prosecutor rejected it"),
    "REFUSED": Text("орган отказал", "the authority refused"),
    "MET": Text("выполнено", "met"),
    "FAILED": Text("не выполнено", "failed"),
}
PROPOSED = Text("предложено", "proposed")


def shown_of(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a prescription as a side of its own sees it."""
    case: Prescription = seen.case
    today = now.astimezone(zone_of_case(session, seen)).date()
    return {
        "id": case.id,
        "href": f"/prescriptions/{case.id}",
        "number": case.number or None,
        "state": state_name(NAME, case.state),
        "marks": mark_names(session, NAME, case.id),
        "draft": case.state == "DRAFT",
        "issued_on": case.issued_on,
        "received_on": case.received_on,
        "due_on": case.due_on,
        "original_due_on": case.original_due_on if case.original_due_on != case.due_on else None,
        "report": case.report or None,
        "reported_on": case.reported_on,
        "outcome_reason": case.outcome_reason or None,
        **_check(session, seen),
        "replaces": f"/prescriptions/{case.replaces_id}" if case.replaces_id else None,
        "points": points_of(session, case, today),
        "motions": [_motion(row) for row in motions_of(session, case)],
        "agreements": agreement_lines(session, case),
        "files": file_lines(list_files(session, [case.id], seen.side)),
        "waiting": waiting_of(session, seen, now),
        "to_number": owed_numbers(session, seen),
        "offers": links_of(session, seen, actor),
        "may_draft": seen.side is Side.AUTHORITY and case.state == "DRAFT",
    }


def _check(session: Session, seen: CaseSeen) -> dict[str, Any]:
    """Return by which event it is checked, as far as this side may know of it: 67(5), 68(5), 70."""
    case: Prescription = seen.case
    event = check_of(session, case)
    hidden = event is not None and seen.side is not Side.AUTHORITY and not _may_see(session, event)
    return {
        "check_kind": kind_name(case.check_kind) if case.check_kind and not hidden else None,
        "check_event": f"/control-events/{event.id}" if event is not None and not hidden else None,
    }


def _may_see(session: Session, event: ControlEvent) -> bool:
    return event.business_id is not None and is_told(session, event)


def agreement_shown(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the prosecutor decides by: the agreement of 90.2(5) with its list of violations, nothing else."""
    return {
        "id": seen.case.id,
        "state": state_name(NAME, seen.case.state),
        "agreements": [line for line in agreement_lines(session, seen.case) if line["sent_on"]],
        "violations": [{"text": row.text, "unit": row.unit} for row in items_of(session, seen.case)],
        "waiting": _for_prosecutor(waiting_of(session, seen, now)),
        "offers": links_of(session, seen, actor),
    }


def _for_prosecutor(waiting: dict[str, Any] | None) -> dict[str, Any] | None:
    """Leave whose step it is and the programme's own term: motions and appeals are not the prosecutor's."""
    if waiting is None:
        return None
    terms = [term for term in waiting["terms"] if term["key"] == "prescription.agreement"]
    return {**waiting, "terms": terms, "notes": []}


def points_of(session: Session, case: Prescription, today: date) -> list[dict[str, Any]]:
    """Return the points with the days that are left for each."""
    return [
        {
            "number": row.position + 1,
            "text": row.text,
            "unit": row.unit,
            "due_on": row.due_on,
            "left": None if row.done_on or row.cancelled_on else days_left(row.due_on, today),
            "measures": row.measures or None,
            "proof": row.proof or None,
            "done_on": row.done_on,
            "cancelled_on": row.cancelled_on,
        }
        for row in items_of(session, case)
    ]


def days_left(day: date, today: date) -> Text:
    """Return how many days are left, or that the day has passed.

    >>> days_left(date(2027, 1, 15), date(2027, 1, 14)).ru
    '1\xa0день'
    """
    left = (day - today).days
    if left < 0:
        return Text("срок прошёл", "the day has passed")
    return counted(left, ("день", "дня", "дней"), ("day", "days")) if left else Text("сегодня", "today")


def agreement_lines(session: Session, case: Prescription) -> list[dict[str, Any]]:
    """Return the agreements: programme, term, what became of each."""
    return [
        {
            "programme": row.programme,
            "until": row.until,
            "sent_on": row.sent_on,
            "approved_on": row.approved_on,
            "ended_on": row.ended_on,
            "result": RESULTS.get(row.result or "", PROPOSED),
            "reason": row.reason or None,
        }
        for row in agreements_of(session, case)
    ]


def _motion(row: Any) -> dict[str, Any]:
    return {
        "kind": MOTIONS[row.kind],
        "text": row.text,
        "wanted_until": row.wanted_until,
        "filed_on": row.filed_on,
        "outcome": OUTCOMES.get(row.outcome or ""),
        "outcome_reason": row.outcome_reason or None,
        "outcome_until": row.outcome_until,
        "decided_on": row.decided_on,
    }
