"""Forms: every fault at once, in words a person understands."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import Field

from backend.errors import Invalid
from backend.web.forms import DecimalText, Input, Whole, errors_of, read


class Sample(Input):
    """A form of every kind of field."""

    name: Annotated[str, Field(min_length=1, max_length=5)]
    people: Annotated[Whole, Field(ge=0)]
    price: Annotated[Decimal, DecimalText] = Decimal(0)


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
