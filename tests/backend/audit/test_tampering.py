"""A thousand times somebody changes the log past the application: every time it is found, and the rows are named."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.audit import checkpoints
from backend.audit.chain import Break, Head, seal
from backend.audit.checkpoints import Kept
from backend.audit.models import AuditRow
from backend.audit.queries import every_row, verify
from backend.audit.service import record
from backend.clock import FixedClock
from backend.db.engine import make_engine, open_session
from backend.schema import upgrade
from tests.conftest import NOW

ROWS, NIGHTS = 40, (7, 16, 23, 40)
TIMES = 1000
COLUMNS = ("actor", "action", "object_type", "object_id", "values_hash", "prev_hash", "hash", "at")


def change(session, column, value, seq):
    session.execute(text(f"UPDATE audit_log SET {column} = :value WHERE seq = :seq"), {"value": value, "seq": seq})


def edit(session, chance):
    """One value of one row."""
    seq, column = chance.randint(1, ROWS), chance.choice(COLUMNS)
    change(session, column, "2020-01-01 00:00:00+00:00" if column == "at" else "x", seq)
    return seq, seq


def delete(session, chance):
    """One row or several, from the middle."""
    first = chance.randint(1, ROWS - 1)
    last = min(ROWS - 1, first + chance.randint(0, 3))
    session.execute(text("DELETE FROM audit_log WHERE seq BETWEEN :a AND :b"), {"a": first, "b": last})
    return first, last


def swap(session, chance):
    """Two rows, anywhere."""
    one, other = sorted(chance.sample(range(1, ROWS + 1), 2))
    for old, new in ((one, 1000), (other, one), (1000, other)):
        session.execute(text("UPDATE audit_log SET seq = :new WHERE seq = :old"), {"old": old, "new": new})
    return one, one


def cut(session, chance):
    """The tail."""
    first = chance.randint(1, ROWS)
    session.execute(text("DELETE FROM audit_log WHERE seq >= :seq"), {"seq": first})
    return first, ROWS


def rewrite(session, chance):
    """One row, and every seal after it, as somebody would who knows how the log is made."""
    seq = chance.randint(1, ROWS)
    change(session, "object_id", "another", seq)
    session.expire_all()
    before = None
    for row in list(every_row(session)):
        plain = AuditRow(**row._asdict())
        if row.seq >= seq:
            plain.prev_hash = before or plain.prev_hash
            change(session, "prev_hash", plain.prev_hash, row.seq)
            change(session, "hash", seal(plain), row.seq)
            before = seal(plain)
    met = next(night for night in NIGHTS if night >= seq)
    return max([0, *(night for night in NIGHTS if night < seq)]) + 1, met


KINDS = (edit, delete, swap, cut, rewrite)


def live(session, settings) -> Kept:
    """A log of forty rows, with a signed checkpoint after each of four nights."""
    kept, clock = Kept(), FixedClock(NOW)
    for seq in range(1, ROWS + 1):
        record(session, None, "edition.load", "edition", str(seq), {"n": seq}, clock.now())
        if seq in NIGHTS:
            clock.forward(days=1)
            kept.add(checkpoints.make(session, settings, kept, clock.now()))
    return kept


def tamper_and_look(session, known, times, seed=28):
    """Change the log `times` times and look each time; return what was not found where it is."""
    chance, missed = random.Random(seed), []
    for number in range(times):
        kind = KINDS[number % len(KINDS)]
        with session.begin_nested() as point:
            since, until = kind(session, chance)
            found = verify(session, known)
            point.rollback()
        if not isinstance(found, Break) or (found.since, found.until) != (since, until):
            missed.append((kind.__name__, since, until, found))
    return missed


def test_a_thousand_changes_are_found_and_their_rows_named(session, settings, intruder):
    intruder("SELECT 1")
    kept = live(session, settings)
    assert tamper_and_look(session, kept.hashes, TIMES) == []
    assert isinstance(verify(session, kept.hashes), Head)


@pytest.mark.services
def test_a_part_of_them_on_postgresql(postgresql_url, settings):
    engine = make_engine(postgresql_url)
    upgrade(engine)
    with open_session(engine, write=True) as session:
        session.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
        kept = live(session, settings)
        assert tamper_and_look(session, kept.hashes, 200, seed=29) == []
        assert isinstance(verify(session, kept.hashes), Head)
    engine.dispose()


@pytest.mark.parametrize("moment", ["yesterday", "", "5", "2026-13-45 99:00:00"])
@pytest.mark.sqlite
def test_a_moment_that_is_none_is_found_too(session, settings, intruder, moment):
    intruder("SELECT 1")
    kept = live(session, settings)
    change(session, "at", moment, 12)
    found = verify(session, kept.hashes)
    assert (found.code, found.since, found.until) == ("changed", 12, 12)


def test_a_row_put_before_the_first_and_one_put_after_the_last_are_found(session, settings, intruder):
    intruder("SELECT 1")
    kept = live(session, settings)
    copy = "INSERT INTO audit_log SELECT {}, at, actor, action, object_type, object_id, values_hash, prev_hash, hash"
    for seq, expected in ((-3, 1), (41, 41)):
        with session.begin_nested() as point:
            session.execute(text(f"{copy.format(seq)} FROM audit_log WHERE seq = 9"))
            assert verify(session, kept.hashes).seq == expected
            point.rollback()


def test_each_night_s_checkpoint_shows_that_rows_were_only_added(session, settings, intruder):
    intruder("SELECT 1")
    kept = live(session, settings)
    assert [line["seq"] for line in kept.lines] == list(NIGHTS)
    assert [(line["previous"] or {}).get("seq") for line in kept.lines] == [None, 7, 16, 23]
    assert checkpoints.first_that_does_not_go_on(kept) is None
    assert checkpoints.not_joined(kept) == []
    rewrite(session, random.Random(1))
    fresh = checkpoints.make(session, settings, Kept(), NOW + timedelta(days=9))  # signed by somebody who forgot all
    kept.add(fresh)
    assert checkpoints.first_that_does_not_go_on(kept)[0] is fresh
