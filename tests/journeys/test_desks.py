"""Desks in a browser: an inspector, a head and a prosecutor of Saint Petersburg, from the plan of a year to an act."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
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
from backend.clock import MOSCOW
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
    "colleague": (Role.PROSECUTOR, ""),
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
PLANNED = "ООО «Плановая»"
# A step was answered: its taker is in the room, or was told who was first.
ANSWERED = "() => location.pathname.startsWith('/control-events/') || document.body.innerText.includes('Уже решено')"
OpenDesk = Callable[..., Page]
WIDE, PHONE = 1280, 360


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    """The staff, who all have an app that shows codes: the id of each by name."""
    with _database(site) as session:
        about = {"name": "МЧС по Санкт-Петербургу", "level": BodyLevel.TERRITORIAL, "created_at": site.clock.now()}
        known = select(AuthorityBody).where(AuthorityBody.authority == "mchs", AuthorityBody.region == REGION)
        if session.exec(known).first() is None:
            session.add(AuthorityBody(authority="mchs", region=REGION, **about))
        found = {name: _hired(session, site, name) for name in STAFF}
        session.commit()
    return found


@contextmanager
def _database(site: Site) -> Iterator[Session]:
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        yield session
    engine.dispose()


def _hired(session: Session, site: Site, name: str) -> str:
    now, (role, authority) = site.clock.now(), STAFF[name]
    person = Person(email=f"{name}@spb.example", name=f"Пётр {name.title()}", created_at=now)
    session.add(person)
    session.flush()
    service.grant_role(session, person.id, role, now, authority=authority, region=REGION)
    seed = second_factor.seed_of(site.settings.secret, second_factor.offer(session, person.id, now))
    code = pyotp.TOTP(seed).at(now, counter_offset=-1)
    second_factor.confirm(session, site.settings.secret, person, code, now, None)
    return person.id


@pytest.fixture
def sit_down(site: Site, people: dict[str, str], browser: Browser) -> Iterator[OpenDesk]:
    """Opens a browser of somebody of the staff, who has just signed in with a code."""
    contexts = []

    def open_as(name: str, width: int = WIDE) -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 800})
        contexts.append(context)
        context.set_default_timeout(90_000)
        with _database(site) as session:
            person = session.get_one(Person, people[name])
            token = service.open_session(session, person, site.clock.now(), by_code=True)
            session.commit()
        context.add_cookies([{"name": site.settings.cookie("session"), "value": token, "url": site.url}])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture(params=[WIDE, PHONE])
def desk(request: Any, sit_down: OpenDesk) -> OpenDesk:
    """The same on a wide screen and on a phone."""
    return lambda name: sit_down(name, request.param)


def sound(page: Page, name: str) -> None:
    """Check that a page fits its screen and that axe finds nothing; keep a picture where one is asked for."""
    page.wait_for_load_state()  # a click ends when the next page begins
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name


def sound_on_both(page: Page, name: str) -> None:
    """Look at a page on a wide screen and on a phone."""
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        sound(page, name)


def fill(page: Page, values: dict[str, str]) -> None:
    """Type values into fields by their names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def submit(page: Page) -> None:
    """Press the main button of the page's form; what was entered is taken."""
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("alert")).to_have_count(0)


def take(page: Page, place: str, action: str, values: dict[str, str]) -> None:
    """From a page take a step: one click to its form, one to do it."""
    page.goto(place)
    page.locator(f"main a[href$='/{action}']").first.click()
    sound_on_both(page, f"step-{action}")
    fill(page, values)
    submit(page)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of a field, whether it is a list or buttons."""
    if page.locator(f"select[name={name}]").count():
        page.locator(f"select[name={name}]").select_option(value)
    else:
        page.locator(f"[name={name}][value='{value}']").check()


def enter_object(page: Page, **other: str) -> None:
    """Enter an object of high risk."""
    page.goto("/desk/control/objects/new")
    sound(page, "object")
    if page.locator("[name=control_type]").count():
        choose(page, "control_type", "fire")
    fill(page, OBJECT | {"registered_address": DRAFT["business_address"]} | other)
    choose(page, "category", "HIGH")
    choose(page, "fact_sme_category", "micro")
    page.get_by_role("button", name="Записать").click()


def fill_decision(page: Page, values: dict[str, str]) -> str:
    """From the draft of a decision fill its fifteen items and name a requirement; return the address of the room."""
    fill(page, {name: value for name, value in values.items() if page.locator(f"[name={name}]").count()})
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


def prepare(page: Page) -> str:
    """Enter an object, prepare an event at it with its whole decision; return the address of its room."""
    enter_object(page)
    sound(page, "objects")
    page.get_by_role("link", name="Завести проверку").first.click()
    choose(page, "kind", "ON_SITE")
    choose(page, "ground", "RISK_INDICATOR")
    sound(page, "new-event")
    page.get_by_role("button", name="Завести и заполнить решение").click()
    return fill_decision(page, DRAFT)


def propose(page: Page, room: str) -> None:
    """Hand the decision over for its signature."""
    page.goto(room)
    page.get_by_role("link", name="Передать решение на подпись").click()
    page.get_by_role("button", name="Передать решение на подпись").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")


def sign(page: Page, room: str) -> None:
    """Sign it."""
    page.goto(room)
    page.get_by_role("link", name="Подписать решение").click()
    put_name_under(page)


def put_name_under(page: Page) -> None:
    """Confirm the requirements of which the object's facts tell nothing, and sign."""
    choose(page, "scope_confirmed", "yes")
    page.get_by_role("button", name="Подписать решение").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")


