"""Writing in a thread, showing earlier words to newcomers, marking as read. Nothing here commits."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from backend.audit.service import record
from backend.db.types import new_id
from backend.errors import Invalid, NotFound
from backend.notifications.service import notify
from backend.papers.files import Checked
from backend.papers.service import refuse_hoard, store
from backend.permissions import Actor
from backend.threads.hosts import Participant, ThreadSide, hosts
from backend.threads.models import (
    MessageKind,
    Thread,
    ThreadFile,
    ThreadMember,
    ThreadMessage,
    ThreadRead,
    ThreadShown,
)
from backend.threads.queries import (
    Place,
    find_place,
    find_thread,
    live_members,
    open_requests,
    readable,
    unread,
    unseen_by,
)
from backend.threads.readers import digest_of, readers_of
from rules.faults import Fault
from rules.text import Text

MOST_FILES = 5
# Letters and digits that nobody mixes up when a receipt is read out.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody sends. `readers_sha256` is the hash of the readers they were shown; `answers` a request's id."""

    text: str
    readers_sha256: str
    kind: MessageKind = MessageKind.MESSAGE
    answers: str = ""
    files: Sequence[Checked] = ()


def enter(session: Session, actor: Actor, procedure: str, case_id: str, now: datetime) -> Place:
    """Return a place to write in: its thread made and locked, everybody who takes part now entered.

    Raises:
        NotFound: no such case, nobody to write to, or they take no part in it.
    """
    place = find_place(session, actor, procedure, case_id, now)
    thread = find_thread(session, procedure, case_id, write=True) or _made(session, place, now)
    members = _entered(session, thread, place.case.participants, now)
    thread.owner, thread.business_id = place.case.owner, place.case.business_id
    session.add(thread)
    session.flush()
    return replace(place, thread=thread, member=members[place.me.key])


def keep_members(session: Session, procedure: str, case_id: str, now: datetime) -> None:
    """Enter who has come and note who has left, for a host whose participants have just changed.

    Whoever the host names no more is out without this; it keeps the day, and makes who comes back somebody new.
    """
    thread, host = find_thread(session, procedure, case_id, write=True), hosts().get(procedure)
    if thread is not None and host is not None:
        case = host.case_of(session, case_id, now)
        _entered(session, thread, case.participants if case else (), now)


def _made(session: Session, place: Place, now: datetime) -> Thread:
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    about = {"procedure": place.host.procedure, "case_id": place.case_id, "owner": place.case.owner, "written": 0}
    values = {"id": new_id(), "business_id": place.case.business_id, "created_at": now, **about}
    session.execute(insert(Thread).values(**values).on_conflict_do_nothing())
    # Either ours or the one that was quicker.
    made = select(Thread).where(Thread.procedure == place.host.procedure, Thread.case_id == place.case_id)
    return session.exec(made.with_for_update()).one()


def _entered(
    session: Session, thread: Thread, participants: Iterable[Participant], now: datetime
) -> dict[str, ThreadMember]:
    members, present = live_members(session, thread), {one.key: one for one in participants}
    for key in members.keys() - present.keys():
        gone = members.pop(key)
        gone.until = now
        session.add(gone)
    for key, one in present.items():
        row = members.get(key) or ThreadMember(thread_id=thread.id, key=key, side=one.side, since=now)
        row.side, row.name = one.side, one.name.as_dict()
        row.role, row.body_id, row.region, row.person_id = one.role, one.body_id, one.region, one.person_id
        session.add(row)
        members[key] = row
    session.flush()
    return members


def send(session: Session, data: Path, actor: Actor, place: Place, draft: Draft, now: datetime) -> ThreadMessage:
    """Send words to exactly the readers the writer was shown; they are frozen with the message.

    Raises:
        Invalid: other people would read it now, there are no words, too many files, no such open request.
    """
    thread, member = _writable(place)
    readers = readers_of(place.case)
    faults = [*_readers_faults(place, readers, draft), *_faults(session, place, draft)]
    if faults:
        raise Invalid(faults)
    members = live_members(session, thread)
    thread.written += 1
    row = ThreadMessage(
        thread_id=thread.id,
        n=thread.written,
        kind=draft.kind,
        answers_id=draft.answers or None,
        member_id=member.id,
        author=actor.person_id or "",
        side=place.me.side,
        text=draft.text,
        readers=[{**one, "member": members[one["key"]].id} for one in readers],
        readers_sha256=draft.readers_sha256,
        at=now,
    )
    session.add_all([thread, row])
    session.flush()
    _keep_files(session, data, place, row, draft.files, now)
    mark_read(session, actor, place, row.n, now)
    told = {"message": row.id, "text": hashlib.sha256(row.text.encode()).hexdigest(), "readers": row.readers_sha256}
    record(session, actor, "thread.message", "thread", thread.id, told, now)
    _tell(session, actor, place, f"thread.{row.kind.value}", now)
    return row


def _writable(place: Place) -> tuple[Thread, ThreadMember]:
    if place.thread is None or place.member is None:
        raise NotFound  # nobody writes without `enter`
    return place.thread, place.member


