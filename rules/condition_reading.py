"""Reads conditions strictly: every fault at once, each with its place, its reason and its cure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from math import isfinite

from rules.condition_parts import All, Always, AnyOf, Atom, Condition, Not, Op, Scalar, digits
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault
from rules.shapes import shown
from rules.text import Text

MAX_DIGITS = 40
DEEPEST = 60  # levels of nesting; real conditions have at most six
# 2 to 6 digits; the dots may be left out: "56.10.1" and "56101" are one class.
CLASS = re.compile(r"[0-9]{2}(\.[0-9]([0-9](\.[0-9]{1,2})?)?)?|[0-9]{2,6}", re.ASCII)
LISTS = frozenset({Op.IN, Op.OKVED, Op.CONTAINS_ANY})
ORDER = frozenset({Op.GTE, Op.LTE, Op.GT, Op.LT})
OPS = {
    FactType.NUMBER: ORDER | {Op.IS, Op.IN},
    FactType.DATE: ORDER,
    FactType.BOOLEAN: frozenset({Op.IS, Op.IN}),
    FactType.CATEGORY: frozenset({Op.IS, Op.IN}),
    FactType.MULTI: frozenset({Op.CONTAINS_ANY}),
}
WANTED = {
    FactType.NUMBER: Text("число", "a number"),
    FactType.DATE: Text("дата вида 2026-09-01", "a date like 2026-09-01"),
    FactType.BOOLEAN: Text("true или false", "true or false"),
    FactType.CATEGORY: Text("код значения в кавычках", "the code of a value, in quotes"),
    FactType.MULTI: Text("код значения в кавычках", "the code of a value, in quotes"),
}
SHAPES = Text(
    'Напишите true, {"all": […]}, {"any": […]}, {"not": …} или {"fact": …, "op": …, "value": …}.',
    'Write true, {"all": […]}, {"any": […]}, {"not": …} or {"fact": …, "op": …, "value": …}.',
)


def read_condition(raw: object, vocabulary: Vocabulary | None, where: str) -> tuple[Condition | None, list[Fault]]:
    """Return the condition and no faults, or None and every fault; `where` starts the names of the fields."""
    reader = _Reader(vocabulary)
    condition = reader.condition(raw, where, 1)
    return (None, reader.faults) if reader.faults else (condition, [])


class _Reader:
    """One reading: the vocabulary and the faults met so far."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []

    def fault(self, code: str, where: str, message: Text, remedy: Text) -> None:
        self.faults.append(Fault(code, where, message, remedy))

    def condition(self, raw: object, where: str, depth: int) -> Condition | None:
        if raw is True:
            return Always()
        if depth > DEEPEST:
            self.fault(
                "too_deep",
                where,
                Text(f"Условие вложено глубже {DEEPEST} уровней.", f"The condition is nested deeper than {DEEPEST}."),
                Text("Сделайте условие проще.", "Make the condition simpler."),
            )
            return None
        if not isinstance(raw, Mapping):
            message = Text(f"Это не условие: «{shown(raw)}».", f"This is not a condition: “{shown(raw)}”.")
            self.fault("not_a_condition", where, message, SHAPES)
            return None
        for key in ("all", "any", "not"):
            if key in raw:
                return self.group(key, raw, where, depth)
        return self.atom(raw, where)

    def group(self, key: str, raw: Mapping[object, object], where: str, depth: int) -> Condition | None:
        self.only_keys(raw, (key,), where)
        inside = raw[key]
        if key == "not":
            part = self.condition(inside, f"{where}.not", depth + 1)
            return None if part is None else Not(part)
        if not isinstance(inside, list | tuple) or not inside:
            # An empty list would silently mean «everyone» or «nobody»: the author has to say which.
            message = Text(f"В «{key}» нет ни одной части.", f"“{key}” has no parts.")
            remedy = Text(
                "Перечислите условия списком; если требование для всех, напишите true.",
                "List the conditions; if the requirement is for everyone, write true.",
            )
            self.fault("empty_group", f"{where}.{key}", message, remedy)
            return None
        parts = [self.condition(part, f"{where}.{key}[{n}]", depth + 1) for n, part in enumerate(inside)]
        kept = tuple(part for part in parts if part is not None)
        return All(kept) if key == "all" else AnyOf(kept)

    def only_keys(self, raw: Mapping[object, object], known: tuple[str, ...], where: str) -> None:
        for key in raw:
            if key not in known:
                message = Text(f"Неизвестный ключ «{key}».", f"Unknown key “{key}”.")
                remedy = Text(f"Здесь бывает только: {', '.join(known)}.", f"Allowed here: {', '.join(known)}.")
                self.fault("unknown_key", f"{where}.{key}", message, remedy)

    def atom(self, raw: Mapping[object, object], where: str) -> Atom | None:
        keys = ("fact", "op", "value")
        self.only_keys(raw, keys, where)
        for key in keys:
            if key not in raw:
                self.fault(
                    "missing_key", f"{where}.{key}", Text(f"Нет ключа «{key}».", f"Key “{key}” is missing."), SHAPES
                )
        fact = self.fact(raw["fact"], f"{where}.fact") if "fact" in raw else None
        op = self.op(raw["op"], f"{where}.op") if "op" in raw else None
        if fact is None or op is None or "value" not in raw:
            return None
        return self.comparison(fact, op, raw["value"], where)

    def fact(self, raw: object, where: str) -> Fact | str | None:
        if not isinstance(raw, str) or not raw:
            message = Text(
                f"Имя факта пишут текстом, а здесь «{shown(raw)}».", f"A fact is named by text, not “{shown(raw)}”."
            )
            self.fault("unknown_fact", where, message, Text("Назовите факт словаря.", "Name a fact of the vocabulary."))
            return None
        if self.vocabulary is None:
            return raw
        if raw in self.vocabulary.facts:
            return self.vocabulary.facts[raw]
        message = Text(f"В словаре нет факта «{raw}».", f"The vocabulary has no fact “{raw}”.")
        self.fault("unknown_fact", where, message, _nearest(raw, self.vocabulary.facts))
        return None

    def op(self, raw: object, where: str) -> Op | None:
        if isinstance(raw, str) and raw in set(Op):
            return Op(raw)
        message = Text(f"Нет сравнения «{shown(raw)}».", f"There is no operator “{shown(raw)}”.")
        known = ", ".join(Op)
        self.fault("unknown_op", where, message, Text(f"Есть: {known}.", f"Use one of: {known}."))
        return None

    def comparison(self, fact: Fact | str, op: Op, raw: object, where: str) -> Atom | None:
        name = fact if isinstance(fact, str) else fact.code
        if isinstance(fact, Fact) and op not in _ops_of(fact):
            fits = ", ".join(one for one in Op if one in _ops_of(fact))
            message = Text(
                f"«{op}» не подходит факту «{name}»: его тип {fact.type}.",
                f"“{op}” does not fit “{name}” of type {fact.type}.",
            )
            self.fault("wrong_op", f"{where}.op", message, Text(f"Подходит: {fits}.", f"Use one of: {fits}."))
            return None
        field = f"{where}.value"
        if op not in LISTS:
            value = self.value(fact, op, raw, field)
            return None if value is None else Atom(name, op, value)
        if not isinstance(raw, list | tuple) or not raw:
            message = Text(f"Для «{op}» нужен непустой список.", f"“{op}” needs a list that is not empty.")
            self.fault("wrong_type", field, message, Text('Например: ["56.10"].', 'For example: ["56.10"].'))
            return None
        values = [self.value(fact, op, one, f"{field}[{n}]") for n, one in enumerate(raw)]
        kept = tuple(value for value in values if value is not None)
        if isinstance(fact, str) and len({type(value) for value in kept}) > 1:
            message = Text("В одном списке разные типы значений.", "One list holds values of different types.")
            self.fault("wrong_type", field, message, Text("Оставьте один тип.", "Keep one type."))
        return Atom(name, op, kept)

    def value(self, fact: Fact | str, op: Op, raw: object, where: str) -> Scalar | None:
        if op is Op.OKVED:
            return self.okved_class(raw, where)
        kind = fact.type if isinstance(fact, Fact) else _type_by(op, raw)
        value = None if kind is None else _read_as(kind, raw)
        if value is None:
            wanted = WANTED[kind] if kind else Text("значение другого типа", "a value of another type")
            message = Text(f"Не подходит значение «{shown(raw)}».", f"The value “{shown(raw)}” does not fit.")
            self.fault("wrong_type", where, message, Text(f"Нужно: {wanted.ru}.", f"Needed: {wanted.en}."))
            return None
        if isinstance(fact, Fact) and isinstance(value, str):
            self.known_value(fact, value, where)
        return value

    def known_value(self, fact: Fact, value: str, where: str) -> None:
        assert self.vocabulary is not None  # noqa: S101 (a Fact comes from a vocabulary)
        codes: Mapping[str, object] = self.vocabulary.okved if fact.values_from else fact.values
        if codes and value not in codes:
            message = Text(f"У факта «{fact.code}» нет значения «{value}».", f"“{fact.code}” has no value “{value}”.")
            self.fault("unknown_value", where, message, _nearest(value, codes))

    def okved_class(self, raw: object, where: str) -> str | None:
        if not isinstance(raw, str) or not CLASS.fullmatch(raw):
            message = Text(f"Не похоже на класс ОКВЭД: «{shown(raw)}».", f"Not a class of OKVED: “{shown(raw)}”.")
            remedy = Text(
                'Нужен текст из 2–6 цифр: "56", "56.1", "56.10.1".', 'Write 2 to 6 digits as text: "56", "56.10.1".'
            )
            self.fault("wrong_class", where, message, remedy)
            return None
        codes = self.vocabulary.okved if self.vocabulary else {}
        if codes and not any(digits(code).startswith(digits(raw)) for code in codes):
            message = Text(f"В ОКВЭД нет кодов класса «{raw}».", f"OKVED has no codes under “{raw}”.")
            self.fault("unknown_class", where, message, _nearest(raw, codes))
            return None
        return raw


