"""Brokers carry ids of rows, nothing else: memory of this process by default, RabbitMQ or Redis when configured."""

from __future__ import annotations

from collections.abc import Callable

import dramatiq
from dramatiq.brokers.stub import StubBroker

from backend.config import ConfigError, Settings


def make_broker(settings: Settings) -> dramatiq.Broker:
    """Return the broker of the settings. No middleware: repeating is the outbox's own business.

    Raises:
        ConfigError: an address of an unknown kind.
    """
    url = settings.broker_url
    if url is None:
        return StubBroker(middleware=[])
    if url.startswith(("amqp://", "amqps://")):
        from dramatiq.brokers.rabbitmq import RabbitmqBroker

        return RabbitmqBroker(url=url, middleware=[], confirm_delivery=True)
    if url.startswith(("redis://", "rediss://")):
        from dramatiq.brokers.redis import RedisBroker

        return RedisBroker(url=url, middleware=[], namespace=settings.queue_prefix)  # type: ignore[no-untyped-call]
    raise ConfigError(
        "YASNO_BROKER_URL: начните с amqp:// (RabbitMQ) или redis:// (Redis) или уберите.",
        "YASNO_BROKER_URL: start it with amqp:// (RabbitMQ) or redis:// (Redis), or leave it out.",
    )


def queue_of(settings: Settings) -> str:
    """Return the name of the queue of this installation."""
    return f"{settings.queue_prefix}-outbox"


def make_actor(
    broker: dramatiq.Broker, settings: Settings, take: Callable[[str, str], None]
) -> dramatiq.Actor[[str, str], None]:
    """Return the actor that a message (row, lease) calls."""
    return dramatiq.actor(broker=broker, actor_name="do_row", queue_name=queue_of(settings))(take)
