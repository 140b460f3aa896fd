"""Signing in and out, as a browser does it; guessing, fixation, idling."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import delete, select

from backend.accounts.models import PersonSession
from backend.accounts.tokens import hash_of
from backend.app import create_app
from backend.db.engine import open_session
from backend.web.models import RateCount
from rules.roles import Role
from tests.people import Browser

PASSWORD = "четыре синих кота"


@pytest.fixture
def anna(person):
    return person("anna@example.ru", name="Анна Соколова", business="Кафе", password=PASSWORD)


def sign_in(browser, email="anna@example.ru", password=PASSWORD, **more):
    return browser.post_form("/sign-in", {"email": email, "password": password, **more})


def sessions(engine):
    with open_session(engine) as session:
        return session.exec(select(PersonSession).order_by(PersonSession.created_at)).all()


def test_the_people_of_the_tests_are_signed_in(owner, accountant, regulator, editor, admin):
    for one in (owner, accountant, regulator, editor, admin):
        assert one.person.name in one.get("/account").text


def test_signing_in_leads_where_one_was_going(visitor, anna):
    assert sign_in(visitor, next="/businesses").headers["location"] == "/businesses"
    assert "Анна Соколова" in visitor.get("/account").text


def test_the_address_is_read_without_regard_to_case(visitor, anna):
    assert sign_in(visitor, email=" ANNA@Example.RU ").status_code == 303


def test_an_address_of_a_cyrillic_domain_signs_in_as_it_is_typed(visitor, person):
    person("anna@xn--e1afmkfd.xn--p1ai", name="Анна", password=PASSWORD)
    assert sign_in(visitor, email="Anna@Пример.РФ").status_code == 303


def test_who_has_spent_their_tries_cannot_lock_other_people_out(visitor, person, anna):
    for number in range(12):
        sign_in(visitor, email=f"nobody{number}@example.ru")
    for _ in range(12):
        assert sign_in(visitor, password="четыре синих пса").status_code == 429
    with open_session(person.engine, write=True) as session:
        session.execute(delete(RateCount).where(RateCount.count >= 10))  # as if from another address
        session.commit()
    assert sign_in(visitor).status_code == 303


def test_a_wrong_password_and_an_unknown_address_read_alike(visitor, anna):
    wrong = sign_in(visitor, password="четыре синих пса")
    unknown = sign_in(visitor, email="nobody@example.ru")
    assert wrong.status_code == unknown.status_code == 422
    assert "Почта или пароль не подходят." in wrong.text
    told = [answer.text.split("<main")[1].split("</main>")[0] for answer in (wrong, unknown)]
    assert told[0].replace("anna@", "nobody@") == told[1]


def test_the_eleventh_try_is_refused_with_a_page_that_says_when_to_go_on(visitor, anna, clock):
    for _ in range(10):
        assert sign_in(visitor, password="не тот пароль").status_code == 422
    refused = sign_in(visitor)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) == 300
    assert "Слишком много запросов." in refused.text
    assert "Продолжите через 5\u00a0мин." in refused.text
    clock.forward(minutes=5)
    assert sign_in(visitor).status_code == 303


def test_tries_from_one_address_count_together_whatever_the_account(visitor, anna):
    for number in range(10):
        sign_in(visitor, email=f"guess{number}@example.ru")
    assert sign_in(visitor).status_code == 429


def test_signing_in_gives_a_new_token_and_ends_the_old_session(visitor, anna, engine):
    sign_in(visitor)
    first = visitor.cookies["session"]
    sign_in(visitor)
    assert visitor.cookies["session"] != first
    assert sum(one.ended_at is None for one in sessions(engine)) == 2  # this one and the one of the fixture


def test_a_planted_token_is_not_taken_over(visitor, anna, engine):
    visitor.cookies.set("session", "a" * 43, domain="127.0.0.1")
    cookie = sign_in(visitor).headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "a" * 43 not in cookie
    assert hash_of("a" * 43) not in {one.token_hash for one in sessions(engine)}


def test_signing_out_ends_the_session(anna, person):
    stolen = person.browser()
    stolen.cookies.set("session", anna.cookies["session"], domain="127.0.0.1")
    assert anna.post_form("/sign-out").headers["location"] == "/"
    assert stolen.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_a_foreign_site(visitor, anna, path):
    target = sign_in(visitor, next=path).headers["location"]
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\", "/\t"))
    target = visitor.get("/language/en", params={"next": path}, follow_redirects=False).headers["location"]
    assert target == "/" or target[1] not in "/\\\t"


def test_an_entrepreneur_stays_signed_in_while_working_but_not_after_twelve_hours(anna, clock):
    for _ in range(11):
        clock.forward(hours=1)
        assert anna.get("/account", follow_redirects=False).status_code == 200
    clock.forward(hours=1, seconds=1)
    assert anna.get("/account", follow_redirects=False).status_code == 303


def test_an_official_who_idles_for_half_an_hour_signs_in_again(regulator, clock):
    clock.forward(minutes=29)
    assert regulator.get("/account", follow_redirects=False).status_code == 200
    clock.forward(minutes=29)
    assert regulator.get("/account", follow_redirects=False).status_code == 200
    clock.forward(minutes=31)
    assert regulator.get("/account", follow_redirects=False).status_code == 303


def test_being_seen_is_written_every_five_minutes_not_at_every_page(anna, clock, engine):
    opened = sessions(engine)[0].seen_at
    clock.forward(minutes=4)
    anna.get("/account")
    assert sessions(engine)[0].seen_at == opened
    clock.forward(minutes=1)
    anna.get("/account")
    assert sessions(engine)[0].seen_at == opened + timedelta(minutes=5)


def test_a_page_does_not_wait_for_the_mark_behind_another_writer(anna, clock, engine):
    clock.forward(minutes=6)
    with open_session(engine, write=True) as busy:
        busy.execute(select(PersonSession))
        assert anna.get("/account").status_code == 200


def test_cookies_are_out_of_reach_of_scripts(visitor, anna):
    cookie = sign_in(visitor).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_on_https_cookies_are_bound_to_the_host(settings, clock, person, anna):
    safe = replace(settings, public_url="https://yasno.example")
    with Browser(create_app(safe, clock=clock), base_url="https://yasno.example") as browser:
        cookie = sign_in(browser).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_blocked_person_cannot_sign_in_and_is_out_at_once(visitor, anna, admin):
    admin.post_form(f"/admin/people/{anna.person.id}/block", {"answer": "block"})
    assert anna.get("/account", follow_redirects=False).status_code == 303
    assert "Почта или пароль не подходят." in sign_in(visitor).text


def test_a_demo_button_works_in_the_demo_only(visitor, settings, clock, engine, person):
    dana = person("dana@example.ru", Role.EDITOR)
    with open_session(engine, write=True) as session:
        dana.person.demo = True
        session.merge(dana.person)
        session.commit()
    assert visitor.post_form("/demo/sign-in", {"person_id": dana.person.id}).status_code == 404
    with Browser(create_app(replace(settings, demo=True), clock=clock), base_url=settings.public_url) as browser:
        assert browser.post_form("/demo/sign-in", {"person_id": dana.person.id}).status_code == 303
        assert "dana" in browser.get("/account").text
        ordinary = {"person_id": person("olga@example.ru").person.id}
        assert browser.post_form("/demo/sign-in", ordinary).status_code == 404


def test_an_invisible_character_is_refused_with_a_page(visitor):
    refused = sign_in(visitor, email="anna\x00@example.ru")
    assert refused.status_code == 422
    assert "невидимый знак" in refused.text


def test_a_very_long_password_is_refused_before_it_is_hashed(visitor, anna):
    assert "длиннее, чем 128 знаков" in sign_in(visitor, password="я" * 100_000).text
