"""A room of an event by keys alone, on paper, and over a thin wire."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.test_keyboard import MOST_STOPS, RING
from tests.journeys.test_weight import KB, NEXT_PAGE, Wire

pytestmark = pytest.mark.browser
OWNER = "Анна Кузнецова"
STAFF = {"Олег Рыбаков": "/desk/control", "Ирина Лосева": "/desk/prosecutor", "Тамара Юсупова": "/desk/ombudsman"}
# A whole room of an event that goes on, every part of it on one page.
ROOM = 14 * KB
OF_OWNER = ("", "/new", "/{room}", "/{room}/check", "/{room}/costs", "/{room}/preparation")
LISTS = ("/warnings", "/visits", "/consultations", "/risk", "/risk/integrity", "/declarations")
DESK = ("", "/objects", "/calendar", "/workload", "/plans", "/warnings", "/visits")


# The little button inside a field for a day has a ring of the browser's own, which a page cannot see.
OWN_BUTTON = (
    "() => document.activeElement.type?.startsWith('date') && !document.activeElement.matches(':focus-visible')"
)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; everything passed on the way shows where one is."""
    expect(target).to_be_attached()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) or page.evaluate(OWN_BUTTON), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def press(page: Page, name: str, role: str = "button") -> None:
    """Go to a control by Tab and press it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.keyboard.press("Enter")


def pick(page: Page, name: str, value: str) -> None:
    """Choose in a group of buttons or in a list by the arrow."""
    group = page.locator(f"main [name={name}]")
    if group.first.evaluate("one => one.matches('select')"):
        tab_to(page, group)
        for _ in range(60):
            if group.input_value() == value:
                return
            page.keyboard.press("ArrowDown")
    else:
        chosen = page.locator(f"main [name={name}]:checked")
        tab_to(page, chosen.first if chosen.count() else group.first)
        page.keyboard.press("Space")
        for _ in range(group.count()):
            if page.locator(f"main [name={name}]:checked").get_attribute("value") == value:
                return
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"no {value} in {name}")


def write_day(page: Page, name: str, keys: str) -> None:
    """Type a day or a moment into the browser's own field, part after part."""
    tab_to(page, page.locator(f"main [name={name}]"))
    page.keyboard.type(keys)


def test_keys_alone_enter_an_event_and_ask_to_move_it(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    page.goto("/control-events")
    press(page, "Мне сообщили о проверке", "link")
    tab_to(page, page.get_by_label("Только сообщили"))
    page.keyboard.press("Space")
    pick(page, "control_type", "fire")
    pick(page, "kind", "ON_SITE")
    press(page, "Открыть комнату проверки")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    press(page, "Перенести или попросить время", "link")
    tab_to(page, page.locator("main a[href$='/postpone/D2']").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.locator("main [name=reason]"))
    page.keyboard.type("Ремонт лифта, второй этаж закрыт")
    write_day(page, "wanted_from", "12152026")
    write_day(page, "filed_on", "11282026")
    submit = page.locator("main form button[type=submit]").last
    tab_to(page, submit)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Ремонт лифта").first).to_be_visible()


def open_room(page: Page) -> str:
    """Open the room of the event that goes on; return its address."""
    page.goto("/control-events")
    page.locator("main .item", has_text="Идёт").get_by_role("link").first.click()
    return page.url


def test_a_printed_room_has_every_fold_open_and_no_button(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    open_room(page)
    page.emulate_media(media="print")
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('main details > .fold__body')]
          .filter(one => one.getBoundingClientRect().height === 0).map(one => one.parentElement.id || one.innerText)"""
    )
    assert hidden == []
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.site-menu, .actions, main button, .section-index, input, textarea')]
          .filter(one => one.getClientRects().length).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert shown == []
    for part in ("Что дальше", "Запросы документов", "Сроки", "Ход", "Часы и дни"):
        expect(page.get_by_role("heading", name=part, exact=True).first).to_be_visible()


def test_pages_of_control_are_light(sign_in: OpenBrowser) -> None:
    page = sign_in(OWNER)
    room = open_room(page).rpartition("/")[2]
    wire = Wire(page)
    heavy = {}
    for address in (*("/control-events" + one.format(room=room) for one in OF_OWNER), *LISTS):
        page.goto(address, wait_until="networkidle")
        weight = wire.weigh(address, fonts=False)
        most = ROOM if address.endswith(room) else NEXT_PAGE
        heavy.update({address: weight} if weight > most else {})
    for name, home in STAFF.items():
        page = sign_in(name)
        page.goto(home, wait_until="networkidle")
        wire = Wire(page)
        for address in [home + one for one in DESK] if home == "/desk/control" else [home]:
            page.goto(address, wait_until="networkidle")
            weight = wire.weigh(address, fonts=False)
            heavy.update({address: weight} if weight > NEXT_PAGE else {})
    assert heavy == {}
