"""Appeals in a browser: a gross breach and a full cancellation; a refusal and the motion; a fine at the wrong door."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import OpenBrowser
from tests.journeys.papers import PNG
from tests.journeys.test_alone_with_an_event import begin, fill, submit
from tests.journeys.test_own_parts_of_a_room import choose, sound

pytestmark = pytest.mark.browser
OWNER, NEIGHBOUR, DESK = "Мария Соколова", "Анна Кузнецова", "Софья Громова"
BODY = "Управление Роспотребнадзора по Москве"
WIDE, PHONE = 1280, 360
BOTH = pytest.mark.parametrize("width", [WIDE, PHONE])
PICTURE = {"name": "подтверждение.png", "mimeType": "image/png", "buffer": PNG}
WHOSE = {"author_role": "official", "author_name": "Волкова Анна Павловна"}
FILER = {
    "filer_address": "Москва, Лесная ул., 3",
    "contact_way": "Личный кабинет на Госуслугах",
    "decision_way": "Личный кабинет на Госуслугах",
}
WAY = dict.fromkeys(("fine", "court_decision", "state_secret", "court_only", "insulting"), "no") | {
    "channel": "federal_portal",
    "signature": "simple",
}
NUMBER = "77260061000119000007"


def enter(page: Page, delivered: str, number: str) -> str:
    """Enter an event told of 23 hours before its start, whose act was delivered on a day; return its room."""
    page.goto("/control-events/new")
    page.get_by_label("Акт вручили").check()
    page.locator("main details").evaluate_all("folds => folds.forEach(one => one.open = true)")
    for name, value in {
        "control_type": "sanitary",
        "kind": "ON_SITE",
        "ground": "RISK_INDICATOR",
        "planned": "no",
    }.items():
        choose(page, name, value)
    if page.locator("[name=place_id]").count():
        page.locator("[name=place_id]").first.check()
    day = delivered.rsplit("-", 1)[0]
    told = {"noticed_at": f"{day}-02T11:00", "start_at": f"{day}-03T10:00", "act_delivered_on": delivered}
    fill(page, told | {"authority_name": "Роспотребнадзор", "act_number": number, "registry_number": NUMBER})
    page.get_by_role("button", name="Открыть комнату проверки").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    return page.url


def check(page: Page, room: str) -> None:
    """Put the gross breach that the check finds into the basis of an appeal, and go on to the appeal."""
    page.goto(f"{room}/check")
    expect(page.get_by_role("heading", name="Грубое нарушение")).to_be_visible()
    page.get_by_role("button", name="В жалобу: Уведомили поздно или не уведомили").click()
    page.get_by_role("link", name="Основа жалобы, пунктов: 1").click()
    page.get_by_role("link", name="Составить жалобу").click()


def open_draft(page: Page, subject: str = "ACT") -> str:
    """Open the draft; return its address."""
    sound(page, "appeal-new")
    choose(page, "subject", subject)
    page.get_by_role("button", name="Составить").click()
    expect(page.get_by_text("Черновик: видите только вы")).to_be_visible()
    return page.url


def write(page: Page, draft: str, part: str, values: dict[str, str]) -> None:
    """From the page of a draft write a part of it."""
    page.goto(draft)
    page.locator(f"main a[href$='/parts/{part}']").first.click()
    sound(page, f"appeal-part-{part}")
    if part == "whose":
        body = page.locator("[name=body_id]")
        if body.first.evaluate("one => one.matches('select')"):
            body.select_option(label=BODY)
        else:
            page.get_by_label(BODY, exact=True).check()
    fill(page, values)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Черновик: видите только вы")).to_be_visible()


def complete(page: Page, draft: str, **wishes: str) -> None:
    """Fill every part that still lacks something."""
    write(page, draft, "whose", WHOSE)
    write(page, draft, "filer", FILER)
    write(page, draft, "wishes", {"demands": "Отменить акт и предписание", "asks_to_restore": "no", **wishes})
    write(page, draft, "way", WAY)


def attach(page: Page, draft: str) -> None:
    """Add a file of one's own."""
    page.goto(f"{draft}/files")
    page.locator("[name=file]").set_input_files({**PICTURE, "name": "уведомление.png"})  # type: ignore[arg-type]
    page.get_by_role("button", name="Добавить").click()
    page.goto(f"{draft}/files")
    expect(page.get_by_role("link", name="уведомление.png")).to_be_visible()
    sound(page, "appeal-files")


