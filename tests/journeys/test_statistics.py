"""Releases in a browser: a regulator finds the worst requirement and answers; a business finds itself among others."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from calculators.release.shapes import Segment
from tests.backend.statistics.shelf import put, rows_of
from tests.journeys.conftest import OpenBrowser, Site
from tests.journeys.test_weight import LIST_OF_SIXTY, NEXT_PAGE, Wire

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PICTURES = os.environ.get("YASNO_PICTURES")
EGOR, ANNA, TAMARA = "Егор Лапин", "Анна Кузнецова", "Тамара Юсупова"
WIDE, PHONE = 1280, 360
# Егор's office is asked about it in the demo, and Анна has marked the second.
WORST, MARKED = "fire.systems_log", "food.cleaning"
MICRO = Segment("micro", "trade")


@pytest.fixture(scope="module", autouse=True)
def shelf(site: Site) -> None:
    """Two quarters: the log of systems is the worst of its authority, and lately a bit better."""
    for name, value in (("2026Q2", 1.6), ("2026Q3", 1.9)):
        values = {
            (WORST, "clarity", None): value,
            (WORST, "feasibility", None): 2.8,
            (WORST, "clarity", MICRO): 1.7,
            ("fire.exits_free", "clarity", None): 3.9,
            (MARKED, "clarity", None): 2.8,
            (MARKED, "feasibility", None): 3.3,
        }
        marks = {"synthetic": True, "dataset": "synthetic"}
        put(site.settings, name, rows_of(values, {"fire": 3.2, "food": 3.1}), **marks)


def sound(page: Page, name: str) -> None:
    """Look at a page on a wide screen and on a phone: it fits, and axe finds nothing."""
    page.wait_for_load_state()  # a click ends when the next page begins
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"statistics-{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], (name, width)


def test_a_regulator_finds_the_worst_requirement_reads_why_and_publishes_a_plan(sign_in: OpenBrowser) -> None:
    page = sign_in(EGOR)
    page.get_by_role("link", name="Оценки требований").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Понятность ниже 3: 1 требование")
    expect(page.get_by_text("Синтетические данные.").first).to_be_visible()
    sound(page, "list")
    page.locator("tbody").last.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(WORST))
    expect(page.get_by_role("heading", name="55 % не понимают, что делать: ставят 1 или 2")).to_be_visible()
    sound(page, "requirement")
    page.locator("main .item").get_by_role("link").first.click()
    page.get_by_label("Ответ и причины").fill("Согласны: перечень записей не назван. Назовём его.")
    page.get_by_role("button", name="Согласиться", exact=True).click()
    page.get_by_label("Какие меры").fill("Разъяснение с образцом журнала.")
    page.get_by_label("До какого дня").fill("2027-02-01")
    page.get_by_role("button", name="Назвать меры").click()
    page.goto(f"/desk/statistics/{WORST}")
    expect(page.get_by_text("Назовём его.")).to_be_visible()
    expect(page.get_by_text("ждём следующего выпуска").first).to_be_visible()
    sound(page, "answered")


def test_the_grid_and_the_comparison_fit_any_screen(sign_in: OpenBrowser) -> None:
    page = sign_in(EGOR)
    page.goto("/desk/statistics/grid?domain=fire")
    expect(page.get_by_role("cell", name="1,7 ±0,2")).to_be_visible()
    sound(page, "grid")
    page.goto(f"/desk/statistics/compare?domain=fire&left={WORST}&right=fire.exits_free")
    expect(page.get_by_text("отличается").first).to_be_visible()
    sound(page, "compare")
    page.goto(f"/desk/statistics/compare?left={WORST}&against=2026Q2")
    expect(page.get_by_text("−0,30 ±0,29")).to_be_visible()


def test_an_english_ombudsman_takes_the_list_away_without_a_mouse(sign_in: OpenBrowser) -> None:
    page = sign_in(TAMARA)
    page.goto("/language/en?next=/desk/statistics")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clarity below 3")
    page.get_by_label("Measure").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("measure=feasibility"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download XLSX").focus()
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "yasno-2026Q3-list-synthetic.xlsx"
    sound(page, "english")


def test_on_paper_the_budget_and_the_noise_stand_below(sign_in: OpenBrowser) -> None:
    page = sign_in(EGOR)
    page.goto(f"/desk/statistics/{WORST}")
    page.emulate_media(media="print")
    expect(page.get_by_text("Выпуск 2026Q3, ε 3,0, не больше 10 ответов от бизнеса")).to_be_visible()
    expect(page.get_by_role("link", name="Скачать XLSX")).to_be_hidden()


def test_a_business_finds_itself_beside_its_peers(sign_in: OpenBrowser) -> None:
    page = sign_in(ANNA)
    page.get_by_role("link", name="Мои оценки", exact=True).click()
    row = page.get_by_role("row").filter(has=page.locator(f"a[href='/my-voices/{MARKED}']"))
    expect(row).to_contain_text(re.compile("ваша оценка 3; у всех бизнесов 2,6–3,0"))
    sound(page, "mine")
    row.get_by_role("link").click()
    expect(page.get_by_text("вы", exact=True).first).to_be_visible()
    sound(page, "mine-one")
    page.get_by_role("link", name="Как это защищает бизнес").click()
    expect(page.get_by_role("heading", name="От чего это не защищает")).to_be_visible()
    sound(page, "privacy")


def test_the_pages_are_light(sign_in: OpenBrowser) -> None:
    page = sign_in(EGOR)
    page.goto("/desk/statements", wait_until="networkidle")
    wire = Wire(page)
    limits = {"": LIST_OF_SIXTY, "/grid?domain=fire": NEXT_PAGE, f"/{WORST}": NEXT_PAGE, "/compare": NEXT_PAGE}
    for path, most in limits.items():
        page.goto(f"/desk/statistics{path}", wait_until="networkidle")
        assert wire.weigh(path or "list", fonts=False) <= most, path
