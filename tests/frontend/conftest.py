"""A real Chromium that is served the samples and the built files, under the policy the site sends."""

import mimetypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.frontend.styleguide import FRONTEND, owner, render, visitor

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' 'nonce-nonce'; form-action 'self'"
)
SITE = "http://yasno.test"
SIGNED_IN = {"all", "requirement"}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not CHROMIUM.exists() and not os.environ.get("YASNO_REQUIRE_SERVICES"):
        pytest.skip("no Chromium at /usr/bin/chromium")
    return {"executable_path": str(CHROMIUM), "args": QUIET}


@pytest.fixture
def sent() -> list[str]:
    """Return the bodies of the forms that were sent."""
    return []


@pytest.fixture
def open_sample(browser: Browser, sent: list[str]) -> Iterator[OpenPage]:
    """Return a function that opens a sample: name, width, color_scheme, lang, and anything of a browser context."""
    contexts: list[BrowserContext] = []

    def open_it(name: str, *, width: int = 1280, lang: str = "ru", **wishes: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", lambda route: answer(route, name, lang, sent))
        page.goto(f"{SITE}/")
        return page

    yield open_it
    for context in contexts:
        context.close()


def answer(route: Route, name: str, lang: str, sent: list[str]) -> None:
    """Answer a request with a built file or with the sample's page."""
    path = route.request.url.removeprefix(SITE).split("?")[0]
    if route.request.post_data:
        sent.append(route.request.post_data)
    if path.startswith("/assets/"):
        file = FRONTEND / "built" / path.removeprefix("/assets/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
        return
    view = owner(lang) if name in SIGNED_IN else visitor(lang)
    page = render(f"{name}.html", view)
    route.fulfill(body=page, content_type="text/html; charset=utf-8", headers={"content-security-policy": POLICY})