def package(page: Page, draft: str) -> str:
    """Download the package; return the text of the appeal that is in it."""
    page.goto(f"{draft}/package")
    sound(page, "appeal-package")
    with page.expect_download() as told:
        page.get_by_role("link", name="Скачать пакет").click()
    with ZipFile(told.value.path()) as archive:
        names = archive.namelist()
        appeal = PdfReader(BytesIO(archive.read("жалоба.pdf")))
        assert archive.read("приложения/01 уведомление.png") == PNG
    assert "тексты полей.txt" in names
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in appeal.pages))


def step(page: Page, place: str, action: str, values: dict[str, str], *, proof: bool = False) -> None:
    """From a page take a step: one click to its form, one to do it."""
    page.goto(place)
    page.locator(f"main a[href$='/{action}']").first.click()
    fill(page, values)
    if proof:
        page.locator("[name=file]").set_input_files(PICTURE)  # type: ignore[arg-type]
    sound(page, f"appeal-{action}")
    submit(page)


def file_it(page: Page, draft: str, at: str) -> None:
    """Write down that it was filed on the portal, with the picture that proves it."""
    step(page, draft, "submit", {"filed_at": at, "proof_at": at}, proof=True)
    expect(page.get_by_text("Подана, номера ещё нет").first).to_be_visible()
    sound(page, "appeal-filed")


def on_desk(appeal: str) -> str:
    """Return where the body sees an appeal."""
    return appeal.replace("/appeals/", "/desk/appeals/")


@BOTH
def test_an_appeal_leads_from_a_gross_breach_to_a_full_cancellation(sign_in: OpenBrowser, width: int) -> None:
    owner = sign_in(OWNER, width=width, height=800)
    room = enter(owner, "2026-11-20", f"П-{width}")
    points = "Нет журнала; СанПиН, п. 4; 20.12.2026; Завести; Снимок"
    begin(owner, room, "prescription", {"received_on": "2026-11-23", "due_on": "2026-12-20", "points": points})
    order = owner.url
    check(owner, room)
    draft = open_draft(owner)
    expect(owner.get_by_text("Осталось дней").first).to_be_visible()
    complete(owner, draft, asks_for_stay="yes", stay_asked_reason="Работа встанет на неделю")
    owner.goto(f"{draft}/grounds")
    sound(owner, "appeal-grounds")
    attach(owner, draft)
    owner.goto(draft)
    expect(owner.get_by_text("Всё на месте")).to_be_visible()
    sound(owner, "appeal-draft")
    text = package(owner, draft)
    for words in ("Жалоба", BODY, NUMBER, "Отменить акт и предписание", "Приостановить исполнение", "уведомление.png"):
        assert words in text, words
    file_it(owner, draft, "2026-11-28T11:30")
    hear(sign_in, width, draft)
    owner.goto(draft)
    for words in ("Решение отменено полностью", "Ответ органа", "Теперь можно в суд"):
        expect(owner.get_by_text(words).first).to_be_visible()
    sound(owner, "appeal-won")
    owner.goto(room)
    expect(owner.get_by_text("Результаты недействительны").first).to_be_visible()
    sound(owner, "appeal-room-void")
    owner.goto(order)
    expect(owner.get_by_text("Отменено").first).to_be_visible()


def hear(sign_in: OpenBrowser, width: int, appeal: str) -> None:
    """The body finds the appeal in its queue, registers it, stays the act, tells of it, cancels in full, publishes."""
    desk, place = sign_in(DESK, width=width, height=800), on_desk(appeal)
    desk.goto("/desk/appeals")
    sound(desk, "appeals-desk")
    expect(desk.locator(f"main a[href='{place.partition('/desk')[1]}{place.partition('/desk')[2]}']")).to_be_visible()
    desk.goto(place)
    sound(desk, "appeals-desk-one")
    step(desk, place, "register", {"registered_on": "2026-11-28", "registry_number": f"Ж-{width}"})
    step(desk, place, "grant_stay", {"stay_decided_on": "2026-11-28"})
    step(desk, place, "tell_stay", {"stay_told_on": "2026-11-28"})
    said = {"answer_1": "Уведомили за 23 часа вместо 24", "accepted_1": "yes", "carrying_out": "В день решения"}
    step(desk, place, "cancel_in_full", {**said, "decision_text": "Отменить полностью", "decided_on": "2026-11-28"})
    step(desk, place, "publish", {"published_on": "2026-11-28"})
    sound(desk, "appeals-desk-decided")


