"""A thread of the café's appeal with a file in it, for routes that name them by an id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from backend.appeals.models import Appeal
from backend.papers.models import FileType
from backend.papers.service import store
from backend.threads.hosts import ThreadSide, hosts
from backend.threads.models import MessageKind, Thread, ThreadFile, ThreadMember, ThreadMessage
from backend.threads.readers import digest_of, readers_of
from tests.layout.objects_control import PDF

if TYPE_CHECKING:
    from tests.layout.objects import World


def thread_file(world: World) -> str:
    """A file that the café sent to the body that decided its appeal."""
    appeal = world.session.exec(select(Appeal).where(Appeal.shared)).one()
    now, case = world.clock.now(), hosts()["appeal"].case_of(world.session, appeal.id, world.clock.now())
    assert case is not None
    about: dict[str, Any] = {"procedure": "appeal", "case_id": appeal.id, "business_id": world.business.id}
    thread = world.keep(Thread(**about, owner=case.owner, written=1, created_at=now))
    readers, members = readers_of(case), dict[str, str]()
    for one in case.participants:
        row = ThreadMember(
            thread_id=thread, key=one.key, side=one.side, role=one.role, name=one.name.as_dict(), since=now
        )
        members[one.key] = world.keep(row)
    message = ThreadMessage(
        thread_id=thread,
        n=1,
        kind=MessageKind.MESSAGE,
        member_id=members[case.owner],
        author=world.person.id,
        side=ThreadSide.BUSINESS,
        text="Прилагаю журнал.",
        readers=[{**one, "member": members[one["key"]]} for one in readers],
        readers_sha256=digest_of(readers),
        at=now,
    )
    file = ThreadFile(
        message_id=world.keep(message),
        sha256=store(world.settings.data, PDF),
        name="журнал.pdf",
        size=len(PDF),
        type=FileType.PDF,
        receipt="2345-6789-ABCD",
        at=now,
    )
    return world.keep(file)


OWNED: dict[str, Callable[[World], str]] = {"thread_file_id": thread_file}
INSTEAD: Mapping[str, Mapping[str, str]] = {r"/threads/": {"procedure": "appeal", "case_id": "@decided_appeal"}}
