"""Messages reach those they are for, in the end, once each under one id; and nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from standardwebhooks import Webhook

from backend.accounts.models import Person
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import LEASE, claim, do
from backend.notifications.models import Notice
from backend.webhooks import delivering
from backend.webhooks.delivering import deliver
from backend.webhooks.jobs import KEPT, tidy
from backend.webhooks.models import WebhookDelivery
from backend.webhooks.schedule import BUSY, OFF_AFTER, PAUSES
from backend.webhooks.service import announce
from tests.backend.webhooks.conftest import prove
from tests.backend.webhooks.receivers import PUBLIC, sender_to


def test_a_message_says_which_and_where_and_nothing_of_what(post, receiver, proven):
    (id_,) = post.announce("answer.published", "7")
    post.run()
    got = receiver.got[0]
    at = post.clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    data = {"id": "7", "address": "http://127.0.0.1:8000/statements/7"}
    assert json.loads(got.body) == {"type": "answer.published", "timestamp": at, "data": data}
    assert got.headers["webhook-id"] == id_
    assert (post.message(id_).state, post.message(id_).status, post.message(id_).attempts) == ("delivered", 204, 1)


def test_the_library_of_the_receiver_verifies_it_with_the_secret_that_was_shown(post, receiver, proven):
    post.clock.moment = datetime.now(UTC)
    post.announce()
    post.run()
    got = receiver.got[0]
    assert Webhook(proven["secret"]).verify(got.body, got.headers)["type"] == "answer.published"


def test_in_a_rotation_both_secrets_verify_and_after_it_the_new_one_alone(post, receiver, program, proven):
    post.clock.moment = datetime.now(UTC)
    answer = program.call("POST", f"/{proven['id']}/secret")
    new = answer.json()["secret"]
    post.announce()
    post.run()
    for secret in (proven["secret"], new):
        assert Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    assert program.call("POST", f"/{proven['id']}/secret").status_code == 409
    assert program.call("DELETE", f"/{proven['id']}/old-secret").status_code == 204
    post.announce()
    post.run()
    assert len(receiver.got[1].headers["webhook-signature"].split()) == 1
    assert Webhook(new).verify(receiver.got[1].body, receiver.got[1].headers)


def test_no_secret_and_no_word_lies_in_the_database(post, proven, engine):
    with engine.connect() as connection:
        for table in ("webhook_endpoint", "webhook_delivery", "outbox", "audit_log", "audit_salt"):
            rows = str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())
            assert proven["secret"] not in rows
            assert proven["secret"].removeprefix("whsec_") not in rows


def test_it_is_sent_if_and_only_if_what_it_tells_of_is_committed(post, receiver, proven, engine, clock):
    with open_session(engine, write=True) as session:
        announce(session, "answer.published", "7", "/statements/7", clock.now())
        session.rollback()
    post.run()
    assert receiver.got == []


def test_only_events_that_were_asked_for_are_sent(post, receiver, program):
    made = prove(post, receiver, program)
    program.call("PUT", f"/{made['id']}", json={"events": ["release.published"]})
    assert post.announce("answer.published") == []
    assert len(post.announce("release.published", "2026Q3")) == 1


def test_an_event_of_a_business_reaches_its_own_client_and_nobody_elses(
    post, receiver, owner, stranger, regulator, program, program_of
):
    prove(post, receiver, program)
    prove(post, receiver, program_of(stranger.business.id))
    prove(post, receiver, program_of(authority="rospotrebnadzor"))
    (mine,) = post.announce(business=owner.business.id)
    (theirs,) = post.announce(business=stranger.business.id)
    assert post.message(mine).endpoint_id != post.message(theirs).endpoint_id
    assert post.announce(business="nobody") == []
    assert len(post.announce()) == 3
    post.run()
    assert len(receiver.got) == 5


@pytest.mark.parametrize(
    ("event", "path"), [("secret.leaked", "/a"), ("answer.published", "//evil.ru"), ("answer.published", "a")]
)
def test_a_slip_of_the_caller_is_told_at_once(session, clock, event, path):
    with pytest.raises(ValueError, match="no "):
        announce(session, event, "7", path, clock.now())


def test_whoever_does_not_answer_is_tried_over_days_under_one_id(post, receiver, proven):
    receiver.answers = [500]
    (id_,) = post.announce()
    post.run()
    for number, pause in enumerate(PAUSES[:-1], start=1):
        assert (len(receiver.got), post.message(id_).attempts) == (number, number)
        post.wait(pause - timedelta(seconds=1))
        assert len(receiver.got) == number
        post.wait(timedelta(seconds=1))
    receiver.answers = [200]
    post.wait(PAUSES[-1])
    assert {got.headers["webhook-id"] for got in receiver.got} == {id_}
    assert len({got.body for got in receiver.got}) == 1
    assert len(receiver.got) == len(PAUSES) + 1
    assert (post.message(id_).state, post.endpoint(proven["id"]).failing_since) == ("delivered", None)


def test_five_days_without_an_answer_switch_the_address_off_and_its_owner_is_told(post, receiver, proven, owner):
    receiver.answers = [503]
    (first,) = post.announce()
    post.run()
    begun = post.clock.now()
    for pause in PAUSES:
        (late,) = post.announce()
        post.wait(pause)
    endpoint = post.endpoint(proven["id"])
    assert (endpoint.off, endpoint.failing_since, endpoint.off_at) == ("failing", begun, post.clock.now())
    assert endpoint.off_at - begun >= OFF_AFTER
    assert (post.message(first).state, post.message(late).state) == ("dead", "dead")
    assert kinds_of(post, owner) == ["webhooks.failing"]
    came = len(receiver.got)
    assert post.announce() == []
    post.wait(timedelta(days=3))
    assert len(receiver.got) == came


def kinds_of(post, browser):
    with open_session(post.engine) as session:
        assert session.get_one(Person, browser.person.id)
        rows = session.exec(select(Notice).where(Notice.person_id == browser.person.id)).all()
        return [row.kind for row in rows]


def test_one_answer_in_five_days_is_enough(post, receiver, proven):
    receiver.answers = [500]
    post.announce()
    post.run()
    post.clock.moment += timedelta(days=4)
    receiver.answers = [200]
    post.announce()
    post.run()
    receiver.answers = [500]
    (id_,) = post.announce()
    post.run()
    post.wait(timedelta(days=2))
    assert (post.endpoint(proven["id"]).off, post.message(id_).state) == ("", "waiting")


def test_who_says_gone_is_not_asked_again(post, receiver, proven, owner):
    receiver.answers = [410]
    (id_,) = post.announce()
    post.run()
    assert (post.endpoint(proven["id"]).off, post.message(id_).state) == ("gone", "dead")
    assert kinds_of(post, owner) == ["webhooks.gone"]
    post.wait(timedelta(days=1))
    assert len(receiver.got) == 1


def test_a_receiver_may_ask_for_a_pause(post, receiver, proven):
    receiver.answers = [(429, {"Retry-After": "3600"}, b""), 200]
    (id_,) = post.announce()
    post.run()
    assert post.message(id_).next_at == post.clock.now() + timedelta(hours=1)
    post.wait(timedelta(minutes=59))
    assert len(receiver.got) == 1
    post.wait(timedelta(minutes=1))
    assert post.message(id_).state == "delivered"


def test_a_kill_between_the_sending_and_the_note_sends_the_same_id_again(post, receiver, proven, engine):
    (id_,) = post.announce()
    with post.hands.session(write=False) as session:
        row = session.exec(
            select(OutboxRow).where(OutboxRow.kind == "webhooks.deliver", OutboxRow.done_at.is_(None))
        ).one()
        with pytest.raises(KeyboardInterrupt):
            deliver(session, row.payload, post.clock.now(), _Killed(sender_to(receiver)))
    assert (len(receiver.got), post.message(id_).attempts) == (1, 0)
    post.run()
    assert [got.headers["webhook-id"] for got in receiver.got] == [id_, id_]
    assert receiver.got[0].body == receiver.got[1].body
    assert (post.message(id_).state, post.message(id_).attempts) == ("delivered", 1)


class _Killed:
    """A sender whose process dies once the message has left."""

    def __init__(self, sender):
        self.sender = sender

    def send(self, *given):
        self.sender.send(*given)
        raise KeyboardInterrupt


def test_a_kill_after_the_note_sends_nothing_again(post, receiver, proven):
    post.announce()
    ((row, lease),) = claim(post.hands)
    with post.hands.session(write=False) as session:
        payload = session.get_one(OutboxRow, row).payload
        deliver(session, payload, post.clock.now(), sender_to(receiver))
    post.clock.moment += LEASE
    post.run()
    do(post.hands, row, lease)
    assert len(receiver.got) == 1


def test_a_client_that_has_ended_is_sent_nothing(post, receiver, proven, program):
    (id_,) = post.announce()
    program.end()
    post.run()
    assert (receiver.got, post.message(id_).state, post.announce()) == ([], "dropped", [])


def test_a_client_whose_business_nobody_keeps_is_sent_nothing(post, receiver, proven, owner, engine):
    (id_,) = post.announce()
    with open_session(engine, write=True) as session:
        person = session.get_one(Person, owner.person.id)
        person.blocked_at = post.clock.now()
        session.add(person)
        session.commit()
    post.run()
    assert (receiver.got, post.message(id_).state) == ([], "dropped")


def test_an_address_that_turns_inside_later_is_not_sent_to(post, receiver, proven):
    before = receiver.connections
    post.names.turns = [["10.0.0.1"]]
    (id_,) = post.announce()
    post.run()
    message = post.message(id_)
    assert (message.state, message.failure, message.status, receiver.connections) == (
        "waiting",
        "not_public",
        None,
        before,
    )
    post.names.turns = [[PUBLIC]]
    post.wait(PAUSES[0])
    assert post.message(id_).state == "delivered"


def test_what_waits_at_a_pause_goes_after_it(post, receiver, program, proven):
    (early,) = post.announce(subject="1")
    assert program.call("POST", f"/{proven['id']}/pause").json()["state"] == "paused"
    (late,) = post.announce(subject="2")
    post.wait(timedelta(days=1))
    assert receiver.got == []
    assert program.call("DELETE", f"/{proven['id']}/pause").status_code == 204
    post.run()
    assert {got.headers["webhook-id"] for got in receiver.got} == {early, late}
    post.wait(timedelta(days=1))
    assert len(receiver.got) == 2


def test_other_peoples_slow_servers_do_not_take_every_thread(post, receiver, proven):
    (id_,) = post.announce()
    taken = [delivering.LANES.acquire(blocking=False) for _ in range(2)]
    try:
        post.run()
        assert (taken, receiver.got, post.message(id_).attempts) == ([True, True], [], 0)
        assert post.message(id_).next_at == post.clock.now() + BUSY
    finally:
        for _ in taken:
            delivering.LANES.release()
    post.wait(BUSY)
    assert post.message(id_).state == "delivered"


def test_nothing_of_an_answer_is_kept_but_its_status_and_size(post, receiver, proven, engine):
    receiver.answers = [(200, {"X-Secret": "canary-of-a-header"}, b"canary-of-a-body")]
    (id_,) = post.announce()
    post.run()
    assert (post.message(id_).status, post.message(id_).size) == (200, 16)
    with engine.connect() as connection:
        for table in ("webhook_endpoint", "webhook_delivery", "outbox", "audit_log"):
            assert "canary" not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())


def test_old_messages_go(post, proven, engine, clock):
    (id_,) = post.announce()
    post.run()
    with open_session(engine, write=True) as session:
        tidy(session, {}, clock.now() + KEPT)
        assert session.get(WebhookDelivery, id_) is not None
        tidy(session, {}, clock.now() + KEPT + timedelta(seconds=1))
        session.commit()
    with open_session(engine) as session:
        assert session.get(WebhookDelivery, id_) is None


def test_a_message_the_outbox_gave_up_is_found_again(post, receiver, proven, engine, clock):
    (id_,) = post.announce()
    with open_session(engine, write=True) as session:
        row = session.exec(select(OutboxRow).where(OutboxRow.key == f"webhook:{id_}:1")).one()
        row.failed_at = clock.now()
        session.add(row)
        session.commit()
    post.wait(timedelta(hours=13))
    assert receiver.got == []
    with open_session(engine, write=True) as session:
        tidy(session, {}, clock.now())
        session.commit()
    post.run()
    assert [got.headers["webhook-id"] for got in receiver.got] == [id_]
