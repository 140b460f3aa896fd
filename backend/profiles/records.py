"""How a fact's value is kept as JSON, with every digit, and read back by its type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from rules.conditions import FactValue
from rules.facts import Fact, FactType

MOST_ASKED = 20  # values of one fact


def stored(value: FactValue) -> dict[str, Any]:
    """Return what is kept: numbers and dates as text, lists as lists, «не знаю» as null."""
    if isinstance(value, Decimal):
        return {"value": format(value, "f")}
    if isinstance(value, date):
        return {"value": value.isoformat()}
    if isinstance(value, tuple):
        return {"value": list(value)}
    return {"value": value}


def asked_before(kept: dict[str, Any], value: FactValue) -> bool:
    """Whether the person was already asked if this value is right."""
    return stored(value)["value"] in kept.get("asked", [])


def as_asked(kept: dict[str, Any], value: FactValue) -> dict[str, Any]:
    """Return what is kept with the note that the person was asked if this value is right."""
    return {**kept, "asked": [*kept.get("asked", []), stored(value)["value"]][-MOST_ASKED:]}


def restored(fact: Fact, kept: dict[str, Any]) -> FactValue:
    """Return the value of a kept fact, in the type its vocabulary gives it."""
    value = kept.get("value")
    if value is None:
        return None
    if fact.type is FactType.NUMBER:
        return Decimal(value)
    if fact.type is FactType.DATE:
        return date.fromisoformat(value)
    if fact.type is FactType.MULTI:
        return tuple(value)
    return bool(value) if fact.type is FactType.BOOLEAN else str(value)
