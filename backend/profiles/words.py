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
    """Return what an atom asks of a fact."""
    if isinstance(atom.value, tuple):
        names = listed([_name(fact, one, vocabulary) for one in atom.value], MOST_NAMES)
        return Text(f"что-то из: {names.ru}", f"one of: {names.en}") if len(atom.value) > 1 else names
    name, bound = _name(fact, atom.value, vocabulary), BOUNDS[atom.op]
    return Text(bound.ru.format(value=name.ru), bound.en.format(value=name.en))
