"""The prescription as a case: who sees it, what its steps ask for and write."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from backend.control.cases.day_order import After
from backend.control.cases.kinds import CaseKind, case_kinds, register
from backend.control.kinds import prescription_motions, prescription_writing
from backend.control.kinds.prescription_asks import ASKS
from backend.control.models import ControlEvent, Prescription
from backend.control.models.room import Side
from backend.control.prescriptions.prescribing import NAME, agreements_of, is_inside, is_own, parent_of
from backend.control.sides import side_of
from backend.permissions import Actor
from backend.risk.models import Source
from rules.roles import Role
from rules.text import Text

# A business is given a prescription with the act or after it.
AFTER_ACT = frozenset({"DELIVERED", "VIOLATIONS_FOUND", "PRESCRIPTION_ISSUED"})


DELIVERY = Text("Это раньше вручения предписания.", "This is before the prescription came.")
ORDER = (
    *(After(name, "received_on", DELIVERY) for name in ("reported_on", "decided_on", "motion_received_on")),
    After("stay_lifted_on", "stayed_on", Text("Это раньше приостановки.", "This is before the stay.")),
)


def side(session: Session, actor: Actor, case: Prescription, today: date) -> Side | None:
    """Return from which side an actor sees a prescription.

    A draft is the authority's alone. The prosecutor sees it only once an agreement in its place was sent (90.2(6)).
    """
    found = _parent_side(session, actor, case, today)
    if found is Side.AUTHORITY:
        return found
    if found is Side.BUSINESS:
        return None if is_inside(session, case) else found
    return Side.PROSECUTOR if _approves(session, actor, case) else None


def _parent_side(session: Session, actor: Actor, case: Prescription, today: date) -> Side | None:
    parent = parent_of(session, case)
    if isinstance(parent, ControlEvent):
        return side_of(session, actor, parent, today)
    kind = case_kinds().get("mandatory_visit")
    return kind.side(session, actor, parent, today) if kind else None


def _approves(session: Session, actor: Actor, case: Prescription) -> bool:
    parent = parent_of(session, case)
    sent = any(row.sent_on is not None for row in agreements_of(session, case))
    mine = Role.PROSECUTOR in actor.roles and actor.region in ("", parent.region)
    return sent and mine and parent.source is not Source.BUSINESS


def begin(session: Session, event: ControlEvent, actor: Actor, side: Side, now: datetime) -> Prescription:
    """Return a new prescription of an own copy."""
    return Prescription(event_id=event.id, business_id=event.business_id, created_at=now)


def first(session: Session, event: ControlEvent, side: Side) -> str | None:
    """The business records it from its paper; the authority drafts on its own page."""
    own = side is Side.BUSINESS and event.source is Source.BUSINESS
    return "record" if own and event.state in AFTER_ACT else None


KIND = register(
    CaseKind(
        procedure=NAME,
        model=Prescription,
        side=side,
        address=lambda case, side: f"/prescriptions/{case.id}",
        region=lambda case: "",
        own_copy=is_own,
        asks=ASKS,
        compose={**prescription_writing.COMPOSE, **prescription_motions.COMPOSE},
        order=ORDER,
        hidden=frozenset({"run_out", "mark_motion_overdue", "tell_term_over"}),
        begin=begin,
        first=first,
    )
)
