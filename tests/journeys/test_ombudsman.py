"""An ombudsman in a browser: joins while the consent lasts, sees nothing after it; asks a regulator, who answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from backend.accounts.models import ApiKey, Person, RoleGrant
from backend.accounts.office_keys import make_office_key
from backend.accounts.schemas import NewOfficeKey
from backend.db.engine import make_engine, open_session
from backend.permissions import Actor
from rules.roles import Role
from tests.journeys.conftest import OpenBrowser, Site
from tests.journeys.papers import PDF
from tests.journeys.test_alone_with_an_event import fill, submit
from tests.journeys.test_own_parts_of_a_room import choose, sound

pytestmark = pytest.mark.browser
OWNER, OMBUDSMAN, REGULATOR = "Анна Кузнецова", "Тамара Юсупова", "Егор Лапин"
BOTH = pytest.mark.parametrize("width", [1280, 360])
PAPER = {"mimeType": "application/pdf", "buffer": PDF}
ASKED = "Часть бумаг просят второй раз. Просим участвовать."
TITLE = "Сроки предписаний о системах дымоудаления"
STATEMENT = "Срок исполнения назначают меньше срока поставки оборудования. Закон требует выполнимого срока."
ANSWER = "Согласны: срок будем назначать с учётом поставки."


@pytest.fixture
def key(site: Site) -> Iterator[dict[str, str]]:
    """The heading of a program that reads with a key of the ombudsman's office."""
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        token = _key(session, site)
        session.commit()
    yield {"Authorization": f"Bearer {token}"}
    with open_session(engine, write=True) as session:
        for row in session.exec(select(ApiKey).where(ApiKey.name == "программа")).all():
            session.delete(row)
        session.commit()
    engine.dispose()


def _key(session: Session, site: Site) -> str:
    person = next(one for one in session.exec(select(Person)).all() if one.name.startswith(OMBUDSMAN))
    grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    actor = Actor(person.id, person.name, frozenset({Role.OMBUDSMAN}), region=grant.region)
    data = NewOfficeKey(office=grant.id, name="программа", days="30")
    return make_office_key(session, actor, data, ["control:read"], site.clock.now())


def keep_file(page: Page, room: str, name: str) -> None:
    """Keep a file of one's own in the room and hand it over, so that it can be named."""
    page.goto(f"{room}/own_files")
    page.locator("[name=file]").set_input_files({**PAPER, "name": name})  # type: ignore[arg-type]
    page.get_by_role("button", name="Сохранить файл").click()
    expect(page.get_by_role("link", name=name).first).to_be_visible()


def ask(page: Page, room: str, name: str) -> str:
    """Ask the ombudsman of the region for help, show parts and one file, send it; return the case."""
    page.goto(room)
    page.get_by_role("link", name="Обратиться к уполномоченному").click()
    expect(page.get_by_role("heading", name="К кому обратиться")).to_be_visible()
    sound(page, "ombudsman-new")
    choose(page, "kind", "regional")
    page.get_by_role("button", name="Начать черновик").click()
    expect(page.get_by_role("heading", name="Что показать уполномоченному")).to_be_visible()
    fill(page, {"request": ASKED, "purpose": "Участие в проверке", "until": "2026-12-20"})
    for part in ("event", "timeline"):
        page.locator(f"[name=parts][value={part}]").check()
    page.get_by_label(name, exact=True).check()
    choose(page, "presence", "yes")
    choose(page, "may_ask", "no")
    sound(page, "ombudsman-shown")
    page.get_by_role("button", name="Сохранить и посмотреть его глазами").click()
    expect(page.get_by_text(name).first).to_be_visible()
    sound(page, "ombudsman-preview")
    page.get_by_role("link", name="Отправить").click()
    submit(page)
    expect(page.get_by_text("Получено").first).to_be_visible()
    return page.url


def step(page: Page, place: str, action: str, values: dict[str, str] | None = None) -> None:
    """From a page take a step: one click to its form, one to do it."""
    page.goto(place)
    page.locator(f"main a[href$='/{action}']").first.click()
    fill(page, values or {})
    sound(page, f"ombudsman-{action}")
    submit(page)


def formats_of(page: Page, case: str) -> list[str]:
    """Return every address at which the ombudsman has something of a case: its page, papers, a file, programs."""
    id_, desk = case.rsplit("/", 1)[1], case.replace("/ombudsman/", "/desk/ombudsman/cases/")
    page.goto(desk)
    file = page.locator("main a[download]").first.get_attribute("href") or ""
    assert "/files/" in file
    api = f"/api/v1/ombudsman-cases/{id_}"
    return [
        desk,
        *(f"{desk}/{one}" for one in ("case.pdf", "case.ics", "similar", "similar.csv")),
        file,
        f"/cases/ombudsman_case/{id_}/issue_position",
        api,
        f"{api}/shared",
        f"{api}/shared/{file.rsplit('/', 1)[1]}",
        f"/api/v1/cases/ombudsman_case/{id_}",
    ]


def answers(page: Page, addresses: list[str], key: dict[str, str]) -> dict[str, int]:
    """Return the status of each address: of pages with the browser's own session, of the API with the key."""
    return {one: page.request.get(one, headers=key if "/api/" in one else {}).status for one in addresses}


