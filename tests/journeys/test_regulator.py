"""A dispute from the café to Роспотребнадзор and back: taken up, asked, answered, accepted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from backend.accounts.models import Person
from backend.accounts.service import grant_role
from backend.db.engine import make_engine, open_session
from rules.roles import Role
from tests.conftest import NOW
from tests.journeys.conftest import OpenBrowser, Site
from tests.journeys.walking import until

pytestmark = pytest.mark.browser
DARIA, ANNA, BORIS = "Дарья Крылова", "Анна Кузнецова", "Мария Дальняя"


def test_a_dispute_goes_to_the_authority_of_the_region_and_its_decision_comes_back(
    sign_in: OpenBrowser, site: Site
) -> None:
    desk = sign_in(DARIA)
    desk.goto("/desk")
    desk.locator("main .item", has_text="Подан").first.get_by_role("link").click()
    address, number = desk.url, re.sub(r"\D", "", desk.get_by_role("heading", level=1).inner_text())
    desk.get_by_role("button", name="Взять в работу").click()
    desk.get_by_role("button", name="Спросить о фактах").click()
    expect(desk.get_by_role("alert")).to_contain_text("Вопроса нет")
    decide(desk, "Спросить о фактах", "Кто по договору обслуживает облучатели?")
    anna = sign_in(ANNA)
    answer_the_question(anna, number, "Арендодатель: договор № 5, пункт 3.2.")
    desk.goto(address)
    expect(desk.get_by_text("пункт 3.2")).to_be_visible()
    decide(desk, "Согласиться: не относится", "Обязанность на собственнике здания.")
    expect(desk.get_by_text("Решено: требование снято.")).to_be_visible()
    anna.goto("/notices")
    expect(anna.get_by_text(re.compile("требование снято", re.IGNORECASE)).first).to_be_visible()
    anna.goto(f"/disputes/{address.rpartition('/')[2]}")
    anna.get_by_role("link", name="К требованию").click()
    expect(anna.get_by_text(re.compile(rf"не относится к вам, решение №.{number}", re.IGNORECASE))).to_be_visible()
    letters = until(lambda: [one for one in site.letters() if b"anna@demo.yasno.example" in one.read_bytes()])
    assert letters


def decide(page: Page, step: str, words: str) -> None:
    """Say something to the business and take a step."""
    page.get_by_label("Ваши слова бизнесу").fill(words)
    page.get_by_role("button", name=step).click()
    expect(page.get_by_role("status").first).to_be_visible()


def answer_the_question(page: Page, number: str, words: str) -> None:
    """Find the question among one's disputes and answer it."""
    page.goto("/disputes")
    page.locator("main .item", has_text=re.compile(rf"№.{number}")).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Вас спрашивают")).to_be_visible()
    page.get_by_label("Ваш ответ").fill(words)
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.get_by_text("Ответ отправлен.")).to_be_visible()


def test_an_official_of_another_region_sees_nothing_of_it(sign_in: OpenBrowser, site: Site) -> None:
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        far = Person(id="far", email="far@demo.yasno.example", name=BORIS, demo=True, created_at=NOW)
        session.add(far)
        session.flush()
        grant_role(session, far.id, Role.REGULATOR, NOW, authority="rospotrebnadzor", region="25")
        session.commit()
    engine.dispose()
    near, away = sign_in(DARIA), sign_in(BORIS)
    near.goto("/desk")
    fold = near.locator("summary", has_text="Решённые")
    if fold.count():
        fold.click()
    links = near.locator("main a[href^='/desk/disputes/']").all()
    assert links
    away.goto("/desk")
    expect(away.get_by_text("Споров, которые ждут вас, нет.")).to_be_visible()
    for link in links:
        answer = away.goto(link.get_attribute("href") or "")
        assert answer is not None
        assert answer.status == 404
