"""A message on its way: tied to the checked address, to the name's certificate, to a time and a size."""

from __future__ import annotations

import json
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from backend.clock import SystemClock
from backend.webhooks import signing
from backend.webhooks.addresses import Address
from backend.webhooks.sending import MOST_READ
from tests.backend.webhooks.receivers import HOST, PUBLIC, Names, Receiver, Wire, dripping, endless, sender_to, start

THERE = Address(HOST, 8443, "/in?for=1")
BODY = b'{"type":"answer.published"}'


def test_a_message_comes_as_it_was_sent_under_the_name_of_the_address(receiver: Receiver) -> None:
    outcome = sender_to(receiver).send(THERE, {"webhook-id": "one"}, BODY)
    got = receiver.got[0]
    assert (outcome.status, outcome.taken, outcome.failure) == (204, True, "")
    assert (got.path, got.body, got.headers["host"], got.headers["webhook-id"]) == (
        "/in?for=1",
        BODY,
        f"{HOST}:8443",
        "one",
    )
    assert (got.headers["accept-encoding"], "cookie" in got.headers) == ("identity", False)


def test_a_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert sender_to(receiver).send(THERE, {}, BODY).status == 204


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = [(302, {"Location": f"https://{HOST}/other"}, b"")]
    outcome = sender_to(receiver).send(THERE, {}, BODY)
    assert (outcome.status, outcome.taken, len(receiver.got)) == (302, False, 1)


def test_a_certificate_of_another_name_or_of_nobody_we_know_is_refused(receiver: Receiver, tmp_path: Path) -> None:
    sender = sender_to(receiver)
    assert sender.send(replace(THERE, host="other.kafe.ru"), {}, BODY).failure == "bad_certificate"
    unknown = replace(sender, context=ssl.create_default_context())
    assert unknown.send(THERE, {}, BODY).failure == "bad_certificate"
    assert receiver.got == []


def test_the_next_checked_address_is_tried_when_one_is_dead(receiver: Receiver) -> None:
    wire = Wire(receiver.port, dead=frozenset({"2a02:6b8::1"}))
    names = Names([["2a02:6b8::1", PUBLIC]])
    assert sender_to(receiver, names, wire).send(THERE, {}, BODY).status == 204
    assert (wire.dialled, names.asked) == (["2a02:6b8::1", PUBLIC], [HOST])


def test_nobody_there_is_told(receiver: Receiver) -> None:
    wire = Wire(receiver.port, dead=frozenset({PUBLIC}))
    assert sender_to(receiver, wire=wire).send(THERE, {}, BODY).failure == "no_connection"


def test_an_answer_of_ten_megabytes_is_cut_off(receiver: Receiver) -> None:
    sent: list[int] = []
    receiver.answers = [endless(10, sent)]
    outcome = sender_to(receiver).send(THERE, {}, BODY)
    assert (outcome.status, outcome.taken, outcome.size) == (200, True, MOST_READ)
    assert sum(sent) < 10 * 1024 * 1024


def test_a_head_without_end_is_cut_off_in_time_and_in_bytes(receiver: Receiver) -> None:
    receiver.answers = [dripping]
    outcome = sender_to(receiver, seconds=0.6).send(THERE, {}, BODY)
    assert (outcome.status, outcome.failure) == (None, "timeout")
    receiver.answers = [lambda handler, _: handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 10_000_000)]
    assert sender_to(receiver).send(THERE, {}, BODY).failure in {"broken_answer", "no_connection"}


def test_an_answer_that_hangs_after_its_status_is_an_answer(receiver: Receiver) -> None:
    def hang(handler, _body):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonce")
        handler.wfile.flush()
        handler.rfile.read(1)

    receiver.answers = [hang]
    outcome = sender_to(receiver, seconds=0.6).send(THERE, {}, BODY)
    assert (outcome.taken, outcome.size, outcome.failure) == (True, 4, "")


def test_what_is_no_http_is_told(receiver: Receiver) -> None:
    receiver.answers = [lambda handler, _: handler.wfile.write(b"220 mail.kafe.ru ESMTP\r\n")]
    assert sender_to(receiver).send(THERE, {}, BODY).failure == "broken_answer"


def test_a_pause_is_asked_for_by_a_header(receiver: Receiver) -> None:
    receiver.answers = [(503, {"Retry-After": "120"}, b"")]
    assert sender_to(receiver).send(THERE, {}, BODY).retry_after == "120"


def test_both_secrets_of_a_rotation_verify_what_the_receiver_got(receiver: Receiver) -> None:
    old, new = (signing.secret_of("server", salt) for salt in ("old", "new"))
    headers = signing.headers_of("one", BODY, SystemClock().now(), [new, old])
    sender_to(receiver).send(THERE, headers, BODY)
    got = receiver.got[0]
    for secret in (old, new):
        assert Webhook(secret).verify(got.body, got.headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(got.body + b" ", got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret_of("server", "third")).verify(got.body, got.headers)


def test_a_secret_is_no_other_salts_and_no_other_servers() -> None:
    made = {signing.secret_of(server, salt) for server in ("one", "two") for salt in ("a", "b")}
    assert (len(made), {len(secret) for secret in made}) == (4, {len("whsec_") + 44})


def test_only_the_word_itself_proves_an_address() -> None:
    token = signing.token_of("server", "salt")
    message = json.dumps({"type": "endpoint.challenge", "data": {"token": token}}).encode()
    said = [token, f" {token}\n", f'"{token}"', f'{{"token": "{token}"}}']
    assert [signing.says_token(text.encode(), token) for text in said] == [True] * 4
    wrong = [
        message,
        b"",
        b"ok",
        b"[" * 5000,
        b"\xff\xfe",
        b'{"token": 5}',
        token[:-1].encode(),
        token.upper().encode(),
    ]
    assert [signing.says_token(text, token) for text in wrong] == [False] * 8


def test_a_certificate_may_be_for_another_host(tmp_path: Path) -> None:
    made, server = start(tmp_path, ["other.kafe.ru"])
    try:
        assert sender_to(made).send(THERE, {}, BODY).failure == "bad_certificate"
    finally:
        server.shutdown()
        server.server_close()
