"""Анна Кузнецова has a café and a bakery in the demo: a quarter of an hour of her work on the site."""

from __future__ import annotations

import re
import zipfile
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, Site
from tests.journeys.papers import PDF, PNG
from tests.journeys.walking import numbers, until

pytestmark = pytest.mark.browser
ANNA = "Анна Кузнецова"
PLACES = ("Цех на Складской", "Магазин на Садовой")
CAFE, BAKERY = "ООО «Лён», кафе", "ООО «Лён-Хлеб», пекарня с магазином"


@pytest.fixture
def anna(sign_in: OpenBrowser) -> Page:
    """Anna's browser; the café is chosen."""
    page = sign_in(ANNA)
    choose(page, CAFE)
    return page


def choose(page: Page, business: str) -> None:
    """Switch to a business in the head of the page."""
    page.goto("/list")
    page.get_by_label("Бизнес", exact=True).select_option(business)
    page.get_by_role("button", name="Перейти").click()
    chosen = page.get_by_label("Бизнес", exact=True).locator("option:checked")
    expect(chosen).to_have_text(business)


def test_one_changed_answer_says_what_came_and_what_went(anna: Page) -> None:
    before = applying(anna)
    anna.goto("/answers")
    anna.locator(".facts__row", has_text="по трудовым договорам").get_by_role("link", name="Изменить").click()
    anna.locator("[name=employees]").fill("16")
    anna.get_by_role("button", name="Сохранить").click()
    said = anna.get_by_text("Сохранено. Требований стало:")
    came, went = numbers(said.inner_text())
    assert came > 0
    assert applying(anna) == before + came - went


def applying(page: Page) -> int:
    """Return how many requirements apply, as the list says."""
    page.goto("/list")
    return numbers(page.locator("main .stats__value").first.inner_text())[0]


def test_a_business_with_two_places_sees_a_requirement_once_with_its_places(anna: Page) -> None:
    choose(anna, BAKERY)
    anna.goto("/list?by=topic")
    titles = anna.locator("main .item__title").all_text_contents()
    assert len(titles) == len(set(titles))
    only = [place for one in anna.locator("main .item .meta").all_text_contents() for place in PLACES if place in one]
    assert set(only) == set(PLACES)
    assert len(only) < len(titles)  # a duty of both places names none


def test_an_answer_keeps_its_files_and_the_gap_goes_into_the_plan(anna: Page, tmp_path: Path) -> None:
    anna.goto("/check")
    requirement = anna.url.rpartition("/")[2]
    for name, content in (("договор.pdf", PDF), ("вытяжка.png", PNG)):
        anna.goto(f"/check/{requirement}")
        open_fold(anna, "Заметка, файл")
        path = tmp_path / name
        path.write_bytes(content)
        anna.get_by_label("Файл, который подтвердит").set_input_files(path)
        anna.get_by_role("button", name="Сохранить заметку и файл").click()
        expect(anna.get_by_role("link", name=name)).to_be_visible()
    with anna.expect_download() as kept:
        anna.evaluate("name => [...document.links].find(one => one.textContent === name).click()", "договор.pdf")
    assert Path(kept.value.path()).read_bytes() == PDF
    anna.get_by_role("button", name="Нет", exact=False).first.click()
    anna.goto(f"/plan/{requirement}")
    anna.get_by_label("Кто делает").fill("Администратор")
    anna.get_by_label("Ваш срок").fill("2026-12-21")
    anna.get_by_role("button", name="Сохранить в план").click()
    expect(anna.get_by_text("План сохранён.")).to_be_visible()
    anna.goto("/plan")
    expect(anna.locator(f"a[href='/plan/{requirement}']")).to_be_visible()


def open_fold(page: Page, name: str) -> None:
    """Unfold a part of the page, if it is folded."""
    fold = page.locator("details", has=page.locator("summary", has_text=name)).first
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").click()


def test_a_calendar_is_followed_without_cookies_and_ends_when_revoked(anna: Page, open_browser: OpenBrowser) -> None:
    anna.goto("/calendar")
    anna.get_by_label("Название устройства").fill("Телефон Анны")
    anna.get_by_role("button", name="Получить адрес подписки").click()
    address = anna.get_by_label("Скопируйте в календарь").input_value()
    phone = open_browser().request
    fed = phone.get(address)
    events = Calendar.from_ical(fed.body()).walk("VEVENT")
    assert fed.ok
    assert len(events) > 10
    assert not any("Лён" in str(event.get("summary")) for event in events)
    anna.goto("/calendar")
    anna.get_by_role("button", name="Отозвать подписку").click()
    expect(anna.get_by_text("Подписка отозвана.")).to_be_visible()
    assert phone.get(address).status == 404


def test_the_workbook_holds_the_list(anna: Page) -> None:
    expected = applying(anna)
    anna.get_by_role("link", name="PDF, таблица, печать").click()
    with anna.expect_download() as started:
        anna.get_by_role("link", name="Скачать таблицу").click()
    book = load_workbook(BytesIO(Path(started.value.path()).read_bytes()))
    rows = list(book[book.sheetnames[0]].iter_rows(values_only=True))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("Вывеска" in cell for cell in cells)
    assert max(sheet.max_row for sheet in book) >= expected
    assert rows


def test_an_accountant_is_invited_by_letter_and_comes_in(anna: Page, open_browser: OpenBrowser, site: Site) -> None:
    anna.goto("/businesses")
    anna.get_by_role("link", name=CAFE).first.click()
    anna.get_by_role("link", name="Пригласить человека").click()
    anna.get_by_label("Почта человека").fill("buh@example.ru")
    anna.get_by_label("Представитель").check()
    anna.get_by_role("group", name="Что можно").get_by_role("checkbox").first.check()
    anna.get_by_label("Номер и дата доверенности").fill("7 от 1 ноября 2026")
    anna.get_by_label("Последний день доступа").fill("2027-06-30")
    anna.get_by_role("button", name="Отправить приглашение").click()
    link = until(lambda: link_in_letter(site, "buh@example.ru"))
    page = open_browser()
    page.goto(link)
    page.get_by_label("Как вас зовут").fill("Борис Счётов")
    page.get_by_label("Пароль").fill("зелёный чайник на окне")
    page.get_by_label("Согласен на хранение имени и почты").check()
    page.get_by_role("button", name="Создать аккаунт и принять").click()
    page.goto("/list")
    expect(page.get_by_text(CAFE).first).to_be_visible()
    assert numbers(page.locator("main .stats__value").first.inner_text())[0] > 100


def link_in_letter(site: Site, to: str) -> str | None:
    """Return the address in the newest letter to somebody."""
    for path in reversed(site.letters()):
        letter = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        body = letter.get_body(("plain",))
        found = re.search(r"http\S+/invitations/\S+", body.get_content() if body else "")
        if to in str(letter["To"]) and found:
            return found[0]
    return None


def test_everything_kept_about_a_person_can_be_downloaded(anna: Page) -> None:
    anna.goto("/account")
    with anna.expect_download() as started:
        anna.get_by_role("link", name="Скачать мои данные").click()
    archive = zipfile.ZipFile(BytesIO(Path(started.value.path()).read_bytes()))
    text = " ".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".json"))
    assert "anna@demo.yasno.example" in text
    assert CAFE in text.replace('\\"', '"')
