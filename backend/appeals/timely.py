"""Whether an appeal came in time: the later end of the term and the proof of filing decide (40(5), 40(6))."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from backend.appeals.filing import NAME, filing_of
from backend.appeals.models import Appeal
from backend.appeals.readiness import with_regions
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import marks
from calculators.appeal import Timeliness, term_of, timeliness
from calculators.calendar import zone_of

# In it a body may refuse (42(1)); once an appeal is registered nothing is due by it, the decision is (43(2)).
TO_REFUSE = "appeal.refuse_to_consider"


def timeliness_of(session: Session, row: Appeal) -> Timeliness:
    """Return how the filing stands to its term; before it is filed nothing is known of it."""
    if row.filed_at is None and row.proof_at is None:
        return Timeliness.UNKNOWN
    filing = with_regions(filing_of(session, row))
    return timeliness(term_of(filing), filing.filed_at, filing.proof_at, filing.registered_at)


def between_the_ends(session: Session, row: Appeal) -> bool:
    """Whether it was filed after the end in the one zone and before that in the other: a person decides."""
    return timeliness_of(session, row) is Timeliness.BETWEEN


def may_be_late(session: Session, row: Appeal) -> bool:
    """Whether a refusal may say it is late: not where it was in time, was held so, or its term was restored."""
    settled = marks(session, NAME, [row.id]).get(row.id, frozenset()) & {"HELD_IN_TIME", "TERM_RESTORED"}
    return not settled and timeliness_of(session, row) is not Timeliness.IN_TIME


def refused_late(session: Session, row: Appeal) -> date | None:
    """Return the last day of refusing where the refusal came after it (42(1)); None where it came in time."""
    if row.state != "REFUSED_TO_CONSIDER" or row.decided_on is None:
        return None
    query = select(DeadlineRow.due_at).where(
        DeadlineRow.procedure == NAME,
        DeadlineRow.subject_id == row.id,
        DeadlineRow.key == TO_REFUSE,
        col(DeadlineRow.due_at).is_not(None),
    )
    last = [due.astimezone(zone_of(row.region or None)).date() for due in session.exec(query) if due is not None]
    return min(last) if last and min(last) < row.decided_on else None
