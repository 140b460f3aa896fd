"""Every page, opened by everybody who may, in a real browser: on a phone at night and on a desk by day."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response
from playwright.sync_api import Error as PlaywrightError

from backend.accounts.tokens import hash_of
from backend.app import create_app
from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import make_engine, open_session
from backend.permissions import RIGHTS, Permission
from backend.profiles.service import start_run
from backend.schema import upgrade
from backend.server import make_server
from rules.roles import Role
from tests.conftest import NOW
from tests.layout.objects import World, know, make_all
from tests.layout.routes import SETTINGS, Route, routes
from tests.people import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# No pages, or pages that change the language or begin anew: the crawl would lose its way.
LEFT_OUT = ("/api/v1", "/health", "/language", "/start")
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
def chromium(browser: Browser) -> Browser:
    """The browser that all browser tests share: a second one in this process would not start."""
    return browser


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
    """Return the addresses that somebody of a role may open; staff are spared what the owner sees alike."""
    got = [route for route in routes() if route.method == "GET" and not route.path.startswith(LEFT_OUT)]
    mine = [route for route in got if ROLES[role] in RIGHTS[route.permission]]
    shared = set() if role in {"visitor", "owner"} else {Permission.PUBLIC, Permission.SIGNED_IN}
    return [route for route in mine if route.permission not in shared]


def context_of(chromium: Browser, site: Site, role: str, language: str = "ru") -> BrowserContext:
    """Return a browser's context signed in as a role."""
    context = chromium.new_context()
    for name, value in (site.cookies[role], ("language", language)):
        context.add_cookies([{"name": name, "value": value, "url": site.url}])
    return context


def open_page(page: Page, url: str) -> tuple[Response | None, list[str]]:
    """Open an address; return its answer, None for a file, and what is wrong with it."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        answer = page.goto(url)
    except PlaywrightError:  # a download is no page
        return None, []
    if answer is None or "text/html" not in answer.headers.get("content-type", ""):
        return None, []
    found = [f"answers {answer.status}"] if answer.status >= 500 else []
    found += [] if "content-security-policy" in answer.headers else ["no policy"]
    found += [f"asks {one}" for one in asked if urlsplit(one).netloc not in {urlsplit(url).netloc, ""}]
    # Chromium itself reports a page that says 404 or 410.
    found += [f"says {words}" for words in said if answer.status < 400 or "Failed to load resource" not in words]
    return answer, found


def looks(page: Page, width: int, scheme: str) -> list[str]:
    """Look at an open page at a width, by day or by night; return what is wrong with it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"is {wide} px wide on {width}"] if wide > width else []
    for fault in Axe().run(page, options=RULES).response["violations"]:
        found.append(f"{scheme}, axe {fault['id']}: {fault['nodes'][0]['html'][:120]}")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_whole_by_day_and_by_night_on_a_desk_and_on_a_phone(
    chromium: Browser, site: Site, role: str
) -> None:
    wrong = {}
    context = context_of(chromium, site, role)
    for route in pages_for(role):
        page = context.new_page()
        answer, found = open_page(page, site.url + route.at(site.ids))
        if answer is not None:
            found += looks(page, 1280, "light") + looks(page, 360, "dark")
        page.close()
        wrong.update({route.path: found} if found else {})
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("role", ["owner", "visitor"])
def test_every_page_says_in_which_language_it_is(chromium: Browser, site: Site, role: str, language: str) -> None:
    wrong = []
    context = context_of(chromium, site, role, language)
    for route in pages_for(role):
        answer = context.request.get(site.url + route.at(site.ids), max_redirects=0)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status < 300:
            wrong += [] if f'<html lang="{language}"' in answer.text() else [route.path]
    context.close()
    assert wrong == []
