"""Reads what a business says of itself: every fact against the vocabulary, every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from rules.conditions import FactValue, digits
from rules.exact_json import MAX_DIGITS
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.shapes import as_date, inside, missing, shown, unknown_key, wrong
from rules.text import Text

# A code of a business names what it does; two or three digits name a whole branch.
OKVED_DIGITS = 4
# Looking for the closest word is slow: after so many faults nobody reads suggestions.
MOST_SUGGESTED = 50
FEW = 100


def read_profile(document: object, vocabulary: Vocabulary, on: date | None = None) -> dict[str, FactValue]:
    """Return the facts of a profile document {"facts": {…}}.

    Raises:
        InputError: every fault: other keys, no facts, and whatever `read_facts` finds.
    """
    if not isinstance(document, Mapping):
        raise InputError([wrong("", document, '{"facts": {…}}', '{"facts": {…}}')])
    faults = [unknown_key(str(key), key, ("facts",)) for key in document if key != "facts"]
    facts = document.get("facts")
    if facts is None:
        raise InputError([*faults, missing("facts")])
    found, more = check_facts(facts, vocabulary, "facts", on)
    if faults or more:
        raise InputError([*faults, *more])
    return found


def read_facts(
    raw: object, vocabulary: Vocabulary, where: str = "facts", on: date | None = None
) -> dict[str, FactValue]:
    """Return the facts in `raw`, typed; null stays None (unknown). `on` bounds the dates that cannot be ahead.

    Raises:
        InputError: every fault found; fields are named `where`.NAME.
    """
    found, faults = check_facts(raw, vocabulary, where, on)
    if faults:
        raise InputError(faults)
    return found


def check_facts(
    raw: object, vocabulary: Vocabulary, where: str = "facts", on: date | None = None
) -> tuple[dict[str, FactValue], list[Fault]]:
    """Return the facts that can be read and every fault of the others."""
    if not isinstance(raw, Mapping):
        return {}, [wrong(where, raw, "набор «факт: значение»", "a mapping of facts to values")]
    found: dict[str, FactValue] = {}
    faults: list[Fault] = []
    for name, value in raw.items():
        fact = vocabulary.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            faults.append(unknown_fact(inside(where, name), name, _suggestions(vocabulary.facts, faults)))
        else:
            found[name] = read_value(fact, value, vocabulary, inside(where, name), faults, on)
    return found, faults


def read_value(
    fact: Fact, value: object, vocabulary: Vocabulary, where: str, faults: list[Fault], on: date | None = None
) -> FactValue:
    """Return one fact's value, typed; None when it is null or when a fault was added."""
    if value is None:
        return None
    if fact.type is FactType.MULTI:
        return _items(fact, value, vocabulary, where, faults)
    if fact.type is FactType.CATEGORY:
        return _code(fact, value, vocabulary, where, faults)
    if fact.type is FactType.NUMBER:
        return _number(fact, value, where, faults)
    if fact.type is FactType.DATE:
        return _day(fact, value, where, faults, on)
    if isinstance(value, bool):
        return value
    faults.append(wrong(where, value, "true, false или null", "true, false or null"))
    return None


def _number(fact: Fact, value: object, where: str, faults: list[Fault]) -> Decimal | None:
    if isinstance(value, float) and isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        faults.append(wrong(where, value, "число цифрами, без кавычек", "a number in digits, without quotes"))
        return None
    exact = Decimal(value)
    if exact and abs(exact.adjusted()) + len(exact.as_tuple().digits) > 2 * MAX_DIGITS:
        faults.append(wrong(where, value, "число покороче", "a shorter number"))
        return None
    if fact.whole and exact != exact.to_integral_value():
        faults.append(wrong(where, value, "целое число", "a whole number"))
        return None
    return exact if _in_bounds(fact, exact, where, faults) else None


def _in_bounds(fact: Fact, value: Any, where: str, faults: list[Fault]) -> bool:
    if fact.min is not None and value < fact.min:
        least = shown(fact.min)
        faults.append(wrong(where, value, f"значение не меньше {least}", f"a value of at least {least}"))
        return False
    if fact.max is not None and value > fact.max:
        most = shown(fact.max)
        faults.append(wrong(where, value, f"значение не больше {most}", f"a value of at most {most}"))
        return False
    return True


def _day(fact: Fact, value: object, where: str, faults: list[Fault], on: date | None) -> date | None:
    day = as_date(value)
    if day is None:
        faults.append(
            wrong(where, value, "дату, которая есть в календаре: «2026-09-01»", "a date that exists: “2026-09-01”")
        )
        return None
    if on is not None and fact.max_is_today and day > on:
        faults.append(wrong(where, value, f"дату не позже {on}", f"a date no later than {on}"))
        return None
    return day if _in_bounds(fact, day, where, faults) else None


