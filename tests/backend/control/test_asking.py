"""What a step asks: one form is read by one schema, and the schemas of forms nobody fills any more are let go."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, datetime

import pytest

from backend.clock import MOSCOW
from backend.control.cases.asking import Ask, AskKind, model_of, read_asked
from rules.text import Text


def of_places(*places: str) -> tuple[Ask, ...]:
    """Return the fields of a form that asks at which of a business's addresses."""
    label = Text("По какому адресу", "At which address")
    return (Ask("place_id", AskKind.CHOICE, label, choices=tuple((place, Text(place, place)) for place in places)),)


def test_the_same_form_is_read_by_the_same_schema() -> None:
    assert model_of(of_places("a", "b")) is model_of(of_places("a", "b"))


def test_schemas_of_many_businesses_are_not_kept_for_ever() -> None:
    first = weakref.ref(model_of(of_places("the first")))
    for number in range(300):
        model_of(of_places(f"place {number}"))
    gc.collect()
    assert first() is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("№ 12", "12"), ("№12/к", "12/к"), ("№\u00a0№ 12", "12"), ("12 № 3", "12 № 3"), ("№", "№"), ("Д-7", "Д-7")],
)
def test_a_number_is_kept_without_the_sign_that_pages_write_before_it(typed: str, kept: str) -> None:
    asks = (
        Ask("act_number", AskKind.TEXT, Text("Номер акта", "Number of the act")),
        Ask("reason", AskKind.TEXT, Text("Почему", "Why")),
    )
    found = read_asked(asks, {"act_number": typed, "reason": "№ 12"}, MOSCOW, datetime(2026, 11, 28, tzinfo=UTC))
    assert found == {"act_number": kept, "reason": "№ 12"}
