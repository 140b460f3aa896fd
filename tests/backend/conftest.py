"""Services for tests that need them: the address comes from the environment, the database is this test's own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import open_session, writing
from backend.profiles.service import start_run
from tests.databases import postgresql_database, service
from tests.people import Browser


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """An empty PostgreSQL database of this test's own, without tables."""
    with postgresql_database() as url:
        yield url


@pytest.fixture
def intruder(engine: Engine) -> Callable[[str], None]:
    """Somebody who writes into the database past the application, with its guards of the log taken off."""

    def intrude(statement: str) -> None:
        with writing(engine).begin() as connection:
            if connection.dialect.name == "sqlite":
                for name in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_log_no_{name}")
            else:
                connection.exec_driver_sql("ALTER TABLE audit_log DISABLE TRIGGER USER")
            connection.exec_driver_sql(statement)

    return intrude


@pytest.fixture
def queue_prefix() -> str:
    """A prefix of this test's own queues."""
    return f"test{secrets.token_hex(4)}"


@pytest.fixture
def rabbitmq_url(queue_prefix: str) -> Iterator[str]:
    """The address of RabbitMQ; the queues of this test are removed after it."""
    import pika

    url = service("RABBITMQ")
    yield url
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        for end in ("", ".DQ", ".XQ"):
            connection.channel().queue_delete(f"{queue_prefix}-outbox{end}")


@pytest.fixture
def redis_url(queue_prefix: str) -> Iterator[str]:
    """The address of Redis; the keys of this test are removed after it."""
    import redis

    url = service("REDIS")
    yield url
    client = redis.Redis.from_url(url)
    for key in client.scan_iter(f"{queue_prefix}*"):
        client.delete(key)


@pytest.fixture
def newcomer(visitor: Browser, settings: Settings, engine: Engine, clock: FixedClock) -> Browser:
    """Somebody without an account who has begun a run and answered nothing yet; `newcomer.business` is the run."""
    with open_session(engine, write=True) as session:
        run, key = start_run(session, clock.now())
        session.commit()
    visitor.business = run
    visitor.cookies.set(settings.cookie("run"), key, domain="127.0.0.1")
    return visitor