def _items(
    fact: Fact, value: object, vocabulary: Vocabulary, where: str, faults: list[Fault]
) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple):
        faults.append(wrong(where, value, 'список кодов, например ["a", "b"]', 'a list of codes, as ["a", "b"]'))
        return None
    if len(value) > max(len(fact.values), len(vocabulary.okved), FEW):
        faults.append(wrong(where, value[:3], "кодов не больше, чем их в списке", "no more codes than the list has"))
        return None
    codes = [_code(fact, item, vocabulary, f"{where}[{index}]", faults) for index, item in enumerate(value)]
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code is not None and code in seen:
            faults.append(_repeated(f"{where}[{index}]", code))
        seen |= {code} if code is not None else set()
    return tuple(code for code in codes if code is not None)


def _code(fact: Fact, value: object, vocabulary: Vocabulary, where: str, faults: list[Fault]) -> str | None:
    if not isinstance(value, str):
        faults.append(wrong(where, value, "код текстом, в кавычках", "a code as text, in quotes"))
    elif fact.values_from:
        if len(digits(value)) >= OKVED_DIGITS and value in vocabulary.okved:
            return value
        faults.append(_unknown_okved(where, value, vocabulary.okved, _suggestions(vocabulary.okved, faults)))
    elif value in fact.values:
        return value
    else:
        faults.append(_unknown_value(fact, where, value, _suggestions(fact.values, faults)))
    return None


def nearest_okved(code: str, codes: Iterable[str]) -> str | None:
    """Return the full code (four digits or more) whose beginning agrees longest with `code`; the first on a tie.

    >>> nearest_okved("5610", ["56", "56.1", "56.10", "56.10.1"]), nearest_okved("9", ["96.02"])
    ('56.10', '96.02')
    """
    wanted = digits(code)

    def shared(other: str) -> int:
        pairs = zip(wanted, digits(other), strict=False)
        return next(
            (index for index, (mine, theirs) in enumerate(pairs) if mine != theirs),
            min(len(wanted), len(digits(other))),
        )

    full = [other for other in codes if len(digits(other)) >= OKVED_DIGITS]
    return max(full, key=lambda other: (shared(other), -abs(len(digits(other)) - len(wanted))), default=None)


def unknown_fact(field: str, name: object, known: Iterable[str]) -> Fault:
    """Return the fault of a fact that the vocabulary does not have, naming the closest."""
    names = list(known)
    close = nearest(str(name), names)
    few = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    remedy = Text(
        f"Возможно, это «{close}»." if close else f"Есть, например: {few}.",
        f"Did you mean “{close}”?" if close else f"There are, for example: {few}.",
    )
    return Fault(
        "unknown_fact",
        field,
        Text(f"Факта «{shown(name)}» нет в словаре.", f"There is no fact “{shown(name)}” in the vocabulary."),
        remedy if names else Text("Сверьте его со словарём.", "Check it against the vocabulary."),
    )


def _suggestions(words: Iterable[str], faults: list[Fault]) -> Iterable[str]:
    """Return where to look for the closest word; after many faults nowhere, since looking is slow."""
    return words if len(faults) < MOST_SUGGESTED else ()


def _unknown_okved(field: str, code: str, okved: Mapping[str, object], near: Iterable[str]) -> Fault:
    close = nearest_okved(code, near)
    return Fault(
        "short_okved" if code in okved else "unknown_okved",
        field,
        Text(
            f"«{shown(code)}» не полный код ОКВЭД 2: нужны хотя бы четыре цифры и код из классификатора.",
            f"“{shown(code)}” is not a full OKVED 2 code: at least four digits and in the classifier.",
        ),
        Text(f"Ближайший код: «{close}».", f"The nearest code is “{close}”.")
        if close
        else Text("Сверьте его с классификатором.", "Check it against the classifier."),
    )


def _unknown_value(fact: Fact, field: str, code: str, near: Iterable[str]) -> Fault:
    close = nearest(code, near)
    few = ", ".join(list(fact.values)[:8]) + ("…" if len(fact.values) > 8 else "")
    return Fault(
        "unknown_value",
        field,
        Text(f"У факта «{fact.code}» нет значения «{shown(code)}».", f"“{fact.code}” has no value “{shown(code)}”."),
        Text(
            f"Возможно, это «{close}»." if close else f"Есть такие: {few}.",
            f"Did you mean “{close}”?" if close else f"Known: {few}.",
        ),
    )


def _repeated(field: str, code: str) -> Fault:
    return Fault(
        "repeated_value",
        field,
        Text(f"«{code}» названо дважды.", f"“{code}” is named twice."),
        Text("Оставьте один раз.", "Keep it once."),
    )
