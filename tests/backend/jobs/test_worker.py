"""The worker's threads do what the outbox holds, whichever broker carries the ids."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.clock import SystemClock
from backend.config import ConfigError
from backend.db.engine import open_session
from backend.jobs import worker
from backend.jobs.brokers import make_broker
from backend.jobs.models import OutboxRow
from backend.jobs.registry import job
from backend.jobs.service import enqueue
from backend.jobs.work import Hands, run_due

ROWS = 40
LONGEST_SECONDS = 60
DONE: Counter[str] = Counter()


@job("test.count", outside=True)
def count(session, payload, now):
    DONE[payload["key"]] += 1


@pytest.fixture
def rows(engine):
    DONE.clear()
    mine = secrets.token_hex(4)
    keys = [f"{mine}-{number}" for number in range(ROWS)]
    with open_session(engine, write=True) as session:
        for key in keys:
            enqueue(session, "test.count", {"key": key}, due_at=SystemClock().now(), key=key)
        session.commit()
    return keys


def work_all(settings, engine):
    """Let a worker run until the outbox holds no undone row; return what it did, how often."""
    stop = worker.start(settings, engine, SystemClock())
    begun = time.monotonic()
    undone = select(OutboxRow.id).where(OutboxRow.kind == "test.count", OutboxRow.done_at == None)  # noqa: E711
    try:
        while time.monotonic() - begun < LONGEST_SECONDS:
            with open_session(engine) as session:
                if session.exec(undone).first() is None:
                    break
            time.sleep(0.05)
    finally:
        stop()
    return DONE


def test_the_server_itself_does_the_work(settings, engine, rows):
    assert work_all(settings, engine) == Counter(rows)


@pytest.mark.services
def test_rabbitmq_carries_the_work(settings, engine, rows, rabbitmq_url, queue_prefix):
    by_rabbitmq = replace(settings, broker_url=rabbitmq_url, queue_prefix=queue_prefix)
    assert work_all(by_rabbitmq, engine) == Counter(rows)


@pytest.mark.services
def test_redis_carries_the_work(settings, engine, rows, redis_url, queue_prefix):
    by_redis = replace(settings, broker_url=redis_url, queue_prefix=queue_prefix)
    assert work_all(by_redis, engine) == Counter(rows)


def test_work_waits_in_the_database_while_the_broker_is_away(settings, engine, rows):
    stop = worker.start(replace(settings, broker_url="redis://127.0.0.1:1"), engine, SystemClock())
    time.sleep(0.5)
    stop()
    with open_session(engine) as session:
        found = session.exec(select(OutboxRow).where(OutboxRow.kind == "test.count")).all()
    assert {(row.lease, row.attempts, row.done_at) for row in found} == {(None, 0, None)}
    assert work_all(settings, engine) == Counter(rows)


def test_an_address_of_an_unknown_broker_is_refused_with_an_example(settings):
    with pytest.raises(ConfigError, match="amqp://"):
        make_broker(replace(settings, broker_url="kafka://127.0.0.1"))


def test_work_done_long_ago_leaves_the_outbox(settings, engine, clock):
    with open_session(engine, write=True) as session:
        old = enqueue(session, "test.count", {"key": "old"}, due_at=clock.now())
        enqueue(session, "jobs.tidy", {}, due_at=clock.now() + timedelta(days=91))
        session.commit()
    hands = Hands(settings, engine, clock)
    run_due(hands)
    clock.forward(days=91)
    run_due(hands)
    with open_session(engine) as session:
        assert session.get(OutboxRow, old) is None
