"""A sign-up that nobody finishes is kept for its day and not longer, in the database and in the folder of mail."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.accounts.models import OneTimeLink
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import Hands, plan_periodic, run_due

FORM = {"email": "anna@example.ru", "name": "Anna Canaryson", "password": "четыре синих кота", "consent": "1"}


@pytest.fixture
def hands(settings, engine, clock):
    made = Hands(settings, engine, clock)
    plan_periodic(made)
    return made


def kept(settings, engine):
    """Addresses in links and in work still to do, and letters in the folder."""
    with open_session(engine) as session:
        links = [link.email for link in session.exec(select(OneTimeLink))]
        told = [row.payload["email"] for row in session.exec(select(OutboxRow)) if "email" in row.payload]
    letters = [path.read_text() for path in (settings.data / "mail").glob("*.eml")]
    return links, told, sum(FORM["email"] in letter for letter in letters)


@pytest.mark.sqlite  # it reads the database's own files
def test_after_its_day_nothing_of_it_is_left(visitor, settings, engine, clock, hands):
    visitor.post_form("/sign-up", FORM)
    run_due(hands)
    clock.forward(hours=23, minutes=50)
    run_due(hands)
    assert kept(settings, engine) == (["anna@example.ru"], [], 1)
    clock.forward(hours=1, minutes=10)
    run_due(hands)
    assert kept(settings, engine) == ([], [], 0)
    clock.forward(minutes=1)
    run_due(hands)
    assert not [path for path in settings.data.rglob("*") if path.is_file() and b"Canaryson" in path.read_bytes()]


def test_a_letter_that_never_left_goes_too(visitor, settings, engine, clock, hands):
    visitor.post_form("/sign-up", FORM)
    with open_session(engine, write=True) as session:
        row = session.exec(select(OutboxRow).where(OutboxRow.kind == "notifications.write")).one()
        row.failed_at = clock.now()
        session.add(row)
        session.commit()
    clock.forward(hours=25)
    run_due(hands)
    assert kept(settings, engine) == ([], [], 0)


def test_a_second_sign_up_of_the_same_address_keeps_its_letter(visitor, settings, engine, clock, hands):
    visitor.post_form("/sign-up", FORM)
    clock.forward(hours=20)
    visitor.post_form("/sign-up", FORM)
    run_due(hands)
    clock.forward(hours=5)
    run_due(hands)
    assert kept(settings, engine) == (["anna@example.ru"], [], 2)


def test_whoever_finished_keeps_their_account_and_letters(visitor, settings, engine, clock, hands, letters):
    visitor.post_form("/sign-up", FORM)
    link = letters("anna@example.ru")[0]["link"]
    run_due(hands)
    visitor.post_form(link)
    clock.forward(hours=25)
    run_due(hands)
    assert kept(settings, engine) == ([], [], 1)
