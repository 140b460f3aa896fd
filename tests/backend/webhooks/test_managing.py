"""Addresses over the API: added, proven, changed, paused, sent to again; and never somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.db.engine import open_session
from backend.webhooks import signing
from backend.webhooks.models import WebhookEndpoint
from tests.backend.webhooks.conftest import ADDRESS, EVENTS, challenges, prove


def word_of(post, webhook_id):
    with open_session(post.engine) as session:
        return signing.token_of(post.settings.secret, session.get_one(WebhookEndpoint, webhook_id).challenge_salt)


def test_an_address_waits_until_it_has_proven_itself(post, receiver, program):
    made = program.add()
    assert (made["state"], made["secret"].startswith("whsec_"), made["events"]) == ("unproven", True, sorted(EVENTS))
    assert post.announce() == []
    word = word_of(post, made["id"])
    receiver.answers = [(200, {}, word.encode())]
    post.run()
    assert receiver.got[0].body.count(word.encode()) == 1
    shown = program.call("GET", f"/{made['id']}").json()
    assert (shown["state"], "secret" in shown) == ("active", False)
    assert len(post.announce()) == 1


@pytest.mark.parametrize("said", [b"", b"ok", b"echo"])
def test_an_answer_without_the_word_or_with_the_whole_message_proves_nothing(post, receiver, program, said):
    made = program.add()

    def answer(handler, body):
        text = body if said == b"echo" else said
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text) + text)

    receiver.answers = [answer]
    post.run()
    assert program.call("GET", f"/{made['id']}").json()["state"] == "unproven"
    (message,) = challenges(post, made["id"])
    assert (message.state, message.failure) == ("delivered", "no_token")


def test_a_challenge_is_sent_once_and_another_only_when_asked_for(post, receiver, program):
    receiver.answers = [500]
    made = program.add()
    post.run()
    post.wait(timedelta(days=2))
    assert len(receiver.got) == 1
    old = word_of(post, made["id"])
    assert program.call("POST", f"/{made['id']}/challenge").status_code == 200
    assert word_of(post, made["id"]) != old
    receiver.answers = [(200, {}, old.encode())]
    post.run()
    assert program.call("GET", f"/{made['id']}").json()["state"] == "unproven"


def test_challenges_are_limited(post, program):
    made = program.add()
    answers = [program.call("POST", f"/{made['id']}/challenge").status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]


def test_every_fault_of_a_body_is_told_at_once_and_no_name_is_looked_up_for_it(post, program):
    body = {"address": "http://hooks.kafe.ru", "events": ["no.such"]}
    answers = [program.call("POST", json=body) for _ in range(31)]
    assert {one.status_code for one in answers} == {422}
    assert {one["field"] for one in answers[-1].json()["errors"]} == {"address", "events"}
    assert program.call("POST", json={"address": ADDRESS, "events": []}).json()["errors"][0]["field"] == "events"
    assert post.names.asked == []
    assert program.add()["state"] == "unproven"


def test_challenges_of_one_server_are_limited_whoever_asks(post, stranger, program, program_of):
    made = program.add()
    for _ in range(9):
        program.call("POST", f"/{made['id']}/challenge")
    answer = program_of(stranger.business.id).call("POST", json={"address": ADDRESS, "events": EVENTS})
    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (429, True)


def test_the_word_may_be_said_by_hand_for_a_day(post, receiver, program):
    made = program.add()
    word = word_of(post, made["id"])
    wrong = program.call("POST", f"/{made['id']}/confirm", json={"token": word[::-1]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "token")
    post.clock.moment += timedelta(hours=25)
    assert program.call("POST", f"/{made['id']}/confirm", json={"token": word}).status_code == 409
    post.clock.moment -= timedelta(hours=2)
    assert program.call("POST", f"/{made['id']}/confirm", json={"token": word}).json()["state"] == "active"
    assert program.call("POST", f"/{made['id']}/confirm", json={"token": word}).status_code == 409
    assert program.call("POST", f"/{made['id']}/challenge").status_code == 409


def test_an_address_that_was_switched_off_comes_back_by_another_proof(post, receiver, program, proven):
    receiver.answers = [410]
    (id_,) = post.announce()
    post.run()
    assert program.call("POST", f"/{proven['id']}/deliveries/{id_}/again").status_code == 409
    assert program.call("POST", f"/{proven['id']}/challenge").json()["state"] == "off"
    receiver.answers = [(200, {}, word_of(post, proven["id"]).encode()), 200]
    post.run()
    assert program.call("GET", f"/{proven['id']}").json()["state"] == "active"
    assert program.call("POST", f"/{proven['id']}/deliveries/{id_}/again").json()["state"] == "waiting"
    post.run()
    ids = [got.headers["webhook-id"] for got in receiver.got]
    assert (ids[0], ids[2], post.message(id_).state) == (id_, id_, "delivered")


def test_a_message_is_sent_again_by_hand_under_its_own_id(post, receiver, program, proven):
    (id_,) = post.announce()
    again = f"/{proven['id']}/deliveries/{id_}/again"
    assert program.call("POST", again).status_code == 409  # it is on its way
    post.run()
    assert program.call("POST", again).json()["state"] == "waiting"
    post.run()
    assert [got.headers["webhook-id"] for got in receiver.got] == [id_, id_]
    listed = program.call("GET", f"/{proven['id']}/deliveries").json()["items"]
    assert id_ in {one["id"] for one in listed}
    challenge = next(one for one in listed if one["event"] == "endpoint.challenge")
    assert program.call("POST", f"/{proven['id']}/deliveries/{challenge['id']}/again").status_code == 409


def test_messages_are_listed_in_parts(post, receiver, program, proven):
    for number in range(3):
        post.announce(subject=str(number))
    first = program.call("GET", f"/{proven['id']}/deliveries", params={"limit": 2}).json()
    rest = program.call("GET", f"/{proven['id']}/deliveries", params={"limit": 2, "cursor": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 2, None)


BAD = [
    ({"address": "http://hooks.kafe.ru/", "events": EVENTS}, 422, "address"),
    ({"address": "https://127.0.0.1/", "events": EVENTS}, 422, "address"),
    ({"address": "https://hooks.kafe.ru/#a", "events": EVENTS}, 422, "address"),
    ({"address": "", "events": EVENTS}, 422, "address"),
    ({"address": 5, "events": EVENTS}, 422, "address"),
    ({"address": "https://hooks.kafe.ru/" + "a" * 600, "events": EVENTS}, 422, "address"),
    ({"address": ADDRESS, "events": []}, 422, "events"),
    ({"address": ADDRESS, "events": ["endpoint.challenge"]}, 422, "events"),
    ({"address": ADDRESS, "events": "release.published"}, 422, "events"),
    ({"address": ADDRESS, "events": [["release.published"]]}, 422, "events.0"),
    ({"address": ADDRESS}, 422, "events"),
    ({"address": ADDRESS, "events": EVENTS, "secret": "mine"}, 422, "secret"),
    ([], 422, None),
]


@pytest.mark.parametrize(("body", "status", "field"), BAD)
def test_a_wrong_address_is_refused_with_its_field_and_nothing_is_kept(post, program, body, status, field):
    answer = program.call("POST", json=body)
    assert answer.status_code == status
    assert answer.json()["errors"][0].get("field") in {field, ""} or field is None
    assert program.call("GET").json()["items"] == []


@pytest.mark.parametrize(("addresses", "code"), [(["10.0.0.1"], "not_public"), ([], "not_resolved")])
def test_a_name_that_leads_inside_or_nowhere_is_not_kept(post, receiver, program, addresses, code):
    post.names.turns = [addresses]
    answer = program.call("POST", json={"address": ADDRESS, "events": EVENTS})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert (program.call("GET").json()["items"], receiver.connections) == ([], 0)


def test_there_are_no_more_addresses_than_five_and_none_twice(post, program):
    for number in range(5):
        program.add(f"https://hooks.kafe.ru/{number}")
    again = program.call("POST", json={"address": "https://HOOKS.kafe.ru/0", "events": EVENTS})
    more = program.call("POST", json={"address": "https://hooks.kafe.ru/6", "events": EVENTS})
    assert (again.status_code, more.status_code) == (409, 409)


def test_an_address_is_removed_with_its_messages(post, receiver, program, proven):
    post.announce()
    assert program.call("DELETE", f"/{proven['id']}").status_code == 204
    post.run()
    assert (receiver.got, program.call("GET").json()["items"]) == ([], [])


def test_whoever_saw_another_state_is_told(post, program):
    made = program.add()
    headers = {"If-Match": '"another"'}
    answer = program.call("PUT", f"/{made['id']}", json={"events": EVENTS}, headers=headers)
    assert answer.status_code == 412


CALLS = [
    ("GET", ""),
    ("PUT", ""),
    ("DELETE", ""),
    ("POST", "/challenge"),
    ("POST", "/confirm"),
    ("POST", "/secret"),
    ("DELETE", "/old-secret"),
    ("POST", "/pause"),
    ("DELETE", "/pause"),
    ("GET", "/deliveries"),
]


@pytest.mark.parametrize(("method", "tail"), CALLS)
def test_another_client_of_the_same_business_and_of_others_finds_nothing(
    post, receiver, owner, stranger, program, program_of, method, tail
):
    made = program.add()
    body = {"json": {}} if method in {"PUT", "POST"} else {}
    for other in (program_of(owner.business.id), program_of(stranger.business.id)):
        assert other.call(method, f"/{made['id']}{tail}", **body).status_code == 404
    assert program.call("GET", f"/{made['id']}").json()["state"] == "unproven"


def test_another_clients_message_is_not_found_under_ones_own_address(post, receiver, stranger, program, program_of):
    mine, theirs = program_of(stranger.business.id), prove(post, receiver, program)
    (id_,) = post.announce()
    own = prove(post, receiver, mine)
    assert mine.call("POST", f"/{own['id']}/deliveries/{id_}/again").status_code == 404
    assert theirs["id"] != own["id"]


def test_only_a_client_with_the_scope_gets_in(post, owner, person, program_of, visitor):
    without = program_of(owner.business.id, scopes=("statistics:read",))
    assert without.call("GET").status_code == 404
    assert visitor.get("/api/v1/webhooks").status_code == 401
    ended = program_of(owner.business.id)
    ended.end()
    assert ended.call("GET").status_code == 401
