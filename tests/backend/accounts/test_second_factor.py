"""Setting an app with codes up before anything else; changing it, switching it off, a lost phone."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from backend.accounts import pending, second_factor
from backend.accounts.jobs import tidy
from backend.accounts.models import PendingSignIn, Person, RecoveryCode, SecondFactor
from backend.app import create_app
from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.errors import Conflict
from backend.jobs.models import OutboxRow
from backend.permissions import SECOND_FACTOR
from rules.roles import Role
from tests.backend.accounts.codes import PASSWORD, SET_UP, give_code, give_password, kinds_told, opens, where
from tests.layout.routes import HOLE, routes
from tests.people import Browser

OPEN = {
    "/about",
    "/assets/{name:path}",
    "/demo/sign-in",
    "/language/{language:str}",
    "/privacy",
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    SET_UP,
}


@pytest.fixture
def anna(person):
    return person("anna@example.ru", name="Анна Соколова", business="Кафе", password=PASSWORD)


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_staff_without_an_app_get_no_further_than_setting_one_up(person, role):
    newcomer = person(f"{role}@example.ru", role, password=PASSWORD, with_app=False)
    for path in ("/home", "/account", "/account/keys", "/desk", "/desk/tasks", "/admin/people", "/search"):
        assert where(newcomer.get(path, follow_redirects=False)) == SET_UP
    assert where(newcomer.post_form("/account", {"name": "Другая"})) == SET_UP
    page = newcomer.get(SET_UP).text
    assert "Для вашей роли код обязателен" in page
    assert "/admin" not in page
    assert "/desk" not in page


def test_no_other_route_answers_somebody_who_has_still_to_set_the_app_up(newly):
    answered = set()
    for route in routes():
        if not route.path.startswith(("/api/", "/health")):
            path = HOLE.sub("1", route.path)
            get = route.method == "GET"
            answer = newly.get(path, follow_redirects=False) if get else newly.post_form(path)
            answered |= set() if where(answer) == SET_UP else {route.path}
            if route.path == "/sign-out":
                give_password(newly, "newly@example.ru")
    assert answered == OPEN


def test_every_role_but_those_for_a_business_needs_an_app(person):
    assert set(Role) - SECOND_FACTOR == {Role.BUSINESS, Role.REPRESENTATIVE}
    assert opens(person("sokolova@example.ru", business="Кафе", password=PASSWORD))


def test_who_has_still_to_set_the_app_up_may_leave_and_read_about_their_data(newly):
    for path in ("/privacy", "/about", "/sign-in"):
        assert opens(newly, path)
    assert newly.get("/language/en", follow_redirects=False).status_code == 303
    assert where(newly.post_form("/sign-out")) == "/"
    assert not opens(newly, SET_UP)


def test_setting_up_takes_the_password_a_code_and_shows_the_recovery_codes_once(newly, person, clock, visitor):
    assert where(newly.post_form(SET_UP, {"answer": "app", "current": PASSWORD})) == f"{SET_UP}/new"
    page = newly.get(f"{SET_UP}/new").text
    assert "<svg" in page
    assert "http://" not in page.split("<main")[1].split("</main>")[0]
    newly.seed = page.split('<code class="code">')[1].split("</code>")[0].replace(" ", "")
    assert newly.post_form(f"{SET_UP}/new", {"code": "000000"}).status_code == 422
    before = newly.cookies["session"]
    shown = newly.post_form(f"{SET_UP}/new", {"code": person.code_of(newly)})
    assert shown.text.count('<code class="code">') == 10
    assert shown.headers["cache-control"] == "no-store"
    assert newly.cookies["session"] != before
    assert opens(newly, "/desk/tasks")
    assert '<code class="code">' not in newly.get(SET_UP).text
    assert where(newly.get(f"{SET_UP}/new", follow_redirects=False)) == SET_UP
    clock.forward(seconds=30)
    give_password(visitor, "newly@example.ru")
    assert give_code(visitor, person.code_of(newly)).status_code == 303


def test_the_code_of_the_set_up_is_not_taken_at_sign_in(newly, person, visitor):
    person.set_app_up(newly, PASSWORD)
    give_password(visitor, "newly@example.ru")
    assert give_code(visitor, person.code_of(newly)).status_code == 422


def test_without_the_right_password_the_secret_is_not_shown(newly):
    refused = newly.post_form(SET_UP, {"answer": "app", "current": "не тот пароль"})
    assert refused.status_code == 422
    assert "Нынешний пароль другой." in refused.text
    assert where(newly.get(f"{SET_UP}/new", follow_redirects=False)) == SET_UP


def test_what_was_begun_too_long_ago_is_begun_again(newly, person, clock):
    newly.post_form(SET_UP, {"answer": "app", "current": PASSWORD})
    clock.forward(minutes=15, seconds=1)
    assert where(newly.get(f"{SET_UP}/new", follow_redirects=False)) == SET_UP
    assert where(newly.post_form(f"{SET_UP}/new", {"code": "123456"})) == SET_UP


def test_codes_at_the_set_up_are_counted_too(newly):
    newly.post_form(SET_UP, {"answer": "app", "current": PASSWORD})
    for _ in range(5):
        assert newly.post_form(f"{SET_UP}/new", {"code": "000000"}).status_code == 422
    assert newly.post_form(f"{SET_UP}/new", {"code": "000000"}).status_code == 429


def test_a_new_role_forces_the_set_up(admin, anna, visitor):
    form = {"role": "regulator", "authority": "mchs", "region": "77"}
    admin.post_form(f"/admin/people/{anna.person.id}/roles", form)
    assert not opens(anna)
    assert where(give_password(visitor, "anna@example.ru")) == "/home"
    assert where(visitor.get("/home", follow_redirects=False)) == SET_UP
    assert where(visitor.get("/desk", follow_redirects=False)) == SET_UP


def test_a_session_without_a_code_ends_when_the_app_is_set_up(newly, person, visitor):
    give_password(visitor, "newly@example.ru")
    assert opens(visitor, SET_UP)
    person.set_app_up(newly, PASSWORD)
    assert opens(newly)
    assert not opens(visitor, SET_UP)


def test_an_entrepreneur_may_switch_it_on_and_off(anna, person, visitor, clock, engine):
    assert where(give_password(visitor, "anna@example.ru")) == "/home"
    person.set_app_up(anna, PASSWORD)
    clock.forward(seconds=30)
    assert not opens(visitor)
    assert where(give_password(visitor, "anna@example.ru")) == "/sign-in/code"
    assert where(anna.post_form(SET_UP, {"answer": "off", "current": PASSWORD})) == "/account"
    assert where(give_password(visitor, "anna@example.ru")) == "/home"
    assert {"accounts.second_factor_on", "accounts.second_factor_off"} <= kinds_told(engine, anna)
    with open_session(engine) as session:
        actions = session.exec(select(AuditRow.action).where(AuditRow.object_id == anna.person.id)).all()
        assert session.exec(select(RecoveryCode)).all() == []
    assert {"second_factor.on", "second_factor.off"} <= set(actions)


def test_staff_cannot_switch_it_off(dana, engine):
    assert "Выключить код при входе" not in dana.get(SET_UP).text
    refused = dana.post_form(SET_UP, {"answer": "off", "current": PASSWORD})
    assert refused.status_code == 409
    assert "Для вашей роли код обязателен." in refused.text
    with open_session(engine) as session:
        assert second_factor.find_factor(session, dana.person.id) is not None


def test_another_app_replaces_the_first_only_after_its_first_code(dana, person, visitor, clock):
    clock.forward(minutes=1)
    former, kept = dana.seed, list(dana.recovery_codes)
    dana.post_form(SET_UP, {"answer": "app", "current": PASSWORD})
    give_password(visitor)
    assert give_code(visitor, person.code_of(dana)).status_code == 303
    person.set_app_up(dana, PASSWORD)
    assert dana.seed != former
    clock.forward(minutes=1)
    give_password(visitor)
    assert give_code(visitor, pyotp.TOTP(former).at(clock.now())).status_code == 422
    assert give_code(visitor, kept[0]).status_code == 422
    assert give_code(visitor, person.code_of(dana)).status_code == 303


def test_new_recovery_codes_end_the_former(dana, visitor, engine):
    former = dana.recovery_codes
    shown = dana.post_form(SET_UP, {"answer": "codes", "current": PASSWORD}).text
    assert shown.count('<code class="code">') == 10
    assert not any(code in shown for code in former)
    assert "accounts.recovery_codes" in kinds_told(engine, dana)
    give_password(visitor)
    assert give_code(visitor, former[0]).status_code == 422


def test_an_admin_resets_a_lost_app_and_the_person_is_told(admin, dana, visitor, engine):
    page = admin.get(f"/admin/people/{dana.person.id}").text
    assert "Сбросить приложение с кодами" in page
    give_password(visitor)
    assert admin.post_form(f"/admin/people/{dana.person.id}/second-factor/reset").status_code == 303
    assert not opens(dana)
    assert where(visitor.get("/sign-in/code", follow_redirects=False)) == "/sign-in"  # what was half done ends too
    assert "нет, подключит при входе" in admin.get(f"/admin/people/{dana.person.id}").text
    assert "accounts.second_factor_reset" in kinds_told(engine, dana)
    with open_session(engine) as session:
        row = session.exec(select(AuditRow).where(AuditRow.action == "second_factor.reset")).one()
        assert (row.actor, row.object_id) == (admin.person.id, dana.person.id)
    give_password(visitor)
    assert where(visitor.get("/home", follow_redirects=False)) == SET_UP


def test_nobody_resets_their_own_app_or_one_that_is_not_there(admin, owner, regulator, engine):
    assert admin.post_form(f"/admin/people/{admin.person.id}/second-factor/reset").status_code == 409
    assert admin.post_form(f"/admin/people/{owner.person.id}/second-factor/reset").status_code == 409
    assert regulator.post_form(f"/admin/people/{admin.person.id}/second-factor/reset").status_code == 404
    assert opens(admin)


def test_a_letter_tells_even_those_who_want_no_letters(dana, letters, engine):
    with open_session(engine, write=True) as session:
        person = session.get_one(Person, dana.person.id)
        person.mail_notices = False
        session.add(person)
        session.commit()
    dana.post_form(SET_UP, {"answer": "codes", "current": PASSWORD})
    assert letters("dana@example.ru")[-1]["kind"] == "accounts.recovery_codes"
    with open_session(engine) as session:
        assert session.exec(select(OutboxRow).where(OutboxRow.kind == "notifications.write")).one()


def test_people_of_the_demo_need_no_code_and_their_page_says_so(settings, clock, engine, person):
    daria = person("daria@example.ru", Role.REGULATOR, name="Дарья", with_app=False)
    with open_session(engine, write=True) as session:
        daria.person.demo = True
        session.merge(daria.person)
        session.commit()
    assert where(daria.get("/desk", follow_redirects=False)) == SET_UP  # demo people outside the demo get nothing
    with Browser(create_app(replace(settings, demo=True), clock=clock), base_url=settings.public_url) as browser:
        assert "Люди из показа входят без пароля и кода" in browser.get("/sign-in").text
        assert browser.post_form("/demo/sign-in", {"person_id": daria.person.id}).status_code == 303
        assert browser.get("/desk", follow_redirects=False).status_code == 200
        assert "Люди из показа входят кнопкой, код им не нужен." in browser.get(SET_UP).text


def test_the_archive_tells_of_the_app_without_its_secret(dana):
    packed = zipfile.ZipFile(io.BytesIO(dana.get("/account/data.zip").content))
    told = packed.read("tables/second_factor.json").decode()
    assert "confirmed_at" in told
    assert "secret_salt" not in told
    assert "code_hash" not in packed.read("tables/recovery_code.json").decode()


def test_erasing_the_account_takes_app_and_codes_along(anna, person, engine):
    person.set_app_up(anna, PASSWORD)
    assert anna.post_form("/account/erase", {"password": PASSWORD, "sure": "1"}).status_code == 303
    with open_session(engine) as session:
        for table in (SecondFactor, RecoveryCode, PendingSignIn):
            assert session.exec(select(table)).all() == []


def test_the_night_forgets_what_was_begun_and_left(dana, engine, clock):
    with open_session(engine, write=True) as session:
        someone = session.get_one(Person, dana.person.id)
        pending.begin(session, someone, "/home", clock.now())
        second_factor.offer(session, someone.id, clock.now())
        tidy(session, {}, clock.now() + timedelta(minutes=16))
        session.commit()
        assert session.exec(select(PendingSignIn)).all() == []
        assert [one.confirmed_at is None for one in session.exec(select(SecondFactor)).all()] == [False]


def test_a_role_that_needs_it_keeps_it(dana, engine, clock):
    with open_session(engine, write=True) as session, pytest.raises(Conflict):
        second_factor.switch_off(session, session.get_one(Person, dana.person.id), clock.now())
