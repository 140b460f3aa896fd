"""Each look of an ombudsman into a room that a consent opens is noted before anything of it is handed out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.audit.models import AuditRow
from backend.audit.service import record
from backend.control.models import ControlEvent
from backend.db.engine import is_writing, open_session
from backend.permissions import Actor

LOOK, OBJECT = "control.consent_view", "control_event"
CLOCK, LOOKED = "clock", "looked_into"
SHOWN = 100


def note_look(session: Session, actor: Actor, event: ControlEvent) -> None:
    """Note a look once a request; a page that only reads notes it in a transaction of its own, or shows nothing.

    Jobs have no clock of a request and look for nobody.
    """
    clock, looked = session.info.get(CLOCK), session.info.setdefault(LOOKED, set())
    if clock is None or event.id in looked:
        return
    looked.add(event.id)
    if is_writing(session):
        record(session, actor, LOOK, OBJECT, event.id, None, clock.now())
        return
    with open_session(session.get_bind(), write=True) as noting, noting.begin():  # type: ignore[arg-type]
        record(noting, actor, LOOK, OBJECT, event.id, None, clock.now())


def looks_into(session: Session, event: ControlEvent) -> list[dict[str, Any]]:
    """Return who looked into a room, the last look first, as {"who", "at"}; also into the copies it took in."""
    copies = session.exec(select(ControlEvent.id).where(ControlEvent.merged_into == event.id)).all()
    query = select(AuditRow).where(AuditRow.action == LOOK, col(AuditRow.object_id).in_([event.id, *copies]))
    rows = session.exec(query.order_by(col(AuditRow.seq).desc()).limit(SHOWN)).all()
    names = _names(session, {row.actor for row in rows})
    return [{"who": names.get(row.actor, "–"), "at": row.at} for row in rows]


def _names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    return {row.id: row.name for row in session.exec(select(Person).where(col(Person.id).in_(list(ids))))}
