"""Facts of an object that the authority itself holds: as fields of a form, and as `match` reads them.

A business's own profile is never among them: what stands here an official typed, or a register gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from backend.control.cases.asking import Ask, AskKind
from backend.errors import Invalid
from backend.law import current_law
from rules.conditions import FactValue, value_as_json
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault, InputError
from rules.profiles import check_facts
from rules.text import Text

# Asked one by one, of a business that is not the reader's own; any other fact can be added as «code = value».
COMMON = {
    "legal_form": Text("Как оформлен бизнес", "How the business is set up"),
    "sme_category": Text("Кто он в реестре малого и среднего бизнеса", "What it is in the register of small business"),
    "employees": Text("Сколько у него работников по трудовым договорам", "How many employees it has under contract"),
    "floor_area_m2": Text("Площадь самого большого помещения, м²", "Area of the largest room, m²"),
    "people_at_once": Text("Сколько людей бывает в самый людный час", "How many people are there in the busiest hour"),
}
PREFIX, MORE = "fact_", "more_facts"
KINDS = {FactType.NUMBER: AskKind.DECIMAL, FactType.BOOLEAN: AskKind.YES_NO, FactType.CATEGORY: AskKind.CHOICE}
YES, NO = frozenset({"да", "yes", "true"}), frozenset({"нет", "no", "false"})


def fact_asks() -> tuple[Ask, ...]:
    """Return the fields: the common facts, then all others as lines."""
    facts = current_law().vocabulary.facts
    common = tuple(_ask(facts[code]) for code in COMMON if code in facts and facts[code].type in KINDS)
    hint = Text("Строка: код = значение, например basement = да", "A line: code = value, such as basement = yes")
    return (*common, Ask(MORE, AskKind.LINES, Text("Другие факты", "Other facts"), hint, optional=True))


def _ask(fact: Fact) -> Ask:
    choices = tuple((code, option.name) for code, option in fact.values.items())
    return Ask(
        f"{PREFIX}{fact.code}", KINDS[fact.type], COMMON[fact.code], choices=choices, optional=True, to_come=True
    )


def facts_typed(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a filled form in the shape of JSON; what was left empty is unknown and left out.

    Raises:
        Invalid: a fact nobody knows, or a value that is none of its values.
    """
    raw = {name.removeprefix(PREFIX): value for name, value in typed.items() if name.startswith(PREFIX)}
    raw = {name: value for name, value in raw.items() if value is not None}
    for line in typed.get(MORE) or ():
        name, _, value = line.partition("=")
        raw[name.strip()] = _read(name.strip(), value.strip())
    found, faults = check_facts(raw, current_law().vocabulary, MORE)
    if faults:
        raise Invalid([Fault(one.code, MORE, one.message, one.remedy) for one in faults])
    return _all_kept(found)


def facts_given(raw: object, on: date) -> dict[str, Any]:
    """Return the facts a program gives in the shape of JSON; null is unknown and left out.

    Raises:
        InputError: a fact nobody knows, or a value that is none of its values, each with its place.
    """
    found, faults = check_facts(raw, current_law().vocabulary, "facts", on)
    if faults:
        raise InputError(faults)
    return _all_kept(found)


def _all_kept(found: Mapping[str, FactValue]) -> dict[str, Any]:
    return {name: _kept(value) for name, value in found.items() if value is not None}


def _kept(value: FactValue) -> Any:
    """Return a value as a JSON column keeps it: whole numbers whole, others as floats that read back the same."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value_as_json(value)


def _read(name: str, value: str) -> Any:
    fact = current_law().vocabulary.facts.get(name)
    if fact is None:
        return value
    if fact.type is FactType.BOOLEAN and value.lower() in YES | NO:
        return value.lower() in YES
    if fact.type is FactType.MULTI:
        return [one.strip() for one in value.split(",") if one.strip()]
    return _number(value) if fact.type is FactType.NUMBER else value


def _number(value: str) -> Any:
    try:
        return Decimal(value.replace(",", "."))
    except InvalidOperation:
        return value


def facts_as_typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows of facts kept as JSON."""
    common = {f"{PREFIX}{code}": _shown(facts[code]) for code in COMMON if code in facts}
    lines = [f"{code} = {_line(value)}" for code, value in sorted(facts.items()) if code not in COMMON]
    return {**common, MORE: "\n".join(lines)}


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _line(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def held_facts(facts: Mapping[str, Any]) -> dict[str, FactValue]:
    """Return the facts that `match` knows; others, such as those of a type's criteria alone, are passed over."""
    return dict(_known(facts, current_law().vocabulary))


def _known(facts: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, FactValue]]:
    for name, value in facts.items():
        found, faults = check_facts({name: value}, vocabulary) if name in vocabulary.facts else ({}, [])
        if not faults and found.get(name) is not None:
            yield name, found[name]
