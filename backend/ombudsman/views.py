"""Each look at shared material is noted before anything is handed out; the client reads who looked, at what, when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.audit.service import record
from backend.control.models import EventFile
from backend.db.engine import open_session
from backend.ombudsman.models import OmbudsmanView
from backend.ombudsman.rights import NAME
from backend.permissions import Actor
from backend.web.context import AnyRequest
from rules.text import Text

MATERIAL, FILE, PAPER, PROGRAM, THREAD, SEARCH = "material", "file", "paper", "program", "thread", "search"
APPEAL_THREAD, COMPARED, TABLE, COUNTED = "appeal_thread", "compared", "table", "counted"
WORDS = {
    MATERIAL: Text("открыл всё, что вы показали", "opened all that you show"),
    FILE: Text("скачал файл", "downloaded a file"),
    PAPER: Text("скачал дело, PDF", "downloaded the case as PDF"),
    PROGRAM: Text("получил программой", "read by a program"),
    THREAD: Text("прочитал переписку", "read the thread"),
    APPEAL_THREAD: Text("прочитал переписку по жалобе", "read the thread of the appeal"),
    COMPARED: Text("сравнил с похожими делами", "compared it with similar cases"),
    SEARCH: Text("нашёл дело поиском по словам", "found the case by a search for words"),
    TABLE: Text("скачал таблицу похожих дел", "downloaded a table of similar cases"),
    COUNTED: Text("учёл довод в годовом докладе", "counted the ground in the yearly report"),
}


def keep(session: Session, actor: Actor, case_id: str, what: str, now: datetime, item: str = "") -> None:
    """Note a look in the caller's transaction."""
    session.add(OmbudsmanView(case_id=case_id, person_id=actor.person_id or "", what=what, item=item, at=now))
    record(session, actor, "ombudsman.view", NAME, case_id, {"what": what, "item": item}, now)


def note(request: AnyRequest, actor: Actor, case_ids: list[str], what: str, now: datetime, item: str = "") -> None:
    """Note a look of a page that only reads, in a transaction of its own; where that fails nothing is shown."""
    if not case_ids:
        return
    with open_session(request.app.state.engine, write=True) as session, session.begin():
        for case_id in case_ids:
            keep(session, actor, case_id, what, now, item)


def looks_of(session: Session, case_id: str) -> list[dict[str, Any]]:
    """Return who looked at a case, the last look first, as {"who", "what", "item", "at"}."""
    query = select(OmbudsmanView).where(OmbudsmanView.case_id == case_id)
    rows = session.exec(query.order_by(col(OmbudsmanView.at).desc(), col(OmbudsmanView.id))).all()
    return [
        {"who": _name(session, row.person_id), "what": WORDS[row.what], "item": _file(session, row.item), "at": row.at}
        for row in rows
    ]


def _name(session: Session, person_id: str) -> str:
    person = session.get(Person, person_id)
    return person.name if person else "–"


def _file(session: Session, file_id: str) -> str:
    row = session.get(EventFile, file_id) if file_id else None
    return row.name if row else ""
