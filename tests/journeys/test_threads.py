"""The page of a thread in a real browser: read, written in, shown to a newcomer, on a wide screen and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route

from tests.backend.threads.conftest import case as case
from tests.backend.threads.conftest import joins as joins
from tests.backend.threads.talk import PAGE, PDF, ids_of, say
from tests.people import Browser

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
PICTURES = os.environ.get("YASNO_PICTURES", "")
HOST = "http://127.0.0.1:8000"


def served_by(browser: Browser) -> Any:
    """Return what answers the requests of a page as the application does, without a socket."""

    def answer(route: Route) -> None:
        got = browser.get(route.request.url.removeprefix(HOST), follow_redirects=True)
        kept = {
            name: value for name, value in got.headers.items() if name not in ("content-encoding", "content-length")
        }
        route.fulfill(status=got.status_code, headers=kept, body=got.content)

    return answer


@pytest.fixture(params=[360, 1280])
def look(browser: Chromium, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Open a page as somebody sees it and check it: it fits, and axe finds nothing."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="ru-RU")

    def open_it(who: Browser, path: str, name: str) -> Page:
        page = context.new_page()
        page.route("**/*", served_by(who))
        page.goto(f"{HOST}{path}")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{request.param}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
        found = Axe().run(page, options=rules).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name
        return page

    yield open_it
    context.close()


def test_a_thread_and_its_forms_fit_and_are_sound(owner, inspector, ombudsman, case, joins, look):
    say(owner, "Прилагаю журнал. " + "о" * 200, files=[("file", (f"{'журнал' * 12}.pdf", PDF, "application/pdf"))])
    say(inspector, "Пришлите план эвакуации.", kind="request")
    joins()
    page = look(owner, PAGE, "thread")
    assert page.get_by_role("heading", level=1).inner_text() == "Переписка"
    assert page.get_by_text("Прочтут:").is_visible()
    look(ombudsman, PAGE, "thread-of-newcomer")
    look(owner, f"{PAGE}/earlier?to=ombudsman:1", "earlier")
    request = ids_of(owner)[0]
    page = look(owner, f"{PAGE}?answer={request}", "answering")
    assert page.get_by_role("radio", name="Ответ на запрос № 2: МЧС по Москве").is_checked()
    say(owner, "Вот он.", kind=f"answer:{request}")
    look(inspector, PAGE, "thread-of-authority")
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", name="Написать").is_visible()
