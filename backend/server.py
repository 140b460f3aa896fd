"""Serve the application in this process until told to stop."""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server
from litestar.concurrency import set_asyncio_executor

from backend.app import create_app
from backend.clock import Clock
from backend.config import Settings
from backend.web.logs import configure

THREADS = 40


def make_server(settings: Settings, clock: Clock | None = None) -> Server:
    """Return the server; slow clients are cut after 5 s."""
    return Server(
        create_app(settings, clock=clock),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=5000),
        log_access=False,
    )


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl+C; requests under way are finished."""
    server = make_server(settings)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, server.stop)
    await server.serve()


def run(settings: Settings) -> None:
    """Run the server; Litestar's own pool has only cores + 4 threads."""
    configure()
    set_asyncio_executor(ThreadPoolExecutor(THREADS))
    asyncio.run(serve(settings))
