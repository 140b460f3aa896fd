"""Sentences about an answer that would turn a verdict, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from rules.conditions import FactValue
from rules.exact_json import shortest
from rules.facts import Fact, OkvedCode
from rules.text import Text

STARTS = Text("требование начнёт действовать", "the requirement will apply")
ENDS = Text("требование перестанет действовать", "the requirement will no longer apply")


def flip_sentence(
    fact: Fact | None,
    name: str,
    actual: FactValue,
    becomes: FactValue,
    applies: bool,
    opened: bool,
    okved: Mapping[str, OkvedCode],
) -> Text:
    """Return what happens when an answer becomes another: question, new answer, what follows."""
    follows = STARTS if applies else ENDS
    question = fact.question if fact and fact.question else Text(name, name)
    if isinstance(becomes, tuple) and isinstance(actual, tuple):
        return _list_sentence(fact, question, actual, becomes, follows, okved)
    up = not isinstance(becomes, bool | str) and becomes is not None and actual is not None and becomes > actual  # type: ignore[operator]
    beyond = Text("больше " if up else "меньше ", "above " if up else "below ") if opened else Text("", "")
    new = _value_text(fact, becomes)
    return Text(
        f"{question.ru} Если ответ станет «{beyond.ru}{new.ru}», {follows.ru}.",
        f"{question.en} If the answer becomes “{beyond.en}{new.en}”, {follows.en}.",
    )


def _list_sentence(
    fact: Fact | None,
    question: Text,
    actual: tuple[str, ...],
    becomes: tuple[str, ...],
    follows: Text,
    okved: Mapping[str, OkvedCode],
) -> Text:
    added = [code for code in becomes if code not in actual]
    removed = [code for code in actual if code not in becomes]
    codes = added or removed
    names = [_option_text(fact, code, okved) for code in codes]
    ru, en = "», «".join(text.ru for text in names), "”, “".join(text.en for text in names)
    if added:
        return Text(
            f"{question.ru} Если добавить «{ru}», {follows.ru}.", f"{question.en} If you add “{en}”, {follows.en}."
        )
    return Text(
        f"{question.ru} Если убрать «{ru}», {follows.ru}.", f"{question.en} If you take away “{en}”, {follows.en}."
    )


def _option_text(fact: Fact | None, code: str, okved: Mapping[str, OkvedCode]) -> Text:
    if fact and code in fact.values:
        return fact.values[code].name
    found = okved.get(code)
    return Text(f"{code} {found.name}", code) if found else Text(code, code)


def _value_text(fact: Fact | None, value: FactValue) -> Text:
    if isinstance(value, bool):
        return Text("да", "yes") if value else Text("нет", "no")
    if isinstance(value, date):
        return Text(f"{value:%d.%m.%Y}", value.isoformat())
    if isinstance(value, Decimal):
        number = shortest(value)
        return Text(number.replace(".", ","), number)
    if fact and isinstance(value, str) and value in fact.values:
        return fact.values[value].name
    return Text(str(value), str(value))
