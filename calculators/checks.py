"""Reading the fields of a calculator's document: exact numbers, closed keys, and every fault found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from rules.faults import Fault, InputError
from rules.nearest import nearest
from rules.text import Text

# ASCII digits only: a decimal with a point, or a fraction a/b.
QUANTITY = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40})?|[0-9]{1,40}/[0-9]{1,40}")
ZERO = Fraction(0)


class Fields:
    """The fields of one object of a document; what is wrong goes into `faults`, and the reading goes on."""

    def __init__(self, document: object, path: str = "", faults: list[Fault] | None = None) -> None:
        self.path = path
        self.faults: list[Fault] = [] if faults is None else faults
        self.document: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
        if not isinstance(document, Mapping):
            self._add("not_an_object", "", f"нужен объект {{…}}, а здесь {_seen(document)}", "an object is needed")

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not known, naming the nearest."""
        names = list(known)
        for key in self.document:
            if key not in names:
                near = nearest(str(key), names)
                hint = f"; может быть, «{near}»" if near else f"; есть: {', '.join(names)}"
                hint_en = f"; perhaps “{near}”" if near else f"; there are: {', '.join(names)}"
                self._add("unknown_key", str(key), f"такого ключа нет{hint}", f"there is no such key{hint_en}")

    def has(self, name: str) -> bool:
        """Return whether the field is given; null counts as absent."""
        return self.document.get(name) is not None

    def quantity(
        self, name: str, *, least: Fraction | None = ZERO, most: Fraction | None = None, above: Fraction | None = None
    ) -> Fraction | None:
        """Return an exact number given as text, or None when the field is absent or faulty."""
        value = self.document.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            self._add(
                "spread_not_counted",
                name,
                "разброс (dist) этот расчёт не берёт: дайте одно число",
                "a spread (dist) is not counted here: give one number",
            )
            return None
        number = _quantity(value)
        if number is None:
            self._add(
                "not_a_quantity",
                name,
                f"нужно число текстом, с точкой («0.5») или дробью («1/3»), а здесь {_seen(value)}",
                f"a number as text is needed, “0.5” or “1/3”, and this is {_seen(value)}",
            )
            return None
        return number if self._within(name, number, least, most, above) else None

    def needed(self, name: str, **bounds: Any) -> Fraction:
        """Return an exact number that must be given; 0 stands in for a faulty one, whose fault is kept."""
        self._miss(name)
        return self.quantity(name, **bounds) or ZERO

    def whole(self, name: str, default: int | None = None, *, least: int = 0, most: int | None = None) -> int | None:
        """Return a whole number (a JSON integer), the default when the field is absent."""
        value = self.document.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self._add(
                "not_whole",
                name,
                f"нужно целое число без кавычек, а здесь {_seen(value)}",
                f"a whole number without quotes is needed, and this is {_seen(value)}",
            )
            return default
        low, high = Fraction(least), None if most is None else Fraction(most)
        return value if self._within(name, Fraction(value), low, high, None) else default

    def wholes(self, name: str, *, least: int = 0, most: int | None = None) -> tuple[int, ...]:
        """Return a list of whole numbers; absent is empty."""
        values = self.document.get(name)
        if values is None:
            return ()
        if not isinstance(values, list):
            self._add("not_a_list", name, f"нужен список […], а здесь {_seen(values)}", "a list is needed")
            return ()
        for index, value in enumerate(values):
            if value is None:
                self._add("not_whole", f"{name}.{index}", "нужно целое число, а здесь null", "a whole number is needed")
        inner = Fields({str(index): value for index, value in enumerate(values)}, self._at(name), self.faults)
        return tuple(
            number for index in inner.document if (number := inner.whole(index, least=least, most=most)) is not None
        )

    def choice(self, name: str, known: Iterable[str], default: str | None = None) -> str | None:
        """Return one of the known words."""
        value = self.document.get(name)
        names = list(known)
        if value is None:
            if default is None:
                self._miss(name)
            return default
        if value not in names:
            words = ", ".join(names)
            self._add(
                "not_a_choice",
                name,
                f"есть: {words}, а здесь {_seen(value)}",
                f"there are: {words}, and this is {_seen(value)}",
            )
            return default
        return str(value)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty; without a default it must be given."""
        value = self.document.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            self._miss(name)
        elif not isinstance(value, str) or not value.strip():
            self._add("not_a_text", name, f"нужен текст, а здесь {_seen(value)}", "a text is needed")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...] | None:
        """Return a list of texts, None when absent."""
        values = self.document.get(name)
        if values is None:
            return None
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self._add("not_a_list", name, f"нужен список текстов, а здесь {_seen(values)}", "a list of texts is needed")
            return ()
        return tuple(values)

    def rows(self, name: str) -> Iterator[Fields]:
        """Yield the objects of a list, each with its place; absent is empty."""
        values = self.document.get(name)
        if values is None:
            return
        if not isinstance(values, list):
            self._add("not_a_list", name, f"нужен список […], а здесь {_seen(values)}", "a list is needed")
            return
        for index, value in enumerate(values):
            yield Fields(value, f"{self._at(name)}[{index}]", self.faults)

    def inner(self, name: str) -> Fields | None:
        """Return the fields of an inner object, None when absent."""
        value = self.document.get(name)
        return None if value is None else Fields(value, self._at(name), self.faults)

    def one_of(self, *names: str) -> str | None:
        """Return which of the names is given: exactly one must be."""
        given = [name for name in names if self.has(name)]
        if len(given) == 1:
            return given[0]
        words = ", ".join(names)
        code, ru, en = ("one_needed", "нужно одно из", "one is needed of")
        if given:
            code, ru, en = ("only_one", "оставьте одно из", "keep one of")
        self._add(code, given[0] if given else names[0], f"{ru}: {words}", f"{en}: {words}")
        return None

    def finish(self) -> None:
        """Stop if anything is wrong.

        Raises:
            InputError: every fault found.
        """
        if self.faults:
            raise InputError(self.faults)

    def refuse(self, code: str, name: str, ru: str, en: str) -> None:
        """Add a fault that only the caller can see."""
        self._add(code, name, ru, en)

    def _miss(self, name: str) -> None:
        if not self.has(name):
            self._add("missing", name, "поле не заполнено", "the field is missing")

    def _within(
        self, name: str, number: Fraction, least: Fraction | None, most: Fraction | None, above: Fraction | None
    ) -> bool:
        value = self.document[name]
        if above is not None and number <= above:
            self._add("too_small", name, f"нужно больше {above}, а здесь {value}", f"more than {above} is needed")
            return False
        if least is not None and number < least:
            self._add("too_small", name, f"нужно не меньше {least}, а здесь {value}", f"at least {least} is needed")
            return False
        if most is not None and number > most:
            self._add("too_large", name, f"нужно не больше {most}, а здесь {value}", f"at most {most} is allowed")
            return False
        return True

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def _add(self, code: str, name: str, ru: str, en: str) -> None:
        place = self._at(name) or "document"
        remedy = Text(f"Исправьте «{place}».", f"Correct “{place}”.")
        self.faults.append(Fault(code, place, Text(f"{place}: {ru}.", f"{place}: {en}."), remedy))


def _quantity(value: object) -> Fraction | None:
    if not isinstance(value, str) or not QUANTITY.fullmatch(value) or re.fullmatch(r".*/0+", value):
        return None
    return Fraction(value)


def _seen(value: object) -> str:
    """Return a value as the document has it, short enough for a sentence."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        return "{…}"
    text = f"«{value}»" if isinstance(value, str) else "[…]" if isinstance(value, list) else str(value)
    return text if len(text) <= 40 else text[:40] + "…"