def _ops_of(fact: Fact) -> frozenset[Op]:
    coded = fact.type is FactType.MULTI and fact.values_from
    return OPS[fact.type] | {Op.OKVED} if coded else OPS[fact.type]


def _type_by(op: Op, raw: object) -> FactType | None:
    """Return the type a value shows when there is no vocabulary to ask."""
    if op is Op.CONTAINS_ANY:
        return FactType.MULTI
    if op in ORDER:
        return FactType.DATE if isinstance(raw, str | date) else FactType.NUMBER
    if isinstance(raw, bool):
        return FactType.BOOLEAN
    return FactType.CATEGORY if isinstance(raw, str) else FactType.NUMBER


def _read_as(kind: FactType, raw: object) -> Scalar | None:
    if kind is FactType.NUMBER:
        return exact_number(raw)
    if kind is FactType.DATE:
        return exact_date(raw)
    if kind is FactType.BOOLEAN:
        return raw if isinstance(raw, bool) else None
    return raw if isinstance(raw, str) and raw else None


def exact_number(raw: object) -> Decimal | None:
    """Return a number exactly, or None: text, true and false, infinities and not-a-number are no numbers.

    >>> exact_number(0.1), exact_number("5"), exact_number(True)
    (Decimal('0.1'), None, None)
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return Decimal(raw) if abs(raw) < 10**MAX_DIGITS else None
    if isinstance(raw, float):
        return Decimal(repr(raw)) if isfinite(raw) else None
    if not isinstance(raw, Decimal) or not raw.is_finite():
        return None
    return raw if abs(raw.adjusted()) <= MAX_DIGITS else None


def exact_date(raw: object) -> date | None:
    """Return a day written as 2026-09-01, or None."""
    if isinstance(raw, date):
        return None if isinstance(raw, datetime) else raw
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _nearest(word: str, known: Mapping[str, object]) -> Text:
    close = ", ".join(get_close_matches(word, list(known), n=3, cutoff=0.5) or list(known)[:5])
    return Text(f"Похожие: {close}.", f"Near ones: {close}.")
