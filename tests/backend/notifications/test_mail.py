"""Letters through a real mail server; what a dead server does not take is sent later."""

from __future__ import annotations

import email
import socket
from dataclasses import replace
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from backend.config import ConfigError
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import WAITS, Hands, run_due
from backend.notifications.channels import channels
from backend.notifications.channels.mail import compose, send
from backend.notifications.letters import make_letter
from backend.notifications.recipients import Recipient
from backend.notifications.service import write_to

LETTER = ("id1", Recipient("anna@example.org", "ru"), "term.50", {"about": "Вывеска"}, "/disputes/d1")


class Box:
    """Keeps what the server takes; an address «full@…» is refused."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("full@"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def server(box):
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def with_smtp(settings, server):
    return replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}?from=robot%40yasno.example")


def write(engine, clock, address):
    with open_session(engine, write=True) as session:
        write_to(session, address, "ru", "account.invitation", {}, "/links/l1", clock.now())
        session.commit()


def the_row(engine):
    with open_session(engine) as session:
        return session.exec(select(OutboxRow)).one()


def test_a_letter_reaches_the_server_whole(engine, clock, with_smtp, box):
    write(engine, clock, "anna@example.org")
    run_due(Hands(with_smtp, engine, clock))
    ((sender, recipients, content),) = box.letters
    assert (sender, recipients) == ("robot@yasno.example", ["anna@example.org"])
    letter = email.message_from_bytes(content, policy=default)
    assert letter["Subject"] == "Новое событие"
    assert "/links/l1" in letter.get_body(("plain",)).get_content()
    assert not (with_smtp.data / "mail").exists()


def test_a_refused_letter_is_tried_again_and_its_words_are_kept_until_then(engine, clock, with_smtp, box):
    write(engine, clock, "full@example.org")
    run_due(Hands(with_smtp, engine, clock))
    row = the_row(engine)
    assert (row.error, row.done_at, row.due_at) == ("SMTPRecipientsRefused", None, clock.now() + WAITS[0])
    assert row.payload["email"] == "full@example.org"


def test_a_letter_waits_for_a_dead_server(engine, clock, settings, box):
    port = free_port()
    hands = Hands(replace(settings, smtp_url=f"smtp://127.0.0.1:{port}"), engine, clock)
    write(engine, clock, "anna@example.org")
    run_due(hands)
    assert the_row(engine).done_at is None
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        clock.forward(seconds=WAITS[0].total_seconds())
        run_due(hands)
    finally:
        controller.stop()
    assert len(box.letters) == 1
    assert the_row(engine).done_at is not None


def test_a_repeated_letter_has_the_same_number(settings):
    first, again = (compose(make_letter(*LETTER, settings.public_url), settings) for _ in range(2))
    assert first["Message-ID"] == again["Message-ID"] == "<id1@127.0.0.1>"


def test_a_letter_cannot_be_given_more_headers(settings):
    params = {"what": "Спор\r\nBcc: all@example.org", "due": "завтра"}
    letter = make_letter("id1", Recipient("anna@example.org"), "term.80", params, "", settings.public_url)
    message = compose(letter, settings)
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"])


def test_an_address_of_an_unknown_kind_is_refused_with_an_example(settings):
    with pytest.raises(ConfigError, match="smtp://user:password@host:587"):
        send(make_letter(*LETTER, settings.public_url), replace(settings, smtp_url="http://mail.example"))


def test_channels_are_found_by_themselves():
    assert "mail" in channels()