def wait_until(site: Site, moment: datetime) -> None:
    """Let time pass."""
    site.clock.begun -= (moment - site.clock.now()).total_seconds()


def test_of_two_heads_at_one_decision_the_second_is_told_who_was_first(desk: OpenDesk) -> None:
    inspector, head, deputy = desk("inspector"), desk("head"), desk("deputy")
    room = prepare(inspector)
    propose(inspector, room)
    for page, link in ((head, "Подписать решение"), (deputy, "Вернуть на доработку")):
        page.goto(room)
        page.get_by_role("link", name=link).click()
    fill(deputy, {"reason": "Предмет неясен"})
    put_name_under(head)
    deputy.get_by_role("button", name="Вернуть на доработку").click()
    expect(deputy.get_by_text("Уже решено: Пётр Head")).to_be_visible()
    sound(deputy, "told")
    deputy.goto(room)
    expect(deputy.get_by_text("Готово к согласованию").first).to_be_visible()


def test_two_heads_press_at_the_same_moment_and_exactly_one_is_told(sit_down: OpenDesk) -> None:
    inspector, head, deputy = sit_down("inspector"), sit_down("head"), sit_down("deputy")
    room = prepare(inspector)
    propose(inspector, room)
    for page, link in ((head, "Подписать решение"), (deputy, "Вернуть на доработку")):
        page.goto(room)
        page.get_by_role("link", name=link).click()
    choose(head, "scope_confirmed", "yes")
    fill(deputy, {"reason": "Предмет неясен"})
    for page in (head, deputy):
        page.evaluate("setTimeout(() => document.querySelector('main form').requestSubmit(), 0)")
    for page in (head, deputy):
        page.wait_for_function(ANSWERED)
    told = [page for page in (head, deputy) if page.get_by_text("Уже решено: Пётр").count()]
    assert len(told) == 1
    # What stands is what the other one did, and the one who was told can go on from there.
    first, state = ("Deputy", "Готовится") if told == [head] else ("Head", "Готово к согласованию")
    expect(told[0].get_by_text(f"Уже решено: Пётр {first}")).to_be_visible()
    sound(told[0], "told-at-once")
    for page in (head, deputy, inspector):
        page.goto(room)
        expect(page.get_by_text(state).first).to_be_visible()


