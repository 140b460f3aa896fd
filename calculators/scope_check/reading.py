"""A draft of a decision from a document: YAML of the examples, JSON of a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from calculators.scope_check.scope import Item, Scope, Verdict
from rules.control.types import RiskCategory
from rules.faults import Fault, InputError
from rules.shapes import unknown_code
from rules.text import Text

LISTS = frozenset({"indicators", "object_facts", "actions", "documents", "same_object"})


def read_scope(document: Mapping[str, Any]) -> Scope:
    """Return the draft that a document describes; what it leaves out is unknown.

    Raises:
        InputError: a key that does not exist, a value that cannot be read; all at once.

    >>> read_scope({"kind": "ON_SITE", "working_days": 10}).working_days
    10
    """
    known = {one.name for one in fields(Scope)}
    faults = [unknown_code(name, name, known) for name in document if name not in known]
    values = {name: _value(name, value, faults) for name, value in document.items() if name in known}
    if faults:
        raise InputError(faults)
    return Scope(**values)


def _value(name: str, value: Any, faults: list[Fault]) -> Any:
    if value is None:
        return None
    try:
        if name == "items":
            return tuple(_item(one) for one in value)
        if name in LISTS:
            return tuple(str(one) for one in value)
        if name == "hours":
            return Decimal(str(value))
        if name == "day" and not isinstance(value, date):
            return date.fromisoformat(value)
        if name.endswith("category"):
            return RiskCategory(value).value
    except (TypeError, ValueError, KeyError, InvalidOperation):
        message = Text(f"«{name}» не прочитать.", f"“{name}” cannot be read.")
        faults.append(Fault("unreadable", name, message, Text("Сверьте с описанием.", "Compare with the guide.")))
    return value


def _item(raw: Mapping[str, Any]) -> Item:
    verdict = raw.get("verdict")
    return Item(**{**raw, "verdict": Verdict(verdict) if verdict is not None else None})
