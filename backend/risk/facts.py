"""Facts of an object in the words of its type's criteria: kept as JSON, typed into a form, three values each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backend.errors import Invalid
from backend.profiles.records import restored, stored
from backend.web.context import Form
from rules.conditions import Facts, FactValue
from rules.control import ControlType
from rules.facts import Fact, FactType
from rules.profiles import check_facts

NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,10})?", re.ASCII)
YES_NO = {"yes": True, "no": False}


def kept_facts(facts: Facts) -> dict[str, Any]:
    """Return facts as a row keeps them: numbers and dates as text, null is «не знаю»."""
    return {name: stored(value)["value"] for name, value in facts.items()}


def known_facts(type_: ControlType, kept: Mapping[str, Any]) -> dict[str, FactValue]:
    """Return kept facts typed; those the criteria do not ask for any more are left out."""
    vocabulary = type_.vocabulary.facts
    return {name: restored(vocabulary[name], {"value": raw}) for name, raw in kept.items() if name in vocabulary}


def read_facts(type_: ControlType, form: Form) -> dict[str, FactValue]:
    """Return every fact of a type's criteria as a form has it; one left open is None.

    Raises:
        Invalid: every value that does not fit, by the fact's name.
    """
    raw = {name: _raw(fact, form) for name, fact in type_.vocabulary.facts.items()}
    found, faults = check_facts(raw, type_.vocabulary, "")
    if faults:
        raise Invalid(faults)
    return found


def fields_of(type_: ControlType, facts: Facts) -> list[dict[str, Any]]:
    """Return the questions of a type's criteria with what is known, for a form."""
    return [
        {"fact": fact, "name": name, "kind": fact.type.value, "value": _shown(facts.get(name))}
        for name, fact in type_.vocabulary.facts.items()
        if fact.question is not None
    ]


def typed_values(type_: ControlType, form: Form) -> dict[str, Any]:
    """Return what was typed, for a form that is shown again."""
    return {name: form.all(name) if _several(fact) else form.get(name) for name, fact in type_.vocabulary.facts.items()}


def _raw(fact: Fact, form: Form) -> Any:
    text = form.get(fact.code)
    if _several(fact):
        return form.all(fact.code) or None
    if text == "":
        return None
    if fact.type is FactType.BOOLEAN:
        return YES_NO.get(text, text)
    if fact.type is FactType.NUMBER and NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return text


def _several(fact: Fact) -> bool:
    return fact.type is FactType.MULTI


def _shown(value: FactValue) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else stored(value)["value"]
