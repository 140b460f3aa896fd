"""When a person is erased, their name leaves the lists of readers; a business takes its threads along by itself."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.models import Person
from backend.threads.models import ThreadMember, ThreadMessage
from rules.text import Text

GONE = Text("Участник, данные которого удалены", "A participant whose data is erased").as_dict()


def after_erasure(session: Session, now: datetime) -> None:
    """Take away the names of people who took part as themselves and have no account any more."""
    known = sa.exists().where(col(Person.id) == col(ThreadMember.person_id))
    query = select(ThreadMember).where(col(ThreadMember.person_id) != "", ~known)
    for member in session.exec(query).all():
        _rename(session, member)


def _rename(session: Session, member: ThreadMember) -> None:
    member.name, member.person_id = GONE, ""
    session.add(member)
    for row in session.exec(select(ThreadMessage).where(ThreadMessage.thread_id == member.thread_id)):
        if any(one["member"] == member.id for one in row.readers):
            erased = {"name": GONE, "person_id": "", "people": []}
            row.readers = [one | erased if one["member"] == member.id else one for one in row.readers]
            session.add(row)
