"""Reasons in words: which answer leads to a verdict, and what the condition asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from backend.web import formats
from rules.conditions import Atom, FactValue, Op
from rules.facts import Fact, FactType, Vocabulary
from rules.matching import Reason
from rules.text import Text

YES, NO = Text("да", "yes"), Text("нет", "no")
NOTHING = Text("ничего из этого", "none of these")
NOT_KNOWN = Text("не знаю", "I don't know")
MOST_NAMES = 4
BOUNDS = {
    Op.GTE: Text("от {value}", "{value} or more"),
    Op.LTE: Text("до {value} включительно", "{value} or less"),
    Op.GT: Text("больше {value}", "more than {value}"),
    Op.LT: Text("меньше {value}", "less than {value}"),
    Op.IS: Text("{value}", "{value}"),
}
OPPOSITE = {Op.GTE: Op.LT, Op.LT: Op.GTE, Op.LTE: Op.GT, Op.GT: Op.LTE}


def value_text(fact: Fact, value: FactValue, vocabulary: Vocabulary) -> Text:
    """Return a fact's value as a person says it."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return listed([_name(fact, one, vocabulary) for one in value]) if value else NOTHING
    return _name(fact, value, vocabulary)


def _name(fact: Fact, value: object, vocabulary: Vocabulary) -> Text:
    if isinstance(value, Decimal):
        return Text(formats.number(value, "ru"), formats.number(value, "en"))
    if isinstance(value, date):
        return Text(formats.day(value, "ru"), formats.day(value, "en"))
    if isinstance(value, bool):
        return YES if value else NO
    code = str(value)
    if code in fact.values:
        return fact.values[code].name
    if code in vocabulary.okved:
        name = f"{code} {vocabulary.okved[code].name}"
        return Text(name, name)
    return Text(code, code)


def listed(names: Iterable[Text], most: int | None = None) -> Text:
    """Return names in one line; more than `most` are counted."""
    all_names = list(names)
    shown = all_names if most is None or len(all_names) <= most + 1 else all_names[:most]
    rest = len(all_names) - len(shown)
    ru, en = "; ".join(one.ru for one in shown), "; ".join(one.en for one in shown)
    return Text(f"{ru} и ещё {rest}", f"{en} and {rest} more") if rest else Text(ru, en)


def question_of(fact: Fact) -> Text:
    """Return the question behind a fact; a vocabulary without questions shows its code."""
    return fact.question or Text(fact.code, fact.code)


def reason_text(reason: Reason, facts: Mapping[str, Any], vocabulary: Vocabulary) -> Text:
    """Return one reason: the question, the answer, and what the condition wants."""
    fact = vocabulary.facts[reason.atom.fact]
    answer = _answer(reason, fact, facts.get(fact.code, reason.actual), vocabulary)
    wanted = wanted_text(reason.atom, fact, vocabulary)
    question = question_of(fact)
    if fact.type is FactType.BOOLEAN or (reason.holds and fact.type is not FactType.NUMBER):
        return Text(f"«{question.ru}» {answer.ru}", f"“{question.en}” {answer.en}")
    return Text(
        f"«{question.ru}» {answer.ru}. Условие: {wanted.ru}",
        f"“{question.en}” {answer.en}. Condition: {wanted.en}",
    )


def _answer(reason: Reason, fact: Fact, actual: FactValue, vocabulary: Vocabulary) -> Text:
    """Of a long list only what matters: the values the condition names."""
    if isinstance(actual, tuple) and reason.holds and isinstance(reason.atom.value, tuple):
        return listed([_name(fact, one, vocabulary) for one in actual if _meets(reason.atom, one)] or [NOTHING])
    if isinstance(actual, tuple):
        return listed([_name(fact, one, vocabulary) for one in actual], MOST_NAMES) if actual else NOTHING
    return value_text(fact, actual, vocabulary)


def _meets(atom: Atom, value: str) -> bool:
    named = atom.value if isinstance(atom.value, tuple) else (atom.value,)
    if atom.op is Op.OKVED:
        return any(value.replace(".", "").startswith(str(one).replace(".", "")) for one in named)
    return value in named


def wanted_text(atom: Atom, fact: Fact, vocabulary: Vocabulary) -> Text:
    """Return what an atom asks of a fact: «Кухня» или «Бар», от 50."""
    if isinstance(atom.value, tuple):
        names, rest = _quoted(atom.value, fact, vocabulary)
        if len(names) == 1:
            return _name(fact, atom.value[0], vocabulary)
        *first, last = names if not rest else [*names, Text(f"ещё {rest}", f"{rest} more")]
        ru, en = ", ".join(one.ru for one in first), ", ".join(one.en for one in first)
        return Text(f"{ru} или {last.ru}", f"{en} or {last.en}")
    return _bound(BOUNDS[atom.op], atom, fact, vocabulary)


def unwanted_text(atom: Atom, fact: Fact, vocabulary: Vocabulary) -> Text:
    """Return what an atom that must not hold asks of a fact: ни «Кухня», ни «Бар»; меньше 50."""
    if isinstance(atom.value, tuple):
        names, rest = _quoted(atom.value, fact, vocabulary)
        more_ru, more_en = (f", ни ещё {rest}", f", {rest} more") if rest else ("", "")
        if len(names) == 1:
            return Text(f"не {names[0].ru}", f"not {names[0].en}")
        ru, en = ", ".join(f"ни {one.ru}" for one in names), ", ".join(one.en for one in names)
        return Text(f"{ru}{more_ru}", f"none of {en}{more_en}")
    if atom.op is Op.IS:
        name = _name(fact, atom.value, vocabulary)
        said = _in_marks(name) if fact.values else name
        return Text(f"не {said.ru}", f"not {said.en}")
    return _bound(BOUNDS[OPPOSITE[atom.op]], atom, fact, vocabulary)


def _quoted(values: tuple[object, ...], fact: Fact, vocabulary: Vocabulary) -> tuple[list[Text], int]:
    """Return the first names in quotation marks and how many are left; one more is not worth counting."""
    shown = values if len(values) <= MOST_NAMES + 1 else values[:MOST_NAMES]
    names = [_name(fact, one, vocabulary) for one in shown]
    return [_in_marks(one) for one in names], len(values) - len(shown)


def _in_marks(name: Text) -> Text:
    inner = name.ru.replace("«", "„").replace("»", "“")
    return Text(f"«{inner}»", f"“{name.en}”")


def _bound(bound: Text, atom: Atom, fact: Fact, vocabulary: Vocabulary) -> Text:
    name = _name(fact, atom.value, vocabulary)
    return Text(bound.ru.format(value=name.ru), bound.en.format(value=name.en))
