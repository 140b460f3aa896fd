"""The real worker in a process of its own, its way out led to the receiver; test_kill kills it."""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import make_engine
from backend.jobs import worker
from backend.webhooks import outside
from tests.backend.webhooks.receivers import Receiver, sender_to

SECONDS = 60.0  # a receiver that hangs is waited for longer than the test lasts


@dataclass
class Running(FixedClock):
    """A clock that goes on from a moment."""

    begun: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """Return the moment and what went by since."""
        return self.moment + timedelta(seconds=time.monotonic() - self.begun)


def start_worker(settings: Settings, folder: Path, port: int, moment: datetime) -> BaseProcess:
    """Start a worker; whoever starts it kills it."""
    process = get_context("spawn").Process(target=_work, args=(settings, folder, port, moment), daemon=True)
    process.start()
    return process


def _work(settings: Settings, folder: Path, port: int, moment: datetime) -> None:
    receiver = Receiver(ssl.create_default_context(cafile=str(folder / "authority.pem")), port)
    sender = sender_to(receiver, seconds=SECONDS)
    outside.sender = lambda: sender  # type: ignore[assignment]
    worker.start(settings, make_engine(settings.database_url), Running(moment))
    threading.Event().wait()
