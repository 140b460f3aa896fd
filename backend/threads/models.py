"""Tables of threads: one a case, who takes part since when, what was written and for which readers.

`ThreadMessage.readers` says who could read the words when they were sent, and is never changed. Whatever the owner
showed later to somebody new stands in `thread_shown`; there is no third way to a message.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from backend.db.types import Instant, choice, new_id
from backend.papers.models import FileType
from backend.threads.hosts import ThreadSide

# What several sides wrote is not copied as rows: personal_data.py tells what of it the business may read.
NOT_AS_ROWS = {"info": {"somebody_elses": True}}


class MessageKind(StrEnum):
    """What somebody wrote: words, a request that stays open, or the answer to one."""

    MESSAGE = "message"
    REQUEST = "request"
    ANSWER = "answer"


def _of(table: str, *, index: bool = True) -> Any:
    return Field(foreign_key=f"{table}.id", index=index, max_length=32, ondelete="CASCADE")


class Thread(SQLModel, table=True):
    """What is written in one case. `owner` is the key of the member who may show earlier words to a newcomer."""

    __tablename__ = "thread"
    __table_args__ = (sa.UniqueConstraint("procedure", "case_id", name="uq_thread_procedure_case_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    procedure: str = Field(max_length=40)
    case_id: str = Field(max_length=32)
    business_id: str | None = Field(
        default=None,
        foreign_key="business.id",
        index=True,
        max_length=32,
        ondelete="CASCADE",
        sa_column_kwargs=NOT_AS_ROWS,
    )
    owner: str = Field(max_length=120)
    written: int = 0  # the number of the last message
    created_at: datetime = Field(sa_type=Instant)


class ThreadMember(SQLModel, table=True):
    """A person or an office that takes part, or took part until a moment. Who comes back is a new row.

    `sees_earlier` is when the owner showed everything written before.
    """

    __tablename__ = "thread_member"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    thread_id: str = _of("thread")
    key: str = Field(max_length=120)
    side: ThreadSide = Field(sa_type=choice(ThreadSide, "thread_member_side"))
    role: str = Field(default="", max_length=40)
    body_id: str = Field(default="", max_length=32)
    region: str = Field(default="", max_length=2)
    person_id: str = Field(default="", index=True, max_length=32)
    name: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    since: datetime = Field(sa_type=Instant)
    sees_earlier: datetime | None = Field(default=None, sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)


class ThreadMessage(SQLModel, table=True):
    """Words in a case. `readers` is who exactly could read them when they were sent, in words and ids.

    One request has one answer: `answers_id` is unique.
    """

    __tablename__ = "thread_message"
    __table_args__ = (
        sa.UniqueConstraint("thread_id", "n", name="uq_thread_message_thread_id_n"),
        sa.UniqueConstraint("answers_id", name="uq_thread_message_answers_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    thread_id: str = _of("thread", index=False)
    n: int
    kind: MessageKind = Field(sa_type=choice(MessageKind, "thread_message_kind"))
    answers_id: str | None = Field(
        default=None, foreign_key="thread_message.id", max_length=32, ondelete="SET NULL", nullable=True
    )
    member_id: str = _of("thread_member")
    author: str = Field(max_length=32)
    side: ThreadSide = Field(sa_type=choice(ThreadSide, "thread_message_side"))
    text: str = Field(max_length=4000)
    readers: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    readers_sha256: str = Field(max_length=64)
    at: datetime = Field(sa_type=Instant)


class ThreadShown(SQLModel, table=True):
    """The owner showed a message to a member who could not read it when it was sent."""

    __tablename__ = "thread_shown"
    __table_args__ = (sa.UniqueConstraint("message_id", "member_id", name="uq_thread_shown_message_id_member_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    message_id: str = _of("thread_message", index=False)
    member_id: str = _of("thread_member")
    by: str = Field(max_length=32)
    at: datetime = Field(sa_type=Instant)


class ThreadFile(SQLModel, table=True):
    """A file that came with a message, read by whoever reads the message; `receipt` says that it was handed over."""

    __tablename__ = "thread_file"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    message_id: str = _of("thread_message")
    sha256: str = Field(index=True, max_length=64)
    name: str = Field(max_length=200)
    size: int
    type: FileType = Field(sa_type=choice(FileType, "thread_file_type"))
    receipt: str = Field(max_length=40, unique=True)
    at: datetime = Field(sa_type=Instant)


class ThreadRead(SQLModel, table=True):
    """A member read a message: the first of them who said so, and when."""

    __tablename__ = "thread_read"
    __table_args__ = (sa.UniqueConstraint("message_id", "member_id", name="uq_thread_read_message_id_member_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    message_id: str = _of("thread_message", index=False)
    member_id: str = _of("thread_member")
    person_id: str = Field(max_length=32)
    at: datetime = Field(sa_type=Instant)