def _readers_faults(place: Place, readers: list[dict[str, Any]], draft: Draft) -> list[Fault]:
    if digest_of(readers) == draft.readers_sha256:
        return []
    others = [one.name for one in place.case.participants if one.key != place.me.key]
    ru, en = "; ".join(name.ru for name in others), "; ".join(name.en for name in others)
    message = Text(
        f"Круг читателей изменился, ничего не отправлено. Теперь прочтут: {ru}.",
        f"The readers have changed; nothing was sent. It would now be read by: {en}.",
    )
    remedy = Text("Если согласны, отправьте ещё раз.", "If you agree, send it again.")
    return [Fault("readers_changed", "readers_sha256", message, remedy)]


def _faults(session: Session, place: Place, draft: Draft) -> list[Fault]:
    faults: list[Fault] = []
    if not any(unicodedata.category(char)[0] not in "CZ" for char in draft.text):
        message = Text("Сообщение пустое.", "The message is empty.")
        faults.append(Fault("missing", "text", message, Text("Напишите его.", "Write it.")))
    if len(draft.files) > MOST_FILES:
        message = Text(f"Файлов больше {MOST_FILES}.", f"More than {MOST_FILES} files.")
        remedy = Text("Остальные пришлите следующим сообщением.", "Send the rest with the next message.")
        faults.append(Fault("too_many", "file", message, remedy))
    if (draft.kind is MessageKind.ANSWER) != bool(draft.answers):
        message = Text("Ответ называет запрос, остальное — нет.", "An answer names a request, nothing else does.")
        remedy = Text("Выберите запрос или «Сообщение».", "Choose a request, or a message.")
        faults.append(Fault("answers_nothing", "answers", message, remedy))
    elif draft.answers and draft.answers not in {row.id for row in open_requests(session, place)}:
        message = Text("Такого открытого запроса к вам нет.", "There is no such open request to you.")
        remedy = Text("На него могли ответить. Напишите сообщением.", "It may be answered. Send a message.")
        faults.append(Fault("no_open_request", "answers", message, remedy))
    return faults


def _keep_files(
    session: Session, data: Path, place: Place, message: ThreadMessage, files: Sequence[Checked], now: datetime
) -> None:
    if place.me.side is ThreadSide.BUSINESS and place.case.business_id and files:
        refuse_hoard(session, place.case.business_id, sum(len(file.content) for file in files))
    for file in files:
        row = ThreadFile(
            message_id=message.id,
            sha256=store(data, file.content),
            name=file.name,
            size=len(file.content),
            type=file.type,
            receipt=new_receipt(),
            at=now,
        )
        session.add(row)
    session.flush()


def new_receipt() -> str:
    """Return the number of a receipt, to be read out by phone."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(3))


def show_earlier(
    session: Session, actor: Actor, place: Place, key: str, wanted: Iterable[str] | int, now: datetime
) -> int:
    """Show a participant earlier messages: those named, or all up to a number the owner has seen; return how many.

    Raises:
        NotFound: not the owner, nobody of that key, or a message the owner does not read.
        Invalid: nothing is chosen, or nothing is hidden from them.
    """
    thread, _ = _writable(place)
    other = next((one for one in place.case.participants if one.key == key and key != place.me.key), None)
    if not place.owns or other is None:
        raise NotFound
    member, hidden = live_members(session, thread)[key], unseen_by(session, place, other)
    chosen = _chosen(session, place, hidden, wanted)
    if not chosen:
        message = Text("Не выбрано ни одного сообщения.", "No message is chosen.")
        raise Invalid([Fault("missing", "messages", message, Text("Отметьте хотя бы одно.", "Tick at least one."))])
    by = actor.person_id or ""
    session.add_all([ThreadShown(message_id=row.id, member_id=member.id, by=by, at=now) for row in chosen])
    if len(chosen) == len(hidden):
        member.sees_earlier = now
        session.add(member)
    session.flush()
    told = {"member": member.id, "messages": sorted(row.id for row in chosen)}
    record(session, actor, "thread.show", "thread", thread.id, told, now)
    _tell(session, actor, place, "thread.shown", now)
    return len(chosen)


def _chosen(
    session: Session, place: Place, hidden: list[ThreadMessage], wanted: Iterable[str] | int
) -> list[ThreadMessage]:
    if isinstance(wanted, int):
        return [row for row in hidden if row.n <= wanted]
    asked = set(wanted)
    if asked - {row.id for row in readable(session, place)}:
        raise NotFound
    return [row for row in hidden if row.id in asked]


def mark_read(session: Session, actor: Actor, place: Place, up_to: int, now: datetime) -> int:
    """Note that this participant has read the messages of others up to a number; return how many were new."""
    _, member = _writable(place)
    rows = [row for row in unread(session, place) if row.n <= up_to]
    who = actor.person_id or ""
    session.add_all([ThreadRead(message_id=row.id, member_id=member.id, person_id=who, at=now) for row in rows])
    session.flush()
    return len(rows)


def _tell(session: Session, actor: Actor, place: Place, kind: str, now: datetime) -> None:
    people = {person for one in place.case.participants for person in one.people} - {actor.person_id}
    notify(session, sorted(filter(None, people)), kind, {"about": place.case.title}, place.address, now)


__all__ = ["Draft", "enter", "keep_members", "mark_read", "new_receipt", "send", "show_earlier"]
