"""Every page, opened by everybody who may, in a real browser: on a phone at night and on a desk by day."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from backend.accounts.tokens import hash_of
from backend.app import create_app
from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import make_engine, open_session
from backend.permissions import RIGHTS
from backend.profiles.service import start_run
from backend.schema import upgrade
from backend.server import make_server
from rules.roles import Role
from tests.conftest import NOW
from tests.layout.objects import World, know, make_all
from tests.layout.routes import SETTINGS, Route, routes
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = {"dark": 360, "light": 1280}
ROLES: dict[str, Role | None] = {
    "visitor": None,
    "owner": Role.BUSINESS,
    "regulator": Role.REGULATOR,
    "editor": Role.EDITOR,
    "admin": Role.ADMIN,
}


@dataclass
class Site:
    """A running site: its address, the ids of its things, and the cookie of each role."""

    url: str
    ids: dict[str, str]
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser of our own."""
    if not CHROMIUM.exists():
        if os.environ.get("YASNO_REQUIRE_SERVICES") == "1":
            pytest.fail("no Chromium at /usr/bin/chromium, but services are required")
        pytest.skip("no Chromium at /usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The café's site, served as it is for people, at noon of 28 November 2026."""
    data, clock = tmp_path_factory.mktemp("crawl"), FixedClock(NOW)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{data / 'yasno.sqlite3'}"
    settings = replace(SETTINGS, data=data, database_url=database, public_url=url, port=port)
    made = furnish(settings, clock)
    stop = serve(settings, clock)
    yield made
    stop()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def furnish(settings: Settings, clock: FixedClock) -> Site:
    """Make the café with one of everything, a guest who has answered, and people of each role."""
    engine = make_engine(settings.database_url)
    upgrade(engine)
    cookie = settings.cookie("session")
    with ExitStack() as stack:
        person = People(create_app(settings, clock=clock), settings, engine, clock, stack)
        owner = person("owner@example.ru", name="Анна Соколова", business="Кафе «Лён»")
        hired = {name: role for name, role in ROLES.items() if role and role is not Role.BUSINESS}
        staff = {name: person(f"{name}@example.ru", role, name=name.title()) for name, role in hired.items()}
        staff["owner"] = owner
        cookies = {name: (cookie, str(browser.cookies[cookie])) for name, browser in staff.items()}
        with open_session(engine, write=True) as session:
            ids = make_all(World(session, settings, clock, owner.business, owner.person))
            run, key = start_run(session, clock.now())
            know(World(session, settings, clock, run, owner.person))
            assert run.run_key_hash == hash_of(key)
            session.commit()
        cookies["visitor"] = (settings.cookie("run"), key)
    engine.dispose()
    return Site(settings.public_url, ids, cookies)


def serve(settings: Settings, clock: FixedClock) -> Callable[[], None]:
    """Serve in a thread; return what stops it."""
    server, loop = make_server(settings, clock), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    for _ in range(600):
        with socket.socket() as caller:
            caller.settimeout(0.1)
            if caller.connect_ex(("127.0.0.1", settings.port)) == 0:
                break
        thread.join(0.1)

    def stop() -> None:
        loop.call_soon_threadsafe(server.stop)
        thread.join(20)

    return stop


def pages_for(role: str) -> list[Route]:
    """Return the addresses that somebody of a role may open."""
    kind = ROLES[role]
    got = [route for route in routes() if route.method == "GET" and not route.path.startswith(("/api/v1", "/health"))]
    return [route for route in got if kind in RIGHTS[route.permission]]


def context_of(chromium: Browser, site: Site, role: str, scheme: str, language: str = "ru") -> BrowserContext:
    """Return a browser's context signed in as a role."""
    size = {"width": WIDTHS[scheme], "height": 800}
    context = chromium.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    name, value = site.cookies[role]
    for cookie in ((name, value), ("language", language)):
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": site.url}])
    return context


def is_page(context: BrowserContext, url: str) -> bool:
    """Whether an address gives a page, not a file or a redirect."""
    answer = context.request.get(url, max_redirects=0, fail_on_status_code=False)
    return answer.headers.get("content-type", "").startswith("text/html") and answer.status != 303


def faults_of(page: Page, url: str, width: int, language: str) -> list[str]:
    """Open a page; return what is wrong with it."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answer: Any = page.goto(url)
    found = [f"answers {answer.status}"] if answer.status >= 500 else []
    found += [] if "content-security-policy" in answer.headers else ["no policy"]
    found += [f"asks {one}" for one in asked if urlsplit(one).netloc != urlsplit(url).netloc and "data:" not in one]
    # Chromium itself reports a page that says 404 or 410.
    found += [f"says {words}" for words in said if answer.status < 400 or "Failed to load resource" not in words]
    wide = page.evaluate("document.documentElement.scrollWidth")
    found += [f"is {wide} px wide on {width}"] if wide > width else []
    spoken = page.get_attribute("html", "lang")
    found += [f"speaks {spoken}"] if spoken != language else []
    for fault in Axe().run(page, options=RULES).response["violations"]:
        found.append(f"axe {fault['id']}: {fault['nodes'][0]['html'][:120]}")
    return found


@pytest.mark.parametrize("scheme", WIDTHS)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_whole(chromium: Browser, site: Site, role: str, scheme: str) -> None:
    found = {}
    language = "ru" if scheme == "light" else "en"
    context = context_of(chromium, site, role, scheme, language)
    # These change the language or begin anew: the crawl would lose its way.
    for route in [one for one in pages_for(role) if not one.path.startswith(("/language", "/start"))]:
        url = site.url + route.at(site.ids)
        if is_page(context, url):
            page = context.new_page()
            faults = faults_of(page, url, WIDTHS[scheme], language)
            page.close()
            found.update({f"{route.path} ({scheme})": faults} if faults else {})
    context.close()
    assert found == {}
