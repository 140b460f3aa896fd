"""An ИП alone, no authority here: one event from a late notice to a deferred prescription, all by its own papers."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.papers import PDF
from tests.journeys.test_own_parts_of_a_room import choose, sound

pytestmark = pytest.mark.browser
OWNER, NEIGHBOUR = "Мария Соколова", "Анна Кузнецова"
PAPER = {"name": "журнал.pdf", "mimeType": "application/pdf", "buffer": PDF}
# Told at 11:00 of a start at 10:00 of the next day; moved to the morning of the day the story is walked on.
NOTICED, START, MOVED_TO = "2026-11-26T11:00", "2026-11-27T10:00", "2026-11-28T09:00"
TODAY, DUE, LATER = "2026-11-28", "2026-12-20", "2027-02-01"


def fill(page: Page, values: dict[str, str]) -> None:
    """Fill fields by their names, whatever they are."""
    for name, value in values.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("one => one.matches('select') || ['radio', 'checkbox'].includes(one.type)"):
            choose(page, name, value)
        else:
            field.fill(value)


def submit(page: Page) -> None:
    """Press the main button of the page's form; what was entered is taken."""
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("alert")).to_have_count(0)


def enter(page: Page) -> str:
    """Enter an event told of 23 hours before its start; return the address of its room."""
    page.goto("/control-events/new")
    page.get_by_label("Только сообщили").check()
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    fill(page, {"control_type": "fire", "kind": "ON_SITE", "ground": "RISK_INDICATOR", "planned": "no"})
    if page.locator("[name=place_id]").count():
        page.locator("[name=place_id]").first.check()
    fill(page, {"noticed_at": NOTICED, "start_at": START})
    sound(page, "alone-new")
    page.get_by_role("button", name="Открыть комнату проверки").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    return page.url


def take(page: Page, place: str, action: str, values: dict[str, str], *, paper: bool = False) -> None:
    """From a page of the room take a step: one click to its form, one to do it."""
    page.goto(place)
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    page.locator(f"main a[href$='/{action}']").first.click()
    fill(page, values)
    if paper:
        page.locator("[name=file]").set_input_files(PAPER)  # type: ignore[arg-type]
    sound(page, f"alone-{action}")
    submit(page)


def begin(page: Page, room: str, procedure: str, values: dict[str, str]) -> None:
    """Write down a paper that came: a demand, a prescription."""
    page.goto(f"{room}/new/{procedure}")
    fill(page, values)
    sound(page, f"alone-{procedure}")
    submit(page)


def see(page: Page, address: str, text: str, name: str) -> None:
    """Open a part of the room and find a text on it."""
    page.goto(address)
    expect(page.get_by_text(text).first).to_be_visible()
    sound(page, name)


def move(page: Page, room: str) -> None:
    """Ask for the event to be moved by the right of art. 31(8), because of an illness; the authority moves it."""
    page.goto(f"{room}/postpone")
    sound(page, "alone-postpone")
    page.locator("a[href$='/postpone/D1']").click()
    if page.locator("select[name=ground]").count():
        page.locator("select[name=ground]").select_option(index=1)
    else:
        page.locator("[name=ground]").first.check()
    fill(page, {"proof": "Больничный лист № 5", "cause_from": "2026-11-26", "filed_on": "2026-11-27"})
    sound(page, "alone-d1")
    submit(page)
    see(page, f"{room}/postponements", "Больничный лист", "alone-postponements")
    take(page, f"{room}/postponements", "grant", {"new_start": MOVED_TO, "decided_on": "2026-11-27"})
    expect(page.get_by_text("28 ноября 2026, 09:00").first).to_be_visible()


def hand_over(page: Page, room: str) -> None:
    """Write a demand down, keep the very file that was sent and the portal's number for it; take the file back whole.

    Nobody received it here, so there is no receipt of ours: the number of the portal is what proves the sending.
    """
    said = {"kind": "documents", "items": "журнал инструктажа", "received_on": TODAY, "due_on": DUE}
    begin(page, room, "document_request", said)
    sent = {"supplied_on": TODAY, "outside_number": "ЕПГУ-42", "outside_date": TODAY}
    take(page, f"{room}/requests", "supply", sent, paper=True)
    see(page, f"{room}/requests", "Документы переданы", "alone-requests")
    expect(page.get_by_text("Без официального номера")).to_have_count(0)
    assert taken_back(page) == PDF


def taken_back(page: Page) -> bytes:
    """Open the file that a page shows; return its bytes."""
    address = page.get_by_role("link", name="журнал.pdf").first.get_attribute("href") or ""
    return page.request.get(address).body()


def defer(page: Page, room: str) -> None:
    """Write the prescription down, ask for more time, write down that it was given."""
    points = "Нет огнетушителя; п. 60; 20.12.2026; Купить; Фото"
    begin(page, room, "prescription", {"received_on": TODAY, "due_on": DUE, "points": points})
    expect(page.get_by_text("Нет огнетушителя").first).to_be_visible()
    sound(page, "alone-prescription")
    own = page.url
    asked = {"reason": "Поставщик задерживает", "asked_until": LATER, "motion_received_on": TODAY}
    take(page, own, "ask_deferral", asked)
    take(page, own, "defer", {"due_on": LATER, "decided_on": TODAY})
    see(page, own, "1 февраля 2027", "alone-deferred")


@pytest.mark.parametrize("width", [1280, 360])
def test_an_owner_goes_alone_from_a_late_notice_to_a_deferred_prescription(sign_in: OpenBrowser, width: int) -> None:
    page = sign_in(OWNER, width=width, height=800)
    room = enter(page)
    sound(page, "alone-room")
    see(page, f"{room}/check", "Уведомили поздно или не уведомили", "alone-check")
    move(page, room)
    take(page, room, "start", {"started_at": MOVED_TO})
    hand_over(page, room)
    take(page, room, "finish", {"ended_at": "2026-11-28T11:00"})
    act = {"act_number": "А-5", "act_date": TODAY, "violations": "нет огнетушителя; ППР № 1479; п. 60"}
    take(page, room, "draw_act", act)
    take(page, room, "act_signed", {"act_delivered_on": TODAY})
    see(page, f"{room}/act", "нет огнетушителя", "alone-act")
    defer(page, room)
    see(page, "/control-events", "Выездная проверка", "alone-events")
    expect(page.locator(f"main a[href='{urlsplit(room).path}']")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_where_the_authority_is_here_a_file_handed_over_gets_a_receipt(sign_in: OpenBrowser, width: int) -> None:
    page = sign_in(NEIGHBOUR, width=width, height=800)
    page.goto("/control-events")
    page.locator("main .item", has_text="Идёт").get_by_role("link").first.click()
    room = page.url
    page.goto(f"{room}/own_files")
    page.locator("[name=file]").set_input_files(PAPER)  # type: ignore[arg-type]
    page.get_by_role("button", name="Сохранить файл").click()
    page.goto(f"{room}/own_files")
    sound(page, "own-files")
    kept = page.locator("main li", has=page.get_by_role("link", name="журнал.pdf")).first
    kept.get_by_role("button", name="Передать органу").click()
    page.goto(f"{room}/files")
    given = page.locator("main li", has=page.get_by_role("link", name="журнал.pdf")).first
    expect(given).to_contain_text("расписка")
    assert taken_back(page) == PDF
    sound(page, "handed-over")
