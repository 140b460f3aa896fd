"""Every component, on a desk and on a phone, by day and by night."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.frontend.conftest import OpenPage
from tests.frontend.styleguide import HERE

SAMPLES = sorted(file.stem for file in (HERE / "samples").glob("*.html"))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("sample", SAMPLES)
def test_axe_finds_no_fault(open_sample: OpenPage, sample: str, width: int, scheme: str) -> None:
    page = open_sample(sample, width=width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_scrolls_sideways(open_sample: OpenPage, sample: str, width: int) -> None:
    page = open_sample(sample, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_obeys_its_own_policy_and_asks_no_stranger(open_sample: OpenPage, sample: str) -> None:
    page = open_sample(sample)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert said == []
    assert [url for url in asked if not url.startswith("http://yasno.test/")] == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_pressed_is_at_least_44_px_high_on_a_phone(open_sample: OpenPage, sample: str) -> None:
    page = open_sample(sample, width=360)
    assert page.evaluate(SMALL_TARGETS) == []


# Links inside sentences and titles are exempt; a tick box counts with its label.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, .ds-button, .tool, .chip, .pagination a, .tabs a, .sorts a, .choice, .score__cell, select')]
  .filter(part => part.checkVisibility() && part.getBoundingClientRect().height < 43.5)
  .map(part => part.className + ': ' + part.textContent.trim().slice(0, 30))"""


def test_the_main_button_of_the_first_screen_shows_on_a_small_phone(open_sample: OpenPage) -> None:
    page = open_sample("first", width=360)
    page.set_viewport_size({"width": 360, "height": 640})
    box: Any = page.get_by_role("button", name="Продолжить").bounding_box()
    assert box["y"] + box["height"] <= 640


def test_english_pages_hold_no_russian_of_ours(open_sample: OpenPage) -> None:
    page = open_sample("all", lang="en")
    chrome = page.locator("header.site-header, footer.site-footer").all_inner_texts()
    names = ("Анна Соколова", "Кафе «Лён»", "Пекарня «Хлеб да соль»", "Требования", "Самопроверка", "Затраты", "План")
    text = " ".join(chrome)
    for name in (*names, "Русский", "РУ"):
        text = text.replace(name, "")
    assert [letter for letter in text if "а" <= letter.lower() <= "я"] == []
