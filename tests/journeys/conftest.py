"""The demo world served as on the first day of an installation, and a real browser to walk through it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from backend.clock import MOSCOW
from backend.config import Settings, read_settings
from tests.conftest import NOW

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 90_000  # ms: a loaded machine is slow, not wrong

OpenBrowser = Callable[..., Page]


class WalkingClock:
    """A clock that shows noon of 28 November 2026 when it is made and goes on from there."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def now(self) -> datetime:
        """Return the moment it shows."""
        return NOW + timedelta(seconds=time.monotonic() - self.begun)

    def today(self) -> date:
        """Return its day in Moscow."""
        return self.now().astimezone(MOSCOW).date()


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    settings: Settings
    clock: WalkingClock

    def letters(self) -> list[Path]:
        """Return the letters it has sent."""
        folder = self.settings.data / "mail"
        return sorted(folder.iterdir()) if folder.exists() else []


def settings_at(data: Path, port: int = 8000) -> Settings:
    """Return the settings of a demo installation in a folder."""
    secret = "a secret of the journeys, long enough to sign with"
    environ = {"YASNO_DATA": str(data), "YASNO_DEMO": "1", "PORT": str(port), "YASNO_SECRET": secret}
    return read_settings(environ)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Where Chromium is; without it the journeys are skipped, or fail where everything must be there."""
    if not CHROMIUM.exists():
        if os.environ.get("YASNO_REQUIRE_SERVICES") == "1":
            pytest.fail("no Chromium at /usr/bin/chromium, and this run may not skip it")
        pytest.skip("no Chromium at /usr/bin/chromium")
    return {"executable_path": str(CHROMIUM), "args": QUIET}


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo world, to be copied."""
    from backend.seed.loading import load_demo, load_law, prepared

    data = tmp_path_factory.mktemp("demo")
    with prepared(settings_at(data)) as (engine, _):
        load_law(engine, NOW)
        load_demo(engine, NOW, settings_at(data).data)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return data


@pytest.fixture(scope="module")
def site(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo world of its own for each file of journeys, served on a free port."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(demo_world, data)
    settings = settings_at(data, _free_port())
    clock = WalkingClock()
    stop = _serve(settings, clock)
    yield Site(settings.public_url, settings, clock)
    stop()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _serve(settings: Settings, clock: WalkingClock) -> Callable[[], None]:
    """Serve in a thread; return what stops it."""
    from backend.server import make_server

    server, loop = make_server(settings, clock), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    for _ in range(600):
        with socket.socket() as caller:
            caller.settimeout(0.2)
            if caller.connect_ex(("127.0.0.1", settings.port)) == 0:
                break
        thread.join(0.1)

    def stop() -> None:
        loop.call_soon_threadsafe(server.stop)
        thread.join(30)

    return stop


@pytest.fixture
def open_browser(browser: Browser, site: Site) -> Iterator[OpenBrowser]:
    """Open a browser of somebody new: width, height, java_script_enabled, anything of a context."""
    contexts: list[BrowserContext] = []

    def open_it(*, width: int = 1280, height: int = 800, **wishes: Any) -> Page:
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=site.url, viewport=viewport, locale="ru-RU", **wishes)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(open_browser: OpenBrowser) -> OpenBrowser:
    """Open a browser and sign in as a person of the demo: `sign_in("Анна Кузнецова")`."""

    def enter(name: str, **wishes: Any) -> Page:
        page = open_browser(**wishes)
        page.goto("/sign-in")
        page.get_by_role("button", name=name).click()
        return page

    return enter
