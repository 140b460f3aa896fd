"""Several people at the same moment: numbers stay apart, a request gets one answer, who left is not written to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import select

from backend.db.engine import open_session
from backend.errors import Invalid
from backend.permissions import Actor
from backend.threads.models import MessageKind, Thread, ThreadMessage
from backend.threads.readers import digest_of, readers_of
from backend.threads.service import Draft, enter, send
from tests.backend.threads.talk import CASE, PROCEDURE, ids_of, say
from tests.backend.threads.talk import readers_of as shown_to


def at_once(engine, data, clock, people, drafts):
    """Send each draft in a transaction of its own, all at the same moment; return what became of each."""
    gate = Barrier(len(drafts))

    def one(number):
        person_id, draft = people[number % len(people)], drafts[number]
        gate.wait()
        with open_session(engine, write=True) as session:
            try:
                actor = Actor(person_id=person_id)
                place = enter(session, actor, PROCEDURE, CASE, clock.now())
                row = send(session, data, actor, place, draft, clock.now())
                session.commit()
            except Invalid as refusal:
                return refusal.faults[0].code
            return row.n

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(one, range(len(drafts))))


def test_the_first_messages_of_a_thread_at_once_make_one_thread_and_have_their_own_numbers(
    owner, inspector, case, engine, data, clock
):
    sha = shown_to(owner)
    people = [owner.person.id, inspector.person.id]
    numbers = at_once(engine, data, clock, people, [Draft(f"Слово {n}.", sha) for n in range(6)])
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    with open_session(engine) as session:
        assert session.exec(select(Thread)).one().written == 6


def test_of_answers_to_one_request_at_once_one_is_taken(owner, inspector, case, engine, data, clock):
    say(inspector, "Пришлите.", kind="request")
    request, sha = ids_of(owner)[0], shown_to(owner)
    drafts = [Draft(f"Ответ {n}.", sha, MessageKind.ANSWER, request) for n in range(4)]
    done = at_once(engine, data, clock, [owner.person.id], drafts)
    assert sorted(map(str, done)) == ["2", *["no_open_request"] * 3]
    with open_session(engine) as session:
        assert len(session.exec(select(ThreadMessage).where(ThreadMessage.answers_id == request)).all()) == 1


def test_who_leaves_between_the_page_and_the_sending_is_no_reader_of_it(owner, ombudsman, case, joins, engine):
    joins()
    sha = shown_to(owner)
    case.leave("ombudsman:1")
    refused = say(owner, "Слова.", readers=sha)
    assert refused.status_code == 422
    assert "Теперь прочтут: МЧС по Москве." in refused.text
    assert say(owner, "Слова.").status_code == 303
    with open_session(engine) as session:
        row = session.exec(select(ThreadMessage)).one()
    assert [one["key"] for one in row.readers] == ["authority", "business"]


def test_the_hash_depends_on_readers_and_not_on_their_order(case):
    from backend.threads.hosts import hosts

    made = hosts()[PROCEDURE].case_of(None, CASE, None)
    turned = type(made)(made.title, made.business_id, made.owner, tuple(reversed(made.participants)))
    assert digest_of(readers_of(made)) == digest_of(readers_of(turned))