@BOTH
def test_a_late_appeal_is_refused_and_filed_again_with_the_motion(sign_in: OpenBrowser, width: int) -> None:
    owner, desk = sign_in(OWNER, width=width, height=800), sign_in(DESK, width=width, height=800)
    room = enter(owner, "2026-10-12", f"Д-{width}")
    owner.goto(f"/appeals/new?event_id={room.rsplit('/', 1)[1]}")
    first = open_draft(owner)
    expect(owner.get_by_text("Срок подачи прошёл").first).to_be_visible()
    sound(owner, "appeal-late")
    owner.goto(f"{first}/grounds")
    fill(owner, {"text": "Уведомили за 23 часа"})
    owner.get_by_role("button", name="Добавить", exact=True).click()
    complete(owner, first, asks_for_stay="no")
    file_it(owner, first, "2026-11-28T11:00")
    why = "Срок подачи прошёл 11 ноября, просьбы восстановить его нет"
    refusal = {"refusal_ground": "1", "decision_text": why, "decided_on": "2026-11-28"}
    step(desk, on_desk(first), "refuse", refusal)
    owner.goto(first)
    expect(owner.get_by_text(why).first).to_be_visible()
    sound(owner, "appeal-refused")
    owner.get_by_role("button", name="Подать с просьбой восстановить срок").click()
    expect(owner.get_by_text("Новый черновик с просьбой восстановить срок")).to_be_visible()
    again = owner.url.partition("/parts/")[0]
    assert again != first
    write(owner, again, "wishes", {"restore_reason": "Лежал в больнице до 20 ноября"})
    file_it(owner, again, "2026-11-28T11:45")
    step(desk, on_desk(again), "restore_term", {})
    owner.goto(again)
    expect(owner.get_by_text("Срок подачи восстановлен").first).to_be_visible()
    sound(owner, "appeal-restored")


@BOTH
def test_a_fine_brought_to_the_wrong_door_is_told_its_own(sign_in: OpenBrowser, width: int) -> None:
    owner = sign_in(OWNER, width=width, height=800)
    room = enter(owner, "2026-11-25", f"Ш-{width}")
    owner.goto(f"/appeals/new?event_id={room.rsplit('/', 1)[1]}")
    draft = open_draft(owner, "DECISION")
    write(owner, draft, "way", {"fine": "yes"})
    expect(owner.get_by_text("КоАП").first).to_be_visible()
    sound(owner, "appeal-wrong-door")
    owner.goto(f"{draft}/package")
    expect(owner.get_by_text("КоАП").first).to_be_visible()
    owner.goto(draft)
    expect(owner.locator("main a[href$='/submit']")).to_have_count(0)
    refused = owner.goto(f"/cases/appeal/{draft.rsplit('/', 1)[1]}/submit")
    assert refused is not None
    assert refused.status == 409
    expect(owner.get_by_text("КоАП").first).to_be_visible()
    sound(owner, "appeal-wrong-door-closed")
    owner.goto("/appeals")
    sound(owner, "appeals-list")
    owner.goto(draft)
    expect(owner.get_by_text("Черновик: видите только вы")).to_be_visible()


@BOTH
def test_a_decision_that_stands_nowhere_here_is_appealed_in_free_words(sign_in: OpenBrowser, width: int) -> None:
    page, words = sign_in(NEIGHBOUR, width=width, height=800), f"Решение № {width} о включении в перечень"
    page.goto("/appeals")
    page.get_by_role("link", name="Новая жалоба").click()
    sound(page, "appeal-new-free")
    page.get_by_role("button", name="Составить").click()
    expect(page.get_by_text("Не сказано, какое решение вы обжалуете.").first).to_be_visible()
    sound(page, "appeal-new-free-refused")
    fill(page, {"contested": words})
    page.locator("[name=control_type]").select_option("sanitary")
    page.get_by_role("button", name="Составить").click()
    draft = page.url
    page.goto(f"{draft}/parts/whose")
    page.locator("[name=body_id]").select_option(label=BODY)
    for name, value in WHOSE.items():
        choose(page, name, value) if name == "author_role" else fill(page, {name: value})
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Куда: Руководитель органа").first).to_be_visible()
    sound(page, "appeal-draft-free")
