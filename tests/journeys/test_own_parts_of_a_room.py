"""An owner alone with an inspection: checks it, prepares, counts it, rates it, takes the basis of an appeal away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OWNER = "Анна Кузнецова"
PICTURES = os.environ.get("YASNO_PICTURES")


def sound(page: Page, name: str) -> None:
    """Check that a page fits its screen and that axe finds nothing; keep a picture where one is asked for."""
    page.wait_for_load_state()  # a click ends when the next page begins
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name


def enter(page: Page) -> str:
    """Enter an event that is over, told of 23 hours before; return the address of its room."""
    page.goto("/control-events/new")
    page.get_by_label("Акт вручили").check()
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    choose(page, "control_type", "fire")
    choose(page, "kind", "ON_SITE")
    choose(page, "ground", "RISK_INDICATOR")
    choose(page, "planned", "no")
    if page.locator("[name=place_id]").count():
        page.locator("[name=place_id]").first.check()
    page.locator("[name=noticed_at]").fill("2026-11-17T10:00")
    page.locator("[name=start_at]").fill("2026-11-18T09:00")
    page.locator("[name=act_delivered_on]").fill("2026-11-20")
    page.get_by_role("button", name="Открыть комнату проверки").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    return page.url


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of a field, whether it is a list or buttons."""
    if page.locator(f"select[name={name}]").count():
        page.locator(f"select[name={name}]").select_option(value)
    else:
        page.locator(f"[name={name}][value='{value}']").check()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_owner_checks_prepares_counts_and_rates_an_inspection(sign_in: OpenBrowser, width: int) -> None:
    page = sign_in(OWNER, width=width, height=800)
    room = enter(page)
    sound(page, "room")
    page.goto(f"{room}/check")
    expect(page.get_by_role("heading", name="Грубое нарушение")).to_be_visible()
    page.locator("[name=originals_seized][value=yes]").check()
    page.locator("[name=filming_hindered][value=yes]").check()
    page.locator("[name=people_present]").fill("Петров П. П.")
    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_role("heading", name="Другое нарушение")).to_be_visible()
    page.get_by_role("button", name="В жалобу: Уведомили поздно или не уведомили").click()
    sound(page, "check")
    page.get_by_role("link", name="Основа жалобы, пунктов: 1").click()
    expect(page.get_by_text("Прошу отменить решения по проверке")).to_be_visible()
    sound(page, "basis")
    page.goto(f"{room}/preparation")
    page.get_by_label("Нет", exact=True).first.check()
    page.get_by_role("button", name="Сохранить ответы").click()
    sound(page, "preparation")
    page.goto(f"{room}/costs")
    page.get_by_label("Сколько людей участвует").fill("2")
    page.get_by_label("Часов с инспекторами, не больше").fill("12")
    page.get_by_role("button", name="Посчитать").click()
    page.locator("[name=actual_hours]").fill("9")
    page.locator("[name=actual_rubles]").fill("15000")
    page.get_by_role("button", name="Сравнить с планом").click()
    expect(page.get_by_text("План и факт")).to_be_visible()
    sound(page, "costs")
    page.goto(f"{room}/rating")
    page.locator("#f-clarity-2").check()
    sound(page, "rating")
    page.get_by_role("button", name="Сохранить оценку").click()
    expect(page.get_by_text("Понятность: 2 из 5")).to_be_visible()
