"""A field that was left empty is told by its name."""

from __future__ import annotations

import re

import pytest

from backend.web.empty_fields import name_empty

PLAIN = "Поле не заполнено. Заполните его."


def test_signing_in_with_nothing_names_both_fields(visitor) -> None:
    page = visitor.post_form("/sign-in", {"email": "", "password": ""})
    assert page.status_code == 422
    for field, label in (("email", "Электронная почта"), ("password", "Пароль")):
        said = f"Поле «{label}» не заполнено. Заполните его."
        assert f'<a href="#f-{field}">{said}</a>' in page.text
        assert re.search(rf'id="e-{field}">.*{said}', page.text)
    assert PLAIN not in page.text


def test_the_english_page_names_them_in_english(visitor) -> None:
    visitor.get("/language/en?next=/")
    page = visitor.post_form("/sign-in", {"email": "anna@example.ru", "password": ""})
    assert "The field “Password” is empty. Fill it in." in page.text
    assert "“Email”" not in page.text


def form(field: str) -> str:
    return (
        f'<li><a href="#f-a">{PLAIN}</a></li>{field}<p class="field__error" id="e-a"><span>Ошибка: </span>{PLAIN}</p>'
    )


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (
            '<label class="x" for="f-a">Имя <span>можно пропустить</span></label><input id="f-a">',
            "Поле «Имя» не заполнено. Заполните его.",
        ),
        (
            '<legend>Что не так?</legend><input type="radio" id="f-a"><label for="f-a">Повтор</label>',
            "Нет ответа: «Что не так?». Выберите.",
        ),
        ("<p>без поля</p>", PLAIN),
    ],
)
def test_a_field_is_called_what_stands_over_it(field: str, said: str) -> None:
    page = name_empty(form(field), {"a": PLAIN}, "ru")
    assert page.count(said) == 2


def test_a_remedy_of_its_own_stays() -> None:
    page = '<a href="#f-a">Поле не заполнено. Напишите адрес.</a><label for="f-a">Адрес</label><input id="f-a">'
    assert "Поле «Адрес» не заполнено. Напишите адрес." in name_empty(
        page, {"a": "Поле не заполнено. Напишите адрес."}, "ru"
    )


def test_other_errors_keep_their_words() -> None:
    page = '<a href="#f-a">Текст длиннее.</a><label for="f-a">Имя</label><input id="f-a">'
    assert name_empty(page, {"a": "Текст длиннее."}, "ru") == page


def test_a_number_that_is_none_is_told_by_the_name_of_its_field() -> None:
    said = "Нужно целое число цифрами. Исправьте число."
    label = '<label for="f-a">Рабочих дней <span>можно пропустить</span></label><input id="f-a">'
    page = f'<a href="#f-a">{said}</a>{label}<p id="e-a">{said}</p>'
    named = "«Рабочих дней». Нужно целое число цифрами. Исправьте число."
    assert name_empty(page, {"a": said}, "ru").count(named) == 2


def test_a_sentence_of_a_form_s_own_stays_as_it_is() -> None:
    page = '<a href="#f-a">Этот день уже прошёл.</a><label for="f-a">День</label><input id="f-a">'
    assert name_empty(page, {"a": "Этот день уже прошёл."}, "ru") == page
