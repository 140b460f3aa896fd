"""What motions about a prescription and the agreement in its place write; the dates their terms run from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.faults import fault
from backend.control.kinds.prescription_writing import past_days, refuse
from backend.control.models import Motion, Prescription, RemedyAgreement
from backend.control.prescriptions.prescribing import date_of, last_agreement, last_motion, open_points
from backend.permissions import Actor

# A motion and its outcome, by the action.
ASKED = {
    "ask_explanation": "EXPLAIN",
    "ask_deferral": "DEFER",
    "ask_suspension": "SUSPEND",
    "ask_termination": "TERMINATE",
}
GRANTED, REFUSED, WITHDRAWN = "GRANTED", "REFUSED", "WITHDRAWN"
APPROVED, REJECTED, MET, FAILED = "APPROVED", "REJECTED", "MET", "FAILED"


def _ask(kind: str) -> Any:
    def compose(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        """Keep a motion with the day on which the authority received it."""
        faults = past_days(session, case, typed, now)
        until = typed.get("asked_until")
        if until and case.due_on and until <= case.due_on:
            faults.append(
                fault("order", "asked_until", "Это не позже прежнего срока.", "It is not after the old date.")
            )
        if until and case.original_due_on and until > a_year_after(case.original_due_on):
            ru = f"Отсрочка: до года, то есть по {a_year_after(case.original_due_on):%d.%m.%Y} (93(1))."
            en = f"A deferral lasts up to a year: until {a_year_after(case.original_due_on)} (93(1))."
            faults.append(fault("over_a_year", "asked_until", ru, en))
        refuse(faults)
        words = typed.get("question") or typed["reason"]
        about = {"kind": kind, "text": words, "wanted_until": until, "filed_on": typed["motion_received_on"]}
        session.add(Motion(prescription_id=case.id, created_at=now, **about))
        session.flush()

    return compose


def a_year_after(day: date) -> date:
    """Return the same day a year later; 29 February gives the last day of that month.

    >>> a_year_after(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def answer(session: Session, case: Prescription, outcome: str, words: str, typed: dict[str, Any]) -> Motion | None:
    """Write the outcome into the motion that waits."""
    motion = last_motion(session, case)
    if motion is not None:
        motion.outcome, motion.outcome_reason = outcome, words
        motion.decided_on = typed.get("decided_on") or typed.get("suspended_on")
        motion.outcome_until = typed.get("due_on")
        session.add(motion)
        session.flush()
    return motion


def _answer(outcome: str) -> Any:
    def compose(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        """Write an answer; it is not before the motion."""
        faults = past_days(session, case, typed, now)
        came, decided = date_of(last_motion(session, case), "filed_on"), typed.get("decided_on")
        if came and decided and decided < came:
            faults.append(fault("order", "decided_on", "Решение раньше просьбы.", "The decision is before the motion."))
        refuse(faults)
        case.suspended_on = typed.get("suspended_on") or case.suspended_on
        answer(session, case, outcome, typed.get("explanation") or typed.get("reason") or "", typed)

    return compose


def compose_defer(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Give a new date to all that is not done; at most a year from the first date, which a guard sees to."""
    faults, old = past_days(session, case, typed, now), case.due_on
    if old and typed["due_on"] <= old:
        faults.append(
            fault("order", "due_on", "Новый срок не позже прежнего.", "The new date is not after the old one.")
        )
    refuse(faults)
    case.due_on = typed["due_on"]
    for row in open_points(session, case):
        row.due_on = typed["due_on"]
        session.add(row)
    answer(session, case, GRANTED, "", typed)


def compose_withdraw(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Close the motion that waits."""
    answer(session, case, WITHDRAWN, "", typed)


def compose_resume(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write from which day the term runs again; it does not run before it stood still."""
    faults = past_days(session, case, typed, now)
    if case.suspended_on and typed["resumed_on"] < case.suspended_on:
        faults.append(fault("order", "resumed_on", "Это раньше приостановки.", "This is before it was suspended."))
    refuse(faults)
    case.resumed_on = typed["resumed_on"]


def compose_propose(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Keep the programme and its last day."""
    faults = []
    if case.due_on and typed["programme_ends_on"] <= case.due_on:
        ru, en = "Программа кончается не позже предписания.", "The programme ends no later than the prescription."
        faults.append(fault("order", "programme_ends_on", ru, en))
    refuse(faults)
    about = {"programme": typed["programme"], "until": typed["programme_ends_on"], "created_at": now}
    session.add(RemedyAgreement(prescription_id=case.id, **about))
    session.flush()


def _agreement(result: str | None, **dates: str) -> Any:
    """Return what writes dates of the agreement from fields of the step, and its result."""

    def compose(session: Session, case: Prescription, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
        """Write what became of the agreement."""
        refuse(past_days(session, case, typed, now))
        row = last_agreement(session, case)
        if row is None:
            return
        for name, field in dates.items():
            setattr(row, name, typed[field])
        row.result, row.reason = result or row.result, typed.get("reason") or row.reason
        session.add(row)
        session.flush()

    return compose


COMPOSE = {
    **{action: _ask(kind) for action, kind in ASKED.items()},
    "explain": _answer(GRANTED),
    "suspend": _answer(GRANTED),
    "terminate": _answer(GRANTED),
    "refuse_explanation": _answer(REFUSED),
    "refuse_deferral": _answer(REFUSED),
    "refuse_suspension": _answer(REFUSED),
    "refuse_termination": _answer(REFUSED),
    "defer": compose_defer,
    "withdraw_motion": compose_withdraw,
    "resume": compose_resume,
    "propose_agreement": compose_propose,
    "sign_agreement": _agreement(None, sent_on="sent_on"),
    "refuse_agreement": _agreement(REFUSED, ended_on="decided_on"),
    "approve_agreement": _agreement(APPROVED, approved_on="agreement_from"),
    "reject_agreement": _agreement(REJECTED, ended_on="decided_on"),
    "agreement_met": _agreement(MET, ended_on="ended_on"),
    "agreement_failed": _agreement(FAILED, ended_on="ended_on"),
}
ANCHORS = {
    "motion_received_on": lambda session, case: date_of(last_motion(session, case), "filed_on"),
    "programme_ends_on": lambda session, case: date_of(last_agreement(session, case), "until"),
    "agreement_from": lambda session, case: date_of(last_agreement(session, case), "approved_on"),
    "agreement_failed_on": lambda session, case: date_of(last_agreement(session, case), "ended_on"),
}
