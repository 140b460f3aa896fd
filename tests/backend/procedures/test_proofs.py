"""What the history keeps of words proves them while the business is there, and nothing after its erasure."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa
from sqlmodel import select

from backend.accounts.models import Business
from backend.db.engine import make_engine, open_session
from backend.db.types import new_id
from backend.procedures.models import StepRecord, StepSalt
from backend.procedures.proofs import hash_of_words, new_salt, proves
from backend.schema import upgrade

WORDS = "кухни нет"
PLAIN = hashlib.sha256(WORDS.encode()).hexdigest()


@pytest.fixture
def step(session, clock):
    """A step with words, of the business «cafe»."""
    salt = new_salt()
    session.add(Business(id="cafe", name="Кафе", created_at=clock.now()))
    made = StepRecord(
        procedure="dispute",
        subject_id="d1",
        number=1,
        action="submit",
        from_state="DRAFT",
        to_state="SUBMITTED",
        actor="anonymous",
        acting_as="business",
        basis="",
        comment_hash=hash_of_words(WORDS, salt),
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    session.add(StepSalt(step_id=made.id, business_id="cafe", words_salt=salt))
    session.commit()
    return made


def test_the_hash_proves_the_words_and_no_others(session, step):
    assert proves(session, step, WORDS)
    assert not proves(session, step, "кухня есть")


def test_a_step_without_words_proves_nothing(session, step):
    assert not proves(session, StepRecord(id=step.id, comment_hash=None), "")


def test_the_same_words_have_another_hash_each_time():
    assert hash_of_words(WORDS, new_salt()) != hash_of_words(WORDS, new_salt())


def test_after_the_business_is_erased_nobody_can_try_words_against_the_hash(session, step):
    session.delete(session.get_one(Business, "cafe"))
    session.commit()
    session.expire_all()
    kept = session.exec(select(StepRecord)).one()
    assert session.exec(select(StepSalt)).all() == []
    assert kept.comment_hash not in {PLAIN, hash_of_words(WORDS, "")}
    assert not proves(session, kept, WORDS)


@pytest.fixture(params=["sqlite", "postgresql"])
def former(request, tmp_path):
    """A database of each kind as it was before the salts."""
    name = "postgresql_url" if request.param == "postgresql" else None
    engine = make_engine(request.getfixturevalue(name) if name else f"sqlite:///{tmp_path / 'a.sqlite3'}")
    upgrade(engine, "0004")
    yield engine
    engine.dispose()


ROW = (
    "INSERT INTO step_history (id, procedure, subject_id, number, action, from_state, to_state, actor, acting_as, "
    "basis, comment_hash, at) VALUES (:id, 'dispute', :id, 1, 'submit', 'DRAFT', 'SUBMITTED', 'x', 'business', '', "
    ":hash, '2026-11-28 09:00:00')"
)


def test_a_hash_of_before_the_salts_is_salted_and_the_history_closed_again(former):
    """Its dispute is gone, so the salt is kept nowhere."""
    row_id = new_id()
    with former.begin() as connection:
        connection.execute(sa.text(ROW), {"id": row_id, "hash": PLAIN})
    upgrade(former)
    with open_session(former, write=True) as session:
        assert session.get_one(StepRecord, row_id).comment_hash != PLAIN
        assert session.exec(select(StepSalt)).all() == []
        with pytest.raises(sa.exc.DBAPIError, match="only be added"):
            session.execute(sa.text("UPDATE step_history SET actor = 'y'"))
