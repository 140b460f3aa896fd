"""What a step asks: one form is read by one schema, and the schemas of forms nobody fills any more are let go."""

from __future__ import annotations

import gc
import weakref

from backend.control.cases.asking import Ask, AskKind, model_of
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
