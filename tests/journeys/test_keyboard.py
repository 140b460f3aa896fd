"""The visitor has no mouse: Tab, Enter and Space lead from the first screen to the list."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.walking import facts_of

pytestmark = pytest.mark.browser
PHOTOGRAPHER = facts_of("photographer")
MOST_STOPS = 150
# A ring around what is under the keys: around itself, the choice it belongs to, or the label drawn in its place.
RING = """() => { const one = document.activeElement;
  return [one, one.closest('.choice'), one.nextElementSibling].filter(Boolean).some(part => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }); }"""


def test_keys_alone_lead_to_the_list_and_the_focus_is_always_seen(open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("фотограф")
    page.keyboard.press("Enter")
    only = page.get_by_label("Фотограф").first
    tab_to(page, only)
    if not only.is_checked():
        page.keyboard.press("Space")
    go_on(page)
    screens = 0
    while "/questions" in page.url:
        answer_by_keys(page)
        screens += 1
    assert screens <= 15
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваш список")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; everything passed on the way shows where one is."""
    expect(target).to_be_attached()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def answer_by_keys(page: Page) -> None:
    """Answer one screen: «Не знаю» or «Ничего из этого» where the owner says nothing, else as the owner says."""
    for asked in page.locator("main input[name=fact]").all():
        code = asked.get_attribute("value") or ""
        field_by_keys(page, code, PHOTOGRAPHER.get(code))
    go_on(page)


def go_on(page: Page) -> None:
    """Press the main button."""
    tab_to(page, page.get_by_role("button", name="Продолжить"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def field_by_keys(page: Page, code: str, value: Any) -> None:
    """Fill one field as somebody with a keyboard does."""
    control = page.locator(f"main [name='{code}']")
    kind = control.first.evaluate("field => field.tagName + ' ' + field.type")
    if kind == "INPUT radio":
        radio_by_keys(page, code, {True: "yes", False: "no", None: "unknown"}.get(value, value))
    elif kind == "INPUT checkbox":
        boxes_by_keys(page, code, ["unknown"] if value is None else value or ["nothing"])
    else:
        tab_to(page, control.first)
        page.keyboard.type(str(value).replace(".", ",")) if kind.startswith("INPUT") else page.keyboard.type(str(value))


def radio_by_keys(page: Page, code: str, value: Any) -> None:
    """Enter the group and go down with the arrow."""
    options = page.locator(f"main [name='{code}']")
    chosen = page.locator(f"main [name='{code}']:checked")
    tab_to(page, chosen.first if chosen.count() else options.first)
    page.keyboard.press("Space")
    for _ in range(options.count()):
        if page.locator(f"main [name='{code}']:checked").get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no {value} among the answers to {code}")


def boxes_by_keys(page: Page, code: str, values: list[str]) -> None:
    """Tick what is wanted and take back what was only likely, in the order of Tab."""
    for box in page.locator(f"main [name='{code}']").all():
        if box.is_checked() == (box.get_attribute("value") in values):
            continue
        if not box.is_visible():
            tab_to(page, box.locator("xpath=ancestor::details[1]/summary"))
            page.keyboard.press("Enter")
        tab_to(page, box)
        page.keyboard.press("Space")


def test_a_mistake_takes_the_focus_to_the_summary_and_from_there_to_the_field(open_browser: OpenBrowser) -> None:
    page = open_browser(width=360, height=640)
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Ошибка: Какие требования действуют для вашего бизнеса · Ясно")
    tab_to(page, summary.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
