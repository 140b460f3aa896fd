"""A new account: finished by a letter, so that nobody finds out who is here."""

import pytest

PASSWORD = "четыре синих кота"
FORM = {"email": "anna@example.ru", "name": "Анна Соколова", "password": PASSWORD, "consent": "1"}


def sign_up(visitor, **changed):
    return visitor.post_form("/sign-up", FORM | changed)


def test_the_letter_finishes_the_account(visitor, letters):
    assert "Мы отправили письмо на anna@example.ru" in sign_up(visitor, next="/businesses").text
    assert visitor.get("/account", follow_redirects=False).status_code == 303
    link = letters("anna@example.ru")[0]["link"]
    assert "anna@example.ru" in visitor.get(link).text
    done = visitor.post_form(link)
    assert done.headers["location"] == "/businesses"
    account = visitor.get("/account").text
    assert "Анна Соколова" in account
    assert "Аккаунт создан, вы вошли." in account


def test_opening_the_link_changes_nothing_since_mail_programs_open_links(visitor, letters):
    sign_up(visitor)
    link = letters("anna@example.ru")[0]["link"]
    visitor.get(link)
    visitor.get(link)
    assert visitor.post_form(link).status_code == 303


def test_the_link_works_once_and_for_a_day(visitor, letters, clock):
    sign_up(visitor)
    link = letters("anna@example.ru")[0]["link"]
    clock.forward(hours=24)
    ended = visitor.post_form(link)
    assert ended.status_code == 410
    assert "Ссылка кончилась, или её уже открыли." in ended.text
    sign_up(visitor)
    fresh = letters("anna@example.ru")[1]["link"]
    assert visitor.post_form(fresh).status_code == 303
    assert visitor.post_form(fresh).status_code == 410


def test_the_answer_is_the_same_for_an_address_that_has_an_account(visitor, owner, letters):
    def told(email):
        page = sign_up(visitor, email=email)
        main = page.text.split("<main")[1].split("</main>")[0]
        return page.status_code, main.replace(email, "…").split('<div class="notice')[0]

    assert told("owner@example.ru") == told("anna@example.ru")
    assert letters("owner@example.ru")[0]["kind"] == "accounts.has_account"
    assert letters("anna@example.ru")[0]["kind"] == "accounts.sign_up"


def test_of_two_letters_for_one_address_the_second_finds_the_account_made(visitor, letters, person):
    sign_up(visitor)
    sign_up(person.browser(), name="Другая Анна")
    first, second = (letter["link"] for letter in letters("anna@example.ru"))
    assert visitor.post_form(first).headers["location"] == "/home"
    assert person.browser().post_form(second).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("password", "девятьзна", "Знаков в пароле: 9, нужно от 10."),
        ("password", "1234567890", "Такой пароль подберут сразу."),
        ("password", "соколова123", "Такой пароль подберут сразу."),
        ("password", "ааааааааааа", "Такой пароль подберут сразу."),
        ("password", "я" * 129, "предел 128"),
        ("email", "anna", "Это не похоже на адрес почты."),
        ("email", "anna@example", "Это не похоже на адрес почты."),
        ("email", "a\n@example.ru", "Это не похоже на адрес почты."),
        ("email", '"><script>@example.ru', "Это не похоже на адрес почты."),
        ("email", "a" * 300 + "@example.ru", "Текст длиннее, чем 254"),
        ("name", "", "Поле «Как вас зовут» не заполнено."),
        ("name", "А" * 201, "Текст длиннее, чем 200"),
        ("consent", "", "Без согласия мы не можем хранить имя и почту."),
        ("nonsense", "1", "Такого поля нет."),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_kept(visitor, letters, field, value, said):
    page = sign_up(visitor, **{field: value})
    assert page.status_code == 422
    assert said in page.text
    assert "<title>Ошибка: " in page.text
    assert PASSWORD not in page.text
    assert letters("anna@example.ru") == []
    if field != "name":
        assert 'value="Анна Соколова"' in page.text


def test_a_cyrillic_domain_is_one_mailbox_with_its_ascii_form(visitor, letters):
    sign_up(visitor, email="Anna@Пример.рф")
    assert letters("anna@xn--e1afmkfd.xn--p1ai")


def test_signing_up_is_limited(visitor):
    for number in range(10):
        assert sign_up(visitor, email=f"a{number}@example.ru").status_code == 200
    assert sign_up(visitor, email="a11@example.ru").status_code == 429


def test_the_consent_of_the_form_is_recorded_with_its_wording(visitor, letters):
    sign_up(visitor)
    visitor.post_form(letters("anna@example.ru")[0]["link"])
    page = visitor.get("/consent").text
    assert page.count("Дано 28\xa0ноября\xa02026") == 2
    assert "account-2026-11" in page
