"""The body answers the position that went with an appeal (41(4)): the case of the ombudsman hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from backend.appeals import effects as appeal_effects
from backend.appeals import rights as appeal_rights
from backend.appeals.models import Appeal
from backend.ombudsman.consents import given
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.rights import NAME, ombudsmen_of
from backend.procedures.runner import SYSTEM, take_step
from rules.procedures.ombudsman_case import WITH_CONSENT


def hear(session: Session, appeal: Appeal, now: datetime) -> None:
    """Record the answer in the case whose position was attached."""
    row = session.get(OmbudsmanCase, appeal.position_id) if appeal.position_id else None
    if row is None or row.state != "POSITION_ISSUED" or row.appeal_id != appeal.id:
        return
    row.answer_to_position = appeal.answer_to_position
    session.add(row)
    words = {"answer_to_position": row.answer_to_position}
    take_step(session, NAME, row, "record_answer", None, SYSTEM, now, given=words, by=f"appeal:{appeal.id}")


def told(session: Session, appeal: Appeal) -> Iterable[str]:
    """Return the ombudsmen to whom an appeal is shown: they hear of a body that is late."""
    query = select(OmbudsmanCase).where(
        OmbudsmanCase.appeal_id == appeal.id, col(OmbudsmanCase.state).in_(WITH_CONSENT)
    )
    for row in session.exec(query):
        if given(session, row.id) is not None:
            yield from ombudsmen_of(session, row)


appeal_effects.ON_ANSWER.append(hear)
appeal_rights.OMBUDSMEN_TOLD.append(told)
