"""From a submitted question to facts: an unticked page is an error, «не знаю» an answer, the two at once neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from backend.errors import Invalid
from backend.web.context import Form
from backend.web.formats import NBSP, plural
from rules.conditions import FactValue
from rules.facts import Fact, FactType, Vocabulary
from rules.faults import Fault
from rules.profiles import read_value
from rules.text import Text

UNKNOWN, NOTHING = "unknown", "nothing"
PICK = Text("Выберите или отметьте «Не знаю».", "Choose, or tick “I don't know”.")
CORRECT = Text("Исправьте.", "Correct it.")


def read_answers(
    form: Form, codes: Iterable[str], vocabulary: Vocabulary, on: date, depends: int
) -> dict[str, FactValue]:
    """Return the answers to one screen; None is «не знаю».

    Raises:
        Invalid: with a fault for each field left empty or filled with what cannot be.
    """
    answers: dict[str, FactValue] = {}
    faults: list[Fault] = []
    asked = [vocabulary.facts[code] for code in codes]
    for fact in asked:
        found: list[Fault] = []
        answers[fact.code] = _answer(form, fact, vocabulary, on, depends, found)
        faults += [_asked(fact, fault) if len(asked) > 1 else fault for fault in found[:1]]
    if faults:
        raise Invalid(faults)
    return answers


def _answer(form: Form, fact: Fact, vocabulary: Vocabulary, on: date, depends: int, faults: list[Fault]) -> FactValue:
    given = [value for value in form.all(fact.code) if value]
    values = [value for value in given if value != UNKNOWN]
    if values != given or form.get(f"{fact.code}_{UNKNOWN}"):
        # A tick left over from before would silently throw away what was just typed.
        if values:
            faults.append(_both(fact, Text("«Не знаю»", "“I don't know”")))
        return None
    if not values:
        faults.append(no_answer(fact, depends))
        return None
    if fact.type is FactType.MULTI:
        return _list(fact, values, vocabulary, faults)
    if fact.type is FactType.NUMBER:
        return _number(fact, values[0], faults)
    if fact.type is FactType.DATE:
        return _day(fact, values[0], on, faults)
    raw: Any = {"yes": True, "no": False}.get(values[0], values[0]) if fact.type is FactType.BOOLEAN else values[0]
    return _checked(fact, raw, vocabulary, faults, None)


def no_answer(fact: Fact, depends: int) -> Fault:
    """Return the fault of an empty page: how many requirements wait for it."""
    message = Text(
        f"Ответа нет, от него {plural(depends, 'зависит', 'зависят', 'зависит')} {depends}{NBSP}"
        f"{plural(depends, 'требование', 'требования', 'требований')}.",
        f"No answer; {depends} {'requirement depends' if depends == 1 else 'requirements depend'} on it.",
    )
    return Fault("no_answer", fact.code, message, PICK)


def _asked(fact: Fact, fault: Fault) -> Fault:
    """Return a fault that begins with its question: on a screen of several an empty one is not told by its place."""
    if fault.code != "no_answer" or fact.question is None:
        return fault
    said = Text(f"{fact.question.ru} {fault.message.ru}", f"{fact.question.en} {fault.message.en}")
    return replace(fault, message=said)


def _list(fact: Fact, values: list[str], vocabulary: Vocabulary, faults: list[Fault]) -> FactValue:
    named = list(dict.fromkeys(value for value in values if value != NOTHING))
    if named and NOTHING in values:
        faults.append(_both(fact, Text("«Ничего из этого»", "“none of these”")))
        return None
    return _checked(fact, named, vocabulary, faults, None)


def _both(fact: Fact, one: Text) -> Fault:
    message = Text(
        f"Отмечено {one.ru}, но есть и другой ответ.", f"There is a tick at {one.en} and another answer too."
    )
    return Fault("both", fact.code, message, Text("Оставьте одно.", "Keep one of them."))


def _number(fact: Fact, typed: str, faults: list[Fault]) -> FactValue:
    text = re.sub(r"[\s\u00a0\u202f]", "", typed).replace(",", ".")
    if re.fullmatch("[0-9]{16,}", text):
        faults.append(_long_number(fact, typed))
        return None
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text):
        faults.append(_wrong_number(fact, typed))
        return None
    value = Decimal(text)
    low = fact.min is not None and value < fact.min  # type: ignore[operator]
    high = fact.max is not None and value > fact.max  # type: ignore[operator]
    if low or high or (fact.whole and value != value.to_integral_value()):
        faults.append(_wrong_number(fact, typed))
        return None
    return value


def _long_number(fact: Fact, typed: str) -> Fault:
    message = Text(f"Слишком большое число: «{typed[:30]}».", f"The number is too large: “{typed[:30]}”.")
    return Fault("number", fact.code, message, Text("Напишите не больше 15 цифр.", "Write at most 15 digits."))


def _wrong_number(fact: Fact, typed: str) -> Fault:
    kind = Text("целое число", "a whole number") if fact.whole else Text("число", "a number")
    least = Text(f" от {fact.min}", f" from {fact.min}") if fact.min is not None else Text("", "")
    most = Text(f" до {fact.max}", f" to {fact.max}") if fact.max is not None else Text("", "")
    shown = typed[:30]
    message = Text(
        f"Нужно {kind.ru}{least.ru}{most.ru}, сейчас «{shown}».",
        f"{kind.en.capitalize()}{least.en}{most.en} is needed, not “{shown}”.",
    )
    return Fault("number", fact.code, message, CORRECT)


def _day(fact: Fact, typed: str, on: date, faults: list[Fault]) -> FactValue:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", typed)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        message = Text(f"Такого дня нет в календаре: «{typed[:20]}».", f"There is no such day: “{typed[:20]}”.")
        faults.append(Fault("date", fact.code, message, Text("Исправьте день.", "Correct the day.")))
        return None
    if fact.max_is_today and day > on:
        message = Text("Этот день ещё не наступил.", "That day has not come yet.")
        faults.append(Fault("date_ahead", fact.code, message, Text("Исправьте день.", "Correct the day.")))
        return None
    return day


def _checked(fact: Fact, raw: Any, vocabulary: Vocabulary, faults: list[Fault], on: date | None) -> FactValue:
    """Let the vocabulary check codes; the field is the question's own."""
    found: list[Fault] = []
    value = read_value(fact, raw, vocabulary, fact.code, found, on)
    faults += [Fault(one.code, fact.code, one.message, one.remedy) for one in found]
    return value
