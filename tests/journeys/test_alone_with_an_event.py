"""An ИП alone, no authority here: a late notice found, the event moved for illness, a prescription deferred."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.test_own_parts_of_a_room import choose, sound

pytestmark = pytest.mark.browser
OWNER = "Мария Соколова"


def enter(page: Page) -> str:
    """Enter an event of the next days, told of 23 hours before its start; return the address of its room."""
    page.goto("/control-events/new")
    page.get_by_label("Только сообщили").check()
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    for name, value in {"control_type": "fire", "kind": "ON_SITE", "ground": "RISK_INDICATOR", "planned": "no"}.items():
        choose(page, name, value)
    if page.locator("[name=place_id]").count():
        page.locator("[name=place_id]").first.check()
    page.locator("[name=noticed_at]").fill("2026-11-28T11:00")
    page.locator("[name=start_at]").fill("2026-11-29T10:00")
    sound(page, "alone-new")
    page.get_by_role("button", name="Открыть комнату проверки").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    return page.url


def send(page: Page, room: str, procedure: str, values: dict[str, str]) -> None:
    """Open a case in the room and take its first step."""
    page.goto(f"{room}/new/{procedure}")
    sound(page, f"alone-{procedure}")
    for name, value in values.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("one => one.matches('select') || one.type === 'radio'"):
            choose(page, name, value)
        else:
            field.fill(value)
    page.locator("main form button[type=submit]").last.click()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_owner_goes_alone_from_a_late_notice_to_a_deferred_prescription(sign_in: OpenBrowser, width: int) -> None:
    page = sign_in(OWNER, width=width, height=800)
    room = enter(page)
    sound(page, "alone-room")
    page.goto(f"{room}/check")
    expect(page.get_by_text("Уведомили поздно или не уведомили").first).to_be_visible()
    sound(page, "alone-check")
    move(page, room)
    send(page, room, "document_request", {"kind": "documents", "items": "журнал инструктажа", "due_on": "2026-12-20"})
    page.goto(f"{room}/requests")
    expect(page.get_by_text("журнал инструктажа").first).to_be_visible()
    sound(page, "alone-requests")
    paper = {"name": "журнал.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.goto(f"{room}/own_files")
    page.locator("[name=file]").set_input_files(paper)  # type: ignore[arg-type]
    page.get_by_role("button", name="Сохранить файл").click()
    page.goto(f"{room}/own_files")
    expect(page.get_by_text("журнал.pdf")).to_be_visible()


def move(page: Page, room: str) -> None:
    """Ask for the event to be moved by the right of art. 31(8), because of an illness."""
    page.goto(f"{room}/postpone")
    sound(page, "alone-postpone")
    page.locator("a[href$='/postpone/D1']").click()
    if page.locator("select[name=ground]").count():
        page.locator("select[name=ground]").select_option(index=1)
    else:
        page.locator("[name=ground]").first.check()
    for name, value in {"proof": "Больничный лист № 5", "cause_from": "2026-11-28", "filed_on": "2026-11-28"}.items():
        page.locator(f"[name={name}]").fill(value)
    sound(page, "alone-d1")
    page.locator("main form button[type=submit]").last.click()
    page.goto(f"{room}/postponements")
    expect(page.get_by_text("Больничный лист").first).to_be_visible()
    sound(page, "alone-postponements")


@pytest.mark.parametrize("width", [1280, 360])
def test_an_owner_alone_asks_for_more_time_to_meet_a_prescription(sign_in: OpenBrowser, width: int) -> None:
    page = sign_in(OWNER, width=width, height=800)
    page.goto("/control-events/new")
    page.get_by_label("Акт вручили").check()
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    for name, value in {"control_type": "fire", "kind": "ON_SITE"}.items():
        choose(page, name, value)
    if page.locator("[name=place_id]").count():
        page.locator("[name=place_id]").first.check()
    page.locator("[name=act_delivered_on]").fill("2026-11-20")
    page.get_by_role("button", name="Открыть комнату проверки").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    points = "Нет огнетушителя; п. 60; 20.12.2026; Купить; Фото"
    said = {"received_on": "2026-11-20", "due_on": "2026-12-20", "points": points}
    send(page, page.url, "prescription", said)
    expect(page.get_by_text("Нет огнетушителя").first).to_be_visible()
    sound(page, "alone-prescription")
    page.locator("a[href$='/ask_deferral']").first.click()
    asked = {"reason": "Поставщик задерживает", "asked_until": "2027-02-01", "motion_received_on": "2026-11-27"}
    for name, value in asked.items():
        page.locator(f"[name={name}]").fill(value)
    sound(page, "alone-deferral")
    page.locator("main form button[type=submit]").last.click()
    page.locator("a[href$='/defer']").first.click()
    page.locator("[name=due_on]").fill("2027-02-01")
    page.locator("[name=decided_on]").fill("2026-11-28")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("1 февраля 2027").first).to_be_visible()
    sound(page, "alone-deferred")
