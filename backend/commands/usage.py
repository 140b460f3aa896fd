"""A command line that cannot be read: what is wrong with it and what to write, in both languages.

Click speaks English only and says «not in the range x>=0»; a person is told which value was meant and how to write it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

import click

from rules.faults import Fault
from rules.text import Text

HELP = Text("Как записать, покажет --help.", "--help shows how to write it.")
SHOWN_LETTERS = 60
OF_VALUE = re.compile(r"^'(?P<quoted>.*)' (?:is|does) not|^(?P<bare>\S+) is not in the range", re.DOTALL)
DAY_SHAPE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class GivenTwice(click.UsageError):
    """An option that takes one value was given twice."""

    def __init__(self, param: click.Option) -> None:
        super().__init__(f"{param.opts[0]} is given twice")
        self.param = param


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a command line, and what to do."""

    message: Text
    remedy: Text = HELP


def usage(error: click.UsageError) -> Fault:
    """Return the fault of a command line that cannot be read."""
    if isinstance(error, GivenTwice):
        return _given_twice(error.param.opts[0])
    wrong = _wrong(error)
    return Fault("usage", _field(error), wrong.message, wrong.remedy)


def no_such_day(value: str) -> Text:
    """Return what to do about a date that is not in the calendar, or is written otherwise.

    >>> no_such_day("2027-02-29").ru
    'В феврале 2027 дней: 28. Исправьте день.'
    >>> no_such_day("29.02.2027").en
    'Write year-month-day: 2026-09-01.'
    """
    shape = DAY_SHAPE.fullmatch(value)
    year, month = (int(shape[1]), int(shape[2])) if shape else (0, 0)
    if not (year and 1 <= month <= len(IN_MONTH)):
        return Text("Напишите год-месяц-день: 2026-09-01.", "Write year-month-day: 2026-09-01.")
    days = calendar.monthrange(year, month)[1]
    ru = f"В {IN_MONTH[month - 1]} {year} дней: {days}. Исправьте день."
    return Text(ru, f"{calendar.month_name[month]} {year} has {days} days. Correct the day.")


IN_MONTH = (
    "январе",
    "феврале",
    "марте",
    "апреле",
    "мае",
    "июне",
    "июле",
    "августе",
    "сентябре",
    "октябре",
    "ноябре",
    "декабре",
)


def _field(error: click.UsageError) -> str | None:
    param = getattr(error, "param", None)
    if isinstance(param, click.Option):
        # As the person wrote it: `from`, not the name of our variable.
        return param.opts[0].lstrip("-").replace("-", "_")
    return getattr(param, "name", None) or getattr(error, "option_name", None)


def _given_twice(name: str) -> Fault:
    message = Text(f"Ключ {name} дан дважды.", f"{name} is given twice.")
    return Fault("repeated_key", name.lstrip("-").replace("-", "_"), message, Text("Оставьте один.", "Keep one."))


def _wrong(error: click.UsageError) -> Wrong:
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if isinstance(error, click.BadOptionUsage):
        return _option_alone(error)
    return _rest(error)


def _no_option(error: click.NoSuchOption) -> Wrong:
    close = ", ".join(error.possibilities or ())
    ru, en = (f" Похоже на: {close}.", f" Close to it: {close}.") if close else ("", "")
    return Wrong(Text(f"Ключа «{error.option_name}» нет.{ru}", f"There is no option “{error.option_name}”.{en}"))


def _missing(error: click.MissingParameter) -> Wrong:
    name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
    if isinstance(error.param, click.Option):
        name = error.param.opts[0]
    return Wrong(Text(f"Не указано: {name}.", f"{name} is not given."))


def _bad_value(error: click.BadParameter) -> Wrong:
    param = error.param
    name = param.opts[0] if isinstance(param, click.Option) else (getattr(param, "name", "") or "")
    told = OF_VALUE.match(error.message)
    value = (told["quoted"] or told["bare"] or "") if told else ""
    shown = value[:SHOWN_LETTERS] + ("…" if len(value) > SHOWN_LETTERS else "")
    message = Text(f"{name}: значение «{shown}» не подходит.", f"{name}: “{shown}” does not fit.")
    return Wrong(message, _wanted(param, value))


def _wanted(param: click.Parameter | None, value: str) -> Text:
    """Return what to write for a parameter of this type."""
    kind = param.type if param else None
    if isinstance(kind, click.Choice):
        choices = ", ".join(map(str, kind.choices))
        return Text(f"Выберите из списка: {choices}.", f"Choose one: {choices}.")
    if isinstance(kind, click.IntRange | click.FloatRange):
        return _number(isinstance(kind, click.IntRange), _bounds(kind))
    if kind is click.INT or kind is click.FLOAT:
        return _number(kind is click.INT, Text("", ""))
    if isinstance(kind, click.DateTime):
        return Text("Напишите день и время: 2026-11-28T10:30.", "Write day and time: 2026-11-28T10:30.")
    return no_such_day(value) if getattr(kind, "name", "") == "date" else HELP


def _number(whole: bool, bounds: Text) -> Text:
    ru, en = ("целое число", "a whole number") if whole else ("число с точкой", "a number with a point")
    return Text(f"Напишите {ru}{bounds.ru}.", f"Write {en}{bounds.en}.")


def _bounds(kind: click.IntRange | click.FloatRange) -> Text:
    parts = [(f"не меньше {kind.min:g}", f"at least {kind.min:g}")] if kind.min is not None else []
    parts += [(f"не больше {kind.max:g}", f"at most {kind.max:g}")] if kind.max is not None else []
    ru, en = (" и ".join(one[0] for one in parts), " and ".join(one[1] for one in parts))
    return Text(f" {ru}" if ru else "", f", {en}" if en else "")


def _option_alone(error: click.BadOptionUsage) -> Wrong:
    name = error.option_name
    if "does not take" in error.message:
        message = Text(f"Ключ {name} пишут без значения.", f"{name} takes no value.")
        return Wrong(message, Text("Уберите значение.", "Remove the value."))
    return Wrong(Text(f"После {name} нет значения.", f"{name} has no value after it."))


def _rest(error: click.UsageError) -> Wrong:
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL)
    if not extra:
        message = Text(f"Команда записана неверно: {error.message}", f"The command is written wrongly: {error.message}")
        return Wrong(message)
    message = Text(f"Лишние слова в команде: {extra[1]}.", f"The command has words too many: {extra[1]}.")
    return Wrong(message, Text("Уберите их; запись покажет --help.", "Remove them; --help shows how to write it."))
