"""What was appealed is cancelled, by the authority itself (91(1)) or otherwise: open appeals have nothing to decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.appeals.carrying_out import number_of
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.rights import PRIVATE
from backend.control import undoing
from backend.control.cases import course
from backend.procedures.runner import SYSTEM, take_step
from calculators.appeal import Subject
from calculators.calendar import zone_of
from rules.procedures.appeal_states import OPEN
from rules.text import Text

WORDS = "То, что вы обжаловали, уже отменено (248-ФЗ, ст. 91, ст. 92 ч. 2)."
COLUMNS: Mapping[str, Any] = {
    "control_event": Appeal.event_id,
    "prescription": Appeal.prescription_id,
    "warning": Appeal.warning_id,
    "preventive_visit": Appeal.visit_id,
    "mandatory_visit": Appeal.visit_id,
}


def hear(session: Session, procedure: str, case: Any, now: datetime) -> None:
    """End the open appeals about a case whose decision is gone; those about what came from it hear of it by it."""
    about = [COLUMNS[procedure] == case.id, col(Appeal.state).in_(OPEN)]
    if procedure == "control_event":
        about.append(col(Appeal.prescription_id).is_(None))
    # What somebody did is there to be judged, whatever becomes of the decision.
    about.append(col(Appeal.subject) != Subject.ACTIONS)
    for row in session.exec(select(Appeal).where(*about).order_by(col(Appeal.platform_number))).all():
        row.decision_text, row.decided_on = WORDS, now.astimezone(zone_of(row.region or None)).date()
        given = {"decision_text": row.decision_text, "decided_on": row.decided_on}
        take_step(session, NAME, row, "supersede", None, SYSTEM, now, given=given, by=f"{procedure}:{case.id}")


def cause(session: Session, appeal_id: str) -> Text | None:
    """Return how an appeal is called in the course of a case that it changed."""
    row = session.get(Appeal, appeal_id)
    if row is None or row.state in PRIVATE:
        return None
    return Text(f"По жалобе № {number_of(row)}", f"By appeal No. {number_of(row)}")


undoing.HEARD.append(hear)
course.CAUSES["appeal"] = cause
