"""An editor whose account an admin has just made: password, app, recovery codes; the next day by a code."""

from __future__ import annotations

import os
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from backend.accounts import administration
from backend.accounts.service import grant_role
from backend.db.engine import make_engine, open_session
from rules.roles import Role
from tests.conftest import NOW
from tests.journeys.conftest import OpenBrowser, Site, WalkingClock
from tests.journeys.test_crawl import looks

pytestmark = pytest.mark.browser
PASSWORD = "четыре синих кота"
PICTURES = os.environ.get("YASNO_PICTURES")


@pytest.fixture
def link(site: Site) -> str:
    """The first link of a new editor, as `yasno users add --role editor` prints it."""
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        person, path = administration.add_person(session, "vera@example.ru", "Вера Лапина", NOW)
        grant_role(session, person.id, Role.EDITOR, NOW)
        session.commit()
    engine.dispose()
    return path


def looked_at(page: Page, name: str) -> None:
    """Look at a page on a desk and on a phone, by day and by night."""
    for width, scheme in ((360, "dark"), (360, "light"), (1280, "light")):
        assert looks(page, width, scheme) == []
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True)


def test_a_new_editor_sets_the_app_up_and_signs_in_by_a_code_and_by_a_recovery_code(
    open_browser: OpenBrowser, site: Site, link: str
) -> None:
    page = open_browser()
    page.goto(link)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", name="Для вашей роли код обязателен")).to_be_visible()
    looked_at(page, "set-up")
    page.goto("/desk/tasks")
    expect(page.get_by_role("heading", name="Код из приложения", level=1)).to_be_visible()
    page.get_by_label("Ваш пароль").fill(PASSWORD)
    page.get_by_role("button", name="Подключить приложение").click()
    seed = (page.locator("main code").text_content() or "").replace(" ", "")
    looked_at(page, "app")
    _first_code(page, seed, site.clock)
    codes = page.locator("main ol code").all_text_contents()
    assert len(codes) == 10
    looked_at(page, "codes")
    page.get_by_role("link", name="Коды сохранены, продолжить").click()
    page.goto("/desk/tasks")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Код из приложения")
    _sign_in(open_browser(), codes[0])


def _first_code(page: Page, seed: str, clock: WalkingClock) -> None:
    page.get_by_label("6 цифр, которые показало приложение").fill(pyotp.TOTP(seed).at(clock.now()))
    page.get_by_role("button", name="Подключить").click()
    expect(page.get_by_role("heading", name="Коды восстановления", level=1)).to_be_visible()


def _sign_in(page: Page, recovery: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Электронная почта").fill("vera@example.ru")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", name="Код из приложения")).to_be_visible()
    looked_at(page, "code")
    page.get_by_label("6 цифр из приложения на телефоне").fill("000000")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Код не подходит, или его уже вводили.")
    looked_at(page, "code-wrong")
    page.get_by_role("link", name="Телефона нет под рукой").click()
    looked_at(page, "recovery")
    page.get_by_label("Один из ваших кодов восстановления").fill(recovery.upper())
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_text("Осталось: 9.")).to_be_visible()
    page.goto("/account/second-factor")
    looked_at(page, "standing")
