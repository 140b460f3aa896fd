"""A list shown by a link: made and withdrawn by a visitor, read by somebody else on a phone and on paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OWNER = "Анна Кузнецова"


def sound(page: Page) -> None:
    """Check that a page fits its screen and that axe finds nothing."""
    page.wait_for_load_state()  # a click ends when the next page begins
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [one["id"] for one in found] == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_a_list_is_shown_by_a_link_until_it_is_withdrawn(
    open_browser: OpenBrowser, sign_in: OpenBrowser, script: bool
) -> None:
    page = sign_in(OWNER, width=360, height=640, java_script_enabled=script)
    page.goto("/report")
    page.get_by_role("link", name="Показать по ссылке").click()
    page.get_by_label("Для кого").fill("юрист")
    page.get_by_role("button", name="Получить ссылку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ссылка на список")
    address = page.get_by_label("Скопируйте адрес").input_value()
    other = open_browser(width=360, height=640, java_script_enabled=script)
    read(other, address, by_script=script)
    page.get_by_role("link", name="Готово").click()
    row = page.get_by_role("listitem").filter(has_text="юрист")
    expect(row).to_contain_text("увидит каждый со ссылкой")
    if script:
        sound(page)
    row.get_by_role("button", name="Отозвать").click()
    expect(page.get_by_text("Ссылка отозвана: больше не откроется.")).to_be_visible()
    gone = other.goto(address)
    assert gone is not None
    assert gone.status == 404
    expect(other.get_by_role("heading", level=1)).to_have_text("Ссылка кончилась или отозвана.")


def read(page: Page, address: str, *, by_script: bool) -> None:
    """Read the list as whoever was given the link; nothing on it can be changed."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Обязательные требования")
    expect(page.locator("main form")).to_have_count(0)
    expect(page.get_by_text(re.compile("Ответы, по которым собран список"))).to_have_count(0)
    if by_script:
        sound(page)
        page.emulate_media(media="print")
        expect(page.locator("footer .print-only")).to_contain_text("квитанция")
        page.emulate_media(media="screen")
