"""Serve the application in this process until told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from litestar.concurrency import set_asyncio_executor

from backend.accounts.queries import has_demo_people
from backend.app import create_app
from backend.clock import Clock
from backend.config import ConfigError, Settings
from backend.db.engine import make_engine, open_session
from backend.law import activity_index, current_law, search_index
from backend.statistics.feed import feed_of
from backend.web.logs import configure
from rules.faults import InputError

THREADS = 40


def make_server(settings: Settings, clock: Clock | None = None) -> Server:
    """Return the server; slow clients are cut after 5 s."""
    return Server(
        create_app(settings, clock=clock),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=5000),
        log_level=LogLevels.error,
        log_access=False,
    )


async def serve(settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl+C; requests under way are finished. `ready` is told once the port answers."""
    server = make_server(settings)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, server.stop)
    telling = loop.create_task(_tell_when_answering(settings, ready))
    await server.serve()
    telling.cancel()


async def _tell_when_answering(settings: Settings, ready: Callable[[], None]) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection(settings.host, settings.port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        ready()
        # Not before: it would take half of the processor from what the first visitor waits for.
        Thread(target=warm, name="warming", daemon=True).start()
        return


def run(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Run the server; Litestar's own pool has only cores + 4 threads.

    Raises:
        ConfigError: the port is taken, or demo people stand in a database outside the demo.
    """
    configure()
    refuse_taken_port(settings)
    refuse_demo_people(settings)
    refuse_other_releases(settings)
    set_asyncio_executor(ThreadPoolExecutor(THREADS))
    asyncio.run(serve(settings, ready))


def refuse_taken_port(settings: Settings) -> None:
    """The server would share a taken port with whoever holds it, and each would get half of the visitors."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            taken = settings.port
            raise ConfigError(
                f"Порт {taken} занят. Выберите другой: PORT=9000 make run.",
                f"Port {taken} is taken. Choose another: PORT=9000 make run.",
            ) from None


def refuse_demo_people(settings: Settings) -> None:
    """Whoever made the demo world could sign in as anybody in it: such a database never goes into production.

    The database is asked in the demo too: one that does not answer is told now, not to the first visitor.
    """
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        found = has_demo_people(session)
    engine.dispose()
    if found and not settings.demo:
        raise ConfigError(
            "В базе люди из показа: запустите с YASNO_DEMO=1 или с другой YASNO_DATA.",
            "The database holds demo people: start with YASNO_DEMO=1, or with another YASNO_DATA.",
        )


def refuse_other_releases(settings: Settings) -> None:
    """Releases of made-up businesses never stand beside real ones: a store of the other kind does not open."""
    try:
        feed_of(settings).calendar()
    except InputError as error:
        first = error.faults[0]
        words = [f"{first.message.in_(language)} {first.remedy.in_(language)}" for language in ("ru", "en")]
        raise ConfigError(*words) from None


def warm() -> None:
    """Read the law and build the indexes before the first visitor needs them."""
    current_law()
    activity_index()
    search_index()
