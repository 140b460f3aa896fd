"""The condition language: parts, reading, writing, and its meaning over what is known of a business.

A condition is true, false or unknown (Kleene's three values). Grammar: docs/guides/conditions.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rules.condition_parts import (
    All,
    Always,
    AnyOf,
    Atom,
    Condition,
    Facts,
    FactValue,
    Not,
    Op,
    Scalar,
    digits,
)
from rules.condition_reading import read_condition
from rules.facts import Vocabulary
from rules.faults import Fault

__all__ = [
    "All",
    "Always",
    "AnyOf",
    "Atom",
    "Condition",
    "FactValue",
    "Facts",
    "Not",
    "Op",
    "Scalar",
    "as_json",
    "atom_truth",
    "atoms_of",
    "digits",
    "facts_of",
    "items_of",
    "parse_condition",
    "same",
    "texts",
    "truth",
    "value_as_json",
]


def parse_condition(
    raw: object, vocabulary: Vocabulary | None, where: str = "applies_when"
) -> tuple[Condition | None, list[Fault]]:
    """Return the condition that `raw` (JSON or YAML as read) says, or None and every fault found in it.

    With a vocabulary, facts, operators and values are checked against it; without one the value tells the type.

    >>> parse_condition({"fact": "employees", "op": "gte", "value": 16}, None)[0]
    Atom(fact='employees', op=<Op.GTE: 'gte'>, value=Decimal('16'))
    """
    return read_condition(raw, vocabulary, where)


def truth(condition: Condition, facts: Facts) -> bool | None:
    """Return whether `condition` holds for `facts`: True, False, or None when what is known does not settle it.

    This is the plain reference; `rules.matching` answers the same for many conditions at once.

    >>> from decimal import Decimal
    >>> truth(Not(Atom("employees", Op.GTE, Decimal(16))), {"employees": None}) is None
    True
    """
    match condition:
        case Atom():
            return atom_truth(condition, facts.get(condition.fact))
        case Not(part):
            held = truth(part, facts)
            return None if held is None else not held
        case All(parts):
            return _combined(parts, facts, decisive=False)
        case AnyOf(parts):
            return _combined(parts, facts, decisive=True)
    return True


def _combined(parts: tuple[Condition, ...], facts: Facts, *, decisive: bool) -> bool | None:
    answer: bool | None = not decisive
    for part in parts:
        held = truth(part, facts)
        if held is decisive:
            return decisive
        if held is None:
            answer = None
    return answer


def atom_truth(atom: Atom, actual: FactValue) -> bool | None:
    """Return whether one comparison holds for the value `actual`; None when the value is not known."""
    if actual is None:
        return None
    match atom.op:
        case Op.IS:
            return same(actual, atom.value)
        case Op.IN:
            return any(same(actual, value) for value in items_of(atom))
        case Op.OKVED:
            codes = [digits(code) for code in texts(actual)]
            return any(code.startswith(digits(str(prefix))) for prefix in items_of(atom) for code in codes)
        case Op.CONTAINS_ANY:
            return not set(texts(actual)).isdisjoint(items_of(atom))
    return _ordered(atom.op, actual, atom.value)


def same(left: object, right: object) -> bool:
    """Return whether two values are equal; a boolean never equals a number, though Python says True == 1."""
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _ordered(op: Op, actual: Any, value: Any) -> bool:
    if op is Op.GTE:
        return bool(actual >= value)
    if op is Op.LTE:
        return bool(actual <= value)
    return bool(actual > value) if op is Op.GT else bool(actual < value)


def items_of(atom: Atom) -> tuple[Scalar, ...]:
    """Return the values an atom names, in the author's order; one for a plain comparison."""
    return atom.value if isinstance(atom.value, tuple) else (atom.value,)


def texts(actual: FactValue) -> tuple[str, ...]:
    """Return the items of a multi-valued fact."""
    if not isinstance(actual, tuple):
        raise TypeError(f"a list of codes is needed here, not {actual!r}")
    return actual


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Yield the atoms of a condition in the order they are written, repeated ones too."""
    match condition:
        case Atom():
            yield condition
        case Not(part):
            yield from atoms_of(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms_of(part)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Return the facts a condition names, each once, in the order they are written.

    >>> facts_of(All((Atom("a", Op.IS, True), Not(Atom("b", Op.IS, "x")), Atom("a", Op.IS, True))))
    ('a', 'b')
    """
    return tuple(dict.fromkeys(atom.fact for atom in atoms_of(condition)))


def as_json(condition: Condition) -> Any:
    """Return the condition in the shape of the files; numbers stay Decimal, dates become ISO text.

    >>> as_json(Not(Atom("registered_on", Op.LT, date(2026, 1, 1))))
    {'not': {'fact': 'registered_on', 'op': 'lt', 'value': '2026-01-01'}}
    """
    match condition:
        case Atom(fact, op, value):
            return {"fact": fact, "op": op.value, "value": value_as_json(value)}
        case Not(part):
            return {"not": as_json(part)}
        case All(parts):
            return {"all": [as_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [as_json(part) for part in parts]}
    return True


def value_as_json(value: object) -> Any:
    """Return a value of a fact or an atom as JSON has it: dates as ISO text, tuples as lists."""
    if isinstance(value, tuple):
        return [value_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
