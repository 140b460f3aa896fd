"""Whatever people do in whatever order: nobody reads a message whose frozen readers do not include them.

The one other way is the owner's own step, and it opens exactly the messages it names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from backend.db.engine import open_session
from backend.errors import Invalid, NotFound
from backend.permissions import Actor
from backend.threads.hosts import _HOSTS, Host, HostedCase, Participant, ThreadSide, hosts, register
from backend.threads.models import Thread, ThreadMessage
from backend.threads.queries import find_place, readable, unseen_by
from backend.threads.readers import digest_of, readers_of
from backend.threads.service import Draft, enter, keep_members, mark_read, send, show_earlier
from rules.text import Text

NAME = "test_frozen"
KEYS = ("business", "authority", "prosecutor", "ombudsman")
CASES = count()
# Who does something, what, and to whom or to which message.
ANYBODY = st.sampled_from(KEYS)
COMING = st.tuples(st.sampled_from(("join", "leave")), st.sampled_from(KEYS[1:]), ANYBODY, st.just(0))
WRITING = st.tuples(st.sampled_from(("tell", "send", "send", "send_stale")), ANYBODY, ANYBODY, st.just(0))
SHOWING = st.tuples(st.sampled_from(("show_one", "show_all")), st.just("business"), ANYBODY, st.integers(1, 9))
OTHER = st.tuples(st.sampled_from(("show_one", "show_all", "read")), ANYBODY, ANYBODY, st.integers(0, 9))
STEPS = st.lists(st.one_of(COMING, WRITING, SHOWING, OTHER), min_size=10, max_size=40)


def participant(key: str) -> Participant:
    return Participant(key, ThreadSide(key), Text(key, key), (f"person-{key}",), role=key)


@dataclass
class World:
    """A case, and what each participant may read by the rules, kept apart from the tables."""

    case_id: str
    present: list[str] = field(default_factory=lambda: ["business", "authority"])
    # By message: who stood among its readers, or was shown it, in this stay of theirs.
    allowed: dict[str, set[str]] = field(default_factory=dict)
    shown_hash: dict[str, str] = field(default_factory=dict)

    def case(self) -> HostedCase:
        return HostedCase(Text("Дело", "Case"), None, "business", tuple(participant(key) for key in self.present))

    def leave(self, key: str) -> None:
        self.present.remove(key)
        for readers in self.allowed.values():
            readers.discard(key)


@pytest.fixture
def host():
    hosts()
    worlds: dict[str, World] = {}
    register(
        Host(
            procedure=NAME,
            case_of=lambda session, case_id, now: worlds[case_id].case() if case_id in worlds else None,
            member_of=lambda session, actor, case_id, now: actor.name,
            address=lambda case_id, side: f"/{case_id}",
        )
    )
    yield worlds
    del _HOSTS[NAME]


def act(session: Session, world: World, step: tuple[str, str, str, int], clock, data) -> None:
    """Take one step; what is refused changes nothing."""
    what, key, other, number = step
    now, actor = clock.now(), Actor(person_id=f"person-{key}", name=key)
    if what == "join" and key not in world.present:
        world.present.append(key)
    elif what == "leave" and key in world.present and key != "business":
        world.leave(key)
        keep_members(session, NAME, world.case_id, now)
    elif what == "tell" and key in world.present and len(world.present) > 1:
        world.shown_hash[key] = digest_of(readers_of(find_place(session, actor, NAME, world.case_id, now).case))
    elif what in ("send", "send_stale", "show_one", "show_all", "read"):
        place = enter(session, actor, NAME, world.case_id, now)
        if what == "read":
            mark_read(session, actor, place, number, now)
        elif what.startswith("send"):
            fresh = digest_of(readers_of(place.case))
            shown = fresh if what == "send" else world.shown_hash.get(key, "")
            row = send(session, data, actor, place, Draft("Слова.", shown), now)
            assert shown == fresh, "sent to readers who were not shown"
            world.allowed[row.id] = set(world.present)
        else:
            seen = [row for row in readable(session, place) if row.n <= number]
            newcomer = next(one for one in place.case.participants if one.key == other)
            hidden = [row.id for row in unseen_by(session, place, newcomer)] if other != key else []
            wanted = [row.id for row in seen if row.id in hidden][:1] if what == "show_one" else number
            show_earlier(session, actor, place, other, wanted, now)
            opened = wanted if isinstance(wanted, list) else [row.id for row in seen]
            for id_ in opened:
                world.allowed[id_].add(other)


def check(session: Session, world: World, clock) -> None:
    """Everybody reads exactly what the rules allow, and the frozen readers are as they were sent."""
    for key in KEYS:
        actor = Actor(person_id=f"person-{key}", name=key)
        try:
            place = find_place(session, actor, NAME, world.case_id, clock.now())
        except NotFound:
            assert key not in world.present or len(world.present) < 2
            continue
        got = {row.id for row in readable(session, place)}
        assert got == {id_ for id_, readers in world.allowed.items() if key in readers}, key
    thread = session.exec(select(Thread).where(Thread.case_id == world.case_id)).first()
    for row in session.exec(select(ThreadMessage).where(ThreadMessage.thread_id == (thread.id if thread else ""))):
        assert digest_of(row.readers) == row.readers_sha256


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nobody_ever_reads_a_message_whose_frozen_readers_do_not_include_them(host, engine, clock, data, steps):
    world = World(f"case-{next(CASES)}")
    host[world.case_id] = world
    with open_session(engine, write=True) as session:
        for step in steps:
            try:
                with session.begin_nested():
                    act(session, world, step, clock, data)
            except (Invalid, NotFound, StopIteration):
                session.expire_all()
            check(session, world, clock)
        session.rollback()