def test_of_two_prosecutors_at_one_approval_the_second_is_told_and_nothing_is_undone(desk: OpenDesk) -> None:
    inspector, head, prosecutor, colleague = desk("inspector"), desk("head"), desk("prosecutor"), desk("colleague")
    room = prepare(inspector)
    sound(inspector, "room")
    propose(inspector, room)
    head.goto("/desk/control")
    sound(head, "desk-head")
    sign(head, room)
    head.goto(room)
    head.get_by_role("link", name="Отправить прокурору").click()
    fill(head, {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    submit(head)
    prosecutor.goto("/desk/prosecutor")
    sound(prosecutor, "prosecutor")
    for page, action in ((prosecutor, "approve"), (colleague, "refuse_approval")):
        page.goto(room)
        sound(page, "prosecutor-room")
        page.locator(f"main a[href$='/{action}']").first.click()
        fill(page, {"approval_decided_on": "2026-11-28"})
    choose(colleague, "approval_ground", "no_ground")
    fill(colleague, {"reason": "Угрозы из обращения не видно"})
    submit(prosecutor)
    expect(prosecutor.get_by_text("Согласовано.")).to_be_visible()
    colleague.locator("main form button[type=submit]").last.click()
    expect(colleague.get_by_text("Уже решено: Пётр Prosecutor")).to_be_visible()
    sound(colleague, "prosecutor-told")
    colleague.goto(room)
    expect(colleague.get_by_text("Согласовано.")).to_be_visible()
    for address in ("", "/calendar?month=2026-12", "/workload", "/absences"):
        inspector.goto(f"/desk/control{address}")
        sound(inspector, f"desk{address.partition('?')[0].replace('/', '-')}")


def test_an_approved_event_is_held_and_its_prosecutor_reads_the_act(sit_down: OpenDesk, site: Site) -> None:
    inspector, head, prosecutor = sit_down("inspector"), sit_down("head"), sit_down("prosecutor")
    room = prepare(inspector)
    propose(inspector, room)
    sign(head, room)
    take(head, room, "send_for_approval", {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    take(prosecutor, room, "approve", {"approval_decided_on": "2026-11-28"})
    hold(sit_down, site, room, date(2026, 12, 4), date(2026, 12, 7))
    prosecutor = sit_down("prosecutor")
    prosecutor.goto(f"{room}/act")
    expect(prosecutor.get_by_text("А-7").first).to_be_visible()
    sound_on_both(prosecutor, "prosecutor-act")


def test_a_plan_of_the_year_leads_to_an_act(sit_down: OpenDesk, site: Site) -> None:
    plan = approve_a_plan(sit_down, site.clock.today().isoformat())
    wait_until(site, datetime(2027, 1, 11, 10, tzinfo=MOSCOW))
    inspector, head = sit_down("inspector"), sit_down("head")
    inspector.goto(plan)
    inspector.get_by_role("link", name=PLANNED).first.click()
    sound_on_both(inspector, "plan-entry")
    inspector.get_by_role("link", name="Открыть проверку").click()
    room = inspector.url
    inspector.locator("main a[href$='/draft']").first.click()
    said = {"decision_date": "2027-01-11", "start_at": "2027-01-18T10:00", "planned_end": "2027-01-20"}
    assert fill_decision(inspector, DRAFT | said) == room
    propose(inspector, room)
    sign(head, room)
    take(head, room, "schedule", {"registry_number": "78270041000100000010"})
    hold(sit_down, site, room, date(2027, 1, 13), date(2027, 1, 18))
    # The prosecutor sees what stands in a plan, but gets the acts of what they approved one by one: 87(5).
    prosecutor = sit_down("prosecutor")
    prosecutor.goto(room)
    expect(prosecutor.get_by_role("heading", level=1)).to_contain_text("Выездная проверка")
    assert prosecutor.goto(f"{room}/act").status == 404  # type: ignore[union-attr]


def approve_a_plan(sit_down: OpenDesk, today: str) -> str:
    """Make the plan of 2027, place an entry, hear the prosecutor, answer, approve; return the address of the plan."""
    inspector, head, prosecutor = sit_down("inspector"), sit_down("head"), sit_down("prosecutor")
    enter_object(inspector, business_name=PLANNED, assigned_on="2024-12-10")
    inspector.goto("/desk/control/plans")
    for name, value in {"control_type": "fire", "year": "2027", "kind": "ON_SITE"}.items():
        choose(inspector, name, value)
    fill(inspector, {"days": "3"})
    inspector.get_by_role("button", name="Составить проект").click()
    sound_on_both(inspector, "plan")
    plan = inspector.url
    inspector.get_by_role("link", name=PLANNED).first.click()
    entry = inspector.url
    choose(inspector, "inspector_id", inspector.locator("[name=inspector_id]").first.get_attribute("value") or "")
    fill(inspector, {"start": "2027-01-18", "days": "3"})
    inspector.get_by_role("button", name="Поставить").click()
    expect(inspector.get_by_text("18 января 2027").first).to_be_visible()
    head.goto(plan)
    head.locator("main a[href$='/send']").first.click()
    if head.locator("[name=leave_without_place]").count():
        choose(head, "leave_without_place", "yes")
    fill(head, {"sent_on": today})
    submit(head)
    remark(prosecutor, plan, entry)
    for place in (entry, plan):
        inspector.goto(place)
        fill(inspector, {"words": "Решение о категории приложили."})
        inspector.get_by_role("button", name="Ответить").click()
    take(head, plan, "approve", {"approved_on": today})
    head.goto(plan)
    expect(head.get_by_text("Утверждён").first).to_be_visible()
    return plan


def remark(prosecutor: Page, plan: str, entry: str) -> None:
    """Read the plan as its prosecutor, remark on an entry, send the remarks."""
    prosecutor.goto("/desk/prosecutor/plans")
    sound_on_both(prosecutor, "plans-sent")
    own = plan.replace("/desk/control/", "/desk/prosecutor/")
    prosecutor.goto(entry.replace("/desk/control/", "/desk/prosecutor/"))
    sound_on_both(prosecutor, "plan-sent-entry")
    fill(prosecutor, {"words": "Не видно решения о категории."})
    prosecutor.get_by_role("button", name="Записать замечание").click()
    take(prosecutor, own, "remark", {"remarks": "Один пункт."})


def hold(sit_down: OpenDesk, site: Site, room: str, told: date, start: date) -> None:
    """Give notice, hold the event for two days, draw its act and deliver it; the inspector reads the act."""
    over = start + timedelta(days=1)
    act = {"act_number": "А-7", "act_date": over.isoformat(), "violations": "заперт выход; ППР № 1479; п. 27"}
    days = (
        ("notify_business", told, 11, {"noticed_at": f"{told}T10:00"}),
        ("start", start, 11, {"started_at": f"{start}T10:00"}),
        ("finish", over, 17, {"ended_at": f"{over}T16:00"}),
        ("draw_act", over, 18, act),
        ("act_signed", over, 19, {"act_delivered_on": over.isoformat()}),
    )
    for action, day, hour, values in days:
        wait_until(site, datetime.combine(day, time(hour), MOSCOW))
        take(sit_down("inspector"), room, action, values)
    inspector = sit_down("inspector")
    inspector.goto(f"{room}/act")
    expect(inspector.get_by_text("заперт выход").first).to_be_visible()
    sound_on_both(inspector, "act")
