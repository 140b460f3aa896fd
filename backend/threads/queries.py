"""What somebody reads of a thread. Every way to a message leads through `may_read`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.errors import NotFound
from backend.permissions import Actor
from backend.threads.hosts import Host, HostedCase, Participant, hosts
from backend.threads.models import (
    MessageKind,
    Thread,
    ThreadFile,
    ThreadMember,
    ThreadMessage,
    ThreadRead,
    ThreadShown,
)

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A case as one participant has it now. `thread` is None until something is written, `member` until they are
    entered in it: who has no row of their own can read nothing that was written before.
    """

    host: Host
    case_id: str
    case: HostedCase
    me: Participant
    thread: Thread | None
    member: ThreadMember | None

    @property
    def owns(self) -> bool:
        """Whether this participant may show earlier words to a newcomer."""
        return self.case.owner == self.me.key

    @property
    def address(self) -> str:
        """Return the page of the thread."""
        return address_of(self.host.procedure, self.case_id)


def address_of(procedure: str, case_id: str) -> str:
    """Return the page of the thread of a case."""
    return f"/threads/{procedure}/{case_id}"


def find_place(session: Session, actor: Actor, procedure: str, case_id: str, now: datetime) -> Place:
    """Return a case as the actor takes part in it now.

    Raises:
        NotFound: no such case, nobody to write to, or they take no part in it (any more).
    """
    host = hosts().get(procedure)
    case = host.case_of(session, case_id, now) if host else None
    if host is None or case is None or len(case.participants) < FEWEST:
        raise NotFound
    key = host.member_of(session, actor, case_id, now)
    me = next((one for one in case.participants if one.key == key), None)
    if me is None:
        raise NotFound
    thread = find_thread(session, procedure, case_id)
    return Place(host, case_id, case, me, thread, live_members(session, thread).get(me.key))


def link_of(session: Session, actor: Actor, procedure: str, case_id: str, now: datetime) -> str | None:
    """Return the page of a thread for the page of its case; None where the actor has none."""
    try:
        return find_place(session, actor, procedure, case_id, now).address
    except NotFound:
        return None


def find_thread(session: Session, procedure: str, case_id: str, *, write: bool = False) -> Thread | None:
    """Return the thread of a case; `write` locks its row, so that who writes in it takes turns."""
    query = select(Thread).where(Thread.procedure == procedure, Thread.case_id == case_id)
    return session.exec(query.with_for_update() if write else query).first()


def live_members(session: Session, thread: Thread | None) -> dict[str, ThreadMember]:
    """Return who is entered in a thread and has not left, by key."""
    if thread is None:
        return {}
    query = select(ThreadMember).where(ThreadMember.thread_id == thread.id, col(ThreadMember.until).is_(None))
    return {row.key: row for row in session.exec(query)}


def may_read(message: ThreadMessage, member_id: str, shown: Iterable[str]) -> bool:
    """Whether a member reads a message: a frozen reader of it, or the owner showed it to them later."""
    return any(one["member"] == member_id for one in message.readers) or message.id in shown


def readable(session: Session, place: Place) -> list[ThreadMessage]:
    """Return the messages a participant reads, in the order they were written."""
    return readable_by(session, place.thread, place.member)


def readable_by(session: Session, thread: Thread | None, member: ThreadMember | None) -> list[ThreadMessage]:
    """Return the messages of a thread that a member reads; none for who is not entered."""
    if thread is None or member is None:
        return []
    shown = set(session.exec(select(ThreadShown.message_id).where(ThreadShown.member_id == member.id)))
    query = select(ThreadMessage).where(ThreadMessage.thread_id == thread.id).order_by(col(ThreadMessage.n))
    return [row for row in session.exec(query) if may_read(row, member.id, shown)]


def find_message(session: Session, place: Place, message_id: str) -> ThreadMessage:
    """Return a message.

    Raises:
        NotFound: no such message, or not for them.
    """
    found = next((row for row in readable(session, place) if row.id == message_id), None)
    if found is None:
        raise NotFound
    return found


