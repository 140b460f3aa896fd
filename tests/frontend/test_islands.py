"""What scripts add, and what works without them."""

import json
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import OpenPage

pytestmark = pytest.mark.browser


def test_a_key_answers_while_the_answers_have_the_focus(open_sample: OpenPage, sent: list[str]) -> None:
    page = open_sample("requirement")
    page.get_by_role("button", name="Да", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("2")
    assert parse_qs(sent[0])["answer"] == ["partly"]


def test_the_next_answers_wait_under_the_fingers_of_who_uses_keys(open_sample: OpenPage, sent: list[str]) -> None:
    page = open_sample("requirement")
    page.get_by_role("button", name="Да", exact=True).focus()
    for key in ("1", "3"):
        with page.expect_navigation():
            page.keyboard.press(key)
    assert [parse_qs(body)["answer"] for body in sent] == [["yes"], ["no"]]


def test_a_key_elsewhere_answers_nothing(open_sample: OpenPage, sent: list[str]) -> None:
    page = open_sample("requirement")
    page.keyboard.press("1")
    page.wait_for_timeout(200)
    assert sent == []


def test_a_word_narrows_a_long_list_and_opens_its_folds(open_sample: OpenPage) -> None:
    page = open_sample("all")
    page.get_by_role("searchbox", name="Найти в списке").fill("КОТЕЛ")
    group = page.get_by_role("group", name="Что из этого у вас есть?")
    shown = [box.get_attribute("value") for box in group.get_by_role("checkbox").all() if box.is_visible()]
    assert shown == ["boiler", "none", "unknown"]


def test_a_word_nobody_knows_says_so(open_sample: OpenPage) -> None:
    page = open_sample("all")
    page.get_by_role("searchbox", name="Найти в списке").fill("самолёт")
    assert page.get_by_text("Ничего не нашли. Измените слово.").is_visible()


def test_the_error_summary_takes_the_focus_without_scripts(open_sample: OpenPage) -> None:
    page = open_sample("all", java_script_enabled=False)
    assert page.get_by_role("alert").evaluate("part => part === document.activeElement")


def test_a_menu_closes_by_escape(open_sample: OpenPage) -> None:
    page = open_sample("requirement")
    page.get_by_text("Анна Соколова").click()
    assert page.get_by_role("button", name="Выйти").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Выйти").is_visible()


def test_an_answer_given_offline_waits_and_is_sent(open_sample: OpenPage, sent: list[str]) -> None:
    page = open_sample("requirement")
    page.context.set_offline(True)
    page.get_by_role("button", name="Да", exact=True).click()
    assert page.get_by_text("Нет связи. Ответ в этом браузере, отправим сами.").is_visible()
    waiting = json.loads(page.evaluate("localStorage.getItem('yasno-unsent')"))
    assert waiting[0]["fields"] == [["answer", "yes"]]
    page.context.set_offline(False)
    page.get_by_text("Связь есть. Ответ отправлен.").wait_for()
    assert parse_qs(sent[0]) == {"answer": ["yes"], "_csrf_token": ["token"]}
    assert page.evaluate("localStorage.getItem('yasno-unsent')") is None


def test_paper_has_no_folds_and_no_menus(open_sample: OpenPage) -> None:
    page = open_sample("all")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.get_by_text("Двенадцать требований.").is_visible()
    assert page.get_by_role("table", name="Готово 38 из 60, осталось 13 дел").is_visible()
    assert not page.locator(".site-menu").is_visible()
    assert not page.get_by_role("button", name="Продолжить").first.is_visible()


def test_paper_is_white_at_night(open_sample: OpenPage) -> None:
    page = open_sample("all", color_scheme="dark")
    colours = "part => [getComputedStyle(part).color, getComputedStyle(part).backgroundColor]"
    assert page.locator("body").evaluate(colours) != ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.locator(".tag").first.evaluate("part => getComputedStyle(part).color") == "rgb(38, 34, 27)"


def test_the_focus_follows_a_swap_to_the_first_error_or_the_heading(open_sample: OpenPage) -> None:
    page = open_sample("all")
    page.evaluate("document.querySelector('[data-focus]').remove()")
    page.get_by_role("link", name="Посчитать снова").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_reduced_motion_is_respected(open_sample: OpenPage) -> None:
    page = open_sample("all", reduced_motion="reduce")
    moving = "part => getComputedStyle(part, '::before').transitionDuration"
    assert page.locator(".fold__summary").first.evaluate(moving) in ("0s", "1e-05s")
