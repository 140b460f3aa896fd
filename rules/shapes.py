"""What a value in a registry file must look like: small checks that are put together into tables.

A check takes a value, the name of its field and a list, and adds every fault it finds to that list.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules.exact_json import shortest
from rules.faults import Fault
from rules.nearest import closest, nearest
from rules.text import Text

Check = Callable[[object, str, list[Fault]], None]

_UNPRINTABLE = re.compile("[\\0-\\x08\\x0b-\\x1f\\ud800-\\udfff]")
# Of a longer list of values a message names the first ones.
MOST_NAMED = 12
MOST_GUESSED = 3
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FRACTION = re.compile(r"([1-9][0-9]{0,5})(?:/([1-9][0-9]{0,5}))?\Z", re.ASCII)


def mapping(keys: Mapping[str, Check], required: Iterable[str] = ()) -> Check:
    """Return a check for a mapping of exactly these keys; unknown ones are refused by name."""
    compulsory = tuple(required)

    def check(value: object, where: str, faults: list[Fault]) -> None:
        if not isinstance(value, Mapping):
            faults.append(wrong(where, value, "набор «ключ: значение»", "a mapping of keys to values"))
            return
        faults.extend(unknown_key(inside(where, key), key, keys) for key in value if key not in keys)
        for name in compulsory:
            if value.get(name) is None:
                faults.append(missing(inside(where, name)))
        for name, part in value.items():
            if part is not None and name in keys:
                keys[name](part, inside(where, name), faults)

    return check


def list_of(item: Check) -> Check:
    """Return a check for a list whose items all pass `item`."""

    def check(value: object, where: str, faults: list[Fault]) -> None:
        if not isinstance(value, list | tuple):
            faults.append(wrong(where, value, "список", "a list"))
            return
        for index, part in enumerate(value):
            item(part, f"{where}[{index}]", faults)

    return check


def map_of(item: Check) -> Check:
    """Return a check for a mapping with any keys, whose values all pass `item`."""

    def check(value: object, where: str, faults: list[Fault]) -> None:
        if not isinstance(value, Mapping):
            faults.append(wrong(where, value, "набор «ключ: значение»", "a mapping of keys to values"))
            return
        for key, part in value.items():
            item(part, inside(where, key), faults)

    return check


def text(value: object, where: str, faults: list[Fault]) -> None:
    """Check words; a number or a date without quotes is refused with the cure."""
    if isinstance(value, str):
        if not value.strip():
            faults.append(missing(where))
        elif _UNPRINTABLE.search(value):
            faults.append(wrong(where, "�", "обычный текст", "plain text"))
    elif isinstance(value, int | Decimal | date):
        faults.append(unquoted(where, value))
    else:
        faults.append(wrong(where, value, "текст", "text"))


both = mapping({"ru": text, "en": text}, required=("ru", "en"))


def note(value: object, where: str, faults: list[Fault]) -> None:
    """Check a remark: text, which may be empty, or text in both languages."""
    if value != "":
        (both if isinstance(value, Mapping) else text)(value, where, faults)


def boolean(value: object, where: str, faults: list[Fault]) -> None:
    """Check true or false."""
    if not isinstance(value, bool):
        faults.append(wrong(where, value, "true или false", "true or false"))


def day(value: object, where: str, faults: list[Fault]) -> None:
    """Check a date, written as YAML's own or as ISO text."""
    if as_date(value) is None:
        faults.append(
            wrong(where, value, "дату: год-месяц-день, например 2026-09-01", "a date: year-month-day, as 2026-09-01")
        )


def anything(value: object, where: str, faults: list[Fault]) -> None:
    """Accept whatever stands there: another reader looks at it."""


