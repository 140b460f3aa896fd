"""What stands behind an item: words and names of those who flagged. For the editor's checks, never for a regulator."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Flag, Mark
from backend.feedback.models import Feedback, FeedbackSignal, Source
from backend.feedback.routing import businesses_behind


def signals_of(session: Session, row: Feedback) -> Sequence[FeedbackSignal]:
    """Return the signals behind an item, oldest first."""
    query = select(FeedbackSignal).where(FeedbackSignal.feedback_id == row.id)
    return session.exec(query.order_by(col(FeedbackSignal.at), col(FeedbackSignal.id))).all()


def sources_of(session: Session, signals: Sequence[FeedbackSignal]) -> list[Mark | Flag]:
    """Return the marks and flags as they stand now; one taken back meanwhile is gone."""
    marks = [session.get(Mark, one.source_id) for one in signals if one.source is Source.MARK]
    flags = [session.get(Flag, one.source_id) for one in signals if one.source is Source.FLAG]
    return [one for one in (*marks, *flags) if one is not None]


def words_behind(session: Session, row: Feedback) -> list[str]:
    """Return the free texts of those who flagged."""
    rows = sources_of(session, signals_of(session, row))
    texts = [one.comment if isinstance(one, Mark) else one.text for one in rows]
    return [text for text in texts if text.strip()]


def names_behind(session: Session, row: Feedback) -> list[str]:
    """Return the names and tax numbers of those who flagged."""
    ids = businesses_behind(session, row)
    rows = session.exec(select(Business).where(col(Business.id).in_(ids))).all()
    return [text for one in rows for text in (one.name, one.inn) if text]
