"""Pages of feedback in a real browser, with something on each: they fit a phone and a desk, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium

from tests.backend.feedback.conftest import SIGN
from tests.backend.feedback.conftest import entry as entry
from tests.backend.feedback.conftest import item as item
from tests.backend.feedback.conftest import office as office
from tests.backend.feedback.conftest import room as room
from tests.backend.feedback.conftest import statement as statement
from tests.journeys.test_threads import HOST, served_by
from tests.people import Browser

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
REASON = "Язык вывески назван в статье 9 того же закона: повторять его в пункте не нужно."


@pytest.fixture(params=[(360, "dark"), (1280, "light")], ids=["phone", "desk"])
def look(browser: Chromium, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Open a page as somebody sees it and check it."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="ru-RU", color_scheme=scheme)

    def open_it(who: Browser, path: str) -> None:
        page = context.new_page()
        page.route("**/*", served_by(who))
        answer = page.goto(f"{HOST}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path
        page.close()

    yield open_it
    context.close()


def test_pages_of_feedback_fit_and_are_sound(statement, room, office, editor, owner, visitor, look) -> None:
    look(office, "/desk/statements")
    look(office, f"/desk/statements/{statement}")
    refused = office.post_form(f"/desk/statements/{statement}/reject", {"text": ""})
    assert refused.status_code == 422
    assert office.post_form(f"/desk/statements/{statement}/reject", {"text": REASON}).status_code == 303
    for path in ("/statements", f"/statements/{statement}", "/statements/sent/2026-11-30"):
        look(visitor, path)
    room.wait(days=1)
    look(editor, f"/statements/{statement}")
    look(owner, "/my-feedback")
    look(owner, f"/my-feedback/named/{SIGN}")


def test_the_desk_of_the_editor_fits_and_is_sound(item, editor, look) -> None:
    for path in ("/desk/feedback", f"/desk/feedback/{item.id}", f"/desk/new-statement/{SIGN}"):
        look(editor, path)
    assert f"/desk/feedback/{item.id}" in editor.get("/desk/feedback").text
