"""A forgotten password, another password, another address."""

import pytest

from rules.roles import Role

PASSWORD = "четыре синих кота"
OTHER = "пять рыжих лисиц"


@pytest.fixture
def anna(person):
    return person("anna@example.ru", name="Анна Соколова", business="Кафе", password=PASSWORD)


def can_sign_in(browser, password, email="anna@example.ru"):
    return browser.post_form("/sign-in", {"email": email, "password": password}).status_code == 303


def ask(visitor, letters, email="anna@example.ru"):
    visitor.post_form("/password", {"email": email})
    return letters(email)[-1]["link"]


def test_a_forgotten_password_is_set_by_the_link_of_a_letter(visitor, anna, letters):
    link = ask(visitor, letters)
    assert "Задайте пароль" in visitor.get(link).text
    assert visitor.post_form(link, {"password": OTHER}).headers["location"] == "/home"
    assert can_sign_in(visitor, OTHER)
    assert not can_sign_in(visitor, PASSWORD)


def test_every_session_ends_with_the_old_password(visitor, anna, letters):
    visitor.post_form(ask(visitor, letters), {"password": OTHER})
    assert anna.get("/account", follow_redirects=False).status_code == 303
    assert visitor.get("/account", follow_redirects=False).status_code == 200
    assert letters("anna@example.ru")[-1]["kind"] == "accounts.password_changed"


def test_the_link_works_once_for_an_hour_and_only_the_last_one(visitor, anna, letters, clock):
    first, second = ask(visitor, letters), ask(visitor, letters)
    assert visitor.get(first).status_code == 410
    assert visitor.post_form(second, {"password": OTHER}).status_code == 303
    assert visitor.post_form(second, {"password": PASSWORD}).status_code == 410
    third = ask(visitor, letters)
    clock.forward(hours=1)
    assert visitor.post_form(third, {"password": PASSWORD}).status_code == 410


def test_the_answer_is_the_same_whether_or_not_the_address_has_an_account(visitor, anna, letters):
    def told(email):
        page = visitor.post_form("/password", {"email": email})
        return page.status_code, page.text.split("<main")[1].split("</main>")[0].replace(email, "…")

    assert told("anna@example.ru") == told("nobody@example.ru")
    assert letters("nobody@example.ru")[0]["kind"] == "accounts.no_account"


def test_a_weak_password_leaves_the_link_open(visitor, anna, letters):
    link = ask(visitor, letters)
    refused = visitor.post_form(link, {"password": "короткий"})
    assert refused.status_code == 422
    assert "Знаков в пароле: 8, нужно от 10." in refused.text
    assert visitor.post_form(link, {"password": OTHER}).status_code == 303


def test_letters_to_one_address_are_limited(visitor, anna):
    for _ in range(5):
        assert visitor.post_form("/password", {"email": "anna@example.ru"}).status_code == 200
    assert visitor.post_form("/password", {"email": "anna@example.ru"}).status_code == 429


def test_guessing_links_is_limited(visitor):
    for _ in range(30):
        assert visitor.get("/password/" + "x" * 43).status_code == 410
    assert visitor.get("/password/" + "x" * 43).status_code == 429


def test_the_password_is_changed_with_the_present_one_and_other_browsers_go_out(visitor, anna):
    can_sign_in(visitor, PASSWORD)
    wrong = anna.post_form("/account/password", {"current": "не он", "password": OTHER})
    assert "Нынешний пароль другой." in wrong.text
    assert anna.post_form("/account/password", {"current": PASSWORD, "password": OTHER}).status_code == 303
    assert anna.get("/account", follow_redirects=False).status_code == 200
    assert visitor.get("/account", follow_redirects=False).status_code == 303


def test_a_new_address_needs_the_password_and_the_letter(visitor, anna, letters):
    refused = anna.post_form("/account/email", {"email": "new@example.ru", "current": "не он"})
    assert refused.status_code == 422
    assert letters("new@example.ru") == []
    anna.post_form("/account/email", {"email": "New@example.ru", "current": PASSWORD})
    assert can_sign_in(visitor, PASSWORD)
    assert "new@example.ru" in letters("anna@example.ru")[-1]["params"]["email"]
    link = letters("new@example.ru")[0]["link"]
    assert "new@example.ru" in visitor.get(link).text
    assert visitor.post_form(link).status_code == 303
    assert can_sign_in(visitor, PASSWORD, "new@example.ru")
    assert not can_sign_in(visitor, PASSWORD)
    assert visitor.post_form(link).status_code == 410


def test_another_account_s_address_is_told_to_its_owner_only(anna, owner, letters):
    page = anna.post_form("/account/email", {"email": "owner@example.ru", "current": PASSWORD})
    free = anna.post_form("/account/email", {"email": "free@example.ru", "current": PASSWORD})
    assert page.status_code == free.status_code == 303
    assert letters("owner@example.ru")[0]["kind"] == "accounts.has_account"


def test_changing_the_password_ends_a_change_of_address_somebody_else_began(anna, visitor, letters):
    anna.post_form("/account/email", {"email": "thief@example.ru", "current": PASSWORD})
    link = letters("thief@example.ru")[0]["link"]
    anna.post_form("/account/password", {"current": PASSWORD, "password": OTHER})
    assert visitor.post_form(link).status_code == 410


def test_a_link_for_one_purpose_does_not_serve_another(visitor, anna, letters):
    token = ask(visitor, letters).rsplit("/", 1)[1]
    for path in (f"/sign-up/{token}", f"/account/email/{token}", f"/invitations/{token}"):
        assert visitor.get(path).status_code == 410


def test_a_blocked_person_gets_no_link(visitor, anna, admin, letters):
    admin.post_form(f"/admin/people/{anna.person.id}/block", {"answer": "block"})
    visitor.post_form("/password", {"email": "anna@example.ru"})
    assert letters("anna@example.ru")[-1]["kind"] == "accounts.no_account"


def test_people_of_the_demo_have_no_password_to_change(person, session):
    dana = person("dana@example.ru", Role.EDITOR)
    assert "нет пароля" in dana.get("/account/password").text
    refused = dana.post_form("/account/password", {"current": "", "password": OTHER})
    assert refused.status_code == 422
