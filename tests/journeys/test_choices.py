"""«Не знаю» and «Ничего из этого» stand alone: scripts clear what contradicts them, without scripts it is refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser
BOTH = "Отмечено «Не знаю», но есть и другой ответ. Оставьте одно."


def begin(page: Page) -> None:
    """Start the interview of a café."""
    page.goto("/")
    page.get_by_role("searchbox", name="Чем занимаетесь?").fill("кафе")
    page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Кафе, ресторан").first.check()
    page.get_by_role("button", name="Продолжить").click()


def test_a_tick_that_stands_alone_clears_the_others_and_is_cleared_by_them(open_browser: OpenBrowser) -> None:
    page = open_browser()
    begin(page)
    page.goto("/answers/activities")
    ticked = page.locator("main input[name=activities]:checked")
    assert ticked.count() > 0  # what a café likely does is ticked already
    page.get_by_label("Ничего из этого").check()
    assert [box.get_attribute("value") for box in ticked.all()] == ["nothing"]
    page.get_by_label("Услуги людям").check()
    page.get_by_label("Не знаю").check()
    assert [box.get_attribute("value") for box in ticked.all()] == ["unknown"]


def test_a_number_typed_takes_the_tick_away_and_a_tick_the_number(open_browser: OpenBrowser) -> None:
    page = open_browser()
    begin(page)
    page.goto("/answers/employees")
    unsure, typed = page.locator("main #f-employees_unknown"), page.locator("main input[name=employees]")
    unsure.check()
    typed.fill("14")
    expect(unsure).not_to_be_checked()
    unsure.check()
    expect(typed).to_have_value("")


def test_without_scripts_the_contradiction_is_refused_and_the_number_kept(open_browser: OpenBrowser) -> None:
    page = open_browser(java_script_enabled=False)
    begin(page)
    page.goto("/answers/employees")
    for unsure in page.get_by_label("Не знаю").all():
        unsure.check()
    page.locator("main input[name=employees]").fill("14")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text(BOTH).first).to_be_visible()
    expect(page.locator("main input[name=employees]")).to_have_value("14")
