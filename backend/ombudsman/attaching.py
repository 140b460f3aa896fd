"""The client attaches the ombudsman's position to its appeal (41(4)): the words go with it, the body answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from backend.appeals.models import Appeal
from backend.appeals.naming import title_of
from backend.appeals.rights import recipients
from backend.errors import Conflict, NotFound
from backend.notifications.service import notify
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.notices import ATTACHED
from rules.procedures import procedures
from rules.roles import Role
from rules.text import Text


def attachable(session: Session, row: OmbudsmanCase) -> Sequence[Appeal]:
    """Return the appeals to which the position may go: of the same business and thing, undecided, without another."""
    if not row.position or not row.business_id:
        return []
    query = select(Appeal).where(Appeal.business_id == row.business_id, col(Appeal.position_id).is_(None))
    states = procedures()["appeal"].states
    rows = session.exec(query.order_by(col(Appeal.platform_number)))
    return [one for one in rows if not states[one.state].terminal and _same_thing(row, one)]


def _same_thing(row: OmbudsmanCase, appeal: Appeal) -> bool:
    return row.appeal_id in (None, appeal.id) and (row.event_id is None or appeal.event_id in (None, row.event_id))


def attach(session: Session, row: OmbudsmanCase, appeal_id: str, now: datetime) -> Appeal:
    """Put the position into an appeal, word for word; a body that hears it already is told: it owes an answer (41(4)).

    Raises:
        NotFound: no such appeal of this business.
        Conflict: there is no position yet.
    """
    if not row.position:
        raise Conflict(
            Text("Позиции ещё нет.", "There is no position yet."),
            Text("Дождитесь уполномоченного.", "Wait for the ombudsman."),
        )
    # Locked, and only then asked whether it still may go there.
    session.exec(select(Appeal).where(Appeal.id == appeal_id).with_for_update()).first()
    appeal = next((one for one in attachable(session, row) if one.id == appeal_id), None)
    if appeal is None:
        raise NotFound
    appeal.position_id, appeal.position_text = row.id, row.position
    appeal.version += 1
    row.appeal_id, row.version = appeal.id, row.version + 1
    session.add_all([appeal, row])
    session.flush()
    told = {"about": title_of(appeal), "number": appeal.platform_number}
    notify(session, recipients(session, appeal, Role.APPEAL_BODY), ATTACHED, told, f"/desk/appeals/{appeal.id}", now)
    return appeal


def attached_to(session: Session, row: OmbudsmanCase) -> Appeal | None:
    """Return the appeal the position went with."""
    return session.exec(select(Appeal).where(Appeal.position_id == row.id)).first()