def number(low: int | None = None, whole: bool = False) -> Check:
    """Return a check for an exact number, at least `low`, without a fraction if `whole`."""

    def check(value: object, where: str, faults: list[Fault]) -> None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            faults.append(wrong(where, value, "число цифрами без кавычек", "a number in digits without quotes"))
        elif low is not None and value < low:
            faults.append(wrong(where, value, f"число не меньше {low}", f"a number of at least {low}"))
        elif whole and value != int(value):
            faults.append(wrong(where, value, "целое число", "a whole number"))

    return check


amount = number(0)


def rising(size: int) -> Check:
    """Return a check for `size` amounts, none below the one before it."""

    def check(value: object, where: str, faults: list[Fault]) -> None:
        found: list[Fault] = []
        list_of(amount)(value, where, found)
        faults.extend(found)
        if found or not isinstance(value, list | tuple):
            return
        if len(value) != size or list(value) != sorted(value):
            faults.append(
                wrong(where, list(value), f"{size} числа по возрастанию", f"{size} numbers, each no less than the last")
            )

    return check


def amount_or_three(value: object, where: str, faults: list[Fault]) -> None:
    """Check one amount, or low, likely and high."""
    (rising(3) if isinstance(value, list | tuple) else amount)(value, where, faults)


def choice(*codes: str) -> Check:
    """Return a check for one of `codes`."""

    def check(value: object, where: str, faults: list[Fault]) -> None:
        if not isinstance(value, str):
            text(value, where, faults)
        elif value not in codes:
            faults.append(unknown_code(where, value, codes))

    return check


def times(value: object, where: str, faults: list[Fault]) -> None:
    """Check a number of times a year: 4, "1/3", or an exact decimal."""
    if as_fraction(value) is None:
        faults.append(
            wrong(
                where,
                value,
                'число больше нуля или дробь в кавычках, например 4 или "1/3"',
                'a number above zero or a quoted fraction, as 4 or "1/3"',
            )
        )


def due_day(value: object, where: str, faults: list[Fault]) -> None:
    """Check a day the text names: {month, day}, or {after: month|quarter|year, day}."""
    found: list[Fault] = []
    _DUE(value, where, found)
    faults.extend(found)
    if found or not isinstance(value, Mapping):
        return
    month, number_, after = value.get("month"), value["day"], value.get("after")
    if (month is None) == (after is None):
        faults.append(wrong(where, value, "либо month, либо after", "either month or after"))
    elif number_ > 31 or (month and (month > 12 or number_ > calendar.monthrange(2028, month)[1])):
        faults.append(wrong(where, f"{number_}.{month or '—'}", "существующий день", "a day that exists"))


_DUE = mapping(
    {"month": number(1, whole=True), "day": number(1, whole=True), "after": choice("month", "quarter", "year")},
    required=("day",),
)


def as_date(value: object) -> date | None:
    """Return a date from YAML's own date or ISO text, else None.

    >>> as_date("2027-02-29"), as_date("2026-09-01"), as_date("2026-W36-2")
    (None, datetime.date(2026, 9, 1), None)
    """
    if type(value) is date:
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_fraction(value: object) -> Fraction | None:
    """Return times a year as an exact fraction, None when `value` is not a number above zero.

    >>> as_fraction("1/3"), as_fraction(Decimal("0.5")), as_fraction(0)
    (Fraction(1, 3), Fraction(1, 2), None)
    """
    if isinstance(value, str):
        found = _FRACTION.match(value)
        return Fraction(int(found[1]), int(found[2] or 1)) if found else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value <= 0:
        return None
    return Fraction(value)


def inside(where: str, key: object) -> str:
    """Return the name of a field inside another."""
    return f"{where}.{key}" if where else str(key)


def shown(value: object) -> str:
    """Return a value as a message shows it, short.

    >>> shown(True), shown(Decimal("10.10")), shown({"a": 1})
    ('true', '10.10', '{…}')
    """
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(shown(part) for part in value[:4]) + (", …]" if len(value) > 4 else "]")
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else shortest(value)[:40]
    words = str(value)
    return words if len(words) <= 60 else words[:57] + "…"


