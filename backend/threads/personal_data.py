"""What threads hold of a person's businesses, for «скачать мои данные»; and the files they sent.

A thread is of several sides: so its rows are not copied as they are, and this says what its business reads of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from backend.papers.service import path_of
from backend.threads.hosts import ThreadSide
from backend.threads.models import Thread, ThreadMember, ThreadMessage
from backend.threads.queries import files_of, read_marks, readable_by
from backend.threads.readers import told
from rules.roles import Role

SAID = ("id", "thread_id", "n", "kind", "answers_id", "side", "text", "at")
OF_FILE = ("id", "message_id", "sha256", "name", "size", "type", "receipt", "at")


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return the threads of businesses with the messages they read, their files, and who read what they wrote."""
    threads = _threads(session, business_ids)
    messages = [row for thread in threads for row in _read_by_business(session, thread)]
    own = [row.id for row in messages if row.side is ThreadSide.BUSINESS]
    marks = read_marks(session, own).items()
    files = files_of(session, [row.id for row in messages]).values()
    exported = {
        "thread": [
            row.model_dump(mode="json", include={"id", "procedure", "case_id", "created_at"}) for row in threads
        ],
        "thread_message": [_said(row) for row in messages],
        "thread_file": [row.model_dump(mode="json", include=set(OF_FILE)) for rows in files for row in rows],
        "thread_read": [{"message_id": id_, "by": one.name, "at": at} for id_, read in marks for one, at in read],
    }
    return {name: rows for name, rows in exported.items() if rows}


def files(session: Session, business_ids: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file the business sent, with a name that no other has."""
    messages = [row for thread in _threads(session, business_ids) for row in _read_by_business(session, thread)]
    own = [row.id for row in messages if row.side is ThreadSide.BUSINESS]
    for rows in files_of(session, own).values():
        for row in rows:
            path = path_of(folder, row.sha256)
            if path.is_file():
                yield f"threads/{row.id}-{row.name}", path


def _threads(session: Session, business_ids: Iterable[str]) -> Sequence[Thread]:
    query = select(Thread).where(col(Thread.business_id).in_(list(business_ids)))
    return session.exec(query.order_by(col(Thread.created_at))).all()


def _read_by_business(session: Session, thread: Thread) -> list[ThreadMessage]:
    query = select(ThreadMember).where(ThreadMember.thread_id == thread.id, ThreadMember.role == Role.BUSINESS)
    read = {row.id: row for member in session.exec(query).all() for row in readable_by(session, thread, member)}
    return sorted(read.values(), key=lambda row: row.n)


def _said(row: ThreadMessage) -> dict[str, Any]:
    return row.model_dump(mode="json", include=set(SAID)) | {"readers": told(row.readers)}
