"""Somebody without an account: from the first screen to a list, an assessment, a PDF, a dispute, and nothing left."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import OpenBrowser
from tests.journeys.walking import answer_interview, facts_of

pytestmark = pytest.mark.browser
CAFE = facts_of("cafe")
MOST_QUESTIONS = 15
NUMBERS = re.compile(r"[\d\u00a0]+")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)], ids=["desk", "phone"])
def test_a_visitor_gets_a_list_assesses_it_takes_it_away_disputes_it_and_leaves_nothing(
    open_browser: OpenBrowser, width: int, height: int, script: bool
) -> None:
    page = open_browser(width=width, height=height, java_script_enabled=script)
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    questions = get_the_list(page)
    assert questions <= MOST_QUESTIONS
    print(f"\n{width} px: {questions} questions, {len(opened)} pages from the first screen to the list")
    applies, unclear, not_ours = (number(text) for text in page.locator("main .stats__value").all_inner_texts())
    assert unclear <= (applies + unclear + not_ours) * 0.10
    titles = assess_three(page, by_keys=script)
    first = read_why(page)
    mark(page)
    own_number(page)
    papers = take_away(page)
    assert titles[0] in papers
    assert "действуют" in papers
    assert "\u25a0" not in papers  # a black square: a letter the font has not
    address = dispute(page, first)
    other = open_browser(java_script_enabled=script)
    other.goto(address)
    expect(other.get_by_role("heading", level=1)).to_contain_text("Спор №")
    erase(page)
    other.goto("/list")
    expect(other.get_by_text("Списка ещё нет")).to_be_visible()


def get_the_list(page: Page) -> int:
    """From the first screen to the list; returns how many questions there were."""
    page.goto("/")
    button = page.get_by_role("button", name="Продолжить")
    expect(button).to_be_in_viewport(ratio=1)
    page.get_by_role("searchbox", name="Чем занимаетесь?").fill("кафе")
    button.click()
    page.get_by_label("Кафе, ресторан").first.check()
    button.click()
    questions = answer_interview(page, CAFE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваш список")
    return questions


def number(text: str) -> int:
    """Return the number a text begins with."""
    found = NUMBERS.search(text)
    assert found, text
    return int(re.sub(r"\D", "", found[0]))


def read_why(page: Page) -> str:
    """Open the first requirement of the list and read why it is there; returns its address."""
    page.goto("/list")
    page.locator("#first .item__title a").first.click()
    why = page.get_by_role("region", name="Почему действует для вас")
    expect(why.locator("dt").first).to_be_visible()
    expect(page.get_by_role("region", name="Где это написано")).to_be_visible()
    return page.url


def assess_three(page: Page, *, by_keys: bool) -> list[str]:
    """Answer three requirements, one key or one button each; returns their titles."""
    page.goto("/list")
    page.get_by_role("link", name="Проверить себя").click()
    titles = []
    for key, said in (("1", "Да"), ("2", "Частично"), ("3", "Нет")):
        heading = page.get_by_role("heading", level=1)
        titles.append(heading.inner_text())
        if by_keys:
            page.locator("[data-answers]").first.focus()
            page.keyboard.press(key)
        else:
            page.get_by_role("button", name=said, exact=False).first.click()
        expect(heading).not_to_have_text(titles[-1])
        expect(page.get_by_text(f"«{titles[-1]}»: {said.lower()}.")).to_be_visible()
    assert len(set(titles)) == 3
    return titles


def mark(page: Page) -> None:
    """Say how clear and how feasible the open requirement is."""
    page.get_by_role("group", name="Понятно, что делать?").get_by_label("4").check(force=True)
    page.get_by_role("group", name="Можно выполнить?").get_by_label("3").check(force=True)
    page.get_by_role("button", name="Сохранить оценку").click()
    expect(page.get_by_text("Оценка сохранена.")).to_be_visible()


def own_number(page: Page) -> None:
    """Look at the costs and give a number of one's own."""
    page.goto("/costs")
    before = page.locator(".key-figure").inner_text()
    page.locator("main table a").first.click()
    page.get_by_label("Покупки и услуги на один раз").or_(page.get_by_label("Разовые покупки")).first.fill("12 000")
    if page.get_by_label("Сколько раз в год").count():
        page.get_by_label("Сколько раз в год").fill("12")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Ваши числа сохранены.")).to_be_visible()
    expect(page.locator(".key-figure")).not_to_have_text(before)


def take_away(page: Page) -> str:
    """Download the PDF from the list; returns what it says."""
    page.goto("/list")
    page.get_by_role("link", name="PDF, таблица, печать").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Скачать PDF").first.click()
    reader = PdfReader(BytesIO(Path(started.value.path()).read_bytes()))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def dispute(page: Page, requirement: str) -> str:
    """Dispute a requirement; returns the secret address where the answer will stand."""
    page.goto(requirement)
    page.get_by_role("link", name="Оспорить").click()
    page.get_by_role("group", name="В чём дело").get_by_role("radio").first.check()
    page.get_by_label("Объясните своими словами").fill("Алкоголь подаёт арендатор соседнего зала, у нас его нет.")
    page.get_by_role("button", name="Подать спор").click()
    expect(page.get_by_text("Сохраните адрес этой страницы")).to_be_visible()
    assert "/d/" in page.url
    return page.url


def erase(page: Page) -> None:
    """Erase everything from the footer of the page."""
    page.get_by_role("link", name="Стереть всё").click()
    page.get_by_role("button", name="Стереть всё").click()
    expect(page.get_by_text("Всё стёрто.")).to_be_visible()
    page.goto("/list")
    expect(page.get_by_text("Списка ещё нет")).to_be_visible()
