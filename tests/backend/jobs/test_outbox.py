"""Work is done if its cause was committed, once, and in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.registry import daily, job
from backend.jobs.service import enqueue
from backend.jobs.work import LEASE, WAITS, Hands, claim, do, plan_periodic, release_all, run_due

SEEN: list[int] = []


@job("test.note")
def note(session, payload, now):
    SEEN.append(payload["n"])


@job("test.fails")
def fails(session, payload, now):
    enqueue(session, "test.note", {"n": 99}, due_at=now)
    raise RuntimeError("a fault of this test")


@job("test.secret", forget=True)
def secret(session, payload, now):
    assert payload["token"]


@job("test.outside", outside=True)
def outside(session, payload, now):
    SEEN.append(payload["n"])


@pytest.fixture(autouse=True)
def nothing_seen():
    SEEN.clear()


@pytest.fixture
def hands(settings, engine, clock):
    return Hands(settings, engine, clock)


@pytest.fixture
def put(engine, clock):
    def put(kind, payload=None, *, key=None, wait=0):
        with open_session(engine, write=True) as session:
            row = enqueue(session, kind, payload or {}, due_at=clock.now() + timedelta(seconds=wait), key=key)
            session.commit()
            return row

    return put


def row_of(engine, row_id):
    with open_session(engine) as session:
        return session.get_one(OutboxRow, row_id)


def test_work_whose_cause_was_rolled_back_does_not_exist(engine, clock, hands):
    with open_session(engine, write=True) as session:
        enqueue(session, "test.note", {"n": 1}, due_at=clock.now())
        session.rollback()
    assert run_due(hands) == 0
    assert SEEN == []


def test_work_is_done_once_and_marked(engine, hands, put):
    row = put("test.note", {"n": 1})
    run_due(hands)
    run_due(hands)
    assert SEEN == [1]
    assert row_of(engine, row).done_at is not None


def test_work_waits_until_it_is_due(hands, put, clock):
    put("test.note", {"n": 1}, wait=60)
    assert run_due(hands) == 0
    clock.forward(seconds=60)
    assert run_due(hands) == 1


def test_an_effect_of_one_key_stands_once(hands, put):
    assert put("test.note", {"n": 1}, key="letter 7") is not None
    assert put("test.note", {"n": 2}, key="letter 7") is None
    run_due(hands)
    assert SEEN == [1]


def test_a_leased_row_is_nobody_elses_until_the_lease_ends(hands, put, clock):
    put("test.note", {"n": 1})
    ((row, lease),) = claim(hands)
    assert claim(hands) == []
    clock.forward(seconds=LEASE.total_seconds())
    ((again, other),) = claim(hands)
    assert again == row
    do(hands, row, lease)
    assert SEEN == []
    do(hands, row, other)
    do(hands, row, other)
    assert SEEN == [1]


def test_a_new_process_takes_up_what_the_dead_one_held(hands, put):
    put("test.note", {"n": 1})
    claim(hands)
    release_all(hands)
    run_due(hands)
    assert SEEN == [1]


def test_a_failure_leaves_nothing_behind_and_is_tried_again_later(engine, hands, put, clock):
    row = put("test.fails")
    run_due(hands)
    kept = row_of(engine, row)
    assert (kept.error, kept.done_at, kept.due_at) == ("RuntimeError", None, clock.now() + WAITS[0])
    assert SEEN == []


def test_after_the_last_failure_the_work_is_given_up_and_the_operators_are_told(engine, hands, put, clock):
    row = put("test.fails")
    for wait in (*WAITS, timedelta()):
        run_due(hands)
        clock.forward(seconds=wait.total_seconds())
    run_due(hands)
    assert row_of(engine, row).failed_at is not None
    with open_session(engine) as session:
        told = session.exec(select(OutboxRow).where(OutboxRow.kind == "notifications.job_failed")).all()
    assert [one.payload["row"] for one in told] == [row]


def test_work_of_an_unknown_kind_waits_for_somebody_who_knows_it(engine, hands, put):
    row = put("test.of_a_later_version")
    run_due(hands)
    assert row_of(engine, row).error == "LookupError"
    assert row_of(engine, row).failed_at is None


def test_secrets_are_wiped_when_the_work_is_done(engine, hands, put):
    row = put("test.secret", {"token": "abc"})
    run_due(hands)
    assert row_of(engine, row).payload == {}


def test_work_outside_the_house_runs_without_the_writers_lock(engine, hands, put):
    put("test.outside", {"n": 5})
    run_due(hands)
    assert SEEN == [5]


def test_periodic_work_plans_its_next_turn_once(engine, hands, clock):
    turns: list[object] = []

    @job("test.daily", following=daily(3))
    def nightly(session, payload, now):
        turns.append(now)

    plan_periodic(hands)
    plan_periodic(hands)
    clock.forward(days=1)
    run_due(hands)
    clock.forward(days=1)
    run_due(hands)
    assert len(turns) == 2
    with open_session(engine) as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "test.daily")).all()
    assert sum(row.done_at is None for row in rows) == 1
