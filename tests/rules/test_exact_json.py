"""JSON is read without loss and written in one form."""

from datetime import date
from decimal import Decimal

import pytest

from rules.exact_json import canonical_json, json_in_order, read_json
from rules.faults import InputError

REFUSED = {
    '{"a": 1, "a": 2}': "repeated_key",
    '{"b": {"a": 1, "a": 1}}': "repeated_key",
    '{"a": NaN}': "not_a_number",
    '{"a": Infinity}': "not_a_number",
    '{"a": -Infinity}': "not_a_number",
    '{"a": 1_000}': "not_json",
    '{"a": 01}': "not_json",
    '{"a": ٣}': "not_json",
    "{'a': 1}": "not_json",
    '{"a": 1,}': "not_json",
    "": "not_json",
    '{"a": 1} {"b": 2}': "not_json",
    '{"a": 1e999999999}': "number_too_long",
    f'{{"a": {"9" * 5000}}}': "number_too_long",
    "[" * 500 + "]" * 500: "too_deep",
    "[" * 100000: "too_deep",
    '{"a": "\\ud800"}': "half_character",
    '{"\\uDC00": 1}': "half_character",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_what_is_not_strict_json_is_refused(text):
    with pytest.raises(InputError) as refusal:
        read_json(text)
    assert refusal.value.faults[0].code == REFUSED[text]


def test_bytes_that_are_not_utf8_are_refused_with_the_line():
    with pytest.raises(InputError) as refusal:
        read_json(b'{\n"a": "\xff"}')
    assert (refusal.value.faults[0].code, refusal.value.faults[0].line) == ("not_utf8", 2)


def test_numbers_never_pass_through_float():
    assert read_json("[0.1, 12345678901234567.89, 5]") == [Decimal("0.1"), Decimal("12345678901234567.89"), 5]
    assert canonical_json(read_json("[12345678901234567.890, 1e2, -0.0]")) == b"[12345678901234567.89,100,0]"


def test_a_mark_at_the_start_of_the_file_is_no_fault():
    assert read_json("\ufeff{}".encode()) == {}


def test_the_canonical_form_sorts_keys_and_keeps_letters():
    value = {"б": [True, None, date(2026, 9, 1)], "а": 'кавычка "'}
    assert canonical_json(value).decode() == '{"а":"кавычка \\"","б":[true,null,"2026-09-01"]}'
    assert json_in_order(value).decode().startswith('{"б"')


def test_a_letter_of_two_halves_is_whole():
    assert read_json('"\\ud83d\\ude00"') == "😀"


def test_truth_is_not_one():
    assert canonical_json([True, 1, False, 0]) == b"[true,1,false,0]"
