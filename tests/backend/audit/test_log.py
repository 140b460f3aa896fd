"""Rows are added with what they record, and never change."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from backend.audit.chain import Break, Head
from backend.audit.models import AuditRow, AuditSalt
from backend.audit.queries import verify
from backend.audit.service import forget_values, record
from backend.permissions import Actor

ANNA = Actor(person_id="anna")


def write(session, clock, count=3):
    for number in range(count):
        record(session, ANNA, "dispute.submit", "dispute", f"d{number}", {"reason": "кафе без кухни"}, clock.now())


def test_rows_are_numbered_and_linked(session, clock):
    write(session, clock)
    session.commit()
    assert isinstance(verify(session), Head)
    assert [row.seq for row in session.exec(select(AuditRow))] == [1, 2, 3]


def test_a_record_of_something_undone_is_undone_too(session, clock):
    write(session, clock)
    session.rollback()
    assert verify(session).seq == 0


def test_the_log_holds_no_words_of_people(session, clock, settings):
    write(session, clock)
    session.commit()
    rows = session.execute(text("SELECT * FROM audit_log")).mappings().all()
    assert "кухни" not in json.dumps([dict(row) for row in rows], default=str, ensure_ascii=False)


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"])
def test_the_database_itself_refuses_changes(session, clock, statement):
    write(session, clock)
    session.commit()
    with pytest.raises(DBAPIError, match="only be added"):
        session.execute(text(statement))


def test_a_change_past_the_triggers_is_found_and_named(session, clock, intruder):
    write(session, clock)
    session.commit()
    session.close()
    intruder("UPDATE audit_log SET object_id = 'd9' WHERE seq = 2")
    found = verify(session)
    assert isinstance(found, Break)
    assert (found.seq, found.code) == (2, "changed")


def test_erasure_takes_the_salts_and_leaves_the_chain_whole(session, clock):
    write(session, clock)
    record(session, None, "edition.load", "edition", "7", None, clock.now())
    forget_values(session, "anna")
    session.commit()
    assert [salt.seq for salt in session.exec(select(AuditSalt))] == [4]
    assert isinstance(verify(session), Head)


def test_the_same_values_give_different_hashes_so_that_nobody_can_guess_them(session, clock):
    write(session, clock, 2)
    first, second = session.exec(select(AuditRow)).all()
    assert first.values_hash != second.values_hash
