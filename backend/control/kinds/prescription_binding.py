"""What the step runner is given for prescriptions: checks of art. 90.1, 93, 95, effects, whom to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.control.cases.binding import (
    CLIENTS,
    acts_in,
    control_type_of,
    left_by,
    recipients,
    region_of,
    shared_guards,
)
from backend.control.cases.naming import event_title
from backend.control.kinds.prescription_asks import allowed_checks
from backend.control.kinds.prescription_motions import ANCHORS, a_year_after
from backend.control.models import ControlEvent, Prescription
from backend.control.prescriptions.check import act_says_it, one_check_at_a_time, open_check
from backend.control.prescriptions.prescribing import NAME, is_inside, is_own, items_of, parent_of
from backend.control.undoing import tell_it_is_undone
from backend.errors import Conflict, Invalid
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from backend.procedures.runner import SYSTEM, take_step
from rules.faults import Fault
from rules.procedures import procedures
from rules.roles import Role
from rules.text import Text

EVENT = "control_event"
FIELDS = (
    ("text", "описания", "a description"),
    ("unit", "пункта акта", "a unit of the act"),
    ("due_on", "даты", "a date"),
    ("measures", "мер", "measures"),
    ("proof", "подтверждения", "proof"),
)


def each_violation_has_four_fields(session: Session, case: Prescription, actor: Actor | None) -> None:
    """See that every point has what 90.1(2) asks for: what with its unit, a date, measures, proof.

    Raises:
        Invalid: every point that lacks something.
    """
    rows = items_of(session, case)
    lacking = [(row.position + 1, ru, en) for row in rows for name, ru, en in FIELDS if not getattr(row, name)]
    if not rows:
        lacking = [(1, "описания", "a description")]
    if lacking:
        remedy = Text("Дополните проект.", "Complete the draft.")
        raise Invalid(
            [
                Fault("incomplete", "items", Text(f"Пункт {n}: нет {ru} (90.1(2)).", f"Point {n} lacks {en}."), remedy)
                for n, ru, en in lacking
            ]
        )


def deferral_within_a_year(session: Session, case: Prescription, actor: Actor | None) -> None:
    """See that a prescription is not deferred by more than a year from its first date (93(1)).

    Raises:
        Conflict: it would be.
    """
    if case.due_on and case.original_due_on and case.due_on > a_year_after(case.original_due_on):
        last = a_year_after(case.original_due_on)
        raise Conflict(
            Text(f"Отсрочка: до года, то есть по {last:%d.%m.%Y} (93(1)).", f"A deferral ends by {last} (93(1))."),
            Text("Назовите день раньше.", "Name an earlier day."),
        )


def kind_of_check_allowed(session: Session, case: Prescription, actor: Actor | None) -> None:
    """See that a prescription is checked by an event of 56(2)1–6, or on site where it came from there (95(1)).

    Raises:
        Conflict: it is not; before a kind is chosen there is nothing to check.
    """
    if case.check_kind is not None and case.check_kind not in allowed_checks(session, case):
        raise Conflict(
            Text("Таким мероприятием это не проверяют: 95(1).", "It is not checked by such an event: 95(1)."),
            Text("Выберите другое.", "Choose another."),
        )


def follow_in_event(session: Session, case: Prescription, actor: Actor | None, now: datetime) -> None:
    """The event it came from ends with it; an own copy first says that violations were found."""
    parent = parent_of(session, case)
    if not isinstance(parent, ControlEvent) or parent.merged_into is not None:
        return
    if parent.state == "DELIVERED" and is_own(session, case):
        take_step(session, EVENT, parent, "find_violations", actor, Role.BUSINESS, now)
    if parent.state == "VIOLATIONS_FOUND":
        take_step(session, EVENT, parent, "issue_prescription", None, SYSTEM, now, by=f"{NAME}:{case.id}")


def open_new_prescription(session: Session, case: Prescription, actor: Actor | None, now: datetime) -> None:
    """The new one waits for a signature; in an own copy it was delivered already."""
    query = select(Prescription).where(Prescription.replaces_id == case.id, col(Prescription.state) == "DRAFT")
    new = session.exec(query).first()
    if new is not None and is_own(session, new):
        given = {"due_on": new.due_on, "received_on": new.received_on}
        take_step(session, NAME, new, "record", None, SYSTEM, now, given=given, by=f"{NAME}:{case.id}")


def about(session: Session, case: Prescription) -> Mapping[str, Any]:
    """Return what notices say of a prescription."""
    parent = parent_of(session, case)
    title = event_title(parent) if isinstance(parent, ControlEvent) else procedures()[NAME].title
    number = parent.number if isinstance(parent, ControlEvent) else parent.platform_number
    return {"about": title, "number": number, "business": parent.business_name, "due_on": case.due_on}


def whom(session: Session, case: Prescription, role: str) -> Iterable[str]:
    """Return whom of a role to tell: nobody of the business while it has not left the authority."""
    if role in CLIENTS and is_inside(session, case):
        return []
    return recipients(session, parent_of(session, case), role)


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(Prescription, case_id),
        recipients=whom,
        link=lambda case, role: f"/prescriptions/{case.id}",
        about=about,
        region=lambda session, case: region_of(session, parent_of(session, case)),
        guards={
            **shared_guards(NAME),
            "each_violation_has_four_fields": each_violation_has_four_fields,
            "deferral_within_a_year": deferral_within_a_year,
            "kind_of_check_allowed": kind_of_check_allowed,
            "one_check_at_a_time": one_check_at_a_time,
            "act_says_it": act_says_it,
        },
        effects={
            "follow_in_event": follow_in_event,
            "open_new_prescription": open_new_prescription,
            "open_check": open_check,
            "tell_it_is_undone": tell_it_is_undone(NAME),
        },
        anchors=ANCHORS,
        scope=Scope.CONTROL,
        left=left_by,
        control_type=lambda session, case: control_type_of(session, parent_of(session, case)),
        acts=acts_in(NAME),
    )
)