def missing(field: str) -> Fault:
    """Return the fault of a compulsory field that is absent or empty."""
    name = field.rpartition(".")[2]
    return Fault(
        "missing",
        field,
        Text(f"Не заполнено поле «{field}».", f"The field “{field}” is not filled in."),
        Text(f"Добавьте «{name}» и его значение.", f"Add “{name}” with its value."),
    )


def unknown_key(field: str, key: object, known: Iterable[str]) -> Fault:
    """Return the fault of a key that does not exist, naming the closest one."""
    names = list(known)
    close = nearest(str(key), names)
    hint = close or ", ".join(names)
    message = Text(f"Ключа «{key}» здесь нет.", f"There is no key “{key}” here.")
    if not names:
        return Fault(
            "unknown_key", field, message, Text("Уберите: ключей здесь нет.", "Drop it: there are no keys here.")
        )
    return Fault(
        "unknown_key",
        field,
        message,
        Text(
            f"Возможно, это «{hint}»." if close else f"Есть такие: {hint}.",
            f"Did you mean “{hint}”?" if close else f"Known: {hint}.",
        ),
    )


def unknown_code(field: str, code: str, known: Iterable[str]) -> Fault:
    """Return the fault of a value that is not in its list, naming the closest one and those of a short list."""
    names = list(known)
    close = nearest(code, names)
    return Fault(
        "unknown_code",
        field,
        Text(
            f"Значения «{shown(code)}» нет в списке поля «{field}».",
            f"“{shown(code)}” is not among the values of “{field}”.",
        ),
        _rather(close, names) if close else choose_of(names),
    )


def choose_of(names: Sequence[str]) -> Text:
    """Return what to do where a value is none of `names`: it names them, of a long list the first.

    >>> choose_of(["json", "csv"]).en
    'Choose one: json, csv.'
    """
    listed = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else ".")
    return Text(f"Выберите из списка: {listed}", f"Choose one: {listed}")


def choose_near(value: str, names: Sequence[str]) -> Text:
    """Return what to do where `value` is none of `names`: of a long list it names the closest, if any are close.

    >>> choose_near("complain", ["complaint", *"abcdefghijkl"]).en
    'Closest are: complaint.'
    """
    close = closest(value, names, MOST_GUESSED) if len(names) > MOST_NAMED else []
    if not close:
        return choose_of(names)
    listed = ", ".join(close)
    return Text(f"Ближе всего: {listed}.", f"Closest are: {listed}.")


def _rather(close: str, names: Sequence[str]) -> Text:
    """Return the closest of `names`, and all of them where they are few."""
    guess = Text(f"Возможно, это «{close}».", f"Did you mean “{close}”?")
    if len(names) > MOST_NAMED:
        return guess
    others = choose_of(names)
    return Text(f"{guess.ru} {others.ru}", f"{guess.en} {others.en}")


def unquoted(field: str, value: object) -> Fault:
    """Return the fault of a code or text written without quotes."""
    return Fault(
        "unquoted",
        field,
        Text(
            f"Здесь нужен текст, а «{shown(value)}» без кавычек читается как число, дата или «да/нет».",
            f"Text is needed here, and “{shown(value)}” without quotes reads as a number, a date or yes/no.",
        ),
        Text(f'Возьмите в кавычки: "{shown(value)}".', f'Quote it: "{shown(value)}".'),
    )


def wrong(field: str, value: object, wanted_ru: str, wanted_en: str) -> Fault:
    """Return the fault of a value of another kind than the field takes; no field: the whole document is another."""
    misfit = Text(
        f"Значение «{shown(value)}» не подходит полю «{field}».",
        f"“{shown(value)}” does not fit the field “{field}”.",
    )
    return Fault(
        "wrong_value",
        field or None,
        misfit if field else Text("Документ устроен не так.", "The document has another shape."),
        Text(f"Напишите {wanted_ru}.", f"Write {wanted_en}."),
    )