def find_file(session: Session, place: Place, file_id: str) -> ThreadFile:
    """Return a file of a message that the participant reads.

    Raises:
        NotFound: no such file, or its message is not for them.
    """
    row = session.get(ThreadFile, file_id)
    if row is None:
        raise NotFound
    find_message(session, place, row.message_id)
    return row


def unseen_by(session: Session, place: Place, other: Participant) -> list[ThreadMessage]:
    """Return the messages that a participant reads and another cannot."""
    theirs = live_members(session, place.thread).get(other.key)
    known = {row.id for row in readable_by(session, place.thread, theirs)}
    return [row for row in readable(session, place) if row.id not in known]


def answers_to(session: Session, thread: Thread | None) -> dict[str, str]:
    """Return {id of a request: id of its answer} of a whole thread."""
    if thread is None:
        return {}
    query = select(ThreadMessage).where(
        ThreadMessage.thread_id == thread.id, col(ThreadMessage.answers_id).is_not(None)
    )
    return {str(row.answers_id): row.id for row in session.exec(query)}


def open_requests(session: Session, place: Place) -> list[ThreadMessage]:
    """Return the requests a participant may answer: those they read, of others, that nobody answered."""
    answered = answers_to(session, place.thread)
    return [
        row
        for row in readable(session, place)
        if row.kind is MessageKind.REQUEST and row.id not in answered and writer_of(row)["key"] != place.me.key
    ]


def writer_of(message: ThreadMessage) -> Mapping[str, Any]:
    """Return the reader who wrote a message, as they were when they did."""
    return next(one for one in message.readers if one["member"] == message.member_id)


def unread(session: Session, place: Place) -> list[ThreadMessage]:
    """Return the messages of others that nobody of this participant has marked as read."""
    if place.member is None:
        return []
    done = set(session.exec(select(ThreadRead.message_id).where(ThreadRead.member_id == place.member.id)))
    return [row for row in readable(session, place) if row.id not in done and writer_of(row)["key"] != place.me.key]


def files_of(session: Session, message_ids: Iterable[str]) -> dict[str, list[ThreadFile]]:
    """Return the files of messages, by message."""
    query = select(ThreadFile).where(col(ThreadFile.message_id).in_(list(message_ids)))
    found: dict[str, list[ThreadFile]] = {}
    for row in session.exec(query.order_by(col(ThreadFile.at), col(ThreadFile.name))):
        found.setdefault(row.message_id, []).append(row)
    return found


def read_marks(session: Session, message_ids: Iterable[str]) -> dict[str, list[tuple[ThreadMember, datetime]]]:
    """Return who read messages and when, by message; to be shown to the writer's side alone."""
    return _members_of(session, ThreadRead, message_ids)


def shown_later(session: Session, message_ids: Iterable[str]) -> dict[str, list[tuple[ThreadMember, datetime]]]:
    """Return whom the owner showed messages later, by message."""
    return _members_of(session, ThreadShown, message_ids)


def _members_of(
    session: Session, model: type[Any], message_ids: Iterable[str]
) -> dict[str, list[tuple[ThreadMember, datetime]]]:
    joined = select(model, ThreadMember).join(ThreadMember, col(ThreadMember.id) == col(model.member_id))
    query = joined.where(col(model.message_id).in_(list(message_ids))).order_by(col(model.at))
    found: dict[str, list[tuple[ThreadMember, datetime]]] = {}
    for row, member in session.exec(query):
        found.setdefault(row.message_id, []).append((member, row.at))
    return found


def in_pages(rows: Sequence[ThreadMessage], before: int, size: int) -> tuple[list[ThreadMessage], int | None]:
    """Return the last `size` messages before a number (0: the newest), and the number to go further back from."""
    earlier = [row for row in rows if not before or row.n < before]
    part = earlier[-size:]
    return part, part[0].n if len(earlier) > len(part) else None
