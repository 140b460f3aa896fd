"""Forms: every fault at once, in words a person understands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import Field, create_model

from backend.errors import Invalid
from backend.web.forms import DayText, DecimalText, Input, Whole, errors_of, read


class Sample(Input):
    """A form of every kind of field."""

    name: Annotated[str, Field(min_length=1, max_length=5)]
    people: Annotated[Whole, Field(ge=0)]
    price: Annotated[Decimal, DecimalText, Field(max_digits=7, decimal_places=2)] = Decimal(0)
    day: Annotated[date | None, DayText] = None


def test_all_faults_come_at_once_each_with_its_field():
    with pytest.raises(Invalid) as refused:
        read(Sample, {"name": "", "people": "-3", "price": "дорого", "colour": "red"})
    assert {fault.field for fault in refused.value.faults} == {"name", "people", "price", "colour"}


@pytest.mark.parametrize("typed", ["²", "1_000", "٣", "1.5", "1e3", "", "+5", "0x10", True, "9" * 16])
def test_a_whole_number_is_ascii_digits_and_nothing_else(typed):
    with pytest.raises(Invalid):
        read(Sample, {"name": "кафе", "people": typed})


@pytest.mark.parametrize(("typed", "kept"), [("12,5", "12.5"), ("1 000", "1000"), ("0.10", "0.10")])
def test_decimals_are_read_as_people_type_them(typed, kept):
    assert read(Sample, {"name": "кафе", "people": "1", "price": typed}).price == Decimal(kept)


@pytest.mark.parametrize("typed", [0.1, True, "NaN", "Infinity", "1e5", "1,2,3"])
def test_a_float_or_a_word_is_no_decimal(typed):
    with pytest.raises(Invalid):
        read(Sample, {"name": "кафе", "people": "1", "price": typed})


def test_a_sentence_says_what_and_what_to_do_in_both_languages():
    with pytest.raises(Invalid) as refused:
        read(Sample, {"name": "слишком длинно", "people": "1"})
    assert errors_of(refused.value.faults, "ru") == {"name": "Текст длиннее, чем 5 знаков. Сократите его."}
    assert errors_of(refused.value.faults, "en") == {"name": "The text is longer than 5 characters. Shorten it."}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,234", "Знаков после запятой больше 2. Округлите число."),
        ("123456", "Слишком большое число. Напишите не больше 5 цифр до запятой."),
        ("12345678", "Слишком длинное число. Напишите не больше 7 цифр."),
    ],
)
def test_a_decimal_out_of_bounds_says_which_bound(typed, said):
    with pytest.raises(Invalid) as refused:
        read(Sample, {"name": "кафе", "people": "1", "price": typed})
    assert errors_of(refused.value.faults, "ru") == {"price": said}


class Side(StrEnum):
    """A choice of two."""

    LEFT = "left"
    RIGHT = "right"


@pytest.mark.parametrize(
    ("kind", "typed", "ru", "en"),
    [
        (Side, "up", "Выберите из списка: left, right.", "Choose one: left, right."),
        (Literal["trade"], "", "Выберите из списка: trade.", "Choose one: trade."),
        (Literal["", "a", "b"], "c", "Выберите из списка: a, b.", "Choose one: a, b."),
        (Literal[1, 2, 3], 7, "Выберите из списка: 1, 2, 3.", "Choose one: 1, 2, 3."),
        (Literal[*"abcdefghijkl"], "z", f"Выберите из списка: {', '.join('abcdefghijkl')}.", None),
        (Literal[*"abcdefghijklm"], "z", f"Выберите из списка: {', '.join('abcdefghijkl')}…", None),
        (Literal["left", *"abcdefghijklm"], "lft", "Ближе всего: left.", "Closest are: left."),
        (Literal["left", "lefts", *"abcdefghijkl"], "LEFT", "Ближе всего: left, lefts.", "Closest are: left, lefts."),
    ],
)
def test_a_forbidden_choice_names_those_of_a_short_list_and_of_a_long_one_the_closest(kind, typed, ru, en):
    with pytest.raises(Invalid) as refused:
        read(create_model("Asked", __base__=Input, one=(kind, ...)), {"one": typed})
    assert errors_of(refused.value.faults, "ru") == {"one": f"Такого варианта нет. {ru}"}
    assert en is None or errors_of(refused.value.faults, "en") == {"one": f"There is no such choice. {en}"}


@pytest.mark.parametrize(
    "typed", ["2027-02-29", "29.02.2027", "2026-W48-6", "20261128", "1795910400", 0, "2026-11-28T00:00"]
)
def test_a_day_is_year_month_day_of_the_calendar_and_nothing_else(typed):
    with pytest.raises(Invalid) as refused:
        read(Sample, {"name": "кафе", "people": "1", "day": typed})
    assert errors_of(refused.value.faults, "ru") == {
        "day": "Такого дня нет в календаре. Исправьте дату: год-месяц-день."
    }


def test_a_day_that_is_needed_and_left_out_is_an_empty_field_and_no_day_outside_the_calendar():
    with pytest.raises(Invalid) as refused:
        read(create_model("Asked", __base__=Input, day=(Annotated[date, DayText], ...)), {"day": ""})
    assert errors_of(refused.value.faults, "ru") == {"day": "Поле не заполнено. Заполните его."}


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("2026-11-28", date(2026, 11, 28))])
def test_a_day_may_be_left_out(typed, kept):
    assert read(Sample, {"name": "кафе", "people": "1", "day": typed}).day == kept
