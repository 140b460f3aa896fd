"""Finding items: what is public, what is on a desk, what waits for the editor, what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from backend.assessments.models import FlagKind
from backend.errors import NotFound
from backend.feedback.models import Door, Feedback, FeedbackBatch, FeedbackSignal, FeedbackWords
from backend.feedback.routing import answers
from backend.feedback.sending import place
from backend.permissions import Actor, Scope

SENT = col(Feedback.number).is_not(None)
LARGEST = 2**31 - 1


def sent(session: Session) -> Sequence[Feedback]:
    """Return every item that was sent, the newest number first."""
    return session.exec(select(Feedback).where(SENT).order_by(col(Feedback.number).desc())).all()


def sent_about(session: Session, requirement: str) -> Sequence[Feedback]:
    """Return those about one requirement."""
    query = select(Feedback).where(SENT, Feedback.requirement == requirement)
    return session.exec(query.order_by(col(Feedback.number).desc())).all()


def was_asked(session: Session, requirement: str, kind: FlagKind) -> bool:
    """Whether a regulator was asked in public what a flag of this kind says of a requirement."""
    return any(row.kind.value == kind.value and row.door is not Door.NAMED for row in sent_about(session, requirement))


def find_sent(session: Session, number: int, *, write: bool = False) -> Feedback:
    """Return an item by its public number.

    Raises:
        NotFound: nothing was sent under it.
    """
    query = select(Feedback).where(Feedback.number == number)
    # No number is longer than what a database counts with; asked for one that is, it would answer with a fault.
    held = number <= LARGEST
    found = session.exec(query.with_for_update() if write else query).first() if held else None
    if found is None:
        raise NotFound
    return found


def find_batch(session: Session, day: date) -> list[Feedback]:
    """Return what was sent on a Monday, in the order of the sending.

    Raises:
        NotFound: nothing was sent that day.
    """
    batch = session.exec(select(FeedbackBatch).where(col(FeedbackBatch.sent_on) == day)).first()
    if batch is None:
        raise NotFound
    rows = session.exec(select(Feedback).where(Feedback.batch_id == batch.id)).all()
    return sorted(rows, key=lambda row: place(row, day))


def find_on_desk(session: Session, actor: Actor, number: int, *, write: bool = False) -> Feedback:
    """Return an item that the actor's office answers.

    Raises:
        NotFound: no such item, or another office's.
    """
    found = find_sent(session, number, write=write)
    if not answers(session, found, actor):
        raise NotFound
    return found


def on_desk(session: Session, actor: Actor) -> list[Feedback]:
    """Return the items that the actor's office answers or has answered."""
    query = select(Feedback).where(SENT, Feedback.authority == (actor.authority or ""))
    rows = session.exec(query.order_by(col(Feedback.number).desc()))
    return [row for row in rows if answers(session, row, actor)]


def for_editor(session: Session) -> Sequence[Feedback]:
    """Return everything the editor sorts or follows: not what a business wrote in its own name, until it is sent."""
    own = (col(Feedback.door) != Door.NAMED) | col(Feedback.door).is_(None) | SENT
    return session.exec(select(Feedback).where(own).order_by(col(Feedback.created_at), col(Feedback.id))).all()


def find_for_editor(session: Session, feedback_id: str, *, write: bool = False) -> Feedback:
    """Return an item by its id.

    Raises:
        NotFound: there is none, or a business has not sent it yet.
    """
    query = select(Feedback).where(Feedback.id == feedback_id)
    found = session.exec(query.with_for_update() if write else query).first()
    if found is None or (found.door is Door.NAMED and found.number is None):
        raise NotFound
    return found


def to_merge_with(session: Session, row: Feedback) -> Sequence[Feedback]:
    """Return the items that one of the same requirement may be merged with."""
    query = select(Feedback).where(
        Feedback.requirement == row.requirement,
        Feedback.id != row.id,
        col(Feedback.door).is_(None) | (col(Feedback.door) == Door.NEUTRAL),
        col(Feedback.state).not_in(("MERGED", "DISMISSED", "VERIFIED", "CLOSED_REJECTED", "WITHDRAWN")),
    )
    return session.exec(query.order_by(col(Feedback.created_at), col(Feedback.id))).all()


def own_signals(session: Session, business_id: str) -> list[tuple[FeedbackSignal, Feedback]]:
    """Return a business's own signals with their items, newest first."""
    query = select(FeedbackSignal).where(FeedbackSignal.business_id == business_id)
    rows = session.exec(query.order_by(col(FeedbackSignal.at).desc(), col(FeedbackSignal.id)))
    found = [(row, session.get(Feedback, row.feedback_id)) for row in rows]
    return [(row, item) for row, item in found if item is not None]


def own_named(session: Session, business_id: str) -> Sequence[Feedback]:
    """Return what a business sent in its own name, newest first."""
    query = select(Feedback).where(Feedback.business_id == business_id)
    return session.exec(query.order_by(col(Feedback.created_at).desc(), col(Feedback.id))).all()


def find_own_named(session: Session, actor: Actor, feedback_id: str) -> Feedback:
    """Return what the actor's business sent in its own name.

    Raises:
        NotFound: no such item, or another's.
    """
    found = session.get(Feedback, feedback_id)
    if found is None or found.business_id is None or not actor.may_for(found.business_id, Scope.READ):
        raise NotFound
    return found


def words_of(session: Session, row: Feedback) -> Sequence[FeedbackWords]:
    """Return what was said publicly of an item, in order."""
    query = select(FeedbackWords).where(FeedbackWords.feedback_id == row.id)
    return session.exec(query.order_by(col(FeedbackWords.n))).all()
