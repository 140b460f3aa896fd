"""The worker: one thread sweeps the outbox, others do what it found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import dramatiq
import structlog
from sqlalchemy import Engine

from backend.clock import Clock
from backend.config import Settings
from backend.jobs.brokers import make_actor, make_broker
from backend.jobs.work import Hands, claim, do, give_up_unanswered, plan_periodic, release, release_all

log = structlog.get_logger()

THREADS = 4
SWEEP_SECONDS = 0.5
STOP_MILLISECONDS = 10_000


@dataclass
class Sweeper:
    """Looks for due rows until told to stop, and hands them to the broker."""

    hands: Hands
    actor: dramatiq.Actor[[str, str], None]
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Sweep; a fault (no database, no broker) is logged and tried again, more slowly."""
        prepared = False
        while not self.stopped.is_set():
            try:
                prepared = prepared or self._prepare()
                self._sweep()
            except Exception as error:
                log.warning("sweep_failed", error=type(error).__name__, exc_info=error)
                self.stopped.wait(SWEEP_SECONDS * 10)

    def _prepare(self) -> bool:
        if self.hands.settings.broker_url is None:
            release_all(self.hands)
        plan_periodic(self.hands)
        return True

    def _sweep(self) -> None:
        give_up_unanswered(self.hands)
        rows = claim(self.hands)
        sent = 0
        try:
            for row_id, lease in rows:
                self.actor.send(row_id, lease)
                sent += 1
        finally:
            if sent < len(rows):
                release(self.hands, [row_id for row_id, _ in rows[sent:]])
        self.stopped.wait(0.0 if rows else SWEEP_SECONDS)


def start(settings: Settings, engine: Engine, clock: Clock) -> Callable[[], None]:
    """Start the worker in this process; return what stops it, after the rows under way are done."""
    hands = Hands(settings, engine, clock)
    broker = make_broker(settings)

    def take(row_id: str, lease: str) -> None:
        do(hands, row_id, lease)

    sweeper = Sweeper(hands, make_actor(broker, settings, take))
    worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=THREADS)
    worker.start()
    thread = threading.Thread(target=sweeper.run, name="sweeper", daemon=True)
    thread.start()

    def stop() -> None:
        sweeper.stopped.set()
        thread.join()
        worker.stop(timeout=STOP_MILLISECONDS)
        broker.close()

    return stop
