"""Which keys the vocabulary of facts has, and what stands in them (the tables), with every fault at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from rules import shapes
from rules.conditions import parse_condition
from rules.facts import Fact, FactType, OkvedCode, Vocabulary
from rules.faults import Fault
from rules.profiles import read_value, unknown_fact
from rules.reading_build import plain
from rules.reading_build_facts import build_fact, build_vocabulary, facts_part, rules_part
from rules.shapes import anything, both, choice, inside, list_of, map_of, mapping, text, unknown_code, wrong


def _max(value: object, where: str, faults: list[Fault]) -> None:
    if value != "today":
        _min(value, where, faults)


def _min(value: object, where: str, faults: list[Fault]) -> None:
    if shapes.as_date(value) is None:
        shapes.number()(value, where, faults)


OPTION = mapping(
    {
        "ru": text,
        "en": text,
        "hint": both,
        "prefill": text,
        "note": shapes.note,
        "suggested_by": list_of(text),
        "suggested_if": anything,
        "implies": list_of(text),
    }
)


def _option(value: object, where: str, faults: list[Fault]) -> None:
    if value is not None:
        OPTION(value, where, faults)


def _values(value: object, where: str, faults: list[Fault]) -> None:
    (list_of(text) if isinstance(value, list) else map_of(_option))(value, where, faults)
    if isinstance(value, list | Mapping) and not value:
        faults.append(wrong(where, value, "хотя бы одно значение", "at least one value"))
    elif isinstance(value, list) and len(set(map(str, value))) < len(value):
        faults.append(wrong(where, value, "каждое значение один раз", "each value once"))


FACT = mapping(
    {
        "type": choice(*FactType),
        "values": _values,
        "values_from": choice("okved2"),
        "whole": shapes.boolean,
        "min": _min,
        "max": _max,
        "unit": text,
        "min_items": shapes.number(0, whole=True),
        "none": both,
        "question": both,
        "hint": both,
        "why": both,
        "group": text,
        "ask_together": text,
        "relevant_if": anything,
        "implied": list_of(
            mapping(
                {"if": anything, "value": anything, "includes": list_of(text), "excludes": list_of(text), "note": text},
                required=("if",),
            )
        ),
        "answer_cost": shapes.number(0, whole=True),
        "prefill": text,
        "sections": list_of(
            mapping(
                {
                    "id": text,
                    "heading": both,
                    "values": list_of(text),
                    "relevant_if": anything,
                    "if_not": choice("fold", "skip"),
                    "opens_with": list_of(text),
                },
                required=("id", "heading", "values"),
            )
        ),
        "priors": map_of(anything),
    },
    required=("type",),
)

_THEN = list_of(
    mapping({"if": anything, "then": map_of(anything), "source": text, "note": text}, required=("if", "then"))
)
ACROSS = mapping(
    {
        "facts": anything,
        "when_suggested": map_of(anything),
        "implications": _THEN,
        "likely": _THEN,
        "conflicts": list_of(
            mapping(
                {
                    "id": text,
                    "kind": choice("impossible", "unlawful"),
                    "if": anything,
                    "message": both,
                    "source": text,
                    "valid": mapping({"from": shapes.day, "until": shapes.day}),
                },
                required=("id", "kind", "if", "message"),
            )
        ),
        "at_most": list_of(mapping({"fact": text, "of": text, "message": both}, required=("fact", "of", "message"))),
    }
)


@dataclass(frozen=True, slots=True)
class CheckedVocabulary:
    """What could be read of a vocabulary: facts in `broken` are left out of `vocabulary`."""

    vocabulary: Vocabulary
    broken: frozenset[str]
    faults: tuple[Fault, ...]


def check_vocabulary(raw: object, okved: Mapping[str, OkvedCode]) -> CheckedVocabulary:
    """Return the vocabulary in `raw` (facts.yaml as read) and every fault found in it."""
    faults: list[Fault] = []
    if not isinstance(raw, Mapping):
        fault = wrong("facts", raw, "набор «факт: описание»", "a mapping of facts to descriptions")
        return CheckedVocabulary(Vocabulary({}, okved=okved), frozenset(), (fault,))
    facts, prefix = facts_part(raw), "facts" if facts_part(raw) is not raw else ""
    ACROSS(rules_part(raw), "", faults)
    whole: dict[str, Fact] = {}
    for name, fact in facts.items():
        found = _fact_faults(fact, inside(prefix, name))
        faults.extend(found)
        if not found:
            whole[name] = build_fact(name, _still(plain(fact)), ())
    partial = Vocabulary(whole, okved=okved)
    broken = frozenset(facts) - set(whole)
    faults.extend(_reference_faults(raw, facts, prefix, partial, broken))
    if faults:
        return CheckedVocabulary(partial, broken, tuple(faults))
    return CheckedVocabulary(build_vocabulary(plain(raw), okved), frozenset(), ())


def _still(fact: dict[str, Any]) -> dict[str, Any]:
    """Return the fact without its conditions: what conditions themselves are checked against."""
    kept = {key: value for key, value in fact.items() if key not in ("relevant_if", "implied", "sections")}
    values = kept.get("values")
    return kept | {"values": list(values)} if isinstance(values, dict) else kept


def _fact_faults(fact: object, where: str) -> list[Fault]:
    faults: list[Fault] = []
    FACT(fact, where, faults)
    if faults or not isinstance(fact, Mapping):
        return faults
    listed = fact["type"] in (FactType.CATEGORY, FactType.MULTI)
    named = [key for key in ("values", "values_from") if fact.get(key) is not None]
    if listed and not named:
        faults.append(shapes.missing(inside(where, "values")))
    if not listed and named:
        faults.append(
            wrong(inside(where, named[0]), fact[named[0]], "тип category или multi", "the type category or multi")
        )
    return [*faults, *_bound_faults(fact, where)]


def _bound_faults(fact: Mapping[str, Any], where: str) -> list[Fault]:
    low, high = fact.get("min"), None if fact.get("max") == "today" else fact.get("max")
    dated = fact["type"] == FactType.DATE
    faults = [
        wrong(inside(where, key), value, "границу того же типа, что факт", "a bound of the fact's own type")
        for key, value in (("min", low), ("max", high))
        if value is not None and (shapes.as_date(value) is not None) is not dated
    ]
    if not faults and low is not None and high is not None and low > high:
        faults.append(wrong(inside(where, "max"), high, "max не меньше min", "a max no less than min"))
    elif not faults and fact.get("whole") and low is not None and high is not None and ceil(low) > floor(high):
        faults.append(
            wrong(inside(where, "max"), high, "max, до которого есть целое число", "a max with a whole number below it")
        )
    return faults


def _reference_faults(
    raw: Mapping[str, Any],
    facts: Mapping[str, Any],
    prefix: str,
    vocabulary: Vocabulary,
    broken: frozenset[str],
) -> list[Fault]:
    faults: list[Fault] = []
    for name in vocabulary.facts:
        faults.extend(_inside_fact(vocabulary.facts[name], facts[name], inside(prefix, name), vocabulary))
    for key in ("implications", "likely"):
        for where, one in _each(rules_part(raw), key):
            faults.extend(_condition_faults(one.get("if"), f"{where}.if", vocabulary))
            faults.extend(_then_faults(one.get("then"), f"{where}.then", vocabulary, broken))
    for where, one in _each(rules_part(raw), "conflicts"):
        faults.extend(_condition_faults(one.get("if"), f"{where}.if", vocabulary))
    for where, one in _each(rules_part(raw), "at_most"):
        for key in ("fact", "of"):
            if isinstance(one.get(key), str) and one[key] not in vocabulary.facts and one[key] not in broken:
                faults.append(unknown_fact(f"{where}.{key}", one[key], vocabulary.facts))
    return [fault for fault in faults if not any(f"«{name}»" in fault.message.ru for name in broken)]


def _inside_fact(fact: Fact, raw: Mapping[str, Any], where: str, vocabulary: Vocabulary) -> Iterable[Fault]:
    yield from _condition_faults(raw.get("relevant_if"), f"{where}.relevant_if", vocabulary)
    for place, one in _each(raw, "implied", where):
        yield from _condition_faults(one.get("if"), f"{place}.if", vocabulary)
        found: list[Fault] = []
        read_value(fact, one.get("value"), vocabulary, f"{place}.value", found)
        yield from found
        yield from _codes(fact, one, ("includes", "excludes"), place)
    for place, one in _each(raw, "sections", where):
        yield from _condition_faults(one.get("relevant_if"), f"{place}.relevant_if", vocabulary)
        yield from _codes(fact, one, ("values", "opens_with"), place)
    values = raw.get("values")
    for code, option in values.items() if isinstance(values, Mapping) else ():
        place = f"{where}.values.{code}"
        yield from _condition_faults((option or {}).get("suggested_if"), f"{place}.suggested_if", vocabulary)
        yield from _codes(fact, option or {}, ("implies",), place)


def _codes(fact: Fact, raw: Mapping[str, Any], keys: Iterable[str], where: str) -> Iterable[Fault]:
    for key in keys:
        for index, code in enumerate(raw.get(key) or ()):
            if fact.values and code not in fact.values:
                yield unknown_code(f"{where}.{key}[{index}]", code, fact.values)


def _condition_faults(raw: object, where: str, vocabulary: Vocabulary) -> list[Fault]:
    return [] if raw is None else parse_condition(raw, vocabulary, where)[1]


def _then_faults(then: object, where: str, vocabulary: Vocabulary, broken: frozenset[str]) -> Iterable[Fault]:
    for name, value in then.items() if isinstance(then, Mapping) else ():
        if name in vocabulary.facts:
            found: list[Fault] = []
            read_value(vocabulary.facts[name], value, vocabulary, inside(where, name), found)
            yield from found
        elif name not in broken:
            yield unknown_fact(inside(where, name), name, vocabulary.facts)


def _each(raw: Mapping[str, Any], key: str, where: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    items = raw.get(key)
    listed = items if isinstance(items, list) else []
    return [(f"{inside(where, key)}[{n}]", one) for n, one in enumerate(listed) if isinstance(one, Mapping)]


def read_okved(table: str) -> dict[str, OkvedCode]:
    """Return the classifier from its CSV (code, section, name_ref in Russian), in the order of the file.

    >>> read_okved("code,section,name_ru\\n56.10,I,Рестораны")["56.10"].name
    'Рестораны'
    """
    rows = csv.reader(io.StringIO(table))
    next(rows, None)
    return {row[0]: OkvedCode(row[0], row[1], row[2]) for row in rows if len(row) >= 3}
