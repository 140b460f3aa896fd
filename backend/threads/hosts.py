"""What a room tells about the cases it lets people write in: who takes part now, as whom, where the case is.

A room above has a module `thread_hosts.py` that calls `register`; it is found by itself. A host is asked in every
request, so whoever it does not name any more is out within that request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlmodel import Session

from backend.jobs.registry import offering
from backend.permissions import Actor
from rules.text import Text

HOSTS = "thread_hosts"


class ThreadSide(StrEnum):
    """From which side somebody writes."""

    BUSINESS = "business"
    AUTHORITY = "authority"
    PROSECUTOR = "prosecutor"
    OMBUDSMAN = "ombudsman"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in a case: a person, or an office with everybody who works in it.

    `key` tells this participant from the others of the case and stays the same while they take part: whoever comes
    back and is to see nothing of before gets another one (name what let them in, as the id of a consent). `role`,
    `body_id`, `region` say which office it is, `person_id` which person; the business is the role `business`. `name`
    is shown to everybody before they write, `people` are the accounts behind it, who are told of what is written.
    """

    key: str
    side: ThreadSide
    name: Text
    people: tuple[str, ...] = ()
    role: str = ""
    body_id: str = ""
    region: str = ""
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class HostedCase:
    """A case people write in. `owner` is the key of the participant who may show earlier words to newcomers.

    `participants` are all who take part now; where there are fewer than two nobody writes, and there is no page.
    `business_id` is whose case it is: with that business everything written goes. A notice says the `title`, and none
    of the words written.
    """

    title: Text
    business_id: str | None
    owner: str
    participants: tuple[Participant, ...]


def never(session: Session, actor: Actor, case_id: str, now: datetime) -> None:
    """Keep no note of a look."""


def _no_sentences(side: ThreadSide) -> Sequence[Text]:
    return ()


@dataclass(frozen=True, slots=True)
class Host:
    """One procedure whose cases have threads.

    `case_of(session, case_id, now)` returns the case, None where there is none or nobody may write in it yet.
    `member_of(session, actor, case_id, now)` returns the key of the participant an actor is, None for a stranger: it
    must check the actor's own rights, as the page of the case does. `address(case_id, side)` is the page of the case.
    `quick(side)` are sentences of this procedure, offered before the common ones. `looked` is called when words or
    files were handed out to a participant who is not the owner, in a session that may write and is committed at once.
    """

    procedure: str
    case_of: Callable[[Session, str, datetime], HostedCase | None]
    member_of: Callable[[Session, Actor, str, datetime], str | None]
    address: Callable[[str, ThreadSide], str]
    quick: Callable[[ThreadSide], Sequence[Text]] = _no_sentences
    looked: Callable[[Session, Actor, str, datetime], None] = never


_HOSTS: dict[str, Host] = {}


def register(host: Host) -> Host:
    """Make a host known."""
    _HOSTS[host.procedure] = host
    return host


@cache
def _load() -> None:
    offering(HOSTS)


def hosts() -> Mapping[str, Host]:
    """Return every host, by the name of its procedure."""
    _load()
    return _HOSTS
