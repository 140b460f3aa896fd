"""No connection: the answer waits in this browser and is sent once, by itself; «Стереть всё» erases it too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser
KEPT = "Нет связи. Ответ в этом браузере, отправим сами."
SENT = "Связь есть. Ответ отправлен."
QUEUE = "localStorage.getItem('yasno-unsent')"


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A browser at the first question of a café's interview, without an account."""
    opened = open_browser()
    opened.goto("/")
    opened.get_by_role("searchbox", name="Чем занимаетесь?").fill("кафе")
    opened.get_by_role("button", name="Продолжить").click()
    opened.get_by_label("Кафе, ресторан").first.check()
    opened.get_by_role("button", name="Продолжить").click()
    opened.wait_for_url("**/questions**")
    return opened


def posts(page: Page, path: str) -> list[Request]:
    """Return the list that every form sent to this path is put into from now on."""
    found: list[Request] = []

    def keep(request: Request) -> None:
        if request.method == "POST" and path in request.url:
            found.append(request)

    page.context.on("request", keep)
    return found


def say_unknown(page: Page) -> str:
    """Answer «не знаю» to everything asked; returns the first fact."""
    for box in page.get_by_label("Не знаю").all():
        box.check()
    return page.locator("input[name=fact]").first.get_attribute("value") or ""


def no_way_to_send(page: Page) -> None:
    """This tab alone reaches nothing when the connection is back."""
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.fallback())


def test_an_answer_that_another_tab_sends_takes_its_own_page_on(page: Page) -> None:
    fact = say_unknown(page)
    page.context.new_page().goto("/answers")
    no_way_to_send(page)
    sent = posts(page, "/questions")
    page.context.set_offline(True)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    other = page.context.pages[-1]
    page.context.set_offline(False)
    other.goto("/answers")
    expect(page.get_by_text(SENT)).to_be_visible()
    expect(page.locator(f"input[name=fact][value={fact}]")).to_have_count(0)
    assert [request for request in sent if not request.failure] != []
    assert page.evaluate(QUEUE) is None


def test_an_answer_to_a_question_waits_and_is_sent_once(page: Page) -> None:
    fact = say_unknown(page)
    sent = posts(page, "/questions")
    other = page.context.new_page()
    other.goto("/answers")
    page.context.set_offline(True)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="Продолжить").click()
    assert sent == []
    page.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible()
    expect(page.locator(f"input[name=fact][value={fact}]")).to_have_count(0)
    page.wait_for_timeout(500)
    assert len(sent) == 1
    assert page.evaluate(QUEUE) is None
    other.goto("/answers")
    expect(other.get_by_text("не знаю").first).to_be_visible()


def test_an_answer_of_the_self_assessment_waits_and_is_sent_once(page: Page) -> None:
    page.goto("/check")
    page.wait_for_url(re.compile("/check/[a-z]"))
    address, sent = page.url, posts(page, "/check/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Нет", exact=True).click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="Частично", exact=True).click()
    page.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("частично")
    assert page.url != address
    assert len(sent) == 1
    page.goto(address)
    expect(page.get_by_role("button", name="Частично", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_file_is_not_kept_and_the_page_says_so(page: Page) -> None:
    page.goto("/check")
    page.get_by_text("Заметка, файл").click()
    picture = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("input[type=file]").set_input_files(picture)
    page.context.set_offline(True)
    page.get_by_role("button", name="Да", exact=True).click()
    expect(page.get_by_text("Нет связи. Файл здесь не сохранить")).to_be_visible()
    assert page.evaluate(QUEUE) is None


def test_erasing_everything_erases_what_waits(page: Page) -> None:
    say_unknown(page)
    tab = page.context.new_page()
    tab.goto("/erase")
    page.context.set_offline(True)
    page.get_by_role("button", name="Продолжить").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert page.evaluate(QUEUE)
    sent = posts(page, "/questions")
    page.context.route("**/questions", lambda route: route.abort())  # slow to come back, in either tab
    page.context.set_offline(False)
    tab.get_by_role("button", name=re.compile("Стереть")).click()
    expect(tab.get_by_text("Всё стёрто.")).to_be_visible()
    page.context.unroute("**/questions")
    assert page.evaluate(QUEUE) is None
    tab.goto("/")
    assert tab.evaluate(QUEUE) is None
    for _ in range(50):  # that a request was cut off is told a moment later
        if all(request.failure for request in sent):
            break
        page.wait_for_timeout(100)
    assert all(request.failure for request in sent)


def test_an_answer_kept_for_one_business_is_not_taken_for_another(page: Page, open_browser: OpenBrowser) -> None:
    page.goto("/check")
    page.wait_for_url(re.compile("/check/[a-z]"))
    page.context.set_offline(True)
    page.get_by_role("button", name="Нет", exact=True).click()
    kept, address = page.evaluate(QUEUE), page.url
    other = open_browser()
    other.goto("/")
    other.get_by_role("searchbox", name="Чем занимаетесь?").fill("кафе")
    other.get_by_role("button", name="Продолжить").click()
    other.get_by_label("Кафе, ресторан").first.check()
    other.get_by_role("button", name="Продолжить").click()
    other.wait_for_url("**/questions**")
    other.evaluate("kept => localStorage.setItem('yasno-unsent', kept)", kept)
    other.goto("/list")
    expect(other.get_by_text("Ответ без связи не приняли. Ответьте ещё раз.")).to_be_visible()
    assert other.url == address
    expect(other.locator("[aria-pressed=true]")).to_have_count(0)
    assert other.evaluate(QUEUE) is None
