"""Whether an appeal came in time: the later end of the term and the proof of filing decide (40(5), 40(6))."""

from __future__ import annotations

from sqlmodel import Session

from backend.appeals.filing import filing_of
from backend.appeals.models import Appeal
from backend.appeals.readiness import with_regions
from backend.procedures.queries import marks
from calculators.appeal import Timeliness, term_of, timeliness


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
    settled = marks(session, "appeal", [row.id]).get(row.id, frozenset()) & {"HELD_IN_TIME", "TERM_RESTORED"}
    return not settled and timeliness_of(session, row) is not Timeliness.IN_TIME
