"""JSON without loss: numbers stay exact, repeated keys are refused, and one canonical form to hash.

Source: RFC 8259 for the grammar; the canonical form is UTF-8, sorted keys, no spaces, shortest decimals.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rules.faults import Fault, InputError
from rules.text import Text

# A number longer than this written out in full is a mistake or an attack, never a business fact.
MAX_DIGITS = 40
MAX_DEPTH = 200

_quote = json.encoder.encode_basestring


def read_json(data: str | bytes) -> Any:
    """Return the document: whole numbers as int, others as Decimal, objects as dict.

    Raises:
        InputError: not UTF-8, not JSON, a repeated key, NaN, Infinity, or a number or nesting beyond measure.

    >>> read_json('{"area": 80.50, "seats": 40}')
    {'area': Decimal('80.50'), 'seats': 40}
    """
    text = _decode(data)
    try:
        document = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise InputError([_not_json(error)]) from error
    except RecursionError as error:
        raise InputError([_too_deep()]) from error
    except InputError as error:
        raise InputError(_faults_in(text) or error.faults) from error
    _refuse_depth(document)
    if "\\ud" in text.lower():
        _refuse_half_letters(document)
    return document


def canonical_json(value: object) -> bytes:
    """Return the one byte form of `value`: sorted keys, no spaces, shortest decimals, dates as ISO text, UTF-8.

    >>> canonical_json({"b": Decimal("1.50"), "a": [True, None, "ё"]}).decode()
    '{"a":[true,null,"ё"],"b":1.5}'
    """
    return _write(value, sorted).encode("utf-8")


def json_in_order(value: object) -> bytes:
    """Return `value` as `canonical_json` does, but with keys in the order they stand: for files that are read back.

    >>> json_in_order({"b": Decimal("1.50"), "a": 1}).decode()
    '{"b":1.5,"a":1}'
    """
    return _write(value, list).encode("utf-8")


def shortest(number: Decimal) -> str:
    """Return a finite decimal without needless zeros and without an exponent.

    >>> shortest(Decimal("12.50")), shortest(Decimal("1E+2")), shortest(Decimal("-0.0"))
    ('12.5', '100', '0')
    """
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write(value: object, keys: Callable[[Iterable[Any]], list[Any]]) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return shortest(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Fraction):
        return f'"{value.numerator}/{value.denominator}"'
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_quote(str(key))}:{_write(value[key], keys)}" for key in keys(value)) + "}"
    if isinstance(value, Iterable):
        return "[" + ",".join(_write(part, keys) for part in value) + "]"
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _decode(data: str | bytes) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError([_not_utf8(line)]) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _noting(pairs)
    if found.repeated:
        raise InputError([repeated_key(key) for key in found.repeated])
    return dict(found)


def repeated_key(key: str, field: str | None = None) -> Fault:
    """Return the fault of a key written twice in one object."""
    return Fault(
        "repeated_key",
        field or key,
        Text(f"Ключ «{key}» повторяется.", f"The key “{key}” is repeated."),
        Text("Оставьте один из них.", "Keep one of them."),
    )


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise InputError([_too_long(text)])
    return int(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if _width(number) > MAX_DIGITS:
        raise InputError([_too_long(text)])
    return number


def _width(number: Decimal) -> int:
    """Return how many digits a finite number has, written out in full."""
    parts = number.as_tuple()
    after = -int(parts.exponent)
    return len(parts.digits) - after if after < 0 else max(len(parts.digits), after + 1)


def _constant(text: str) -> None:
    message = Text(f"{text} не число.", f"{text} is not a number.")
    raise InputError(
        [Fault("not_a_number", None, message, Text("Напишите число цифрами.", "Write a number in digits."))]
    )


# One decoder for all calls: building one costs more than reading a small document.
_DECODER = json.JSONDecoder(
    object_pairs_hook=lambda pairs: _unique(pairs) if len({key for key, _ in pairs}) < len(pairs) else dict(pairs),
    parse_int=_whole,
    parse_float=_decimal,
    parse_constant=_constant,
)


@dataclass(frozen=True, slots=True)
class _Bad:
    """Stands where a number cannot be read."""

    fault: Fault


def _or_bad(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def attempt(text: str) -> Any:
        try:
            return read(text)
        except InputError as error:
            return _Bad(error.faults[0])

    return attempt


class _Twice(dict[str, Any]):
    """An object with keys that are repeated in it."""

    repeated: tuple[str, ...] = ()


def _noting(pairs: list[tuple[str, Any]]) -> _Twice:
    found = _Twice(pairs)
    counts = Counter(key for key, _ in pairs)
    found.repeated = tuple(key for key, times in counts.items() if times > 1)
    return found


# Reads on past repeated keys and numbers that cannot be read, to say where each of them stands.
_LENIENT = json.JSONDecoder(
    object_pairs_hook=_noting,
    parse_int=_or_bad(_whole),
    parse_float=_or_bad(_decimal),
    parse_constant=_or_bad(_constant),
)


def _faults_in(text: str) -> list[Fault]:
    """Return each repeated key and number that cannot be read, with its field; empty where nothing can be said."""
    try:
        return list(_placed(_LENIENT.decode(text), ""))
    except (ValueError, RecursionError):
        return []


def _placed(value: object, place: str) -> Iterator[Fault]:
    if isinstance(value, _Bad):
        yield replace(value.fault, field=place or None)
    elif isinstance(value, dict):
        for key in getattr(value, "repeated", ()):
            yield repeated_key(key, f"{place}.{key}" if place else key)
        for key, child in value.items():
            yield from _placed(child, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _placed(child, f"{place}[{index}]")


def _refuse_depth(document: object) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise InputError([_too_deep()])


def _children(value: object) -> list[Any]:
    if isinstance(value, dict):
        return [child for child in value.values() if isinstance(child, dict | list)]
    return [child for child in value if isinstance(child, dict | list)] if isinstance(value, list) else []


def _refuse_half_letters(document: object) -> None:
    # An escape such as \\ud800 alone is half a letter: it could be neither stored nor shown.
    try:
        canonical_json(document)
    except UnicodeEncodeError as error:
        message = Text("В тексте есть половина знака (\\ud800).", "The text holds half a character (\\ud800).")
        remedy = Text("Наберите это место заново.", "Type that place again.")
        raise InputError([Fault("half_character", None, message, remedy)]) from error


def _too_long(text: str) -> Fault:
    return Fault(
        "number_too_long",
        None,
        Text(f"Число {text[:20]}… слишком длинное.", f"The number {text[:20]}… is too long."),
        Text(f"Напишите не больше {MAX_DIGITS} цифр.", f"Write at most {MAX_DIGITS} digits."),
    )


def _too_deep() -> Fault:
    return Fault(
        "too_deep",
        None,
        Text("Слишком много вложенных скобок.", "Too many nested brackets."),
        Text(f"Оставьте не больше {MAX_DEPTH} уровней.", f"Keep at most {MAX_DEPTH} levels."),
    )


def _not_utf8(line: int) -> Fault:
    return Fault(
        "not_utf8",
        None,
        Text("Файл записан не в кодировке UTF-8.", "The file is not in UTF-8."),
        Text("Сохраните его в UTF-8.", "Save it as UTF-8."),
        line=line,
    )


def _not_json(error: json.JSONDecodeError) -> Fault:
    return Fault(
        "not_json",
        None,
        Text(
            f"Это не JSON: разбор остановился в строке {error.lineno}, столбце {error.colno}.",
            f"This is not JSON: reading stopped at line {error.lineno}, column {error.colno} ({error.msg}).",
        ),
        Text("Проверьте кавычки, запятые и скобки в этом месте.", "Check quotes, commas and brackets there."),
        line=error.lineno,
    )
