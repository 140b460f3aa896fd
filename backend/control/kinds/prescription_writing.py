"""What the steps of a prescription write: its points, what was met, what is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.day_order import day_in
from backend.control.cases.faults import fault, not_ahead
from backend.control.models import Prescription, PrescriptionItem
from backend.control.prescriptions.prescribing import items_of, open_points, parent_of
from backend.errors import Invalid
from backend.permissions import Actor
from calculators.calendar import zone_of
from rules.faults import Fault
from rules.text import Text

FORMS = ("%Y-%m-%d", "%d.%m.%Y")
WRITE_DATE = Text("Напишите дату так: 31.12.2026.", "Write the date like this: 31.12.2026.")


def refuse(faults: list[Fault]) -> None:
    """Refuse where anything is wrong.

    Raises:
        Invalid: with every fault.
    """
    if faults:
        raise Invalid(faults)


def today_of(session: Session, case: Prescription, now: datetime) -> date:
    """Return the day where the authority sits."""
    return day_in(now, zone_of(parent_of(session, case).region or None))


def past_days(session: Session, case: Prescription, typed: dict[str, Any], now: datetime) -> list[Fault]:
    """Return a fault for every day of an act that has not come yet; dates to come are those of terms."""
    today = today_of(session, case, now)
    return [one for name in PAST if typed.get(name) for one in not_ahead(name, typed[name], today)]


PAST = ("issued_on", "received_on", "new_received_on", "reported_on", "decided_on", "motion_received_on", "sent_on")


def compose_issue(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the number and the day; every point has to be due after it."""
    faults = past_days(session, case, typed, now)
    for row in items_of(session, case):
        if row.due_on <= typed["issued_on"]:
            ru = f"Пункт {row.position + 1}: срок не позже даты предписания."
            faults.append(fault("order", "issued_on", ru, f"Point {row.position + 1} is due no later than this date."))
    refuse(faults)
    case.number, case.issued_on = typed.get("number") or case.number, typed["issued_on"]
    case.original_due_on = case.due_on


def compose_record(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write down a prescription from its paper: one line a point."""
    faults = past_days(session, case, typed, now)
    issued, received = typed.get("issued_on"), typed["received_on"]
    if issued and received < issued:
        faults.append(fault("order", "received_on", "Вручено раньше, чем выдано.", "Delivered before it was issued."))
    if typed["due_on"] <= (issued or received):
        faults.append(fault("order", "due_on", "Срок не позже даты предписания.", "Due no later than its date."))
    rows = list(_points(case, typed, faults))
    refuse(faults)
    case.number, case.issued_on, case.received_on = typed.get("number") or "", issued, received
    case.due_on = case.original_due_on = typed["due_on"]
    session.add_all(rows)
    session.flush()


def _points(case: Prescription, typed: dict[str, Any], faults: list[Fault]) -> Iterator[PrescriptionItem]:
    for position, line in enumerate(typed["points"]):
        text, unit, day, measures, proof = [*(part.strip() for part in line.split(";", 4)), "", "", "", ""][:5]
        due = _read_day(day) if day else typed["due_on"]
        if due is None or due > typed["due_on"]:
            ru = f"Строка {position + 1}: «{day}» не дата или позже общего срока."
            en = f"Line {position + 1}: “{day}” is no date, or after the last date."
            faults.append(fault("date", "points", ru, en, WRITE_DATE))
            continue
        about = {"text": text, "unit": unit[:700], "due_on": due, "measures": measures, "proof": proof[:2000]}
        yield PrescriptionItem(prescription_id=case.id, position=position, **about)


def _read_day(words: str) -> date | None:
    for form in FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def compose_deliver(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the day of delivery: the terms run from it."""
    faults = past_days(session, case, typed, now)
    if case.issued_on and typed["received_on"] < case.issued_on:
        faults.append(fault("order", "received_on", "Вручено раньше, чем выдано.", "Delivered before it was issued."))
    refuse(faults)
    case.received_on = typed["received_on"]


def compose_days(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write what was told; days of acts are not ahead."""
    refuse(past_days(session, case, typed, now))
    for name, value in typed.items():
        if name != "reason":
            setattr(case, name, value)


def compose_met(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """All points are met."""
    refuse(past_days(session, case, typed, now))
    case.decided_on, case.items_left = typed["decided_on"], []
    _close(session, case, set(), typed["decided_on"])


def compose_left(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Some points are met, those named are left."""
    refuse(past_days(session, case, typed, now))
    case.decided_on, case.items_left = typed["decided_on"], typed["items_left"]
    case.outcome_reason = typed.get("outcome_reason") or case.outcome_reason
    _close(session, case, set(typed["items_left"]), typed["decided_on"])


def compose_part(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Met in part: something is left and something is not."""
    if len(typed["items_left"]) == len(open_points(session, case)):
        ru, en = "Отмечено всё: тогда не исполнено ничего.", "All is ticked: then nothing is met."
        remedy = Text("Снимите отметку с того, что исправлено.", "Untick what was put right.")
        raise Invalid([fault("all_left", "items_left", ru, en, remedy)])
    compose_left(session, case, typed, actor, now)


def _close(session: Session, case: Prescription, left: set[str], day: date) -> None:
    for row in open_points(session, case):
        if row.id not in left:
            row.done_on = day
            session.add(row)


def compose_issue_new(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write a new prescription for what is left, with a new date; this one goes on being what it was."""
    faults = past_days(session, case, typed, now)
    if typed["due_on"] <= (case.due_on or today_of(session, case, now)):
        faults.append(
            fault("order", "due_on", "Новый срок не позже прежнего.", "The new date is not after the old one.")
        )
    refuse(faults)
    left = [row for row in items_of(session, case) if row.id in case.items_left]
    new = Prescription(
        event_id=case.event_id,
        visit_id=case.visit_id,
        business_id=case.business_id,
        number=typed.get("new_number") or "",
        received_on=typed.get("new_received_on"),
        due_on=typed["due_on"],
        original_due_on=typed["due_on"],
        replaces_id=case.id,
        prepared_by=case.prepared_by,
        created_at=now,
    )
    session.add(new)
    session.flush()
    for position, row in enumerate(left):
        kept = row.model_dump(include={"violation_id", "requirement", "text", "unit", "measures", "proof"})
        session.add(PrescriptionItem(prescription_id=new.id, position=position, due_on=typed["due_on"], **kept))
    session.flush()


COMPOSE = {
    "issue": compose_issue,
    "record": compose_record,
    "deliver": compose_deliver,
    "report": compose_days,
    "accept": compose_met,
    "accept_in_part": compose_part,
    "start_check": compose_days,
    "find_met": compose_met,
    "find_not_met": compose_left,
    "issue_new": compose_issue_new,
    "cancel": compose_days,
}