@BOTH
def test_an_ombudsman_joins_and_after_the_withdrawal_nothing_is_there(
    sign_in: OpenBrowser, key: dict[str, str], width: int
) -> None:
    owner, ombudsman = sign_in(OWNER, width=width, height=800), sign_in(OMBUDSMAN, width=width, height=800)
    owner.goto("/control-events")
    owner.locator("main .item", has_text="Идёт").get_by_role("link").first.click()
    room, name = owner.url, f"опись-{width}.pdf"
    keep_file(owner, room, name)
    case = ask(owner, room, name)
    desk = case.replace("/ombudsman/", "/desk/ombudsman/cases/")
    ombudsman.goto("/desk/ombudsman/cases")
    sound(ombudsman, "ombudsman-desk")
    step(ombudsman, desk, "accept")
    step(ombudsman, desk, "join_event")
    expect(ombudsman.get_by_text("Участвует в проверке").first).to_be_visible()
    expect(ombudsman.get_by_text(ASKED)).to_be_visible()
    sound(ombudsman, "ombudsman-case")
    addresses = formats_of(ombudsman, case)
    assert set(answers(ombudsman, addresses, key).values()) == {200}
    step(owner, case, "end_consent")
    expect(owner.get_by_text("Согласие закончилось").first).to_be_visible()
    expect(owner.get_by_text("открыл всё, что вы показали").first).to_be_visible()
    sound(owner, "ombudsman-own-ended")
    assert set(answers(ombudsman, addresses, key).values()) == {404}
    table = ombudsman.request.get("/desk/ombudsman/cases.csv").text()
    listed = ombudsman.request.get("/api/v1/ombudsman-cases", headers=key).json()["items"]
    id_ = case.rsplit("/", 1)[1]
    assert ASKED not in table
    assert id_ not in {one["id"] for one in listed}


@BOTH
def test_a_systemic_issue_is_answered_by_the_regulator(sign_in: OpenBrowser, width: int) -> None:
    ombudsman, regulator = sign_in(OMBUDSMAN, width=width, height=800), sign_in(REGULATOR, width=width, height=800)
    title = f"{TITLE}, {'часть первая' if width > 1000 else 'часть вторая'}"
    ombudsman.goto("/desk/ombudsman/systemic")
    fill(ombudsman, {"title": title, "requirement": "fire.alarm_maintenance"})
    sound(ombudsman, "systemic-list")
    ombudsman.get_by_role("button", name="Завести карточку").click()
    fill(ombudsman, {"statement": STATEMENT, "authority": "mchs"})
    ombudsman.locator("[name=cases]").first.check()
    sound(ombudsman, "systemic-card")
    ombudsman.get_by_role("button", name="Сохранить", exact=True).click()
    expect(ombudsman.get_by_text("Обращения к уполномоченному: есть обращения.", exact=True)).to_be_visible()
    ombudsman.get_by_role("button", name="Отправить регулятору").click()
    card = ombudsman.url
    expect(ombudsman.get_by_text("У регулятора").first).to_be_visible()
    sound(ombudsman, "systemic-sent")
    regulator.goto("/desk/statements")
    sound(regulator, "statements-desk")
    regulator.get_by_role("link", name=title).first.click()
    sound(regulator, "statements-one")
    fill(regulator, {"text": ANSWER})
    regulator.get_by_role("button", name="Согласиться", exact=True).click()
    expect(regulator.get_by_text(ANSWER).first).to_be_visible()
    ombudsman.goto(card)
    for words in (ANSWER, "Принят, нужен план"):
        expect(ombudsman.get_by_text(words).first).to_be_visible()
    ombudsman.get_by_role("link", name="Публичная страница").click()
    for words in (STATEMENT, ANSWER):
        expect(ombudsman.get_by_text(words).first).to_be_visible()
    sound(ombudsman, "statement-answered")


@BOTH
def test_an_ombudsman_is_called_into_the_thread_of_an_appeal_and_out_of_it(sign_in: OpenBrowser, width: int) -> None:
    owner, representative = sign_in(OWNER, width=width, height=800), sign_in("Зоя Лебедева", width=width, height=800)
    owner.goto("/ombudsman")
    owner.get_by_role("link", name="Обращение к уполномоченному № 2").click()
    case, said = owner.url, f"Прошу сообщить день решения, {width}."
    sound(owner, "ombudsman-own-thread")
    owner.get_by_role("button", name="Позвать в переписку").click()
    representative.goto(case.replace("/ombudsman/", "/desk/ombudsman/cases/"))
    representative.get_by_role("link", name="Переписка по жалобе").click()
    expect(representative.get_by_text("Прочтут:")).to_be_visible()
    expect(representative.get_by_text("Договор на датчики приложили")).to_have_count(0)
    sound(representative, "ombudsman-thread-of-appeal")
    fill(representative, {"text": said})
    representative.get_by_role("button", name="Отправить").click()
    thread = representative.url.split("#")[0]
    owner.get_by_role("link", name="Открыть переписку").click()
    expect(owner.get_by_text(said)).to_be_visible()
    owner.get_by_role("link", name="Выбрать, что показать").click()
    owner.get_by_role("button", name="Показать все").click()
    representative.goto(thread)
    expect(representative.get_by_text("Договор на датчики приложили")).to_be_visible()
    owner.goto(case)
    owner.get_by_role("button", name="Вывести из переписки").click()
    expect(owner.get_by_text("прочитал переписку по жалобе").first).to_be_visible()
    assert representative.request.get(thread).status == 404
