"""Services for tests that need them: the address comes from the environment, the database is this test's own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url


def service(name: str) -> str:
    """Return a service's address, or skip; where services are required, a missing one is a failure."""
    url = os.environ.get(f"YASNO_TEST_{name}")
    if url:
        return url
    if os.environ.get("YASNO_REQUIRE_SERVICES") == "1":
        pytest.fail(f"YASNO_TEST_{name} is not set, but services are required")
    pytest.skip(f"YASNO_TEST_{name} is not set: no such service here")


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    given = make_url(service("POSTGRESQL"))
    name = f"yasno_test_{secrets.token_hex(6)}"
    engine = sa.create_engine(given.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield given.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


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
