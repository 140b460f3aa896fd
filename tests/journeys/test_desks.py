"""Desks in a browser: an inspector, a head and a prosecutor of Saint Petersburg with an event each page shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, select

from backend.accounts import second_factor, service
from backend.accounts.models import Person
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.db.engine import make_engine, open_session
from rules.roles import Role
from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PICTURES = os.environ.get("YASNO_PICTURES")
REGION = "78"
NUMBER = "78260041000100000009"
STAFF = {
    "inspector": (Role.INSPECTOR, "mchs"),
    "head": (Role.AUTHORITY_HEAD, "mchs"),
    "deputy": (Role.AUTHORITY_HEAD, "mchs"),
    "prosecutor": (Role.PROSECUTOR, ""),
}
OBJECT = {
    "inn": "7707083893",
    "business_name": "ООО «Длинное название кондитерской фабрики на Петроградской стороне»",
    "kind": "цех",
    "address": "г. Санкт-Петербург, ул. Большая Монетная, д. 5",
    "registry_number": "78-0042",
    "decision": "Решение № 3",
    "assigned_on": "2026-02-02",
}
DRAFT = {
    "decision_date": "2026-11-28",
    "decision_time": "12:00",
    "decision_place": "Санкт-Петербург",
    "decision_number": "Р-7",
    "decided_by": "Сомов Г., начальник",
    "people_named": "Инна Петрова, инспектор",
    "business_address": "г. Санкт-Петербург, Невский пр., д. 1",
    "subject": "Пожарная безопасность цеха",
    "start_at": "2026-12-07T10:00",
    "planned_end": "2026-12-09",
    "working_days": "3",
    "hours_planned": "12",
    "documents_named": "журнал инструктажа",
    "reasoned_submission": "Жалобы на запертый выход",
    "indicators": "Три жалобы за месяц",
}
OpenDesk = Callable[[str], Page]


@pytest.fixture(scope="module")
def tokens(site: Site) -> Iterator[dict[str, str]]:
    """Sessions of the staff, who have shown a code of their app."""
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        about = {"name": "МЧС по Санкт-Петербургу", "level": BodyLevel.TERRITORIAL, "created_at": site.clock.now()}
        known = select(AuthorityBody).where(AuthorityBody.authority == "mchs", AuthorityBody.region == REGION)
        if session.exec(known).first() is None:
            session.add(AuthorityBody(authority="mchs", region=REGION, **about))
        found = {name: _token(session, site, name) for name in STAFF}
        session.commit()
    engine.dispose()
    return found


def _token(session: Session, site: Site, name: str) -> str:
    now, (role, authority) = site.clock.now(), STAFF[name]
    person = Person(email=f"{name}@spb.example", name=f"Пётр {name.title()}", created_at=now)
    session.add(person)
    session.flush()
    service.grant_role(session, person.id, role, now, authority=authority, region=REGION)
    seed = second_factor.seed_of(site.settings.secret, second_factor.offer(session, person.id, now))
    code = pyotp.TOTP(seed).at(now, counter_offset=-1)
    second_factor.confirm(session, site.settings.secret, person, code, now, None)
    return service.open_session(session, person, now, by_code=True)


@pytest.fixture(params=[1280, 360])
def desk(request: Any, site: Site, tokens: dict[str, str], browser: Browser) -> Iterator[OpenDesk]:
    """Opens a browser of somebody of the staff, on a wide screen and on a phone."""
    contexts = []

    def open_as(name: str) -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": request.param, "height": 800})
        contexts.append(context)
        context.set_default_timeout(90_000)
        cookie = {"name": site.settings.cookie("session"), "value": tokens[name], "url": site.url}
        context.add_cookies([cookie])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


def sound(page: Page, name: str) -> None:
    """Check that a page fits its screen and that axe finds nothing; keep a picture where one is asked for."""
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name


def fill(page: Page, values: dict[str, str]) -> None:
    """Type values into fields by their names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of a field, whether it is a list or buttons."""
    if page.locator(f"select[name={name}]").count():
        page.locator(f"select[name={name}]").select_option(value)
    else:
        page.locator(f"[name={name}][value='{value}']").check()


def prepare(page: Page) -> str:
    """Enter an object, prepare an event at it with its whole decision; return the address of its room."""
    page.goto("/desk/control/objects/new")
    sound(page, "object")
    if page.locator("[name=control_type]").count():
        choose(page, "control_type", "fire")
    fill(page, OBJECT | {"registered_address": DRAFT["business_address"]})
    choose(page, "category", "HIGH")
    choose(page, "fact_sme_category", "micro")
    page.get_by_role("button", name="Записать").click()
    sound(page, "objects")
    page.get_by_role("link", name="Завести проверку").first.click()
    choose(page, "kind", "ON_SITE")
    choose(page, "ground", "RISK_INDICATOR")
    sound(page, "new-event")
    page.get_by_role("button", name="Завести и заполнить решение").click()
    fill(page, DRAFT)
    for name in ("INSPECTION", "DOCUMENTS"):
        page.locator(f"[name=actions][value={name}]").check()
    for name, value in {"checklists_needed": "no", "documents_needed": "yes", "other_needed": "no"}.items():
        choose(page, name, value)
    page.get_by_role("button", name="Сохранить проект").click()
    page.get_by_role("link", name="Требования: 0").click()
    page.get_by_role("searchbox").fill("огнетушители")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    sound(page, "scope")
    page.get_by_role("button", name="Добавить:").first.click()
    page.get_by_role("link", name="К проекту решения").click()
    expect(page.get_by_text("Заполнено 15 из 15.")).to_be_visible()
    sound(page, "draft")
    page.get_by_role("link", name="К проверке").first.click()
    return page.url


def hold(inspector: Page, room: str) -> None:
    """Give notice, hold the event, draw its act and deliver it."""
    steps = {
        "notify_business": {"noticed_at": "2026-12-04T10:00"},
        "start": {"started_at": "2026-12-07T10:00"},
        "finish": {"ended_at": "2026-12-08T16:00"},
        "draw_act": {"act_number": "А-7", "act_date": "2026-12-08", "violations": "заперт выход; ППР № 1479; п. 27"},
        "act_signed": {"act_delivered_on": "2026-12-08"},
    }
    for action, values in steps.items():
        inspector.goto(room)
        inspector.locator(f"a[href$='/{action}']").first.click()
        sound(inspector, f"step-{action}")
        fill(inspector, values)
        inspector.locator("main form button[type=submit]").last.click()
        expect(inspector.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    inspector.goto(f"{room}/act")
    expect(inspector.get_by_text("заперт выход")).to_be_visible()
    sound(inspector, "act")


def test_of_two_heads_at_one_decision_the_second_is_told_who_was_first(desk: OpenDesk) -> None:
    inspector, head, deputy = desk("inspector"), desk("head"), desk("deputy")
    room = prepare(inspector)
    inspector.get_by_role("link", name="Передать решение на подпись").click()
    inspector.get_by_role("button", name="Передать решение на подпись").click()
    for page, link in ((head, "Подписать решение"), (deputy, "Вернуть на доработку")):
        page.goto(room)
        page.get_by_role("link", name=link).click()
    fill(deputy, {"reason": "Предмет неясен"})
    head.get_by_role("button", name="Подписать решение").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    deputy.get_by_role("button", name="Вернуть на доработку").click()
    expect(deputy.get_by_text("Уже решено: Пётр Head")).to_be_visible()
    sound(deputy, "told")
    deputy.goto(room)
    expect(deputy.get_by_text("Готово к согласованию").first).to_be_visible()


def test_an_event_goes_from_inspector_to_head_to_prosecutor(desk: OpenDesk) -> None:
    inspector, head, prosecutor = desk("inspector"), desk("head"), desk("prosecutor")
    room = prepare(inspector)
    sound(inspector, "room")
    inspector.get_by_role("link", name="Передать решение на подпись").click()
    inspector.get_by_role("button", name="Передать решение на подпись").click()
    head.goto("/desk/control")
    sound(head, "desk-head")
    head.goto(room)
    head.get_by_role("link", name="Подписать решение").click()
    head.get_by_role("button", name="Подписать решение").click()
    head.get_by_role("link", name="Отправить прокурору").click()
    fill(head, {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    head.get_by_role("button", name="Отправить прокурору").click()
    prosecutor.goto("/desk/prosecutor")
    sound(prosecutor, "prosecutor")
    prosecutor.goto(room)
    sound(prosecutor, "prosecutor-room")
    prosecutor.get_by_role("link", name="Согласовать", exact=True).click()
    fill(prosecutor, {"approval_decided_on": "2026-11-28"})
    prosecutor.get_by_role("button", name="Согласовать").click()
    expect(prosecutor.get_by_text("Согласовано.")).to_be_visible()
    hold(inspector, room)
    prosecutor.goto(f"{room}/act")
    expect(prosecutor.get_by_text("А-7").first).to_be_visible()
    for address in ("", "/calendar?month=2026-12", "/workload", "/absences"):
        inspector.goto(f"/desk/control{address}")
        sound(inspector, f"desk{address.partition('?')[0].replace('/', '-')}")
