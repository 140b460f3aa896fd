"""Narrowing a list without loading the page anew: the address, the focus and the count go along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, OpenBrowser

pytestmark = pytest.mark.browser
OWNER = "Анна Кузнецова"
MARK = "document.body.dataset.same = 'yes'"


def stayed(page: Page) -> bool:
    """Whether the page was never loaded anew since it was marked."""
    same: bool = page.evaluate("document.body.dataset.same === 'yes'")
    return same


def test_words_narrow_the_list_in_its_place(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    page.goto("/list")
    page.evaluate(MARK)
    page.get_by_role("searchbox", name="Найти в списке").fill("обучение")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name=re.compile(r"Показано \d+ из \d+"))
    expect(heading).to_be_focused(timeout=PATIENCE)  # the first search of a new process builds its index
    expect(page).to_have_url(re.compile(r"/list\?q=%D0%BE"))
    assert stayed(page)
    assert page.locator("[data-live]").inner_text() == heading.inner_text()
    assert "q=" in (page.locator("#list-table").get_attribute("href") or "")
    expect(page.locator("#list-parts")).to_contain_text("Найдено по словам «обучение»")
    expect(page.locator("#results")).to_have_count(1)
    page.get_by_role("link", name="«обучение»").first.click()
    expect(page.get_by_role("heading", name="Сначала")).to_be_focused()
    assert stayed(page)


def test_back_and_forward_bring_whole_pages(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    page.goto("/list")
    page.evaluate(MARK)
    page.get_by_role("link", name="Тема", exact=True).click()
    expect(page).to_have_url(re.compile("by=topic"))
    assert stayed(page)
    expect(page.get_by_role("link", name="Тема", exact=True)).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page).to_have_url(re.compile("/list$"))
    expect(page.get_by_role("link", name="По важности", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("banner")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("link", name="Тема", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("contentinfo")).to_be_visible()


def test_whoever_was_signed_out_meanwhile_lands_on_the_page_to_sign_in(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    page.goto("/list")
    page.context.clear_cookies()
    page.get_by_role("link", name="Тема", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#results")).to_have_count(0)
    expect(page.get_by_role("banner")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_the_registry_and_the_search_narrow_alike_with_and_without_scripts(
    open_browser: OpenBrowser, script: bool
) -> None:
    page = open_browser(java_script_enabled=script, width=360)
    page.goto("/registry")
    page.get_by_role("searchbox").fill("вывеска")
    page.get_by_role("button", name="Найти").click()
    expect(page).to_have_url(re.compile(r"/registry\?.*q="))
    expect(page.locator("#results [data-heading]")).to_be_visible(timeout=PATIENCE)
    page.goto("/search")
    page.get_by_role("searchbox").fill("медкнижка")
    page.get_by_role("button", name="Найти").click()
    expect(page.get_by_role("heading", name="Ближе всего к словам")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/search\?q="))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
