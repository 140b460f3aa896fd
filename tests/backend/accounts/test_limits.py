"""Counters of tries: nobody is recognised by them, they go after two days, and they stop a flood of disputes."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlmodel import select

from backend.accounts.jobs import tidy
from backend.accounts.limits import DISPUTE_FROM, SIGN_IN_FROM
from backend.db.engine import open_session
from backend.web.models import RateCount


def counts(engine):
    with open_session(engine) as session:
        return {row.key: row.count for row in session.exec(select(RateCount))}


def test_an_address_is_not_found_by_trying_all_addresses(visitor, engine):
    visitor.post_form("/sign-in", {"email": "nobody@example.ru", "password": "четыре синих кота"})
    guesses = ("testclient", "127.0.0.1", "nobody@example.ru")
    hashes = {
        hashlib.sha256(f"{what}\n{one}".encode()).hexdigest()
        for what in ("sign-in address", "sign-in account")
        for one in guesses
    }
    assert len(counts(engine)) == 2
    assert not hashes & set(counts(engine))
    assert SIGN_IN_FROM.what == "sign-in address"


def test_counts_go_after_two_days(visitor, engine, clock):
    visitor.post_form("/sign-in", {"email": "nobody@example.ru", "password": "четыре синих кота"})
    for days, left in ((1, 2), (3, 0)):
        with open_session(engine, write=True) as session:
            tidy(session, {}, clock.now() + timedelta(days=days))
            session.commit()
        assert len(counts(engine)) == left


def test_without_an_account_one_address_submits_a_few_disputes_a_day(visitor):
    visitor.post_form("/start/trades", {"activity": "кафе", "trade": "56.10"})
    path, claim = "/requirements/fire.report/dispute", {"ground": "other", "text": "Не про нас."}
    said = [visitor.post_form(path, claim).status_code for _ in range(DISPUTE_FROM.tries + 1)]
    assert said[0] == 303
    assert said[-2:] == [409, 429]
