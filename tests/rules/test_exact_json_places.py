"""A number that cannot be read is refused by its place in the document."""

from __future__ import annotations

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
        ('{"a": NaN, "a": 1}', [("not_a_number", None)]),
        ('{"a": NaN,', [("not_a_number", None)]),
    ],
)
def test_the_field_of_a_bad_number_is_named(text: str, found: list[tuple[str, str | None]]) -> None:
    with pytest.raises(InputError) as caught:
        read_json(text)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == found
