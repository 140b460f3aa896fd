"""Feedback of the demo world: one item to sort, one statement sent, one answered. Whoever seeds it commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from backend.feedback import editing
from backend.feedback.collecting import collect
from backend.feedback.models import Feedback, FeedbackKind
from backend.feedback.sending import send_batch
from backend.feedback.service import step
from backend.permissions import Actor
from rules.requirements import Requirement
from rules.roles import Role


def open_demo_feedback(
    session: Session,
    editor: Actor,
    regulator: Actor | None,
    statements: dict[str, tuple[Requirement, FeedbackKind, str]],
    monday: datetime,
    answer: str = "",
) -> list[Feedback]:
    """Collect the signals there are, word neutral statements, send them on `monday`; the first is answered.

    `statements` holds, by the region of the office ("" is the whole country), a requirement, what is wrong with it and
    the neutral words. `regulator` answers the first statement that is theirs, with `answer` as the reason of a refusal.

    Raises:
        Invalid: a statement is not neutral.
    """
    collect(session, monday)
    rows = [
        editing.own_statement(session, editor, entry, kind, said, region, monday)
        for region, (entry, kind, said) in statements.items()
    ]
    send_batch(session, monday)
    for row in rows:
        row.demo = True
        session.add(row)
    if regulator is not None and answer and rows:
        mine = next((row for row in rows if row.authority == regulator.authority), None)
        if mine is not None:
            step(session, regulator, mine, "reject", Role.REGULATOR, answer, monday)
    session.flush()
    return rows
