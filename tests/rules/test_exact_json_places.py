"""A number that cannot be read, or a key written twice, is refused by its place in the document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.exact_json import read_json
from rules.faults import InputError

LONG = "9" * 60


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"facts": {"employees": NaN}}', [("not_a_number", "facts.employees")]),
        ('{"a": [{"b": 1e400}, 2, -Infinity]}', [("number_too_long", "a[0].b"), ("not_a_number", "a[2]")]),
        (f'{{"a": {LONG}, "b": 1.5}}', [("number_too_long", "a")]),
        ("Infinity", [("not_a_number", None)]),
        # What is wrong besides keeps its own message, or waits until the number is mended.
        ('{"a": NaN, "a": 1}', [("repeated_key", "a")]),
        (
            '{"a": {"b": 1, "b": 2}, "c": [{"d": 1, "d": 1, "d": 1}], "e": NaN}',
            [("repeated_key", "a.b"), ("repeated_key", "c[0].d"), ("not_a_number", "e")],
        ),
        ('{"a": NaN,', [("not_a_number", None)]),
    ],
)
def test_every_bad_number_and_repeated_key_is_named_by_field(text: str, found: list[tuple[str, str | None]]) -> None:
    with pytest.raises(InputError) as caught:
        read_json(text)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == found


@pytest.mark.parametrize("text", ["3." + "3" * 37, "0." + "1" * 39, "9" * 40, "1e39", "-" + "9" * 39])
def test_forty_digits_written_out_in_full_are_read(text: str) -> None:
    assert read_json(text) == Decimal(text)


@pytest.mark.parametrize("text", ["3." + "3" * 40, "0." + "1" * 40, "9" * 41, "1e40", "1e-40"])
def test_more_than_forty_are_not(text: str) -> None:
    with pytest.raises(InputError):
        read_json(text)
